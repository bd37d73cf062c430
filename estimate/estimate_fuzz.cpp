// SPDX-License-Identifier: Apache-2.0
// Any stream of samples, clocks and resets: no undefined behaviour, and what the headers promise of
// every state holds after every step. The first bytes choose the capacity and the block length;
// each further command is one byte and the operands that it needs.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "estimate/block_clock.hpp"
#include "estimate/leak_detector.hpp"
#include "estimate/pressure.hpp"
#include "estimate/watermark_scan.hpp"

namespace {

using tidemark::estimate::BlockClock;
using tidemark::estimate::LeakDetector;
using tidemark::estimate::LeakTiming;
using tidemark::estimate::LeakTrend;
using tidemark::estimate::Pressure;
using tidemark::estimate::PressureLevel;
using tidemark::estimate::PressureLimits;
using tidemark::estimate::Verdict;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}

  [[nodiscard]] bool empty() const { return left_ == 0; }

  template <typename T>
  T take() {
    T value{};
    const std::size_t n = sizeof(T) < left_ ? sizeof(T) : left_;
    if (n > 0) {
      std::memcpy(&value, data_, n);
    }
    data_ += n;
    left_ -= n;
    return value;
  }

 private:
  const std::uint8_t* data_;
  std::size_t left_;
};

void check_trend(const LeakDetector& detector, const LeakTiming& timing) {
  LeakTrend trend{};
  const bool known = detector.trend(timing, &trend);
  require(known == (detector.verdict() != Verdict::kNone));
  if (!known) {
    return;
  }
  require(trend.rate_millibytes_per_hour > 0);
  require(trend.rate_low_millibytes_per_hour <= trend.rate_millibytes_per_hour);
  require(trend.rate_high_millibytes_per_hour >= trend.rate_millibytes_per_hour);
  require(trend.time_left_low_s <= trend.time_left_s);
  require(trend.time_left_high_s >= trend.time_left_s);
  require(trend.level < LeakDetector::kLevels);
  require(trend.window_ms > 0);
}

// Samples in the free hook's manner, blocks in a row, times, resets.
void run_commands(Input* input, std::uint32_t capacity, const LeakTiming& timing) {
  LeakDetector detector(capacity);
  BlockClock clock(timing.block_ms);
  Pressure pressure;
  std::uint64_t now = 0;
  std::uint32_t used = 0;
  unsigned closed = 0;
  while (!input->empty() && closed < 5'000) {
    const auto command = input->take<std::uint8_t>();
    unsigned blocks = 0;
    switch (command % 8) {
      case 0:
        used = input->take<std::uint32_t>();
        break;
      case 1:
        used += capacity / 256 * input->take<std::uint8_t>();
        break;
      case 2:
        blocks = input->take<std::uint8_t>();
        break;
      case 3: {
        now = command >= 192
                  ? input->take<std::uint64_t>()
                  : now + std::uint64_t{input->take<std::uint16_t>()} * timing.block_ms / 256;
        const BlockClock::Step step = clock.advance(now);
        require(step.blocks_ended <= BlockClock::kMaxBlocks);
        require(!step.went_back || step.blocks_ended == 0);
        if (step.went_back) {
          detector.reset();
        }
        blocks = step.blocks_ended;
        break;
      }
      case 4:
        detector.reset();
        require(detector.verdict() == Verdict::kNone && detector.blocks() == 0);
        break;
      default:  // a steady rise, which is what gets furthest
        used += capacity / 64 / (1u + command / 8u);
        blocks = 1;
        break;
    }
    detector.add(used);
    const auto now32 = static_cast<std::uint32_t>(now);
    const PressureLimits limits = {{{command, now32, capacity, used}, {command, used, now32, 7}}};
    pressure.add({used, capacity, {now32, command % 2 != 0}, {now32, command % 3 != 0}}, limits,
                 {command, 2, 1, 3});
    require(capacity != 0 || pressure.level() == PressureLevel::kOk);
    const std::uint32_t before = detector.blocks();
    for (unsigned i = 0; i < blocks; ++i) {
      detector.close_block(timing);
    }
    closed += blocks;
    require(capacity == 0 ? detector.blocks() == 0 : detector.blocks() == before + blocks);
    require(capacity != 0 || detector.verdict() == Verdict::kNone);
    check_trend(detector, timing);
  }
}

void scan(const std::uint8_t* data, std::size_t size) {
  const std::size_t skipped = size > 0 ? data[0] % 16u : 0u;
  if (skipped > size) {
    return;
  }
  const std::uint8_t* const low = data + skipped;
  const std::size_t n = size - skipped;
  const std::size_t unused = tidemark::estimate::unused_stack_bytes(low, n);
  std::size_t expected = 0;
  while (expected < n && low[expected] == tidemark::estimate::kStackFill) {
    ++expected;
  }
  require(unused == expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  scan(data, size);
  Input input(data, size);
  const auto capacity = input.take<std::uint32_t>();
  const LeakTiming timing{input.take<std::uint32_t>()};
  run_commands(&input, capacity, timing);
  return 0;
}
