// SPDX-License-Identifier: Apache-2.0
#include "estimate/watermark_scan.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <random>
#include <vector>

namespace tidemark::estimate {
namespace {

std::size_t by_bytes(const unsigned char* low, std::size_t size) {
  std::size_t n = 0;
  while (n < size && low[n] == kStackFill) {
    ++n;
  }
  return n;
}

// One page between two that may not be touched: a read outside of it ends the test.
class GuardedPage {
 public:
  GuardedPage() : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    void* const all = mmap(nullptr, 3 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED) {
      std::abort();
    }
    base_ = static_cast<unsigned char*>(all);
    if (mprotect(base_ + page_, page_, PROT_READ | PROT_WRITE) != 0) {
      std::abort();
    }
    std::memset(begin(), kStackFill, page_);
  }
  ~GuardedPage() { munmap(base_, 3 * page_); }
  GuardedPage(const GuardedPage&) = delete;
  GuardedPage& operator=(const GuardedPage&) = delete;

  [[nodiscard]] unsigned char* begin() const { return base_ + page_; }
  [[nodiscard]] unsigned char* end() const { return begin() + page_; }
  [[nodiscard]] std::size_t size() const { return page_; }

 private:
  std::size_t page_;
  unsigned char* base_;
};

TEST(WatermarkScan, SizeZeroReadsNothing) {
  const GuardedPage page;
  EXPECT_EQ(unused_stack_bytes(page.end(), 0), 0u);
  EXPECT_EQ(unused_stack_bytes(page.begin() - 1, 0), 0u);
  EXPECT_EQ(unused_stack_bytes(nullptr, 0), 0u);
}

TEST(WatermarkScan, EveryAlignmentSizeAndPlace) {
  std::vector<unsigned char> bytes(256, kStackFill);
  for (std::size_t offset = 0; offset < 16; ++offset) {
    for (std::size_t size = 0; size <= 140; ++size) {
      unsigned char* const low = bytes.data() + offset;
      ASSERT_EQ(unused_stack_bytes(low, size), size) << offset << " " << size;
      for (std::size_t used = 0; used < size; ++used) {
        low[used] = 0;
        ASSERT_EQ(unused_stack_bytes(low, size), used) << offset << " " << size;
        low[used] = kStackFill;
      }
    }
  }
}

TEST(WatermarkScan, ReadsNothingOutside) {
  const GuardedPage page;
  for (std::size_t size = 0; size <= 200; ++size) {
    EXPECT_EQ(unused_stack_bytes(page.end() - size, size), size);
    EXPECT_EQ(unused_stack_bytes(page.begin(), size), size);
  }
  EXPECT_EQ(unused_stack_bytes(page.begin(), page.size()), page.size());
  EXPECT_EQ(unused_stack_bytes(page.begin() + 1, page.size() - 1), page.size() - 1);
}

TEST(WatermarkScan, FillBeyondTheFirstUsedByteDoesNotCount) {
  std::vector<unsigned char> bytes(512, kStackFill);
  bytes[100] = 0xAB;
  EXPECT_EQ(unused_stack_bytes(bytes.data(), bytes.size()), 100u);
}

TEST(WatermarkScan, EveryBitCounts) {
  std::vector<unsigned char> bytes(64, kStackFill);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      bytes[at] = static_cast<unsigned char>(kStackFill ^ (1u << bit));
      EXPECT_EQ(unused_stack_bytes(bytes.data(), bytes.size()), at);
    }
    bytes[at] = kStackFill;
  }
}

TEST(WatermarkScan, RandomStacksAsByBytes) {
  std::mt19937 random(7);
  std::vector<unsigned char> bytes(4096);
  for (int round = 0; round < 2000; ++round) {
    std::fill(bytes.begin(), bytes.end(), kStackFill);
    const std::size_t offset = random() % 64;
    const std::size_t size = random() % (bytes.size() - offset);
    for (int i = 0; i < 3; ++i) {
      bytes[random() % bytes.size()] = static_cast<unsigned char>(random());
    }
    ASSERT_EQ(unused_stack_bytes(bytes.data() + offset, size),
              by_bytes(bytes.data() + offset, size));
  }
}

}  // namespace
}  // namespace tidemark::estimate
