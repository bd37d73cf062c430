// SPDX-License-Identifier: Apache-2.0
#ifdef CONFIG_SHARED_MULTI_HEAP
#include <zephyr/multi_heap/shared_multi_heap.h>

#include <cerrno>

#include <zephyr/sys/multi_heap.h>

#include "memory/watch.hpp"

namespace {

struct Regions {
  sys_heap heaps[MAX_MULTI_HEAPS];
  unsigned count;
};

sys_multi_heap g_shared;
bool g_ready = false;

}  // namespace

// Reports name it, so it has no C++ name.
extern "C" Regions shared_multi_heap_regions[SMH_REG_ATTR_NUM];
Regions shared_multi_heap_regions[SMH_REG_ATTR_NUM];

namespace {

// cfg is the number of the attribute.
void* choose(sys_multi_heap*, void* cfg, std::size_t align, std::size_t size) {
  HOSTED_KEEPS_FRAME();
  auto attr = reinterpret_cast<std::uintptr_t>(cfg);
  if (attr >= SMH_REG_ATTR_NUM || size == 0) {
    return nullptr;
  }
  for (unsigned i = 0; i < shared_multi_heap_regions[attr].count; ++i) {
    if (void* block =
            sys_heap_aligned_alloc(&shared_multi_heap_regions[attr].heaps[i], align, size)) {
      return block;
    }
  }
  return nullptr;
}

}  // namespace

int shared_multi_heap_pool_init() {
  if (g_ready) {
    return -EALREADY;
  }
  g_ready = true;
  sys_multi_heap_init(&g_shared, choose);
  return 0;
}

int shared_multi_heap_add(shared_multi_heap_region* region, void* user_data) {
  if (region->attr >= SMH_REG_ATTR_NUM) {
    return -EINVAL;
  }
  Regions& regions = shared_multi_heap_regions[region->attr];
  if (regions.count == MAX_MULTI_HEAPS || g_shared.nheaps == MAX_MULTI_HEAPS) {
    return -ENOMEM;
  }
  sys_heap* heap = &regions.heaps[regions.count++];
  sys_heap_init(heap, reinterpret_cast<void*>(region->addr), region->size);
  sys_multi_heap_add_heap(&g_shared, heap, user_data);
  return 0;
}

void* shared_multi_heap_alloc(shared_multi_heap_attr attr, std::size_t bytes) {
  HOSTED_KEEPS_FRAME();
  return choose(&g_shared, reinterpret_cast<void*>(std::uintptr_t{attr}), 0, bytes);
}

void* shared_multi_heap_aligned_alloc(shared_multi_heap_attr attr, std::size_t align,
                                      std::size_t bytes) {
  HOSTED_KEEPS_FRAME();
  return choose(&g_shared, reinterpret_cast<void*>(std::uintptr_t{attr}), align, bytes);
}

void shared_multi_heap_free(void* block) {
  HOSTED_KEEPS_FRAME();
  sys_multi_heap_free(&g_shared, block);
}

#endif
