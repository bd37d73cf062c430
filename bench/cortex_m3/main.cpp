// SPDX-License-Identifier: Apache-2.0
// Instruction counts of the estimators, and of reading a heap, on a Cortex-M3. run builds and
// starts it.
#include "estimate/heap_layout.hpp"
#include "estimate/leak_detector.hpp"
#include "estimate/watermark_scan.hpp"
#include "machine.hpp"

namespace {

using machine::instructions;
using machine::print;
using machine::print_hundredths;
using machine::ticks;
using tidemark::estimate::kStackFill;
using tidemark::estimate::LeakDetector;
using tidemark::estimate::LeakTiming;
using tidemark::estimate::LeakTrend;
using tidemark::estimate::Verdict;

constexpr std::uint32_t kMostHundredthsPerByte = 120;

alignas(8) unsigned char stack[65536];

// The rival: what one writes who counts fill bytes.
[[gnu::noinline]] std::size_t unused_by_bytes(const unsigned char* low, std::size_t size) {
  std::size_t unused = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (low[i] != kStackFill) {
      break;
    }
    ++unused;
  }
  return unused;
}

struct Count {
  std::uint32_t instructions;
  std::size_t unused;
};

template <typename Scan>
Count count_scan(Scan scan, std::size_t size) {
  const std::uint32_t begin = ticks();
  const std::size_t unused = scan(stack, size);
  return {instructions(begin, ticks()), unused};
}

bool print_scan(std::size_t size, std::size_t unused) {
  for (std::size_t i = 0; i < size; ++i) {
    stack[i] = i < unused ? kStackFill : static_cast<unsigned char>(i);
  }
  stack[unused] = 0;
  const Count ours = count_scan(tidemark::estimate::unused_stack_bytes, size);
  const Count rival = count_scan(unused_by_bytes, size);
  if (ours.unused != unused || rival.unused != unused) {
    print("wrong count\n");
    return false;
  }
  const std::uint32_t per_byte = ours.instructions * 100 / unused;
  print(size, 10);
  print(unused, 10);
  print(ours.instructions, 12);
  print_hundredths(per_byte, 10);
  print(rival.instructions, 14);
  print_hundredths(rival.instructions * 100 / unused, 10);
  print("\n");
  return per_byte <= kMostHundredthsPerByte;
}

bool print_scans() {
  print("High-water scan\n");
  print("     stack    unused   tidemark  per byte  byte by byte  per byte\n");
  bool good = true;
  constexpr std::size_t kSizes[] = {512, 1024, 2048, 4096, 16384};
  // Too little for the share of the ends to vanish: shown, not judged.
  print_scan(1024, 16);
  print_scan(1024, 128);
  for (const std::size_t size : kSizes) {
    good = print_scan(size, size / 4 * 3) && good;
    good = print_scan(size, size - 130) && good;
  }
  return good;
}

// Uses that differ in what the rule has to look at.
class Series {
 public:
  Series(std::uint32_t start, std::uint32_t rise_x256, std::uint32_t noise)
      : level_x256_(std::uint64_t{start} * 256u), rise_x256_(rise_x256), noise_(noise) {}

  std::uint32_t next() {
    level_x256_ += rise_x256_;
    random_ = random_ * 1664525u + 1013904223u;
    return static_cast<std::uint32_t>(level_x256_ / 256u) +
           (noise_ == 0 ? 0 : (random_ >> 8) % noise_);
  }

 private:
  std::uint64_t level_x256_;
  std::uint32_t rise_x256_;
  std::uint32_t noise_;
  std::uint32_t random_ = 1;
};

struct Cost {
  std::uint32_t add_total = 0;
  std::uint32_t add_worst = 0;
  std::uint32_t close_total = 0;
  std::uint32_t close_worst = 0;
};

constexpr std::uint32_t kBlocks = 12288;  // the longest window goes by three times

Cost count_series(std::uint32_t capacity, Series series, Verdict* verdict) {
  static LeakDetector detector(0);
  detector = LeakDetector(capacity);
  const LeakTiming timing;
  Cost cost;
  for (std::uint32_t i = 0; i < kBlocks; ++i) {
    const std::uint32_t used = series.next();
    const std::uint32_t begin = ticks();
    detector.add(used);
    const std::uint32_t middle = ticks();
    detector.close_block(timing);
    const std::uint32_t end = ticks();
    const std::uint32_t add = instructions(begin, middle);
    const std::uint32_t close = instructions(middle, end);
    cost.add_total += add;
    cost.add_worst = add > cost.add_worst ? add : cost.add_worst;
    cost.close_total += close;
    cost.close_worst = close > cost.close_worst ? close : cost.close_worst;
  }
  *verdict = detector.verdict();
  return cost;
}

void print_detector(const char* name, std::uint32_t capacity, const Series& series) {
  Verdict verdict;
  const Cost cost = count_series(capacity, series, &verdict);
  print(name);
  print_hundredths(cost.add_total / (kBlocks / 4) * 25, 10);
  print(cost.add_worst, 8);
  print(cost.close_total / kBlocks, 13);
  print(cost.close_worst, 8);
  print(verdict == Verdict::kLeak    ? "  leak\n"
        : verdict == Verdict::kWatch ? "  watch\n"
                                     : "  none\n");
}

void print_detectors() {
  print("\nLeakDetector, instructions a call over 12,288 blocks\n");
  print("series              capacity   add: mean   worst  close: mean   worst  verdict\n");
  print_detector("constant               20000", 20000, Series(9000, 0, 0));
  print_detector("noise                  20000", 20000, Series(9000, 0, 3000));
  print_detector("noise                4000000", 4000000, Series(1800000, 0, 600000));
  print_detector("slow leak              20000", 20000, Series(2000, 360, 0));
  print_detector("slow leak            4000000", 4000000, Series(400000, 72000, 0));
  print_detector("slow leak, noise       20000", 20000, Series(2000, 320, 900));
  print_detector("slow leak, noise     4000000", 4000000, Series(400000, 64000, 180000));
  print_detector("fast leak, noise     4000000", 4000000, Series(400000, 640000, 180000));
}

void print_trend() {
  LeakDetector detector(20000);
  const LeakTiming timing;
  Series series(2000, 100 * 256, 0);
  for (int i = 0; i < 200 && detector.verdict() != Verdict::kLeak; ++i) {
    detector.add(series.next());
    detector.close_block(timing);
  }
  LeakTrend trend;
  const std::uint32_t begin = ticks();
  const bool known = detector.trend(timing, &trend);
  const std::uint32_t end = ticks();
  print("\ntrend(), once a report:");
  print(instructions(begin, end), 6);
  print(known ? " instructions\n" : " (no verdict)\n");
}

// A heap of 32-bit Zephyr below 256 KB with `chunks` free chunks of three units in one list.
// Returns false iff the largest one is not found, or it took longer than a lock may be held.
bool print_largest_free(std::uint32_t chunks) {
  constexpr std::uint32_t kEnd = 1000;
  constexpr std::uint32_t kFirst = 20;
  constexpr std::uint32_t kApart = 10;
  constexpr std::uint32_t kMostInstructions = 200;  // and 100 for the statistics
  alignas(8) static std::uint32_t words[2 * kEnd + 2];
  words[2] = kEnd;
  words[3] = 2;
  words[8] = kFirst;
  auto* halves = reinterpret_cast<std::uint16_t*>(words);
  for (std::uint32_t i = 0; i < chunks; ++i) {
    const std::uint32_t at = kFirst + kApart * i;
    halves[4 * at + 1] = 3 << 1;
    halves[4 * at + 3] = static_cast<std::uint16_t>(i + 1 < chunks ? at + kApart : kFirst);
  }
  const std::uint32_t begin = ticks();
  const auto largest = tidemark::estimate::largest_free_units(words, kEnd);
  const std::uint32_t count = instructions(begin, ticks());
  print(chunks, 12);
  print(count, 15);
  print("\n");
  return largest.present && largest.value == 3 && count <= kMostInstructions;
}

bool print_largest_free() {
  print("\nLargest free block, with the heap's lock held\n");
  print(" free chunks   instructions\n");
  bool good = true;
  constexpr std::uint32_t kChunks[] = {1, 4, 6, 50};
  for (const std::uint32_t chunks : kChunks) {
    good = print_largest_free(chunks) && good;
  }
  return good;
}

}  // namespace

int main() {
  if (!machine::calibrate()) {
    print("the clock does not follow the instructions: start QEMU with -icount shift=8\n");
    return 69;
  }
  const bool good = print_scans();
  const bool is_lock_short = print_largest_free();
  print_detectors();
  print_trend();
  if (!good) {
    print("\nthe scan is above 1.20 instructions an unused byte\n");
  }
  if (!is_lock_short) {
    print("\nthe largest free block is wrong, or takes more than 200 instructions\n");
  }
  return good && is_lock_short ? 0 : 1;
}
