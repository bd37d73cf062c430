// SPDX-License-Identifier: Apache-2.0
#include <cerrno>

#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/__assert.h>

#include "kernel/sched.hpp"
#include "memory/misuse.hpp"
#include "memory/regions.hpp"
#include "memory/valgrind.hpp"
#include "memory/watch.hpp"

using namespace hosted;

namespace {

// Bytes before the first and behind each block of K_MEM_SLAB_DEFINE under AddressSanitizer.
std::size_t red_zone_of([[maybe_unused]] const k_mem_slab* slab) {
#ifdef CONFIG_ASAN
  return slab->red_zone;
#else
  return 0;
#endif
}

// From one block to the next.
std::size_t stride_of(const k_mem_slab* slab) {
  return slab->info.block_size + red_zone_of(slab);
}

// A free block begins with the address of the next one.
char*& next_of(char* block) {
  return *reinterpret_cast<char**>(block);
}

int make_free_list(k_mem_slab* slab) {
  if (((slab->info.block_size | reinterpret_cast<std::uintptr_t>(slab->buffer)) &
       (sizeof(void*) - 1)) != 0) {
    return -EINVAL;
  }
  ValgrindPause pause;
  slab->free_list = nullptr;
  const char* area = slab->buffer - red_zone_of(slab);
  std::size_t bytes = red_zone_of(slab) + slab->info.num_blocks * stride_of(slab);
  add_region(RegionKind::kSlab, slab, area, bytes, slab->info.block_size);
  for (std::uint32_t i = 0; i < slab->info.num_blocks; ++i) {
    char* block = slab->buffer + i * stride_of(slab);
    next_of(block) = slab->free_list;
    slab->free_list = block;
  }
  close_area(slab, area, bytes);
  return 0;
}

bool is_block(const k_mem_slab* slab, const char* mem) {
  auto offset =
      reinterpret_cast<std::uintptr_t>(mem) - reinterpret_cast<std::uintptr_t>(slab->buffer);
  return offset % stride_of(slab) == 0 && offset / stride_of(slab) < slab->info.num_blocks;
}

}  // namespace

// Outside a namespace, because the section symbols that the loop declares are C names.
static int init_static_slabs() {
  STRUCT_SECTION_FOREACH (k_mem_slab, slab) {
    int result = make_free_list(slab);
    if (result < 0) {
      return result;
    }
  }
  return 0;
}

SYS_INIT(init_static_slabs, PRE_KERNEL_1, CONFIG_KERNEL_INIT_PRIORITY_OBJECTS);

int k_mem_slab_init(k_mem_slab* slab, void* buffer, std::size_t block_size,
                    std::uint32_t num_blocks) {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(block_size, std::size_t{num_blocks}, &bytes)) {
    return -EINVAL;
  }
  *slab = {};
  slab->buffer = static_cast<char*>(buffer);
  slab->info.num_blocks = num_blocks;
  slab->info.block_size = block_size;
  z_waitq_init(&slab->wait_q);
  return make_free_list(slab);
}

namespace {

int take(k_mem_slab* slab, void** mem, k_timeout_t timeout) {
  if (slab->free_list != nullptr) {
    ValgrindPause pause;
    *mem = slab->free_list;
    slab->free_list = next_of(slab->free_list);
    slab->info.num_used++;
#ifdef CONFIG_MEM_SLAB_TRACE_MAX_UTILIZATION
    slab->info.max_used = MAX(slab->info.num_used, slab->info.max_used);
#endif
    return 0;
  }
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    *mem = nullptr;
    return -ENOMEM;
  }
  int result = hosted::pend_current(&slab->wait_q, timeout, "k_mem_slab_alloc");
  if (result == 0) {
    *mem = hosted::swap_data();
  }
  return result;
}

void put(k_mem_slab* slab, char* block) {
  // A block that a thread waits for changes hands and stays counted as used.
  if (slab->free_list == nullptr && hosted::wake_first(&slab->wait_q, 0, block) != nullptr) {
    hosted::reschedule();
    return;
  }
  ValgrindPause pause;
  next_of(block) = slab->free_list;
  slab->free_list = block;
  slab->info.num_used--;
}

HOSTED_WATCHED int watched_take(k_mem_slab* slab, void** mem, k_timeout_t timeout) {
  Request request = HOSTED_REQUEST("k_mem_slab_alloc", Family::kSlab, slab, slab->info.block_size);
  if (refused(request, timeout)) {
    if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
      *mem = nullptr;
      return -ENOMEM;
    }
    return -EAGAIN;
  }
  int result = take(slab, mem, timeout);
  if (result == 0) {
    (void)allocated(request, *mem);
  }
  return result;
}

HOSTED_WATCHED void watched_put(k_mem_slab* slab, void* mem) {
  freeing(HOSTED_REQUEST("k_mem_slab_free", Family::kSlab, slab, 0), mem);
  put(slab, static_cast<char*>(mem));
}

}  // namespace

int k_mem_slab_alloc(k_mem_slab* slab, void** mem, k_timeout_t timeout) {
  if (g_watch != 0) [[unlikely]] {
    return watched_take(slab, mem, timeout);
  }
  ++g_attempts;
  return take(slab, mem, timeout);
}

void k_mem_slab_free(k_mem_slab* slab, void* mem) {
  if (g_watch != 0) [[unlikely]] {
    watched_put(slab, mem);
    return;
  }
  // Of second frees only that of the last block in use is seen here.
  if (!is_block(slab, static_cast<char*>(mem)) || slab->info.num_used == 0) [[unlikely]] {
    bad_plain_free("k_mem_slab_free", Family::kSlab, slab, mem, __builtin_return_address(0));
  }
  put(slab, static_cast<char*>(mem));
}

int k_mem_slab_runtime_stats_get(k_mem_slab* slab, sys_memory_stats* stats) {
  if (slab == nullptr || stats == nullptr) {
    return -EINVAL;
  }
  stats->allocated_bytes = slab->info.num_used * slab->info.block_size;
  stats->free_bytes = (slab->info.num_blocks - slab->info.num_used) * slab->info.block_size;
  stats->max_allocated_bytes = k_mem_slab_max_used_get(slab) * slab->info.block_size;
  return 0;
}

#ifdef CONFIG_MEM_SLAB_TRACE_MAX_UTILIZATION

int k_mem_slab_runtime_stats_reset_max(k_mem_slab* slab) {
  if (slab == nullptr) {
    return -EINVAL;
  }
  slab->info.max_used = slab->info.num_used;
  return 0;
}

#endif
