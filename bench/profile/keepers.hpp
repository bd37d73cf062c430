// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "bench/profile/simulate.hpp"

namespace tidemark::bench {

/// What a table says about one live block.
struct Estimate {
  unsigned site;
  double bytes;     ///< It stands for.
  double variance;  ///< Of that, estimated.
};

/// A table of live blocks.
class Table {
 public:
  virtual ~Table() = default;
  virtual void allocate(std::uintptr_t block, std::uint32_t bytes, unsigned site) = 0;
  virtual void free(std::uintptr_t block) = 0;
  virtual std::vector<Estimate> estimates() = 0;
  /// Share of the samples that found no room.
  virtual double displaced() { return 0; }
};

/// With `records` of 32, 64, 128 or 256.
std::unique_ptr<Table> make_table(Keeper keeper, std::size_t records, std::uint32_t interval,
                                  std::uint32_t seed);

}  // namespace tidemark::bench
