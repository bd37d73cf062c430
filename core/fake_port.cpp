// SPDX-License-Identifier: Apache-2.0
#include "core/fake_port.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "core/callback_link.hpp"

namespace tidemark {
namespace {

FakePort* g_port = nullptr;

FakePort& fake() {
  if (g_port == nullptr) {
    ADD_FAILURE() << "the core called its port, and there is none";
    std::abort();
  }
  return *g_port;
}

}  // namespace

FakeThread::FakeThread(std::string thread_name, std::size_t stack_bytes)
    : name(std::move(thread_name)), stack(stack_bytes, 0xAA) {}

void FakeThread::use(std::size_t bytes) {
  std::fill(stack.end() - static_cast<std::ptrdiff_t>(bytes), stack.end(), std::uint8_t{1});
}

void FakeThread::refill() {
  std::fill(stack.begin(), stack.end(), std::uint8_t{0xAA});
}

FakePort::FakePort() {
  EXPECT_EQ(g_port, nullptr);
  g_port = this;
}

FakePort::~FakePort() {
  EXPECT_EQ(lock_depth, 0) << "a lock of the monitor was not given back";
  EXPECT_FALSE(profile_is_locked) << "the lock of the profile was not given back";
  g_port = nullptr;
}

FakeHeap& FakePort::add_heap(const char* name, std::uint32_t free, std::uint32_t allocated) {
  heaps.push_back(std::make_unique<FakeHeap>());
  heaps.back()->name = name;
  heaps.back()->reading = {free, allocated, allocated};
  return *heaps.back();
}

FakeBlockPool& FakePort::add_pool(wire::ResourceKind kind, std::uint32_t blocks,
                                  std::uint32_t block_size) {
  block_pools.push_back(std::make_unique<FakeBlockPool>());
  block_pools.back()->kind = kind;
  block_pools.back()->reading = {0, blocks, block_size, {}};
  return *block_pools.back();
}

FakeThread& FakePort::add_isr_stack(std::size_t stack_bytes) {
  isr_stacks.push_back(std::make_unique<FakeThread>("", stack_bytes));
  return *isr_stacks.back();
}

FakeThread& FakePort::add_thread(const std::string& name, std::size_t stack_bytes) {
  threads.push_back(std::make_unique<FakeThread>(name, stack_bytes));
  return *threads.back();
}

std::vector<std::string> FakePort::take_lines() {
  std::vector<std::string> taken;
  taken.swap(lines);
  return taken;
}

std::vector<std::vector<std::uint8_t>> FakePort::take_messages() {
  std::vector<std::vector<std::uint8_t>> taken;
  taken.swap(messages);
  return taken;
}

namespace port {

std::uint64_t uptime_ms() {
  return fake().up_ms;
}
std::uint32_t cycles() {
  return fake().cycle_count += fake().cycles_per_call;
}
Optional<std::uint32_t> cycles_to_us(std::uint32_t cycles) {
  return {cycles / 10, fake().cycles_per_call != 0};
}

bool lock() {
  if (fake().in_interrupt) {
    return false;
  }
  EXPECT_EQ(fake().lock_depth, 0) << "the core took its lock twice";
  ++fake().lock_depth;
  ++fake().locks_taken;
  return true;
}

void unlock() {
  EXPECT_EQ(fake().lock_depth, 1) << "the core gave back a lock that it did not hold";
  --fake().lock_depth;
}

std::uint32_t profile_lock() {
  EXPECT_FALSE(fake().profile_is_locked) << "the core took the lock of the profile twice";
  fake().profile_is_locked = true;
  return 0x5EED;
}

void profile_unlock(std::uint32_t key) {
  EXPECT_TRUE(fake().profile_is_locked) << "the core gave back a lock that it did not hold";
  EXPECT_EQ(key, 0x5EEDu);
  fake().profile_is_locked = false;
}

void wake_pressure() {
  ++fake().pressure_wakes;
}

Span<const tidemark_pressure_listener_entry> pressure_listeners() {
  return {fake().pressure_listeners.data(), fake().pressure_listeners.size()};
}

bool write_line(const char* line) {
  EXPECT_EQ(fake().lock_depth, 0) << "a line was printed with the lock held";
  if (fake().loses_lines) {
    return false;
  }
  fake().lines.emplace_back(line);
  return true;
}

Sent try_send(Span<const std::uint8_t> message) {
  EXPECT_EQ(fake().lock_depth, 0) << "a message was sent with the lock held";
  if (fake().link_is_callback) {
    return send_by_callback(message);
  }
  if (fake().link == Sent::kSent) {
    fake().messages.emplace_back(message.begin(), message.end());
  }
  return fake().link;
}

void for_each_heap(HeapVisitor visit, void* context) {
  for (const auto& heap : fake().heaps) {
    if (heap->is_there) {
      heap->is_new = false;
      visit(heap.get(), heap->origin, heap->name, context);
    }
  }
}

bool is_heap_there(const void* heap) {
  return static_cast<const FakeHeap*>(heap)->is_there;
}

void forget_heap(const void* heap) {
  static_cast<FakeHeap*>(const_cast<void*>(heap))->is_there = false;
}

bool read_heap(const void* heap, bool has_lock, HeapReading* out) {
  const auto& fake_heap = *static_cast<const FakeHeap*>(heap);
  EXPECT_EQ(has_lock, fake_heap.origin != Origin::kMadeWithoutLock);
  *out = fake_heap.reading;
  return fake_heap.has_statistics && !fake_heap.is_new;
}

void for_each_block_pool(BlockPoolVisitor visit, void* context) {
  for (const auto& pool : fake().block_pools) {
    visit(pool->kind, pool.get(), nullptr, context);
  }
}

bool read_block_pool(wire::ResourceKind kind, const void* pool, BlockPoolReading* out) {
  const auto& fake_pool = *static_cast<const FakeBlockPool*>(pool);
  EXPECT_EQ(kind, fake_pool.kind);
  *out = fake_pool.reading;
  return true;
}

bool isr_stack_at(std::size_t cpu, StackMemory* out) {
  if (cpu >= fake().isr_stacks.size()) {
    return false;
  }
  const auto& stack = fake().isr_stacks[cpu]->stack;
  *out = {stack.data(), static_cast<std::uint32_t>(stack.size())};
  return true;
}

void reset_heap_peak(const void* heap, bool) {
  auto& reading = static_cast<FakeHeap*>(const_cast<void*>(heap))->reading;
  reading.allocated_max = reading.allocated;
}
void reset_block_pool_peak(wire::ResourceKind, const void* slab) {
  auto& reading = static_cast<FakeBlockPool*>(const_cast<void*>(slab))->reading;
  reading.used_max.value = reading.used;
}

std::size_t copy_threads(Span<ThreadInfo> out) {
  if (fake().before_walk) {
    fake().before_walk();
  }
  std::size_t count = 0;
  for (const auto& thread : fake().threads) {
    if (!thread->is_alive) {
      continue;
    }
    if (count < out.size()) {
      out[count] = {thread.get(), thread->entry,
                    thread->stack.empty() ? nullptr : thread->stack.data(),
                    static_cast<std::uint32_t>(thread->stack.size()), thread->priority};
    }
    ++count;
  }
  return count;
}

bool copy_thread_name(const void* thread, Span<char> out) {
  for (const auto& candidate : fake().threads) {
    if (candidate.get() == thread && candidate->is_alive) {
      out[candidate->name.copy(out.data(), out.size() - 1)] = '\0';
      return true;
    }
  }
  return false;
}

Optional<std::uint32_t> longest_lock_us() {
  return {};
}
std::uint8_t blind() {
  return fake().blind;
}

int to_errno(Status status) {
  constexpr int kNumbers[] = {0,           EINVAL,  ENOENT, ENOMEM,   EALREADY,
                              EWOULDBLOCK, ENOTSUP, EBUSY,  ETIMEDOUT};
  return -kNumbers[static_cast<std::size_t>(status)];
}

}  // namespace port
}  // namespace tidemark
