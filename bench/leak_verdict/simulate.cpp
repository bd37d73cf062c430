// SPDX-License-Identifier: Apache-2.0
#include "bench/leak_verdict/simulate.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

namespace tidemark::bench {
namespace {

class Run {
 public:
  Run(const Family& family, Draw* draw)
      : leaks_(family.leaks), scenario_(family.make(*draw)), judges_(scenario_.capacity_bytes) {
    lost_.reserve(kMinutes);
    healthy_ = scenario_.boot();
  }

  void to_the_end(Outcome* out) {
    for (unsigned minute = 0; minute < kMinutes && !out->came_due; ++minute) {
      step(minute, out);
    }
    if (!out->came_due) {
      return;
    }
    for (std::size_t j = 0; j < kJudges; ++j) {
      Finding& finding = out->findings[j];
      finding.caught = first_[j] > 0;
      finding.caught_minute = first_[j];
      finding.headroom_used = finding.caught ? lost_[first_[j]] / lost_.back() : 1;
    }
    if (out->findings[kLeak].caught) {
      out->time_left_ratio = said_left_ / (out->due_minute - first_[kLeak]);
    }
  }

 private:
  void step(unsigned minute, Outcome* out) {
    reboot_if_due(minute);
    lost_.push_back(scenario_.leak == nullptr ? 0 : scenario_.leak->next());
    const double healthy = std::clamp(healthy_->next(), 0.0, 0.99);
    const double use = healthy + lost_.back();
    if (leaks_ && use >= 1) {
      out->came_due = true;
      out->due_minute = minute;
      return;
    }
    if (in_gap(minute)) {
      return;
    }
    // Allocators count in units of some bytes.
    const auto used = static_cast<std::uint32_t>(use * scenario_.capacity_bytes) & ~7u;
    note(minute, judges_.add(minute - boot_minute_, used), out);
  }

  void reboot_if_due(unsigned minute) {
    while (reboot_ < scenario_.reboots.size() && minute >= scenario_.reboots[reboot_]) {
      ++reboot_;
      boot_minute_ = minute;
      healthy_ = scenario_.boot();
    }
  }

  [[nodiscard]] bool in_gap(unsigned minute) const {
    return std::any_of(scenario_.gaps.begin(), scenario_.gaps.end(), [minute](const Gap& gap) {
      return minute >= gap.begin && minute < gap.end;
    });
  }

  void note(unsigned minute, const Accusations& accuse, Outcome* out) {
    const bool leaking = leaks_ && minute > scenario_.onset;
    for (std::size_t j = 0; j < kJudges; ++j) {
      const bool begins = accuse[j] && !before_[j];
      if (begins && !leaking) {
        accuse_healthy(minute, &out->findings[j]);
      } else if (begins && first_[j] == 0) {
        first_[j] = minute;
        if (j == kLeak) {
          note_trend(minute, out);
        }
      }
    }
    before_ = accuse;
  }

  static void accuse_healthy(unsigned minute, Finding* finding) {
    if (!finding->accused_healthy) {
      finding->accused_healthy = true;
      finding->accused_minute = minute;
    }
  }

  void note_trend(unsigned minute, Outcome* out) {
    estimate::LeakTrend trend;
    if (!judges_.detector().trend(judges_.timing(), &trend)) {
      return;
    }
    const auto window = static_cast<unsigned>(trend.window_ms / 60'000);
    const double lost = lost_[minute] - (minute >= window ? lost_[minute - window] : 0);
    const double hours = std::min(window, minute) / kHour;
    const double rate = lost * scenario_.capacity_bytes * 1000 / hours;
    const auto said = static_cast<double>(trend.rate_millibytes_per_hour);
    out->rate_error = rate > 0 ? std::abs(said - rate) / rate : 1;
    out->rate_in_interval = rate >= static_cast<double>(trend.rate_low_millibytes_per_hour) &&
                            rate <= static_cast<double>(trend.rate_high_millibytes_per_hour);
    said_left_ = trend.time_left_s / 60.0;
  }

  bool leaks_;
  Scenario scenario_;
  Judges judges_;
  ShapePtr healthy_;
  std::vector<double> lost_;  // by minute
  std::size_t reboot_ = 0;
  unsigned boot_minute_ = 0;
  Accusations before_{};
  std::array<unsigned, kJudges> first_{};  // 0: not yet; no one accuses in minute 0
  double said_left_ = 0;
};

}  // namespace

Outcome simulate(const Family& family, std::uint64_t seed, double largest_swing) {
  Outcome out;
  out.seed = seed;
  Draw draw(seed, largest_swing);
  Run run(family, &draw);
  run.to_the_end(&out);
  out.parameters = draw.values();
  return out;
}

std::vector<std::vector<Outcome>> simulate_all(const Settings& settings) {
  const std::vector<Family>& all = families();
  const std::size_t runs = settings.runs_per_family;
  std::vector<std::vector<Outcome>> outcomes(all.size(), std::vector<Outcome>(runs));
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < all.size() * runs; i = next++) {
      const std::size_t family = i / runs;
      const std::uint64_t seed = run_seed(settings.seed, family, i % runs);
      outcomes[family][i % runs] = simulate(all[family], seed, settings.largest_swing);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < settings.jobs; ++i) {
    threads.emplace_back(work);
  }
  work();
  for (std::thread& thread : threads) {
    thread.join();
  }
  return outcomes;
}

}  // namespace tidemark::bench
