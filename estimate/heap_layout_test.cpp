// SPDX-License-Identifier: Apache-2.0
#include "estimate/heap_layout.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <vector>

namespace tidemark::estimate {
namespace {

constexpr std::uint32_t kEnd = 60;
constexpr std::size_t kWords = 2 * kEnd + 4;  // and the end marker

/// A heap of a 64-bit kernel, with its free chunks in lists by the power of two of their size.
class FakeHeap {
 public:
  FakeHeap() { words_[2] = kEnd; }

  /// Chunks of one list, in its order; each a place and a size.
  void list(unsigned index, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& chunks) {
    words_[3] |= 1u << index;
    words_[10 + index] = chunks.front().first;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
      words_[2 * chunks[i].first + 1] = chunks[i].second << 1;
      words_[2 * chunks[i].first + 3] = chunks[(i + 1) % chunks.size()].first;
    }
  }
  Optional<std::uint32_t> largest(std::uint32_t end = kEnd) const {
    return largest_free_units(words_.data(), end);
  }
  std::vector<std::uint32_t> words_ = std::vector<std::uint32_t>(kWords);
};

TEST(HeapLayout, NothingFreeIsZero) {
  EXPECT_EQ(FakeHeap().largest(), known(0u));
}

TEST(HeapLayout, TakesTheLargestOfTheHighestList) {
  FakeHeap heap;
  heap.list(1, {{10, 3}, {14, 4}});
  heap.list(3, {{20, 9}, {30, 14}, {45, 11}});
  EXPECT_EQ(heap.largest(), known(14u));
}

TEST(HeapLayout, LooksAtSoManyChunksAndNoMore) {
  FakeHeap heap;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> chunks;
  for (std::uint32_t i = 0; i <= kMostChunksVisited; ++i) {
    chunks.emplace_back(10 + 3 * i, 2u);
  }
  chunks.back().second = 3;
  heap.list(1, chunks);
  EXPECT_EQ(heap.largest(), known(2u)) << "such a block is there; the larger one was not reached";
  std::swap(chunks.front().second, chunks.back().second);
  heap.list(1, chunks);
  EXPECT_EQ(heap.largest(), known(3u));
}

TEST(HeapLayout, RefusesWhatIsNoHeap) {
  FakeHeap heap;
  heap.list(3, {{20, 9}});
  EXPECT_FALSE(heap.largest(kEnd - 1).present) << "of another size";
  heap.words_[41] |= 1;
  EXPECT_FALSE(heap.largest().present) << "a chunk in use in a list";
  heap.words_[41] = 0;
  EXPECT_FALSE(heap.largest().present) << "a chunk without a size";
  heap.words_[41] = 41 << 1;
  EXPECT_FALSE(heap.largest().present) << "a chunk beyond the end";
  heap.words_[13] = kEnd;
  EXPECT_FALSE(heap.largest().present) << "a list that begins at the end";
  heap.words_[3] = 1u << 30;
  EXPECT_FALSE(heap.largest().present) << "a list that such a heap has not";
}

// Under AddressSanitizer this reads nothing that is not the heap's; here it ends, and answers
// within the heap.
TEST(HeapLayout, BearsAnyMemory) {
  std::mt19937 random(20261124);
  FakeHeap heap;
  for (int round = 0; round < 20000; ++round) {
    for (std::uint32_t& word : heap.words_) {
      word = static_cast<std::uint32_t>(random()) >> (random() % 32);
    }
    heap.words_[2] = kEnd;
    const auto largest = heap.largest();
    EXPECT_TRUE(!largest.present || largest.value < kEnd);
  }
}

}  // namespace
}  // namespace tidemark::estimate
