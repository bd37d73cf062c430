// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "bench/leak_verdict/random.hpp"

/// The pieces that a simulated device's use of memory is made of. Each is a share of the capacity,
/// asked for once a minute, in order. docs/reference/leak-verdict.md says which family has which.
namespace tidemark::bench {

inline constexpr double kHour = 60;
inline constexpr double kDay = 24 * kHour;

class Shape {
 public:
  Shape() = default;
  virtual ~Shape() = default;
  Shape(const Shape&) = delete;
  Shape& operator=(const Shape&) = delete;

  /// Share of the capacity in the next minute, the first of which is minute 0.
  virtual double next() = 0;
};

using ShapePtr = std::unique_ptr<Shape>;

/// What never changes, with normal noise that is independent from minute to minute.
ShapePtr steady(double level, double sd, std::uint64_t seed);

/// A wave between 0 and `swing`; `sharpness` 1 is a sine, more makes the peak shorter. On days 6
/// and 7 of each week `weekend` of it.
struct Wave {
  double swing;
  double phase;  ///< In days.
  double sharpness = 1;
  double weekend = 1;
  [[nodiscard]] double at(double minute) const;
};
ShapePtr daily(const Wave& wave);

/// swing * (1 - exp(-t / tau)).
ShapePtr warm_up(double swing, double tau);

/// swing * t / (t + tau): slower and slower, but long.
ShapePtr saturating(double swing, double tau);

/// A cache that reaches its cap after `duration`, evenly or, if `slowing`, with ever fewer misses
/// (it then ends at 0.37 of its first rate).
ShapePtr cache(double swing, double duration, bool slowing);

/// Rises for about `period`, then falls to 0; period and height vary by a fifth.
ShapePtr sawtooth(double swing, double period, std::uint64_t seed);

/// Blocks that arrive at random and live for a log-normal time; `level` is the mean use reached in
/// the end, `per_minute` the arrivals.
ShapePtr log_normal_lifetimes(double level, double per_minute, double median_life, double sigma,
                              std::uint64_t seed);

/// A level anywhere up to `swing` that jumps at random, every `hold` on average.
ShapePtr load_steps(double swing, double hold, std::uint64_t seed);

/// `steps` rises of about the same height up to `swing`, one every `hold` or so, none after that.
ShapePtr staircase(double swing, unsigned steps, double hold, std::uint64_t seed);

/// A random walk reflected at 0 and `swing` that crosses that range in about `crossing`.
ShapePtr bounded_walk(double swing, double crossing, std::uint64_t seed);

/// Bursts up to `height` of `duration` on average, `per_day` of them.
ShapePtr bursts(double height, double per_day, double duration, std::uint64_t seed);

/// A load that returns to its mean (Ornstein and Uhlenbeck) with time constant `tau`, around 0.
ShapePtr mean_reverting(double sd, double tau, std::uint64_t seed);

/// A table of `peers` entries that grows at the first contact with each; the peers' popularity is
/// Zipf's with `exponent`.
ShapePtr zipf_peers(double swing, unsigned peers, double exponent, double contacts_per_minute,
                    std::uint64_t seed);

/// Jobs of 1 to 12 hours, up to `swing`, that collect memory evenly (or take it at once) and free
/// all at their end; the pause between two is `pause` on average.
ShapePtr jobs(double swing, double pause, std::uint64_t seed);

/// The sum of shapes, cut down to whole multiples of `quantum` (0: as it is).
ShapePtr sum_of(std::vector<ShapePtr> shapes, double quantum = 0);

}  // namespace tidemark::bench
