// SPDX-License-Identifier: Apache-2.0
#include "core/test_guard_heap.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace tidemark {
namespace {

constexpr std::size_t kUnit = 8;
constexpr std::uint64_t kChunkWord = 0x4B4E554843u;

GuardTestPort* g_port = nullptr;
bool g_is_locked = false;

GuardedHeap g_heaps[2];
GuardHeld g_held[8];
GuardFinding g_findings[2];

std::uintptr_t up(std::uintptr_t value, std::size_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

// Where the first block behind `from` lies, as sys_heap_aligned_alloc() rounds it.
std::uintptr_t place(std::uintptr_t from, std::size_t align) {
  const std::size_t lowest = align & (0 - align);
  const std::size_t rewind = align != lowest ? lowest : 0;
  const std::size_t multiple = align - rewind < kUnit ? kUnit : align - rewind;
  return up(from + kUnit + rewind, multiple) - rewind;
}

}  // namespace

GuardTestHeap::GuardTestHeap(std::size_t bytes) : memory_(bytes + 128, std::uint8_t{0x5C}) {
  metadata_ = up(reinterpret_cast<std::uintptr_t>(memory_.data()), 64);
}

void* GuardTestHeap::alloc(std::size_t align, std::size_t bytes) {
  std::uintptr_t from = begin() + 16;
  for (auto next = chunks_.begin();; ++next) {
    const std::uintptr_t block = place(from, align);
    const std::uintptr_t end_of_chunk = up(block + bytes, kUnit);
    const std::uintptr_t limit = next == chunks_.end() ? end() : next->first;
    if (end_of_chunk <= limit) {
      const std::uintptr_t chunk = (block - kUnit) / kUnit * kUnit;
      chunks_[chunk] = {end_of_chunk, block};
      std::memcpy(reinterpret_cast<void*>(chunk), &kChunkWord, sizeof(kChunkWord));
      return reinterpret_cast<void*>(block);
    }
    if (next == chunks_.end()) {
      return nullptr;
    }
    from = next->second.end;
  }
}

void GuardTestHeap::free(void* block) {
  const auto address = reinterpret_cast<std::uintptr_t>(block);
  const auto chunk = chunks_.find((address - kUnit) / kUnit * kUnit);
  ASSERT_TRUE(chunk != chunks_.end() && chunk->second.block == address)
      << "what is no block came to the heap";
  EXPECT_EQ(std::memcmp(reinterpret_cast<void*>(chunk->first), &kChunkWord, kUnit), 0)
      << "a block came back whose heap is damaged before it";
  const auto next = std::next(chunk);
  if (next != chunks_.end() && next->first == chunk->second.end) {
    EXPECT_EQ(std::memcmp(reinterpret_cast<void*>(next->first), &kChunkWord, kUnit), 0)
        << "a block came back whose heap is damaged behind it";
  }
  std::memset(reinterpret_cast<void*>(address), 0x11, 2 * sizeof(void*));  // the free list
  chunks_.erase(chunk);
}

void* GuardTestHeap::realloc(void* block, std::size_t align, std::size_t bytes) {
  const auto address = reinterpret_cast<std::uintptr_t>(block);
  const auto chunk = chunks_.find((address - kUnit) / kUnit * kUnit);
  if (chunk == chunks_.end()) {
    ADD_FAILURE() << "what is no block came to the heap";
    return nullptr;
  }
  const auto next = std::next(chunk);
  const std::uintptr_t limit = next == chunks_.end() ? end() : next->first;
  const std::uintptr_t wanted = up(address + bytes, kUnit);
  if (wanted <= limit && (align == 0 || address % align == 0)) {
    chunk->second.end = wanted;
    return block;
  }
  void* moved = alloc(align, bytes);
  if (moved != nullptr) {
    const std::size_t had = chunk->second.end - address;
    std::memcpy(moved, block, had < bytes ? had : bytes);
    free(block);
  }
  return moved;
}

Guard& image_guard() {
  static Guard guard(
      {.slice_bytes = 64, .quarantine = 4, .quarantine_bytes = 1024, .sweep_blocks = 16},
      {{g_heaps, 2}, {g_held, 8}, {g_findings, 2}});
  return guard;
}

GuardTestPort::GuardTestPort() {
  EXPECT_EQ(g_port, nullptr);
  g_port = this;
}

GuardTestPort::~GuardTestPort() {
  EXPECT_FALSE(g_is_locked) << "the guard's lock was not given back";
  g_port = nullptr;
}

namespace port {

unsigned int guard_lock() {
  EXPECT_FALSE(g_is_locked) << "the guard took its lock twice";
  g_is_locked = true;
  return 7;
}

void guard_unlock(unsigned int key) {
  EXPECT_EQ(key, 7u);
  EXPECT_TRUE(g_is_locked);
  g_is_locked = false;
}

Guard& guard() {
  return image_guard();
}

bool is_heap_empty(const void* heap) {
  return static_cast<const GuardTestHeap*>(heap)->used_blocks() == 0;
}

namespace {
// The first member of a GuardTestHeap is what identifies it.
GuardTestHeap* heap_of(void* id) {
  EXPECT_FALSE(g_is_locked) << "the heap was called with the guard's lock held";
  return static_cast<GuardTestHeap*>(id);
}
}  // namespace

void* heap_alloc(void* heap, std::size_t align, std::size_t bytes) {
  return heap_of(heap)->alloc(align, bytes);
}
void heap_free(void* heap, void* block) {
  heap_of(heap)->free(block);
}
void* heap_realloc(void* heap, void* block, std::size_t align, std::size_t bytes) {
  return heap_of(heap)->realloc(block, align, bytes);
}
const void* current_thread() {
  return g_port != nullptr ? g_port->thread : nullptr;
}
void guard_found(const GuardFinding& finding) {
  EXPECT_FALSE(g_is_locked);
  if (g_port != nullptr) {
    g_port->found.push_back(finding);
  }
}

}  // namespace port
}  // namespace tidemark
