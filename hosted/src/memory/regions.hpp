// SPDX-License-Identifier: Apache-2.0
// The memory that allocators hand out: one region a heap or slab, from its initialisation on.
#pragma once

#include <cstddef>
#include <cstdint>

#include "memory/host_array.hpp"

namespace hosted {

enum class RegionKind : std::uint8_t { kHeap, kSlab, kBlocks };

struct Region {
  const void* owner;  // the sys_heap (k_heap: the same address), k_mem_slab or sys_mem_blocks
  std::uintptr_t start, end;
  std::size_t block_bytes;  // of a slab; 0 for heaps
  RegionKind kind;
};

// Enters a region; one of the same owner, and any that overlaps, is forgotten with its blocks.
// O(regions). No deep stack needed. nullptr mem or 0 bytes: only forgets.
void add_region(RegionKind kind, const void* owner, const void* mem, std::size_t bytes,
                std::size_t block_bytes);
const Region* region_of(const void* owner);
const Region* region_at(std::uintptr_t address);
const HostArray<Region>& all_regions();

// All regions lie within [lowest, lowest + extent): one comparison tells most foreign addresses.
struct RegionBounds {
  std::uintptr_t lowest, extent;
};
extern RegionBounds g_region_bounds;

inline bool near_regions(std::uintptr_t address) {
  return address - g_region_bounds.lowest < g_region_bounds.extent;
}

// "heap _system_heap", "slab my_slab": `buffer` is returned. Deep stack.
const char* region_label(const Region& region, char* buffer, std::size_t size);

}  // namespace hosted
