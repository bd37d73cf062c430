// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bench/leak_verdict/random.hpp"
#include "bench/leak_verdict/shapes.hpp"

namespace tidemark::bench {

/// Healthy use varies by at most this share of the capacity, beside noise and bursts.
inline constexpr double kLargestSwing = 0.35;

/// Draws a run's parameters and writes down what it drew and from where.
class Draw {
 public:
  /// `largest_swing`: the upper end of what healthy families draw their swings from.
  explicit Draw(std::uint64_t seed, double largest_swing = kLargestSwing)
      : random_(seed), largest_swing_(largest_swing) {}

  double uniform(const char* name, double low, double high);
  double log_uniform(const char* name, double low, double high);
  bool chance(const char* name, double probability);
  std::uint64_t seed() { return random_.bits(); }
  [[nodiscard]] double largest_swing() const { return largest_swing_; }

  /// "base=0.31 swing=0.2 ...", as drawn.
  [[nodiscard]] const std::string& values() const { return values_; }
  /// "base 0.1..0.55, tau 30..7200 (log) ...": what each was drawn from.
  [[nodiscard]] const std::string& ranges() const { return ranges_; }

 private:
  void note(const char* name, double value, const char* range);

  Random random_;
  double largest_swing_;
  std::string values_;
  std::string ranges_;
};

struct Gap {
  double begin;  ///< In minutes.
  double end;
};

/// One device for 30 days. Times in minutes, use in shares of the capacity.
struct Scenario {
  /// Healthy use from a boot on; called once at first and at every reboot.
  std::function<ShapePtr()> boot;
  /// Bytes lost so far, from minute 0 on; empty when nothing leaks.
  ShapePtr leak;
  double onset = 0;              ///< When it begins to leak.
  std::vector<double> reboots;   ///< Ascending.
  std::vector<Gap> gaps;         ///< No sample in these; the device goes on.
  std::uint32_t capacity_bytes;  ///< 16 KiB to 1 MiB.
};

struct Family {
  const char* name;
  bool leaks;
  Scenario (*make)(Draw& draw);
};

/// The 16 healthy families and the 12 that leak.
const std::vector<Family>& families();

/// The seed of a run, from the seed of all.
std::uint64_t run_seed(std::uint64_t seed, std::size_t family, std::size_t run);

// The two halves of families().
const std::vector<Family>& healthy_families();
const std::vector<Family>& leaking_families();

/// A scenario with a capacity drawn and nothing else.
Scenario blank_scenario(Draw& draw);

}  // namespace tidemark::bench
