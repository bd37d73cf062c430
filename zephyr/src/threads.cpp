// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>

#include "core/port.hpp"
#include "zephyr/src/lock_time.hpp"
#include "zephyr/src/stack_check.hpp"

#if defined(CONFIG_TIDEMARK_THREAD_STACKS)

namespace {

// The sentinel, where there is one, overwrites the lowest word of the pattern.
constexpr std::uint32_t kSentinelBytes = IS_ENABLED(CONFIG_STACK_SENTINEL) ? 4 : 0;

bool threads_run_on_their_stacks;

struct Walk {
  tidemark::port::ThreadVisitor visit;
  void* context;
  std::uint32_t begin;
  bool has_begun;
};

std::int8_t to_priority(int priority) {
  return static_cast<std::int8_t>(CLAMP(priority, INT8_MIN, INT8_MAX));
}

// Runs with the kernel's list of threads locked.
void visit_thread(const struct k_thread* thread, void* context) {
  auto& walk = *static_cast<Walk*>(context);
  if (!walk.has_begun) {
    walk.begin = k_cycle_get_32();
    walk.has_begun = true;
  }
  const auto id = const_cast<k_tid_t>(thread);
  const auto size = static_cast<std::uint32_t>(thread->stack_info.size);
  tidemark::ThreadInfo info{};
  info.thread = thread;
  info.entry = reinterpret_cast<const void*>(thread->entry.pEntry);
  info.name = k_thread_name_get(id);
  info.stack_size = size;
  if (thread->stack_info.start != 0 && size > kSentinelBytes) {
    info.stack_low = reinterpret_cast<const void*>(thread->stack_info.start + kSentinelBytes);
    info.scan_size = size - kSentinelBytes;
  }
  info.priority = to_priority(k_thread_priority_get(id));
  walk.visit(info, walk.context);
}

}  // namespace

void tidemark::port::for_each_thread(ThreadVisitor visit, void* context) {
  Walk walk{visit, context, 0, false};
  k_thread_foreach(visit_thread, &walk);
  if (walk.has_begun) {
    tidemark_note_lock_time(walk.begin);
  }
}

void tidemark_check_stack() {
  const volatile char here = 0;
  const auto address = reinterpret_cast<std::uintptr_t>(&here);
  const struct k_thread* self = k_current_get();
  threads_run_on_their_stacks =
      address >= self->stack_info.start && address - self->stack_info.start < self->stack_info.size;
}

bool tidemark_threads_run_on_their_stacks() {
  return threads_run_on_their_stacks;
}

#else

void tidemark::port::for_each_thread(ThreadVisitor /*visit*/, void* /*context*/) {}
void tidemark_check_stack() {}
bool tidemark_threads_run_on_their_stacks() {
  return false;
}

#endif
