// SPDX-License-Identifier: Apache-2.0
#include "bench/profile/simulate.hpp"

#include <cmath>
#include <set>

#include "bench/leak_verdict/random.hpp"
#include "bench/profile/keepers.hpp"

namespace tidemark::bench {
namespace {

struct Block {
  std::uintptr_t address;
  std::uint32_t bytes;
  unsigned site;
};

// Hands out blocks of a heap: the lowest address that is free, in places of 256 bytes.
class Heap {
 public:
  explicit Heap(Table* table) : table_(table) {}
  Block allocate(std::uint32_t bytes, unsigned site) {
    std::uintptr_t address = next_;
    if (free_.empty()) {
      next_ += 256;
    } else {
      address = *free_.begin();
      free_.erase(free_.begin());
    }
    table_->allocate(address, bytes, site);
    live_bytes_ += bytes;
    return {address, bytes, site};
  }
  void free(const Block& block) {
    table_->free(block.address);
    free_.insert(block.address);
    live_bytes_ -= block.bytes;
  }
  [[nodiscard]] double live_bytes() const { return live_bytes_; }

 private:
  Table* table_;
  std::uintptr_t next_ = 0x20001000;
  std::set<std::uintptr_t> free_;
  double live_bytes_ = 0;
};

std::uint32_t below(Random* random, std::size_t limit) {
  return static_cast<std::uint32_t>(random->bits() % limit);
}
std::uint32_t some_bytes(Random* random) {
  return 16 + below(random, 113);
}

}  // namespace

const char* name_of(Keeper keeper) {
  switch (keeper) {
    case Keeper::kOurs:
      return "tidemark";
    case Keeper::kHalving:
      return "halving";
    case Keeper::kOldestGoes:
      return "oldest goes";
    case Keeper::kLinear:
      break;
  }
  return "drops if full";
}

Scenario leaks_among_transients(std::size_t records) {
  return {records, 2, 1, 10'000, 20, 100, 10};
}

Outcome run_leaks(Keeper keeper, const Scenario& scenario, std::uint32_t seed) {
  Random random(seed);
  const auto table = make_table(keeper, scenario.records, scenario.interval,
                                static_cast<std::uint32_t>(random.bits()));
  Heap heap(table.get());
  std::vector<unsigned> leaks_at(scenario.steps, 0);
  for (unsigned i = 0; i < scenario.leaked_blocks; ++i) {
    ++leaks_at[below(&random, scenario.steps)];
  }
  std::vector<Block> live;
  const auto transient = [&] {
    return heap.allocate(some_bytes(&random),
                         scenario.leaking_sites + below(&random, scenario.transient_sites));
  };
  while (live.size() < scenario.records * scenario.live_of_table) {
    live.push_back(transient());
  }
  double leaked = 0;
  unsigned next_leak = 0;
  for (unsigned step = 0; step < scenario.steps; ++step) {
    Block& block = live[below(&random, live.size())];
    heap.free(block);
    block = transient();
    for (; leaks_at[step] != 0; --leaks_at[step]) {
      leaked += heap.allocate(some_bytes(&random), next_leak % scenario.leaking_sites).bytes;
      ++next_leak;
    }
  }
  std::set<unsigned> named;
  double leaked_estimate = 0;
  double all_estimate = 0;
  double variance = 0;
  for (const Estimate& estimate : table->estimates()) {
    all_estimate += estimate.bytes;
    if (estimate.site < scenario.leaking_sites) {
      named.insert(estimate.site);
      leaked_estimate += estimate.bytes;
      variance += estimate.variance;
    }
  }
  return {static_cast<double>(named.size()) / scenario.leaking_sites, leaked_estimate / leaked,
          all_estimate / heap.live_bytes(), std::sqrt(variance) / leaked, table->displaced()};
}

TopOutcome run_top_site(Keeper keeper, std::size_t records, std::uint32_t seed) {
  Random random(seed);
  const auto table = make_table(keeper, records, 1, static_cast<std::uint32_t>(random.bits()));
  Heap heap(table.get());
  std::vector<double> has(10, 0);
  std::vector<Block> live;
  const auto allocate = [&] {
    const unsigned site = below(&random, 100) < 60 ? 0 : 1 + below(&random, has.size() - 1);
    const Block block = heap.allocate(some_bytes(&random), site);
    has[block.site] += block.bytes;
    return block;
  };
  for (unsigned step = 0; step < 10'000; ++step) {
    if (live.size() < 4 * records) {
      live.push_back(allocate());
    } else {
      Block& block = live[below(&random, live.size())];
      heap.free(block);
      has[block.site] -= block.bytes;
      block = allocate();
    }
  }
  std::vector<double> seems(has.size(), 0);
  for (const Estimate& estimate : table->estimates()) {
    seems[estimate.site] += estimate.bytes;
  }
  bool is_first = true;
  for (std::size_t site = 1; site < seems.size(); ++site) {
    is_first = is_first && seems[site] < seems[0];
  }
  return {seems[0] / has[0], is_first};
}

Spread spread_of(const std::vector<double>& values) {
  double sum = 0;
  double squares = 0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
  }
  const auto count = static_cast<double>(values.size());
  const double mean = sum / count;
  return {mean, std::sqrt(std::max(0.0, (squares - sum * mean) / (count - 1)))};
}

}  // namespace tidemark::bench
