// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/fake_port.hpp"

namespace tidemark {

/// A monitor on the fake port: one sample a second, blocks of one second, a report every ten.
class MonitorTest : public testing::Test {
 protected:
  void start(std::size_t heaps = 4, std::size_t threads = 4, std::size_t block_pools = 4) {
    tables_ = std::make_unique<FakeTables>(heaps, threads, block_pools);
    monitor_.start(settings_, tables_->spans());
  }

  /// Lets a second pass and samples.
  void sample() {
    port_.up_ms += 1000;
    ASSERT_EQ(monitor_.sample(), Status::kOk);
  }
  void sample(int times) {
    for (int i = 0; i < times; ++i) {
      sample();
    }
  }

  wire::HeapLine heap(std::size_t index = 0) {
    wire::HeapLine line{};
    EXPECT_EQ(monitor_.heap_at(index, &line, &object_, &trend_), Status::kOk);
    return line;
  }
  wire::BlockPoolLine pool(std::size_t index = 0) {
    wire::BlockPoolLine line{};
    EXPECT_EQ(monitor_.block_pool_at(index, &line, &object_, &trend_), Status::kOk);
    return line;
  }
  wire::StackLine thread(std::size_t index = 0) {
    wire::StackLine line{};
    EXPECT_EQ(monitor_.thread_at(index, &line, &life_), Status::kOk);
    return line;
  }
  wire::StackLine isr_stack(std::size_t index = 0) {
    wire::StackLine line{};
    EXPECT_EQ(monitor_.isr_stack_at(index, &line), Status::kOk);
    return line;
  }
  std::size_t threads() {
    wire::StackLine line{};
    std::size_t count = 0;
    while (monitor_.thread_at(count, &line, &life_) == Status::kOk) {
      ++count;
    }
    return count;
  }
  wire::CoverageLine coverage() {
    wire::CoverageLine line{};
    EXPECT_EQ(monitor_.coverage(&line), Status::kOk);
    return line;
  }

  template <std::size_t N>
  static std::string text(const FixedText<N>& fixed) {
    return std::string(fixed.bytes, fixed.size);
  }

  FakePort port_;
  Settings settings_ = {
      1000, 1000, 10, kFakeLevels, 5000, 0, true, text_of("board"), text_of("1.2.3")};
  std::unique_ptr<FakeTables> tables_;
  Monitor monitor_;
  const void* object_ = nullptr;
  estimate::LeakTrend trend_{};
  ThreadLife life_{};
};

}  // namespace tidemark
