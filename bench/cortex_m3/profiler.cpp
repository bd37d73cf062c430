// SPDX-License-Identifier: Apache-2.0
// Instruction counts of the heap profile's hooks on a Cortex-M3, without the wrappers around them
// and the lock, beside tables as others keep them. run builds and starts it.
#include "core/profiler.hpp"

#include "bench/profile/rivals.hpp"
#include "machine.hpp"

namespace {

using machine::instructions;
using machine::print;
using machine::ticks;
using tidemark::Allocation;
using tidemark::Profiler;

// Of an alloc+free pair, in the mean: what docs/reference/leak-profile.md promises.
constexpr std::uint32_t kMostUnsampled = 45;
constexpr std::uint32_t kMostTracked = 200;
constexpr std::uint32_t kMostOverloaded = 250;
constexpr std::uint32_t kSteps = 2000;
constexpr std::uint32_t kWarmUpSteps = 2000;
constexpr std::size_t kMostLive = 2048;

struct Live {
  const void* address;
  std::uint32_t bytes;
};
Live live[kMostLive];
std::uint32_t live_count;

std::uint32_t random_state = 1;
std::uint32_t random_below(std::uint32_t limit) {
  random_state = random_state * 1664525u + 1013904223u;
  return static_cast<std::uint32_t>((std::uint64_t{random_state} * limit) >> 32);
}

const void* pointer(std::uint32_t value) {
  return reinterpret_cast<const void*>(value);
}

// An address of which there is one: the slots of a heap, in units of eight bytes.
const void* address_of_slot(std::uint32_t slot) {
  return pointer(0x20001000u + 8 * (slot * 7u + slot % 5u));
}

// As a hook calls them: the profiler of the image, in line, between the lock's two halves.
constinit Profiler profiler;
struct Ours {
  [[gnu::noinline]] static void take(const void* address, std::uint32_t bytes, const void* caller) {
    if (profiler.hits(bytes)) {
      profiler.take({pointer(0x20000400), address, bytes, caller, pointer(0x20000800)});
    }
  }
  [[gnu::noinline]] static void released(const void* address) {
    if (profiler.may_have(address)) {
      profiler.released(address);
    }
  }
};

// What the measurement itself takes.
struct Nothing {
  [[gnu::noinline]] static void take(const void*, std::uint32_t, const void*) { asm volatile(""); }
  [[gnu::noinline]] static void released(const void*) { asm volatile(""); }
};
std::uint32_t nothing;

struct Cost {
  std::uint32_t pairs = 0;
  std::uint32_t total = 0;
  std::uint32_t worst_pair = 0;
  std::uint32_t worst_hook = 0;
  [[nodiscard]] std::uint32_t mean() const { return total / pairs; }
};

// A block in `count` places: one of them is freed and another allocated at each step.
template <typename Table>
Cost count_pairs(Table* table, std::uint32_t count, std::uint32_t steps) {
  Cost cost;
  std::uint32_t next_slot = 0;
  live_count = 0;
  for (; live_count < count; ++live_count) {
    live[live_count] = {address_of_slot(next_slot++), 8 + random_below(96)};
    table->take(live[live_count].address, live[live_count].bytes,
                pointer(0x401 + 16 * random_below(20)));
  }
  for (std::uint32_t i = 0; i < kWarmUpSteps + steps; ++i) {
    Live& victim = live[random_below(count)];
    const void* caller = pointer(0x401 + 16 * random_below(20));
    const std::uint32_t bytes = 8 + random_below(96);
    const std::uint32_t begin = ticks();
    table->released(victim.address);
    const std::uint32_t middle = ticks();
    table->take(victim.address, bytes, caller);
    const std::uint32_t end = ticks();
    if (i < kWarmUpSteps) {
      continue;
    }
    const std::uint32_t release = instructions(begin, middle) - nothing / 2;
    const std::uint32_t take = instructions(middle, end) - nothing / 2;
    const std::uint32_t hook = release > take ? release : take;
    ++cost.pairs;
    cost.total += release + take;
    cost.worst_pair = release + take > cost.worst_pair ? release + take : cost.worst_pair;
    cost.worst_hook = hook > cost.worst_hook ? hook : cost.worst_hook;
  }
  return cost;
}

void print_cost(const Cost& cost) {
  print(cost.mean(), 8);
  print(cost.worst_pair, 8);
  print(cost.worst_hook, 8);
}

template <std::size_t kRecords>
Cost count_ours(std::uint32_t interval, std::uint32_t live_blocks) {
  static tidemark::ProfileMemory<kRecords, 32, 8, 8> memory;
  memory = {};
  profiler = {};
  profiler.start(memory.tables(), interval, 12345);
  Ours ours;
  return count_pairs(&ours, live_blocks, kSteps);
}

template <std::size_t kRecords>
bool print_row(const char* name, std::uint32_t live_blocks) {
  static rivals::LinearTable<kRecords> linear;
  static rivals::OldestGoesRing<kRecords> ring;
  linear = {};
  ring = {};
  print(kRecords, 8);
  print(name);
  print(live_blocks, 6);
  const Cost ours = count_ours<kRecords>(1, live_blocks);
  print_cost(ours);
  print("  |");
  const Cost in_ring = count_pairs(&ring, live_blocks, kSteps / 4);
  print_cost(in_ring);
  print("  |");
  const Cost in_table = count_pairs(&linear, live_blocks, kSteps / 4);
  print_cost(in_table);
  print("\n");
  return ours.mean() <= (live_blocks > kRecords ? kMostOverloaded : kMostTracked);
}

// Small blocks that are not sampled, beside a table that is three quarters full.
template <std::size_t kRecords>
bool print_unsampled() {
  static tidemark::ProfileMemory<kRecords, 32, 8, 8> memory;
  memory = {};
  profiler = {};
  profiler.start(memory.tables(), 65536, 12345);
  for (std::uint32_t i = 0; i < kRecords * 3 / 4; ++i) {
    Ours::take(address_of_slot(kMostLive + i), 1u << 22, pointer(0x401));  // always sampled
  }
  Ours ours;
  const Cost cost = count_pairs(&ours, kRecords, kSteps);
  print(kRecords, 8);
  print_cost(cost);
  print("\n");
  return cost.mean() <= kMostUnsampled;
}

template <std::size_t kRecords>
bool print_rows() {
  const bool half = print_row<kRecords>("  half full ", kRecords / 2);
  const bool full = print_row<kRecords>("  full      ", kRecords);
  const bool overloaded = print_row<kRecords>("  overloaded", kRecords * 2);
  return half && full && overloaded;
}

}  // namespace

int main() {
  if (!machine::calibrate()) {
    print("the clock does not follow the instructions: start QEMU with -icount shift=8\n");
    return 69;
  }
  Nothing none;
  nothing = count_pairs(&none, 16, kSteps).mean();

  print(
      "Heap profile, blocks that are not sampled, table three quarters full: instructions of an\n");
  print("alloc+free pair of hooks, without the wrappers around them and the lock\n");
  print("   table    mean   worst    hook\n");
  bool good = print_unsampled<32>();
  good = print_unsampled<128>() && good;
  good = print_unsampled<512>() && good;

  print("\nThe same, every block tracked; and of tables that others keep\n");
  print("                             tidemark                  | oldest goes              ");
  print("| drops if full\n");
  print("   table               live    mean   worst    hook  |    mean   worst    hook  ");
  print("|    mean   worst    hook\n");
  good = print_rows<32>() && good;
  good = print_rows<64>() && good;
  good = print_rows<128>() && good;
  good = print_rows<256>() && good;
  good = print_rows<512>() && good;
  if (!good) {
    print("\nabove 45 instructions a pair not sampled, 200 tracked, or 250 overloaded\n");
  }
  return good ? 0 : 1;
}
