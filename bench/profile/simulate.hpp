// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Leaking blocks among transient ones, and how well tables of live blocks name who leaks.
namespace tidemark::bench {

/// What keeps the table.
enum class Keeper : std::uint8_t {
  kOurs,        ///< core/profiler: records thinned one by one.
  kHalving,     ///< One interval for all, doubled when the table is full.
  kOldestGoes,  ///< A ring in which a new block takes the place of the oldest.
  kLinear,      ///< An array; what finds it full is dropped.
};
inline constexpr std::size_t kKeepers = 4;
const char* name_of(Keeper keeper);

struct Scenario {
  std::size_t records;        ///< Of the table; 32, 64, 128, 256.
  std::size_t live_of_table;  ///< Live transient blocks, as a multiple of that.
  std::uint32_t interval;     ///< Bytes, a power of two.
  unsigned steps;             ///< One transient block is freed and one allocated at each.
  unsigned leaking_sites;
  unsigned leaked_blocks;    ///< In all, evenly among those sites, at random steps.
  unsigned transient_sites;  ///< All sites have room in the table of sites.
};
/// 100 blocks from 20 sites leak among twice as many live transient ones as the table has records.
Scenario leaks_among_transients(std::size_t records);

/// How one run ended.
struct Outcome {
  double named;         ///< Share of the leaking sites that have a record.
  double leaked_ratio;  ///< Bytes estimated to be leaked by those that are.
  double all_ratio;     ///< The same of all live bytes.
  double predicted_sd;  ///< Relative, of the sum of the leaked by its records; 0: none is random.
  double displaced;     ///< Share of the samples that were lost without a coin.
};
Outcome run_leaks(Keeper keeper, const Scenario& scenario, std::uint32_t seed);

/// One site holds 60 % of the bytes of four times as many live blocks as the table has records;
/// nothing is protected by being few.
struct TopOutcome {
  double ratio;   ///< Estimated bytes of that site by what it has.
  bool is_first;  ///< Whether it has the most by the estimate.
};
TopOutcome run_top_site(Keeper keeper, std::size_t records, std::uint32_t seed);

/// Mean and standard deviation of what a run gives.
struct Spread {
  double mean;
  double sd;
};
Spread spread_of(const std::vector<double>& values);

}  // namespace tidemark::bench
