// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/largest_free.hpp"

#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>

#include "estimate/heap_layout.hpp"
#include "zephyr/src/heap_calls.hpp"

namespace {

constexpr std::size_t kScratchBytes = 256;
constexpr std::size_t kBlockBytes = 24;
constexpr std::size_t kMostBlocks = kScratchBytes / kBlockBytes;

bool is_proved;
// Bytes of a free chunk that `free_bytes` leaves out: its header before Zephyr counted that too.
std::uint32_t uncounted;

std::size_t free_bytes(struct sys_heap* heap) {
  struct sys_memory_stats stats;
  return sys_heap_runtime_stats_get(heap, &stats) == 0 ? stats.free_bytes : 0;
}

// Of one free chunk, then of two of which the later one is merged of two.
bool is_layout_as_assumed(struct sys_heap* heap) {
  is_proved = true;  // for tidemark_largest_free(), which is what is to be proved
  uncounted = 0;
  const std::uint32_t whole = tidemark_largest_free(heap).value;
  const std::size_t counted = free_bytes(heap);
  if (whole < counted || whole - counted > 2 * tidemark::estimate::kHeapUnitBytes) {
    return false;
  }
  uncounted = whole - static_cast<std::uint32_t>(counted);
  void* blocks[kMostBlocks];
  std::size_t count = 0;
  while (count < kMostBlocks &&
         (blocks[count] = tidemark_own_alloc(heap, kBlockBytes)) != nullptr) {
    ++count;
  }
  if (count < 5) {
    return false;
  }
  std::size_t before = free_bytes(heap);
  tidemark_own_free(heap, blocks[0]);
  const bool is_one_right = tidemark_largest_free(heap).value == free_bytes(heap) - before;
  before = free_bytes(heap);
  tidemark_own_free(heap, blocks[2]);
  tidemark_own_free(heap, blocks[3]);
  const bool is_other_right = tidemark_largest_free(heap).value == free_bytes(heap) - before;
  // Who looks for lost blocks at the end shall not find these.
  tidemark_own_free(heap, blocks[1]);
  while (count > 4) {
    tidemark_own_free(heap, blocks[--count]);
  }
  return is_one_right && is_other_right;
}

}  // namespace

void tidemark_prove_heap_layout() {
// The kernel keeps the addresses of all heaps; and what a sanitizer knows of freed blocks would
// stay true of this piece of stack.
#if defined(CONFIG_ASAN) || (defined(CONFIG_SYS_HEAP_ARRAY_SIZE) && CONFIG_SYS_HEAP_ARRAY_SIZE > 0)
  static
#endif
      struct {
    alignas(8) unsigned char memory[kScratchBytes];
    struct sys_heap heap;
  } scratch;
  tidemark_own_init(&scratch.heap, scratch.memory, sizeof(scratch.memory));
  is_proved = is_layout_as_assumed(&scratch.heap);
}

tidemark::Optional<std::uint32_t> tidemark_largest_free(const struct sys_heap* heap) {
  if (!is_proved) {
    return {};
  }
  const auto units =
      tidemark::estimate::largest_free_units(heap->heap, tidemark::estimate::heap_end(heap->heap));
  const std::uint64_t bytes = std::uint64_t{units.value} * tidemark::estimate::kHeapUnitBytes;
  const std::uint64_t counted = bytes > uncounted ? bytes - uncounted : 0;
  return {counted > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(counted), units.present};
}
