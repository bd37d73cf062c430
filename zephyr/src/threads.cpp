// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>
#if defined(CONFIG_TIDEMARK_WALKS_THREADS)
#include <zephyr/kernel_structs.h>
#endif

#include "core/port.hpp"
#include "zephyr/src/lock_time.hpp"
#include "zephyr/src/stack_check.hpp"

#if defined(CONFIG_TIDEMARK_THREAD_STACKS)

namespace {

bool threads_run_on_their_stacks;

/// Where the copies go. The list begins with the newest thread: the places are written round and
/// round, so that the oldest ones stay.
struct Walk {
  tidemark::Span<tidemark::ThreadInfo> out;
  std::size_t at;
  std::size_t count;
};

// Runs with the kernel's list of threads locked.
void copy_thread(const struct k_thread* thread, void* context) {
  auto& walk = *static_cast<Walk*>(context);
  ++walk.count;
  if (walk.at == walk.out.size()) {
    walk.at = 0;
  }
  tidemark::ThreadInfo& info = walk.out[walk.at++];
  info.thread = thread;
  info.entry = reinterpret_cast<const void*>(thread->entry.pEntry);
  info.stack_low = reinterpret_cast<const void*>(thread->stack_info.start);
  info.stack_size = static_cast<std::uint32_t>(thread->stack_info.size);
  info.priority = thread->base.prio;
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

class InterruptsOff {
 public:
  InterruptsOff() : key_(arch_irq_lock()), begin_(k_cycle_get_32()) {}
  ~InterruptsOff() {
    tidemark_note_lock_time(begin_);
    arch_irq_unlock(key_);
  }
  InterruptsOff(const InterruptsOff&) = delete;
  InterruptsOff& operator=(const InterruptsOff&) = delete;

 private:
  unsigned int key_;
  std::uint32_t begin_;
};

#if defined(CONFIG_TIDEMARK_WALKS_THREADS)

// On one processor interrupts off are lock enough for the kernel's list, and it can be given back
// after every few threads: k_thread_foreach() holds its own for all of them.
constexpr std::size_t kThreadsAtOnce = 4;

struct k_thread* thread_at(std::size_t index) {
  struct k_thread* thread = _kernel.threads;
  for (; index > 0 && thread != nullptr; --index) {
    thread = thread->next_thread;
  }
  return thread;
}

/// Copies the next few threads behind `last`, which is number walk->count - 1. Returns whether
/// there are more; `*is_same` is false, and nothing was copied, iff the list has changed before
/// there.
bool copy_some(Walk* walk, struct k_thread** last, bool* is_same) {
  const InterruptsOff lock;
  struct k_thread* thread = _kernel.threads;
  if (walk->count > 0) {
    thread = thread_at(walk->count - 1);
    *is_same = thread == *last;
    if (!*is_same) {
      return false;
    }
    thread = thread->next_thread;
  }
  for (std::size_t i = 0; i < kThreadsAtOnce && thread != nullptr; ++i) {
    copy_thread(thread, walk);
    *last = thread;
    thread = thread->next_thread;
  }
  return thread != nullptr;
}

// Where threads come and go all the time, the third attempt is held in one piece.
void walk_threads(Walk* walk) {
  constexpr unsigned kAttempts = 2;
  for (unsigned attempt = 0; attempt < kAttempts; ++attempt) {
    struct k_thread* last = nullptr;
    bool is_same = true;
    walk->at = 0;
    walk->count = 0;
    while (copy_some(walk, &last, &is_same)) {
    }
    if (is_same) {
      return;
    }
  }
  walk->at = 0;
  walk->count = 0;
  const InterruptsOff lock;
  k_thread_foreach(copy_thread, walk);
}

void find_thread(NameSearch* search) {
  const InterruptsOff lock;
  for (struct k_thread* thread = _kernel.threads; thread != nullptr; thread = thread->next_thread) {
    if (thread == search->thread) {
      copy_name(thread, search);
      return;
    }
  }
}

#else

// With interrupts off around the walk, what comes behind the kernel's lock does not count as it.
void walk_threads(Walk* walk) {
  const InterruptsOff lock;
  k_thread_foreach(copy_thread, walk);
}

void find_thread(NameSearch* search) {
  const InterruptsOff lock;
  k_thread_foreach(copy_name, search);
}

#endif

}  // namespace

std::size_t tidemark::port::copy_threads(Span<ThreadInfo> out) {
  Walk walk{out, 0, 0};
  walk_threads(&walk);
  return walk.count;
}

bool tidemark::port::copy_thread_name(const void* thread, Span<char> out) {
  NameSearch search{thread, out, false};
  find_thread(&search);
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
