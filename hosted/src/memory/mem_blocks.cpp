// SPDX-License-Identifier: Apache-2.0
#ifdef CONFIG_SYS_MEM_BLOCKS
#include <zephyr/sys/mem_blocks.h>

#include <cerrno>

#include <zephyr/sys/__assert.h>
#include <zephyr/sys/heap_listener.h>

namespace {

void check([[maybe_unused]] const sys_mem_blocks_t* blocks) {
  __ASSERT(blocks != nullptr && blocks->bitmap != nullptr && blocks->buffer != nullptr,
           "not a memory block allocator: %p", static_cast<const void*>(blocks));
}

std::size_t block_bytes(const sys_mem_blocks_t* blocks) {
  return std::size_t{1} << blocks->info.blk_sz_shift;
}

// The number of the block that holds this address; num_blocks or more if none does.
std::size_t number_of(const sys_mem_blocks_t* blocks, const void* block) {
  auto offset =
      reinterpret_cast<std::uintptr_t>(block) - reinterpret_cast<std::uintptr_t>(blocks->buffer);
  return offset >> blocks->info.blk_sz_shift;
}

void count_used([[maybe_unused]] sys_mem_blocks_t* blocks, [[maybe_unused]] std::size_t count) {
#ifdef CONFIG_SYS_MEM_BLOCKS_RUNTIME_STATS
  blocks->info.used_blocks += static_cast<std::uint32_t>(count);
  blocks->info.max_used_blocks = MAX(blocks->info.max_used_blocks, blocks->info.used_blocks);
#endif
}

void notify_alloc([[maybe_unused]] sys_mem_blocks_t* blocks, [[maybe_unused]] void* block,
                  [[maybe_unused]] std::size_t count) {
#ifdef CONFIG_SYS_MEM_BLOCKS_LISTENER
  heap_listener_notify_alloc(HEAP_ID_FROM_POINTER(blocks), block, count * block_bytes(blocks));
#endif
}

void* take(sys_mem_blocks_t* blocks, std::size_t count) {
  std::size_t first = 0;
  if (sys_bitarray_alloc(blocks->bitmap, count, &first) != 0) {
    return nullptr;
  }
  count_used(blocks, count);
  return blocks->buffer + first * block_bytes(blocks);
}

int give_back(sys_mem_blocks_t* blocks, void* block, std::size_t count) {
  std::size_t first = number_of(blocks, block);
  if (first >= blocks->info.num_blocks) {
    return -EFAULT;
  }
  int result = sys_bitarray_free(blocks->bitmap, count, first);
  if (result != 0) {
    return result;
  }
#ifdef CONFIG_SYS_MEM_BLOCKS_RUNTIME_STATS
  blocks->info.used_blocks -= static_cast<std::uint32_t>(count);
#endif
#ifdef CONFIG_SYS_MEM_BLOCKS_LISTENER
  heap_listener_notify_free(HEAP_ID_FROM_POINTER(blocks), block, count * block_bytes(blocks));
#endif
  return 0;
}

}  // namespace

int sys_mem_blocks_alloc(sys_mem_blocks_t* mem_block, std::size_t count, void** out_blocks) {
  check(mem_block);
  __ASSERT(out_blocks != nullptr, "no place for the addresses of the blocks");
  if (count > mem_block->info.num_blocks) {
    return -ENOMEM;
  }
  for (std::size_t i = 0; i < count; ++i) {
    void* block = take(mem_block, 1);
    if (block == nullptr) {
      (void)sys_mem_blocks_free(mem_block, i, out_blocks);
      return -ENOMEM;
    }
    out_blocks[i] = block;
    notify_alloc(mem_block, block, 1);
  }
  return 0;
}

int sys_mem_blocks_alloc_contiguous(sys_mem_blocks_t* mem_block, std::size_t count,
                                    void** out_block) {
  check(mem_block);
  __ASSERT(out_block != nullptr, "no place for the address of the blocks");
  if (count == 0) {
    *out_block = nullptr;
    return 0;
  }
  void* block = count <= mem_block->info.num_blocks ? take(mem_block, count) : nullptr;
  if (block == nullptr) {
    return -ENOMEM;
  }
  *out_block = block;
  notify_alloc(mem_block, block, count);
  return 0;
}

int sys_mem_blocks_get(sys_mem_blocks_t* mem_block, void* in_block, std::size_t count) {
  check(mem_block);
  if (count == 0) {
    return 0;
  }
  if (sys_bitarray_test_and_set_region(mem_block->bitmap, count, number_of(mem_block, in_block),
                                       true) != 0) {
    return -ENOMEM;
  }
  count_used(mem_block, count);
  notify_alloc(mem_block, in_block, count);
  return 0;
}

int sys_mem_blocks_is_region_free(sys_mem_blocks_t* mem_block, void* in_block, std::size_t count) {
  check(mem_block);
  std::size_t first = number_of(mem_block, in_block);
  __ASSERT(count <= mem_block->info.num_blocks && first <= mem_block->info.num_blocks - count,
           "the region of %zu blocks at %p is not of this allocator", count, in_block);
  return sys_bitarray_is_region_cleared(mem_block->bitmap, count, first) ? 1 : 0;
}

int sys_mem_blocks_free(sys_mem_blocks_t* mem_block, std::size_t count, void** in_blocks) {
  check(mem_block);
  __ASSERT(in_blocks != nullptr, "no addresses of blocks");
  if (count > mem_block->info.num_blocks) {
    return -EINVAL;
  }
  int result = 0;
  for (std::size_t i = 0; i < count; ++i) {
    int one = give_back(mem_block, in_blocks[i], 1);
    result = one != 0 ? one : result;
  }
  return result;
}

int sys_mem_blocks_free_contiguous(sys_mem_blocks_t* mem_block, void* block, std::size_t count) {
  check(mem_block);
  if (count == 0) {
    return 0;
  }
  return count <= mem_block->info.num_blocks ? give_back(mem_block, block, count) : -EINVAL;
}

#ifdef CONFIG_SYS_MEM_BLOCKS_RUNTIME_STATS

int sys_mem_blocks_runtime_stats_get(sys_mem_blocks_t* mem_block, sys_memory_stats* stats) {
  if (mem_block == nullptr || stats == nullptr) {
    return -EINVAL;
  }
  const sys_mem_blocks_info& info = mem_block->info;
  stats->allocated_bytes = info.used_blocks * block_bytes(mem_block);
  stats->free_bytes = (info.num_blocks - info.used_blocks) * block_bytes(mem_block);
  stats->max_allocated_bytes = info.max_used_blocks * block_bytes(mem_block);
  return 0;
}

int sys_mem_blocks_runtime_stats_reset_max(sys_mem_blocks_t* mem_block) {
  if (mem_block == nullptr) {
    return -EINVAL;
  }
  mem_block->info.max_used_blocks = mem_block->info.used_blocks;
  return 0;
}

#endif

void sys_multi_mem_blocks_init(sys_multi_mem_blocks_t* group,
                               sys_multi_mem_blocks_choice_fn_t choice_fn) {
  group->num_allocators = 0;
  group->choice_fn = choice_fn;
}

void sys_multi_mem_blocks_add_allocator(sys_multi_mem_blocks_t* group, sys_mem_blocks_t* alloc) {
  __ASSERT(group->num_allocators < MAX_MULTI_ALLOCATORS, "the group is full");
  group->allocators[group->num_allocators++] = alloc;
}

int sys_multi_mem_blocks_alloc(sys_multi_mem_blocks_t* group, void* cfg, std::size_t count,
                               void** out_blocks, std::size_t* blk_size) {
  __ASSERT(group != nullptr && out_blocks != nullptr, "no group, or no place for addresses");
  std::size_t bytes = 0;
  if (count > 0) {
    sys_mem_blocks_t* chosen = group->choice_fn(group, cfg);
    if (chosen == nullptr) {
      return -EINVAL;
    }
    int result = sys_mem_blocks_alloc(chosen, count, out_blocks);
    if (result != 0) {
      return result;
    }
    bytes = block_bytes(chosen);
  }
  if (blk_size != nullptr) {
    *blk_size = bytes;
  }
  return 0;
}

int sys_multi_mem_blocks_free(sys_multi_mem_blocks_t* group, std::size_t count, void** in_blocks) {
  __ASSERT(group != nullptr && in_blocks != nullptr, "no group, or no addresses");
  if (count == 0) {
    return 0;
  }
  for (int i = 0; i < group->num_allocators; ++i) {
    sys_mem_blocks_t* blocks = group->allocators[i];
    if (number_of(blocks, in_blocks[0]) < blocks->info.num_blocks) {
      return sys_mem_blocks_free(blocks, count, in_blocks);
    }
  }
  return -EINVAL;
}

#endif
