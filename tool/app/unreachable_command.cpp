// SPDX-License-Identifier: Apache-2.0
#include "tool/app/unreachable_command.hpp"

#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "tool/analysis/place_names.hpp"
#include "tool/analysis/reachability.hpp"
#include "tool/app/options.hpp"
#include "tool/app/terminal.hpp"
#include "tool/ingest/symbols.hpp"
#include "tool/sinks/unreachable.hpp"

namespace tidemark::app {
namespace {

using analysis::Reachability;
using ingest::Problem;

std::variant<Reachability, Problem> search(const std::string& file, const ingest::ElfImage& image,
                                           const analysis::ReachabilityOptions& options) {
  auto dump = ingest::read_core_dump(file);
  if (auto* problem = std::get_if<Problem>(&dump)) {
    return std::move(*problem);
  }
  return analysis::find_unreachable(std::get<ingest::CoreDump>(dump), image, options);
}

std::variant<Reachability, Problem> search_both(const UnreachableOptions& options,
                                                const ingest::ElfImage& image) {
  analysis::ReachabilityOptions wanted;
  if (!options.min_age.empty()) {
    auto age = duration_of("--min-age", options.min_age, "10s");
    if (auto* problem = std::get_if<Problem>(&age)) {
      return std::move(*problem);
    }
    wanted.min_age_ms = std::get<std::uint64_t>(age);
  }
  auto found = search(options.file, image, wanted);
  if (options.earlier.empty() || std::holds_alternative<Problem>(found)) {
    return found;
  }
  const auto earlier = search(options.earlier, image, {});
  if (const auto* problem = std::get_if<Problem>(&earlier)) {
    return *problem;
  }
  analysis::keep_lasting(std::get<Reachability>(found), std::get<Reachability>(earlier));
  return found;
}

}  // namespace

int run_unreachable(const UnreachableOptions& options) {
  auto image = ingest::ElfImage::open(options.elf);
  if (const auto* problem = std::get_if<Problem>(&image)) {
    return fail(*problem);
  }
  const auto result = search_both(options, std::get<ingest::ElfImage>(image));
  if (const auto* problem = std::get_if<Problem>(&result)) {
    return fail(*problem);
  }
  const auto& found = std::get<Reachability>(result);
  const bool lasting = !options.earlier.empty();
  auto opened = ingest::Symbols::open(options.elf);
  const auto* symbols = std::get_if<std::unique_ptr<ingest::Symbols>>(&opened);
  const auto name = [symbols](std::uint64_t address) {
    const auto calls =
        symbols != nullptr ? (*symbols)->call_before(address) : std::vector<ingest::SourceFrame>{};
    return calls.empty() ? std::string() : analysis::place_text(calls.front());
  };
  const std::string text = options.json
                               ? sinks::unreachable_json(found, lasting, name).dump(2) + "\n"
                               : sinks::unreachable_text(found, lasting, name);
  if (!write_out(text)) {
    return kStatusCannotTell;
  }
  constexpr int kStatusFound = 3;
  return !found.blocks.empty() ? kStatusFound : found.some_heap_unknown ? kStatusCannotTell : 0;
}

}  // namespace tidemark::app
