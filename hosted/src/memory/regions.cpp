// SPDX-License-Identifier: Apache-2.0
#include "memory/regions.hpp"

#include <algorithm>
#include <cstdio>

#include "host/real_stdio.hpp"
#include "memory/symbols.hpp"
#include "memory/valgrind.hpp"
#include "memory/watch.hpp"

namespace hosted {

RegionBounds g_region_bounds;

namespace {
HostArray<Region> g_regions;

void remove_region(std::size_t i) {
  forget_blocks(g_regions[i].start, g_regions[i].end);
  valgrind_no_pool(g_regions[i].owner, g_regions[i].start, g_regions[i].end);
  g_regions[i] = g_regions[g_regions.size() - 1];
  (void)g_regions.resize(g_regions.size() - 1);
}
}  // namespace

void add_region(RegionKind kind, const void* owner, const void* mem, std::size_t bytes,
                std::size_t block_bytes) {
  auto start = reinterpret_cast<std::uintptr_t>(mem);
  std::uintptr_t end = start + bytes;
  for (std::size_t i = g_regions.size(); i-- > 0;) {
    const Region& old = g_regions[i];
    if (old.owner == owner || (start < old.end && old.start < end)) {
      remove_region(i);
    }
  }
  if (start == end || !g_regions.push_back({owner, start, end, block_bytes, kind})) {
    return;
  }
  std::uintptr_t top = g_region_bounds.lowest + g_region_bounds.extent;
  g_region_bounds.lowest =
      g_region_bounds.extent == 0 ? start : std::min(g_region_bounds.lowest, start);
  g_region_bounds.extent = std::max(top, end) - g_region_bounds.lowest;
}

const Region* region_of(const void* owner) {
  for (const Region& region : g_regions) {
    if (region.owner == owner) {
      return &region;
    }
  }
  return nullptr;
}

const Region* region_at(std::uintptr_t address) {
  for (const Region& region : g_regions) {
    if (address >= region.start && address < region.end) {
      return &region;
    }
  }
  return nullptr;
}

const HostArray<Region>& all_regions() {
  return g_regions;
}

const char* region_label(const Region& region, char* buffer, std::size_t size) {
  constexpr const char* kKinds[] = {"heap", "slab", "memory blocks"};
  char name[96];
  (void)real::snprintf(buffer, size, "%s %s", kKinds[static_cast<int>(region.kind)],
                       object_name(region.owner, name, sizeof name));
  return buffer;
}

}  // namespace hosted
