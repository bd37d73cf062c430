// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/link.hpp"
#include "core/monitor.hpp"
#include "core/pressure.hpp"

/// The port for tests: a device whose clock, heaps, pools and threads the test moves. One at a time
/// lives; its end checks that the locks balance.
namespace tidemark {

inline constexpr LevelSettings kFakeLevels = {estimate::kPressureLimits, estimate::kPressureLimits,
                                              estimate::kPressureLimits, estimate::kPressureTiming};

struct FakeHeap {
  const char* name = nullptr;
  HeapReading reading{};
  bool has_statistics = true;
  Origin origin = Origin::kDefined;
  bool is_there = true;
  bool is_new = false;  ///< Made, and not visited yet.
};

struct FakeBlockPool {
  wire::ResourceKind kind = wire::ResourceKind::kMemSlab;
  BlockPoolReading reading{};
};

/// A thread with a stack of real memory, filled as a kernel does it.
struct FakeThread {
  FakeThread(std::string name, std::size_t stack_bytes);

  /// The thread has been this deep in its stack.
  void use(std::size_t bytes);
  /// As creating a thread on this stack does.
  void refill();

  std::string name;
  std::vector<std::uint8_t> stack;
  const void* entry = nullptr;
  std::int8_t priority = 0;
  bool is_alive = true;
};

class FakePort {
 public:
  FakePort();
  ~FakePort();
  FakePort(const FakePort&) = delete;
  FakePort& operator=(const FakePort&) = delete;

  /// Addresses stay valid: they are who the resources are.
  FakeHeap& add_heap(const char* name, std::uint32_t free, std::uint32_t allocated = 0);
  FakeBlockPool& add_pool(wire::ResourceKind kind, std::uint32_t blocks, std::uint32_t block_size);
  FakeBlockPool& add_mem_slab(std::uint32_t blocks, std::uint32_t block_size) {
    return add_pool(wire::ResourceKind::kMemSlab, blocks, block_size);
  }
  FakeThread& add_isr_stack(std::size_t stack_bytes);
  FakeThread& add_thread(const std::string& name, std::size_t stack_bytes);

  /// Lines printed since the last call.
  std::vector<std::string> take_lines();

  /// Messages sent since the last call.
  std::vector<std::vector<std::uint8_t>> take_messages();

  std::uint64_t up_ms = 0;
  std::uint32_t cycles_per_call = 0;  ///< port::cycles() moves by it; 0: a clock that stands still.
  bool in_interrupt = false;
  bool loses_lines = false;
  Sent link = Sent::kSent;        ///< What becomes of messages.
  bool link_is_callback = false;  ///< They go to the link of the C API instead.
  std::uint8_t blind = 0;
  std::vector<tidemark_pressure_listener_entry> pressure_listeners;
  int pressure_wakes = 0;             ///< Calls of port::wake_pressure().
  std::function<void()> before_walk;  ///< Called before each walk over the threads.

  std::vector<std::unique_ptr<FakeHeap>> heaps;
  std::vector<std::unique_ptr<FakeBlockPool>> block_pools;
  std::vector<std::unique_ptr<FakeThread>> isr_stacks;  ///< Of these nothing but the stack.
  std::vector<std::unique_ptr<FakeThread>> threads;
  std::vector<std::string> lines;
  std::vector<std::vector<std::uint8_t>> messages;
  int lock_depth = 0;
  int locks_taken = 0;
  bool profile_is_locked = false;
  std::uint32_t cycle_count = 0;
};

/// Tables of a monitor, with the capacities of the test.
struct FakeTables {
  FakeTables(std::size_t heaps, std::size_t threads, std::size_t block_pools)
      : heap_slots(heaps), thread_slots(threads), walk(threads), block_pool_slots(block_pools) {}

  Tables spans() {
    return {{heap_slots.data(), heap_slots.size()},
            {thread_slots.data(), thread_slots.size()},
            {walk.data(), walk.size()},
            {block_pool_slots.data(), block_pool_slots.size()},
            {isr_stack_slots.data(), isr_stack_slots.size()},
            {limit_slots.data(), limit_slots.size()}};
  }

  std::vector<PoolSlot> heap_slots;
  std::vector<StackSlot> thread_slots;
  std::vector<ThreadInfo> walk;
  std::vector<PoolSlot> block_pool_slots;
  std::vector<StackSlot> isr_stack_slots = std::vector<StackSlot>(2);
  std::vector<LimitSlot> limit_slots = std::vector<LimitSlot>(2);
};

}  // namespace tidemark
