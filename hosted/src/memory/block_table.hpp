// SPDX-License-Identifier: Apache-2.0
// The tables behind watch.hpp: live blocks by address, the last freed ones, and call stacks, each
// kept once.
#pragma once

#include <cstddef>
#include <cstdint>

#include "memory/host_array.hpp"
#include "memory/watch.hpp"

namespace hosted {

// Open addressing with linear probing; at most half full. O(1).
class BlockTable {
 public:
  void enter(const BlockRecord& record);
  BlockRecord* find(std::uintptr_t address);
  // Moves a live record to the freed ones, of which the last kFreedKept are kept. The reference is
  // invalid afterwards.
  void free(const BlockRecord& record);
  void drop_newest_freed();
  // Removes live and freed records of blocks in [start, end). O(blocks).
  void forget(std::uintptr_t start, std::uintptr_t end);
  void visit_live(Visit visit, void* context);
  void visit_freed(Visit visit, void* context);
  // The memory of slots and freed records.
  void visit_tables(void (*visit)(void* context, std::uintptr_t start, std::uintptr_t end),
                    void* context) const;

 private:
  static constexpr std::size_t kFreedKept = 4096;

  std::size_t slot_of(std::uintptr_t address) const;
  void remove(std::size_t slot);
  void grow();

  HostArray<BlockRecord> slots_;  // address 0: empty
  std::size_t used_ = 0;
  HostArray<BlockRecord> freed_;  // a ring
  std::size_t newest_ = 0;
};

class StackTable {
 public:
  std::uint32_t id_of(const Stack& stack);
  const Stack& operator[](std::uint32_t id) const;

 private:
  void grow();

  HostArray<Stack> stacks_;
  HostArray<std::uint32_t> slots_;  // id + 1; 0: empty
};

}  // namespace hosted
