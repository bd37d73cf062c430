// SPDX-License-Identifier: Apache-2.0
#include "bench/leak_verdict/scenario.hpp"

#include <cstdio>

namespace tidemark::bench {

double Draw::uniform(const char* name, double low, double high) {
  const double value = random_.uniform(low, high);
  char range[64];
  std::snprintf(range, sizeof range, "%g..%g", low, high);
  note(name, value, range);
  return value;
}

double Draw::log_uniform(const char* name, double low, double high) {
  const double value = random_.log_uniform(low, high);
  char range[64];
  std::snprintf(range, sizeof range, "%g..%g (log)", low, high);
  note(name, value, range);
  return value;
}

bool Draw::chance(const char* name, double probability) {
  const bool value = random_.chance(probability);
  char range[64];
  std::snprintf(range, sizeof range, "in %g %%", 100 * probability);
  note(name, value ? 1 : 0, range);
  return value;
}

void Draw::note(const char* name, double value, const char* range) {
  char text[64];
  std::snprintf(text, sizeof text, "%s%s=%.4g", values_.empty() ? "" : " ", name, value);
  values_ += text;
  ranges_ += (ranges_.empty() ? "" : ", ") + std::string(name) + " " + range;
}

Scenario blank_scenario(Draw& draw) {
  Scenario scenario{};
  const double kib = draw.log_uniform("capacity_kib", 16, 1024);
  scenario.capacity_bytes = static_cast<std::uint32_t>(kib) * 1024u;
  return scenario;
}

const std::vector<Family>& families() {
  static const std::vector<Family> all = [] {
    std::vector<Family> both = healthy_families();
    both.insert(both.end(), leaking_families().begin(), leaking_families().end());
    return both;
  }();
  return all;
}

std::uint64_t run_seed(std::uint64_t seed, std::size_t family, std::size_t run) {
  Random mix(seed);
  return mix.bits() ^ Random(0x1000 * (family + 1)).bits() ^ Random(run + 1).bits();
}

}  // namespace tidemark::bench
