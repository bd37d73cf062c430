// SPDX-License-Identifier: Apache-2.0
// Prints how well tables of live blocks name who leaks: ours, and those of others.
#include <cstdio>
#include <cstdlib>

#include "bench/profile/simulate.hpp"

namespace {

using namespace tidemark::bench;

constexpr Keeper kAll[kKeepers] = {Keeper::kOurs, Keeper::kHalving, Keeper::kOldestGoes,
                                   Keeper::kLinear};
constexpr std::size_t kTables[] = {32, 64, 128, 256};

void print_leaks(unsigned seeds) {
  std::printf(
      "100 blocks leaked from 20 sites among twice as many live transient ones as the table has "
      "records;\n10,000 steps, %u seeds, every block sampled as long as there is room.\n\n",
      seeds);
  std::printf(
      "table  keeper         named  leaked: estimate/truth +- sd  (predicted)  all: "
      "estimate/truth +- sd  displaced\n");
  for (const std::size_t records : kTables) {
    for (const Keeper keeper : kAll) {
      std::vector<double> named;
      std::vector<double> leaked;
      std::vector<double> all;
      std::vector<double> predicted;
      std::vector<double> displaced;
      for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        const Outcome outcome = run_leaks(keeper, leaks_among_transients(records), seed);
        named.push_back(outcome.named);
        leaked.push_back(outcome.leaked_ratio);
        all.push_back(outcome.all_ratio);
        predicted.push_back(outcome.predicted_sd);
        displaced.push_back(outcome.displaced);
      }
      std::printf("%5zu  %-13s %5.1f%%  %12.3f +- %.3f %15.3f %17.3f +- %.3f %13.2f%%\n", records,
                  name_of(keeper), 100 * spread_of(named).mean, spread_of(leaked).mean,
                  spread_of(leaked).sd, spread_of(predicted).mean, spread_of(all).mean,
                  spread_of(all).sd, 100 * spread_of(displaced).mean);
    }
  }
}

void print_top(unsigned seeds) {
  std::printf("\nA site with 60 %% of the bytes of four times as many live blocks as records\n\n");
  std::printf("table  keeper         estimate/truth +- sd  named first\n");
  for (const std::size_t records : kTables) {
    for (const Keeper keeper : kAll) {
      std::vector<double> ratio;
      unsigned first = 0;
      for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        const TopOutcome outcome = run_top_site(keeper, records, seed);
        ratio.push_back(outcome.ratio);
        first += outcome.is_first ? 1 : 0;
      }
      std::printf("%5zu  %-13s %9.3f +- %.3f %13.1f%%\n", records, name_of(keeper),
                  spread_of(ratio).mean, spread_of(ratio).sd, 100.0 * first / seeds);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int seeds = argc > 1 ? std::atoi(argv[1]) : 20;
  if (seeds < 2 || argc > 2) {
    std::fprintf(stderr, "usage: profile [SEEDS]  (2 at least; 20)\n");
    return 64;
  }
  print_leaks(static_cast<unsigned>(seeds));
  print_top(static_cast<unsigned>(seeds));
  return 0;
}
