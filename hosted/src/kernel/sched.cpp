// SPDX-License-Identifier: Apache-2.0
#include "kernel/sched.hpp"

#include <bit>
#include <cerrno>
#include <iterator>

#include "host/call.hpp"
#include "kernel/context.hpp"
#include "kernel/fatal.hpp"
#include "kernel/timeout.hpp"
#include "kernel/usage.hpp"

extern "C" {
k_thread* z_current_thread = nullptr;
}

namespace hosted {

Kernel g_kernel;

namespace {

constexpr int kLevels = CONFIG_NUM_COOP_PRIORITIES + CONFIG_NUM_PREEMPT_PRIORITIES + 1;
constexpr int kWordBits = 64;
constexpr int kNotRunnable = _THREAD_PENDING | _THREAD_PRESTART | _THREAD_DEAD | _THREAD_DUMMY |
                             _THREAD_SUSPENDED | _THREAD_ABORTING;

// One list of ready threads a priority, and a bit for each that is not empty.
sys_dlist_t g_ready[kLevels];
std::uint64_t g_ready_bits[(kLevels + kWordBits - 1) / kWordBits];
bool g_ready_initialised = false;

int level_of(const k_thread* thread) {
  return thread->base.prio + CONFIG_NUM_COOP_PRIORITIES;
}

k_thread* from_node(sys_dnode_t* node) {
  return CONTAINER_OF(node, k_thread, base.qnode_dlist);
}

void set_state(k_thread* thread, int bits) {
  thread->base.thread_state = static_cast<std::uint8_t>(thread->base.thread_state | bits);
}

void clear_state(k_thread* thread, int bits) {
  thread->base.thread_state = static_cast<std::uint8_t>(thread->base.thread_state & ~bits);
}

bool queued(const k_thread* thread) {
  return (thread->base.thread_state & _THREAD_QUEUED) != 0;
}

// The difference of two deadlines of one priority, right across the counter's wrap.
int later(const k_thread* a, const k_thread* b) {
#ifdef CONFIG_SCHED_DEADLINE
  return static_cast<int>(static_cast<unsigned>(a->base.prio_deadline) -
                          static_cast<unsigned>(b->base.prio_deadline));
#else
  (void)a;
  (void)b;
  return 0;
#endif
}

void append_by_deadline(sys_dlist_t* list, k_thread* thread) {
#ifdef CONFIG_SCHED_DEADLINE
  sys_dnode_t* node = nullptr;
  SYS_DLIST_FOR_EACH_NODE (list, node) {
    if (later(from_node(node), thread) > 0) {
      sys_dlist_insert(node, &thread->base.qnode_dlist);
      return;
    }
  }
#endif
  sys_dlist_append(list, &thread->base.qnode_dlist);
}

void enqueue(k_thread* thread) {
  if (!g_ready_initialised) {
    g_ready_initialised = true;
    for (sys_dlist_t& list : g_ready) {
      sys_dlist_init(&list);
    }
  }
  int level = level_of(thread);
  append_by_deadline(&g_ready[level], thread);
  g_ready_bits[level / kWordBits] |= std::uint64_t{1} << (level % kWordBits);
  set_state(thread, _THREAD_QUEUED);
}

void dequeue(k_thread* thread) {
  int level = level_of(thread);
  sys_dlist_remove(&thread->base.qnode_dlist);
  if (sys_dlist_is_empty(&g_ready[level])) {
    g_ready_bits[level / kWordBits] &= ~(std::uint64_t{1} << (level % kWordBits));
  }
  clear_state(thread, _THREAD_QUEUED);
}

k_thread* best_ready() {
  for (std::size_t word = 0; word < std::size(g_ready_bits); ++word) {
    if (g_ready_bits[word] != 0) {
      auto level =
          word * kWordBits + static_cast<std::size_t>(std::countr_zero(g_ready_bits[word]));
      return from_node(sys_dlist_peek_head(&g_ready[level]));
    }
  }
  return &z_idle_threads[0];
}

bool metairq([[maybe_unused]] const k_thread* thread) {
#if CONFIG_NUM_METAIRQ_PRIORITIES > 0
  return thread->base.prio < K_HIGHEST_THREAD_PRIO + CONFIG_NUM_METAIRQ_PRIORITIES;
#else
  return false;
#endif
}

// The cooperative thread that a meta-IRQ thread interrupted: it goes on after it, whatever else is
// ready.
[[maybe_unused]] k_thread* g_interrupted = nullptr;

k_thread* next_thread() {
  k_thread* best = best_ready();
#if CONFIG_NUM_METAIRQ_PRIORITIES > 0
  if (g_interrupted != nullptr && !metairq(best)) {
    if (runnable(g_interrupted) && !timeout_pending(&g_interrupted->base.timeout)) {
      return g_interrupted;
    }
    g_interrupted = nullptr;
  }
#endif
  return best;
}

bool preemptible(const k_thread* thread) {
  return thread->base.prio >= 0 && thread->base.sched_locked == 0;
}

// Who may run now: the current thread, or one that may preempt it.
k_thread* entitled_thread() {
  if (preemptible(z_current_thread) || !runnable(z_current_thread)) {
    return next_thread();
  }
  k_thread* best = best_ready();
  return metairq(best) && !metairq(z_current_thread) ? best : z_current_thread;
}

void note_interrupted([[maybe_unused]] const k_thread* previous,
                      [[maybe_unused]] const k_thread* next) {
#if CONFIG_NUM_METAIRQ_PRIORITIES > 0
  if (!metairq(next)) {
    g_interrupted = nullptr;
  } else if (!metairq(previous) && !preemptible(previous)) {
    g_interrupted = const_cast<k_thread*>(previous);
  }
#endif
}

void switch_to(k_thread* next) {
  k_thread* previous = z_current_thread;
  check_sentinel(previous);
  if (next == previous) {
    return;
  }
  previous->arch.irq_locks = g_kernel.irq_locks;
  g_kernel.irq_locks = next->arch.irq_locks;
  note_interrupted(previous, next);
  account_switch(previous, next);
  z_current_thread = next;
  begin_slice();
  switch_context(previous, next);
  // Later, in `previous` again; whoever switched here has set the current thread. Interrupts that
  // fell due under another thread's lock are taken now that the lock is gone.
  if (interrupts_pending()) {
    take_interrupts();
  }
}

void insert_waiter(_wait_q_t* queue, k_thread* thread) {
  sys_dnode_t* node = nullptr;
  SYS_DLIST_FOR_EACH_NODE (&queue->waitq, node) {
    k_thread* other = from_node(node);
    if (thread->base.prio < other->base.prio ||
        (thread->base.prio == other->base.prio && later(other, thread) > 0)) {
      sys_dlist_insert(node, &thread->base.qnode_dlist);
      return;
    }
  }
  sys_dlist_append(&queue->waitq, &thread->base.qnode_dlist);
}

void leave_wait_queue(k_thread* thread) {
  sys_dlist_remove(&thread->base.qnode_dlist);
  thread->base.pended_on = nullptr;
  clear_state(thread, _THREAD_PENDING);
}

}  // namespace

bool runnable(const k_thread* thread) {
  return (thread->base.thread_state & kNotRunnable) == 0;
}

void make_ready(k_thread* thread) {
#ifdef CONFIG_SCHED_CPU_MASK
  if (thread->base.cpu_mask == 0) {
    return;
  }
#endif
  if (!queued(thread) && runnable(thread) && !timeout_pending(&thread->base.timeout) &&
      thread != &z_idle_threads[0]) {
    enqueue(thread);
  }
}

void unready(k_thread* thread) {
  if (queued(thread)) {
    dequeue(thread);
  }
}

void requeue_current() {
  if (queued(z_current_thread)) {
    dequeue(z_current_thread);
    enqueue(z_current_thread);
  }
}

bool ready_beside(const k_thread* thread) {
  sys_dlist_t* list = &g_ready[level_of(thread)];
  return sys_dlist_peek_head(list) != sys_dlist_peek_tail(list);
}

void reschedule() {
  if (!g_kernel.in_isr && g_kernel.irq_locks == 0 && g_kernel.multitasking) {
    switch_to(entitled_thread());
  }
}

bool about_to_switch() {
  return g_kernel.multitasking && entitled_thread() != z_current_thread;
}

void swap_away() {
  switch_to(next_thread());
}

void check_may_wait(const char* call) {
  if (g_kernel.in_isr) {
    rule_broken(call,
                "it may wait, which an interrupt handler or a timer's expiry function must not");
  }
  if (!g_kernel.multitasking) {
    rule_broken(call,
                "it may wait, which is not possible before the kernel runs threads (use "
                "POST_KERNEL or later)");
  }
  if (g_kernel.spinlocks > 0) {
    rule_broken(call, "it may wait, which is forbidden while a spin lock is held");
  }
  if (z_current_thread == &z_idle_threads[0]) {
    rule_broken(call, "it may wait, which the idle thread must not");
  }
}

int pend_current(_wait_q_t* queue, k_timeout_t timeout, const char* call, void* data) {
  check_may_wait(call);
  k_thread* self = z_current_thread;
  self->arch.swap_result = -EAGAIN;
  self->arch.pending_call = call;
  self->base.swap_data = data;
  unready(self);
  set_state(self, _THREAD_PENDING);
  self->base.pended_on = queue;
  insert_waiter(queue, self);
  add_timeout(&self->base.timeout, thread_timeout, timeout);
  swap_away();
  self->arch.pending_call = nullptr;
  return self->arch.swap_result;
}

void* swap_data() {
  return z_current_thread->base.swap_data;
}

k_thread* first_waiter(_wait_q_t* queue) {
  sys_dnode_t* node = sys_dlist_peek_head(&queue->waitq);
  return node != nullptr ? from_node(node) : nullptr;
}

void wake_thread(k_thread* thread, int result, void* data) {
  leave_wait_queue(thread);
  (void)abort_timeout(&thread->base.timeout);
  thread->arch.swap_result = result;
  thread->base.swap_data = data;
  make_ready(thread);
}

k_thread* wake_first(_wait_q_t* queue, int result, void* data) {
  k_thread* thread = first_waiter(queue);
  if (thread != nullptr) {
    wake_thread(thread, result, data);
  }
  return thread;
}

bool wake_all(_wait_q_t* queue, int result) {
  bool any = false;
  while (wake_first(queue, result) != nullptr) {
    any = true;
  }
  return any;
}

void thread_timeout(_timeout* timeout) {
  k_thread* thread = CONTAINER_OF(timeout, k_thread, base.timeout);
  if (thread->base.pended_on != nullptr) {
    leave_wait_queue(thread);
  }
  clear_state(thread, _THREAD_PRESTART | _THREAD_SUSPENDED);
  make_ready(thread);
}

void change_priority(k_thread* thread, int prio) {
  auto new_prio = static_cast<std::int8_t>(prio);
  if (queued(thread)) {
    dequeue(thread);
    thread->base.prio = new_prio;
    enqueue(thread);
  } else if (_wait_q_t* queue = thread->base.pended_on; queue != nullptr) {
    sys_dlist_remove(&thread->base.qnode_dlist);
    thread->base.prio = new_prio;
    insert_waiter(queue, thread);
  } else {
    thread->base.prio = new_prio;
  }
}

void end_thread(k_thread* thread) {
  bool self = thread == z_current_thread;
  unready(thread);
  if (thread->base.pended_on != nullptr) {
    leave_wait_queue(thread);
  }
  (void)abort_timeout(&thread->base.timeout);
  set_state(thread, _THREAD_DEAD);
  for (k_thread** link = &g_kernel.threads; *link != nullptr; link = &(*link)->next_thread) {
    if (*link == thread) {
      *link = thread->next_thread;
      break;
    }
  }
  (void)wake_all(&thread->join_queue, 0);
  if (!self) {
    release_guard(thread);
  } else if (!g_kernel.in_isr) {
    g_kernel.spinlocks = 0;
    swap_away();
  }
}

void interrupt(void (*fn)(void*), void* arg) {
  if (g_kernel.in_isr) {
    fn(arg);
    return;
  }
  g_kernel.in_isr = true;
  // boot() and handlers that a fatal error ended left frames there that never returned.
  auto top = reinterpret_cast<std::uintptr_t>(interrupt_stack_top());
  clean_stack(top - CONFIG_ISR_STACK_SIZE - Z_HOSTED_STACK_SPARE, top);
  call_on_stack(interrupt_stack_top(), CONFIG_ISR_STACK_SIZE + Z_HOSTED_STACK_SPARE, fn, arg);
  g_kernel.in_isr = false;
  check_sentinel(z_current_thread);
  reschedule();
}

}  // namespace hosted

#ifdef CONFIG_SCHED_DEADLINE
extern "C" void k_thread_absolute_deadline_set(k_tid_t thread, int deadline) {
  using namespace hosted;
  if (queued(thread)) {
    dequeue(thread);
    thread->base.prio_deadline = deadline;
    enqueue(thread);
  } else {
    thread->base.prio_deadline = deadline;
  }
}

extern "C" void k_thread_deadline_set(k_tid_t thread, int deadline) {
  k_thread_absolute_deadline_set(
      thread, static_cast<int>(k_cycle_get_32() + static_cast<unsigned>(deadline)));
}
#endif

extern "C" void k_reschedule(void) {
  hosted::reschedule();
}
