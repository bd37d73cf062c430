// SPDX-License-Identifier: Apache-2.0
#ifdef CONFIG_SYS_MEM_BLOCKS
#include <zephyr/sys/mem_blocks.h>

#include <cerrno>

#include <zephyr/init.h>
#include <zephyr/sys/__assert.h>
#include <zephyr/sys/heap_listener.h>

#include "memory/regions.hpp"
#include "memory/shadow.hpp"
#include "memory/watch.hpp"

using namespace hosted;

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

// Smaller blocks share the units that the sanitizer describes.
bool is_watched(const sys_mem_blocks_t* blocks) {
  return block_bytes(blocks) >= kShadowUnit &&
         reinterpret_cast<std::uintptr_t>(blocks->buffer) % kShadowUnit == 0;
}

// Before the first and behind the last block of SYS_MEM_BLOCKS_DEFINE under AddressSanitizer.
std::size_t red_zone_of([[maybe_unused]] const sys_mem_blocks_t* blocks) {
#ifdef CONFIG_ASAN
  return blocks->red_zone;
#else
  return 0;
#endif
}

int take_each(sys_mem_blocks_t* blocks, std::size_t count, void** out) {
  if (count > blocks->info.num_blocks) {
    return -ENOMEM;
  }
  for (std::size_t i = 0; i < count; ++i) {
    void* block = take(blocks, 1);
    if (block == nullptr) {
      for (std::size_t taken = 0; taken < i; ++taken) {
        (void)give_back(blocks, out[taken], 1);
      }
      return -ENOMEM;
    }
    out[i] = block;
    notify_alloc(blocks, out[i], 1);
  }
  return 0;
}

int take_run(sys_mem_blocks_t* blocks, std::size_t count, void** out) {
  if (count == 0) {
    *out = nullptr;
    return 0;
  }
  void* block = count <= blocks->info.num_blocks ? take(blocks, count) : nullptr;
  if (block == nullptr) {
    return -ENOMEM;
  }
  *out = block;
  notify_alloc(blocks, block, count);
  return 0;
}

int take_these(sys_mem_blocks_t* blocks, void* first, std::size_t count) {
  if (count == 0) {
    return 0;
  }
  if (sys_bitarray_test_and_set_region(blocks->bitmap, count, number_of(blocks, first), true) !=
      0) {
    return -ENOMEM;
  }
  count_used(blocks, count);
  notify_alloc(blocks, first, count);
  return 0;
}

int give_back_run(sys_mem_blocks_t* blocks, void* first, std::size_t count) {
  if (count == 0) {
    return 0;
  }
  return count <= blocks->info.num_blocks ? give_back(blocks, first, count) : -EINVAL;
}

// --- with records ---

Request resize(Request request, std::size_t bytes) {
  request.bytes = bytes;
  return request;
}

int watched_take_each(const Request& request, sys_mem_blocks_t* blocks, std::size_t count,
                      void** out) {
  if (count > 0 && refused(request, K_NO_WAIT)) {
    return -ENOMEM;
  }
  int result = take_each(blocks, count, out);
  for (std::size_t i = 0; i < count && result == 0 && is_watched(blocks); ++i) {
    (void)allocated(resize(request, block_bytes(blocks)), out[i]);
  }
  return result;
}

int watched_give_back(const Request& request, sys_mem_blocks_t* blocks, void* first,
                      std::size_t count) {
  int result = give_back_run(blocks, first, count);
  if (is_watched(blocks) && result == 0) {
    freed_part(request, first, count * block_bytes(blocks));
  } else if (is_watched(blocks)) {
    report_bad_free(request, first);
  }
  return result;
}

int watched_give_back_each(const Request& request, sys_mem_blocks_t* blocks, std::size_t count,
                           void** in) {
  int result = 0;
  for (std::size_t i = 0; i < count; ++i) {
    int one = watched_give_back(request, blocks, in[i], 1);
    result = one != 0 ? one : result;
  }
  return result;
}

#define BLOCKS_REQUEST(call, blocks, count) \
  HOSTED_REQUEST(call, Family::kBlocks, blocks, (count)*block_bytes(blocks))

HOSTED_WATCHED int watched_alloc(sys_mem_blocks_t* blocks, std::size_t count, void** out) {
  return watched_take_each(BLOCKS_REQUEST("sys_mem_blocks_alloc", blocks, count), blocks, count,
                           out);
}

HOSTED_WATCHED int watched_alloc_run(sys_mem_blocks_t* blocks, std::size_t count, void** out) {
  Request request = BLOCKS_REQUEST("sys_mem_blocks_alloc_contiguous", blocks, count);
  if (count > 0 && refused(request, K_NO_WAIT)) {
    return -ENOMEM;
  }
  int result = take_run(blocks, count, out);
  if (result == 0 && is_watched(blocks)) {
    (void)allocated(request, *out);
  }
  return result;
}

HOSTED_WATCHED int watched_get(sys_mem_blocks_t* blocks, void* first, std::size_t count) {
  Request request = BLOCKS_REQUEST("sys_mem_blocks_get", blocks, count);
  if (count > 0 && refused(request, K_NO_WAIT)) {
    return -ENOMEM;
  }
  int result = take_these(blocks, first, count);
  if (result == 0 && count > 0 && is_watched(blocks)) {
    (void)allocated(request, first);
  }
  return result;
}

HOSTED_WATCHED void report_foreign(void* block) {
  report_bad_free(HOSTED_REQUEST("sys_multi_mem_blocks_free", Family::kBlocks, nullptr, 0), block);
}

HOSTED_WATCHED int watched_free(sys_mem_blocks_t* blocks, std::size_t count, void** in) {
  return watched_give_back_each(BLOCKS_REQUEST("sys_mem_blocks_free", blocks, count), blocks, count,
                                in);
}

HOSTED_WATCHED int watched_free_run(sys_mem_blocks_t* blocks, void* first, std::size_t count) {
  return watched_give_back(BLOCKS_REQUEST("sys_mem_blocks_free_contiguous", blocks, count), blocks,
                           first, count);
}

}  // namespace

static int watch_blocks() {
  STRUCT_SECTION_FOREACH_ALTERNATE(sys_mem_blocks_ptr, sys_mem_blocks*, pointer) {
    const sys_mem_blocks_t* blocks = *pointer;
    if (is_watched(blocks)) {
      std::size_t zone = red_zone_of(blocks);
      const std::uint8_t* area = blocks->buffer - zone;
      std::size_t bytes = blocks->info.num_blocks * block_bytes(blocks) + 2 * zone;
      add_region(RegionKind::kBlocks, blocks, area, bytes, block_bytes(blocks));
      close_area(blocks, area, bytes);
    }
  }
  return 0;
}

SYS_INIT(watch_blocks, PRE_KERNEL_1, CONFIG_KERNEL_INIT_PRIORITY_OBJECTS);

int sys_mem_blocks_alloc(sys_mem_blocks_t* mem_block, std::size_t count, void** out_blocks) {
  check(mem_block);
  __ASSERT(out_blocks != nullptr, "no place for the addresses of the blocks");
  if (g_watch != 0) [[unlikely]] {
    return watched_alloc(mem_block, count, out_blocks);
  }
  ++g_attempts;
  return take_each(mem_block, count, out_blocks);
}

int sys_mem_blocks_alloc_contiguous(sys_mem_blocks_t* mem_block, std::size_t count,
                                    void** out_block) {
  check(mem_block);
  __ASSERT(out_block != nullptr, "no place for the address of the blocks");
  if (g_watch != 0) [[unlikely]] {
    return watched_alloc_run(mem_block, count, out_block);
  }
  ++g_attempts;
  return take_run(mem_block, count, out_block);
}

int sys_mem_blocks_get(sys_mem_blocks_t* mem_block, void* in_block, std::size_t count) {
  check(mem_block);
  if (g_watch != 0) [[unlikely]] {
    return watched_get(mem_block, in_block, count);
  }
  ++g_attempts;
  return take_these(mem_block, in_block, count);
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
  if (g_watch != 0) [[unlikely]] {
    return watched_free(mem_block, count, in_blocks);
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
  if (g_watch != 0) [[unlikely]] {
    return watched_free_run(mem_block, block, count);
  }
  return give_back_run(mem_block, block, count);
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
  HOSTED_KEEPS_FRAME();
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
  HOSTED_KEEPS_FRAME();
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
  report_foreign(in_blocks[0]);
  return -EINVAL;
}

#endif
