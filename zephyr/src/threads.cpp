// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>

#include "core/port.hpp"
#include "zephyr/src/lock_time.hpp"
#include "zephyr/src/stack_check.hpp"

#if defined(CONFIG_TIDEMARK_THREAD_STACKS)

namespace {

bool threads_run_on_their_stacks;

struct Walk {
  tidemark::ThreadInfo* out;
  std::size_t room;
  std::size_t at;
  std::size_t count;
};

// Runs with the kernel's list of threads locked. The list begins with the newest thread: the places
// are written round and round, so that the oldest ones stay.
void copy_thread(const struct k_thread* thread, void* context) {
  auto& walk = *static_cast<Walk*>(context);
  ++walk.count;
  if (walk.at == walk.room) {
    walk.at = 0;
  }
  tidemark::ThreadInfo& info = walk.out[walk.at++];
  info.thread = thread;
  info.entry = reinterpret_cast<const void*>(thread->entry.pEntry);
  info.stack_low = reinterpret_cast<const void*>(thread->stack_info.start);
  info.stack_size = static_cast<std::uint32_t>(thread->stack_info.size);
  info.priority = k_thread_priority_get(const_cast<k_tid_t>(thread));
}

struct NameSearch {
  const void* thread;
  tidemark::Span<char> out;
  bool is_found;
};

void copy_name(const struct k_thread* thread, void* context) {
  auto& search = *static_cast<NameSearch*>(context);
  if (thread != search.thread) {
    return;
  }
  search.is_found = true;
  const char* name = k_thread_name_get(const_cast<k_tid_t>(thread));
  std::size_t size = 0;
  for (; name != nullptr && name[size] != '\0' && size + 1 < search.out.size(); ++size) {
    search.out[size] = name[size];
  }
  search.out[size] = '\0';
}

// With interrupts off around the walk, what comes behind the kernel's lock does not count as it.
void walk_threads(k_thread_user_cb_t visit, void* context) {
  const unsigned int key = arch_irq_lock();
  const std::uint32_t begin = k_cycle_get_32();
  k_thread_foreach(visit, context);
  tidemark_note_lock_time(begin);
  arch_irq_unlock(key);
}

}  // namespace

std::size_t tidemark::port::copy_threads(Span<ThreadInfo> out) {
  Walk walk{out.data(), out.size(), 0, 0};
  walk_threads(copy_thread, &walk);
  return walk.count;
}

bool tidemark::port::copy_thread_name(const void* thread, Span<char> out) {
  NameSearch search{thread, out, false};
  walk_threads(copy_name, &search);
  return search.is_found;
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

std::size_t tidemark::port::copy_threads(Span<ThreadInfo> /*out*/) {
  return 0;
}
bool tidemark::port::copy_thread_name(const void* /*thread*/, Span<char> /*out*/) {
  return false;
}
void tidemark_check_stack() {}
bool tidemark_threads_run_on_their_stacks() {
  return false;
}

#endif
