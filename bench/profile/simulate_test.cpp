// SPDX-License-Identifier: Apache-2.0
// What docs/reference/leak-profile.md promises, at fixed seeds.
#include "bench/profile/simulate.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tidemark::bench {
namespace {

struct Runs {
  std::vector<double> named;
  std::vector<double> leaked;
  std::vector<double> all;
  std::vector<double> predicted;
};
Runs runs_of(Keeper keeper, std::size_t records, std::uint32_t seeds) {
  Runs run;
  for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
    const Outcome outcome = run_leaks(keeper, leaks_among_transients(records), seed);
    run.named.push_back(outcome.named);
    run.leaked.push_back(outcome.leaked_ratio);
    run.all.push_back(outcome.all_ratio);
    run.predicted.push_back(outcome.predicted_sd);
  }
  return run;
}
double standard_error(const std::vector<double>& values) {
  return spread_of(values).sd / std::sqrt(static_cast<double>(values.size()));
}

TEST(ProfileSimulation, NamesTheLeakingSites) {
  for (const std::size_t records : {32u, 64u, 128u, 256u}) {
    const Runs ours = runs_of(Keeper::kOurs, records, 20);
    EXPECT_GE(spread_of(ours.named).mean, 0.95) << records;
    EXPECT_NEAR(spread_of(ours.all).mean, 1, 0.02 + 3 * standard_error(ours.all)) << records;
    EXPECT_GT(spread_of(ours.named).mean,
              spread_of(runs_of(Keeper::kHalving, records, 20).named).mean);
    EXPECT_LT(spread_of(runs_of(Keeper::kOldestGoes, records, 20).named).mean, 0.2) << records;
    EXPECT_LT(spread_of(runs_of(Keeper::kLinear, records, 20).named).mean, 0.2) << records;
  }
}

// A mean of so many runs shows a bias of 2 %.
TEST(ProfileSimulation, EstimatesWithoutBiasAndWithinTheErrorsThatItTells) {
  for (const std::size_t records : {32u, 64u, 128u, 256u}) {
    const Runs ours = runs_of(Keeper::kOurs, records, 300);
    EXPECT_GE(spread_of(ours.named).mean, 0.95) << records;
    EXPECT_NEAR(spread_of(ours.leaked).mean, 1, 0.02) << records;
    EXPECT_NEAR(spread_of(ours.all).mean, 1, 0.02) << records;
    EXPECT_NEAR(spread_of(ours.leaked).sd / spread_of(ours.predicted).mean, 1, 0.2) << records;
  }
}

TEST(ProfileSimulation, FindsTheSiteThatHoldsMost) {
  const double most_sd[] = {0.28, 0.20, 0.15, 0.10};
  for (std::size_t i = 0; i < 4; ++i) {
    std::vector<double> ratios;
    unsigned first = 0;
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
      const TopOutcome outcome = run_top_site(Keeper::kOurs, std::size_t{32} << i, seed);
      ratios.push_back(outcome.ratio);
      first += outcome.is_first ? 1 : 0;
    }
    EXPECT_GE(first, 288u) << i;
    EXPECT_NEAR(spread_of(ratios).mean, 1, 0.02) << i;
    EXPECT_LE(spread_of(ratios).sd, most_sd[i]) << i;
  }
}

}  // namespace
}  // namespace tidemark::bench
