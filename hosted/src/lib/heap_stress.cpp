// SPDX-License-Identifier: Apache-2.0
#include <zephyr/sys/sys_heap.h>

#include <cstdint>

#include <zephyr/sys/__assert.h>

namespace {

struct Block {
  void* ptr;
  std::size_t bytes;
};

// Zephyr's generator, so that a sequence of operations is the same as there. The constants are
// those of P. L'Ecuyer's table of multipliers for 64 bits.
std::uint32_t random_number() {
  static std::uint64_t state = 123456789;
  state = state * 2862933555777941757U + 3037000493U;
  return static_cast<std::uint32_t>(state >> 32);
}

// Always when nothing is used, half of the time at the target, never above it.
bool wants_to_allocate(std::size_t used, std::size_t total, std::uint32_t target_percent) {
  auto percent = static_cast<std::uint32_t>(100 * used / total);
  std::uint32_t free_chance = UINT32_MAX;
  if (percent < target_percent) {
    free_chance = percent * (0x80000000U / target_percent);
  }
  return random_number() > free_chance;
}

std::size_t random_size() {
  unsigned bits = 4U + static_cast<unsigned>(__builtin_clz(random_number() | 1U));
  return random_number() & ((std::uint64_t{1} << bits) - 1);
}

}  // namespace

void sys_heap_stress(void* (*alloc_fn)(void* arg, std::size_t bytes),
                     void (*free_fn)(void* arg, void* p), void* arg, std::size_t total_bytes,
                     std::uint32_t op_count, void* scratch_mem, std::size_t scratch_bytes,
                     int target_percent, z_heap_stress_result* result) {
  __ASSERT(total_bytes < UINT32_MAX / 100, "%zu bytes are too many", total_bytes);
  auto* blocks = static_cast<Block*>(scratch_mem);
  const std::size_t most = scratch_bytes / sizeof(Block);
  std::size_t count = 0;
  std::size_t used = 0;
  *result = {};
  for (std::uint32_t i = 0; i < op_count; ++i) {
    bool allocate = count == 0 ||
                    (count < most && wants_to_allocate(used, total_bytes,
                                                       static_cast<std::uint32_t>(target_percent)));
    if (allocate) {
      std::size_t bytes = random_size();
      void* ptr = alloc_fn(arg, bytes);
      result->total_allocs++;
      if (ptr != nullptr) {
        result->successful_allocs++;
        blocks[count++] = {ptr, bytes};
        used += bytes;
      }
    } else {
      std::size_t chosen = random_number() % count;
      Block block = blocks[chosen];
      blocks[chosen] = blocks[--count];
      used -= block.bytes;
      result->total_frees++;
      free_fn(arg, block.ptr);
    }
    result->accumulated_in_use_bytes += used;
  }
}
