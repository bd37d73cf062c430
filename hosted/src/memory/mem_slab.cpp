// SPDX-License-Identifier: Apache-2.0
#include <cerrno>

#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/__assert.h>

#include "kernel/sched.hpp"

namespace {

// A free block begins with the address of the next one.
char*& next_of(char* block) {
  return *reinterpret_cast<char**>(block);
}

int make_free_list(k_mem_slab* slab) {
  if (((slab->info.block_size | reinterpret_cast<std::uintptr_t>(slab->buffer)) &
       (sizeof(void*) - 1)) != 0) {
    return -EINVAL;
  }
  slab->free_list = nullptr;
  for (std::uint32_t i = 0; i < slab->info.num_blocks; ++i) {
    char* block = slab->buffer + i * slab->info.block_size;
    next_of(block) = slab->free_list;
    slab->free_list = block;
  }
  return 0;
}

[[maybe_unused]] bool is_block(const k_mem_slab* slab, const char* mem) {
  auto offset =
      reinterpret_cast<std::uintptr_t>(mem) - reinterpret_cast<std::uintptr_t>(slab->buffer);
  return offset % slab->info.block_size == 0 &&
         offset / slab->info.block_size < slab->info.num_blocks;
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

int k_mem_slab_alloc(k_mem_slab* slab, void** mem, k_timeout_t timeout) {
  if (slab->free_list != nullptr) {
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

void k_mem_slab_free(k_mem_slab* slab, void* mem) {
  auto* block = static_cast<char*>(mem);
  __ASSERT(is_block(slab, block), "%p is not a block of this slab", mem);
  // A block that a thread waits for changes hands and stays counted as used.
  if (slab->free_list == nullptr && hosted::wake_first(&slab->wait_q, 0, mem) != nullptr) {
    hosted::reschedule();
    return;
  }
  next_of(block) = slab->free_list;
  slab->free_list = block;
  slab->info.num_used--;
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
