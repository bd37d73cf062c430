// SPDX-License-Identifier: Apache-2.0
// Threads and scheduling: the calls. Semantics are Zephyr's; docs/reference/hosted/kernel.md lists
// the differences. A call that may wait must not be made in ISR context: that ends as a fatal error
// naming the thread, the call and the rule.
#ifndef ZEPHYR_INCLUDE_KERNEL_SCHED_H_
#define ZEPHYR_INCLUDE_KERNEL_SCHED_H_

#include <zephyr/kernel/thread.h>
#include <zephyr/kernel/unavailable.h>
#include <zephyr/sys/iterable_sections.h>
#include <zephyr/syscall.h>

#ifdef __cplusplus
extern "C" {
#endif

#define K_ANY NULL
#define K_PRIO_COOP(x) (-(CONFIG_NUM_COOP_PRIORITIES - (x)))
#define K_PRIO_PREEMPT(x) (x)
#define K_HIGHEST_THREAD_PRIO (-CONFIG_NUM_COOP_PRIORITIES)
#define K_LOWEST_THREAD_PRIO CONFIG_NUM_PREEMPT_PRIORITIES
#define K_IDLE_PRIO K_LOWEST_THREAD_PRIO
#define K_HIGHEST_APPLICATION_THREAD_PRIO (K_HIGHEST_THREAD_PRIO)
#define K_LOWEST_APPLICATION_THREAD_PRIO (K_LOWEST_THREAD_PRIO - 1)

/* --- life of a thread --- */

/* Makes a thread on `stack` (usable bytes: stack_size) and starts it after `delay` (K_FOREVER: by
 * k_thread_start). Returns new_thread. prio out of range is a fatal error. A thread that still
 * lives in new_thread ends, with a line on standard error. It inherits the caller's resource pool;
 * that of main is the system heap. O(threads), and O(stack_size) with CONFIG_INIT_STACKS. */
k_tid_t k_thread_create(struct k_thread* new_thread, k_thread_stack_t* stack, size_t stack_size,
                        k_thread_entry_t entry, void* p1, void* p2, void* p3, int prio,
                        uint32_t options, k_timeout_t delay);
void k_thread_start(k_tid_t thread);
/* Ends a thread at once; aborting an essential one is a panic. Does not return if it is the caller.
 */
void k_thread_abort(k_tid_t thread);
/* Waits for the end. 0; -EBUSY with K_NO_WAIT; -EAGAIN at timeout; -EDEADLK for itself or one that
 * waits for the caller. */
int k_thread_join(struct k_thread* thread, k_timeout_t timeout);
/* The caller goes on in `entry`, no longer essential, and ends when that returns. It stays in
 * kernel mode, as in a Zephyr without CONFIG_USERSPACE. */
FUNC_NORETURN void k_thread_user_mode_enter(k_thread_entry_t entry, void* p1, void* p2, void* p3);
void k_thread_suspend(k_tid_t thread);
void k_thread_resume(k_tid_t thread);

#define Z_THREAD_COMMON_DEFINE(tid, stack_size, entry, p1, p2, p3, prio, options, delay)           \
  struct k_thread _k_thread_obj_##tid;                                                             \
  STRUCT_SECTION_ITERABLE(_static_thread_data, _k_thread_data_##tid) = {&_k_thread_obj_##tid,      \
                                                                        _k_thread_stack_##tid,     \
                                                                        (stack_size),              \
                                                                        (k_thread_entry_t)(entry), \
                                                                        (void*)(p1),               \
                                                                        (void*)(p2),               \
                                                                        (void*)(p3),               \
                                                                        (prio),                    \
                                                                        (options),                 \
                                                                        STRINGIFY(tid),            \
                                                                        (delay)};                  \
  __used const k_tid_t tid = (k_tid_t)&_k_thread_obj_##tid
/* A thread that starts `delay` ms after the last initialisation level, before main() is called.
 * Name: `tid`. */
#define K_THREAD_DEFINE(tid, stack_size, entry, p1, p2, p3, prio, options, delay) \
  K_THREAD_STACK_DEFINE(_k_thread_stack_##tid, stack_size);                       \
  Z_THREAD_COMMON_DEFINE(tid, stack_size, entry, p1, p2, p3, prio, options, delay)
#define K_KERNEL_THREAD_DEFINE(tid, stack_size, entry, p1, p2, p3, prio, options, delay) \
  K_THREAD_DEFINE(tid, stack_size, entry, p1, p2, p3, prio, options, delay)

/* --- about a thread --- */

k_tid_t k_current_get(void);
k_tid_t k_sched_current_thread_query(void);
int k_thread_priority_get(k_tid_t thread);
void k_thread_priority_set(k_tid_t thread, int prio);
/* 0; -ENOSYS without CONFIG_THREAD_NAME. NULL: the caller. Longer names are cut. */
int k_thread_name_set(k_tid_t thread, const char* name);
/* NULL without CONFIG_THREAD_NAME. */
const char* k_thread_name_get(k_tid_t thread);
/* 0, with a cut name too (the -ENOSPC of Zephyr's page comes in user mode only); -ENOSYS. */
int k_thread_name_copy(k_tid_t thread, char* buf, size_t size);
/* Writes "pending", "queued", "suspended+pending" ... into buf and returns it; "" when buf has no
 * room or no state is set. */
const char* k_thread_state_str(k_tid_t thread_id, char* buf, size_t buf_size);
void k_thread_custom_data_set(void* value);
void* k_thread_custom_data_get(void);
#if defined(CONFIG_INIT_STACKS) && defined(CONFIG_THREAD_STACK_INFO)
/* *unused_ptr: bytes of the stack never written since creation. 0 or -EINVAL. O(unused bytes). */
int k_thread_stack_space_get(const struct k_thread* thread, size_t* unused_ptr);
#endif
#ifdef CONFIG_THREAD_RUNTIME_STACK_SAFETY
/* Of Zephyr 4.4: asks whether fewer bytes of a thread's stack are unused than its threshold.
 * Nothing asks by itself. The setters: 0, or -EINVAL for 100 percent and more, or more bytes than
 * the stack has; 0 means never. A new thread has CONFIG_THREAD_RUNTIME_STACK_SAFETY_DEFAULT_UNUSED_
 * THRESHOLD_PCT. */
int k_thread_runtime_stack_unused_threshold_pct_set(struct k_thread* thread, uint32_t pct);
int k_thread_runtime_stack_unused_threshold_set(struct k_thread* thread, size_t threshold);
size_t k_thread_runtime_stack_unused_threshold_get(struct k_thread* thread);
typedef void (*k_thread_stack_safety_handler_t)(const struct k_thread* thread, size_t unused_space,
                                                void* arg);
/* Calls the handler, if not NULL, when too few are unused. *unused_ptr, if not NULL: the unused
 * bytes; threshold_check looks at the threshold's bytes only and reports at most that many. 0 or
 * -EINVAL. O(unused bytes) and O(threshold). */
int k_thread_runtime_stack_safety_full_check(const struct k_thread* thread, size_t* unused_ptr,
                                             k_thread_stack_safety_handler_t handler, void* arg);
int k_thread_runtime_stack_safety_threshold_check(const struct k_thread* thread, size_t* unused_ptr,
                                                  k_thread_stack_safety_handler_t handler,
                                                  void* arg);
#endif
/* Ticks until a waiting thread's timeout (0: none), and the tick at which it ends. */
k_ticks_t k_thread_timeout_remaining_ticks(const struct k_thread* thread);
k_ticks_t k_thread_timeout_expires_ticks(const struct k_thread* thread);

typedef void (*k_thread_user_cb_t)(const struct k_thread* thread, void* user_data);
/* Every thread, newest first, idle and main included. Needs CONFIG_THREAD_MONITOR. The first form
 * keeps interrupts locked, the second does not: the callback may then wait, and threads that come
 * or go meanwhile may be missed. */
void k_thread_foreach(k_thread_user_cb_t user_cb, void* user_data);
void k_thread_foreach_unlocked(k_thread_user_cb_t user_cb, void* user_data);
/* The same of the threads of one processor, of Zephyr 4.0; there is number 0 only. */
static inline void k_thread_foreach_filter_by_cpu(unsigned int cpu, k_thread_user_cb_t user_cb,
                                                  void* user_data) {
  if (cpu == 0) {
    k_thread_foreach(user_cb, user_data);
  }
}
static inline void k_thread_foreach_unlocked_filter_by_cpu(unsigned int cpu,
                                                           k_thread_user_cb_t user_cb,
                                                           void* user_data) {
  if (cpu == 0) {
    k_thread_foreach_unlocked(user_cb, user_data);
  }
}

/* Where the calls that allocate for the thread take memory from; it is inherited by the threads it
 * creates. */
void k_thread_heap_assign(struct k_thread* thread, struct k_heap* heap);
void k_thread_system_pool_assign(struct k_thread* thread);

/* Stacks at run time. NULL if there is no room, or without CONFIG_DYNAMIC_THREAD. The thread's
 * resource pool or the system heap is charged with `size`; with CONFIG_DYNAMIC_THREAD_POOL_SIZE the
 * stack may come from the pool. */
k_thread_stack_t* k_thread_stack_alloc(size_t size, int flags);
/* 0; -EBUSY while a thread lives on it; -EINVAL if it was not allocated; -ENOSYS. */
int k_thread_stack_free(k_thread_stack_t* stack);

/* All 0 or -EINVAL for a NULL. */
#ifndef CONFIG_SCHED_THREAD_USAGE
#define HOSTED_NEEDS_USAGE(name) \
  HOSTED_UNAVAILABLE(name " needs CONFIG_THREAD_RUNTIME_STATS=y or CONFIG_SCHED_THREAD_USAGE=y")
#else
#define HOSTED_NEEDS_USAGE(name)
#endif
#ifndef CONFIG_SCHED_THREAD_USAGE_ALL
#define HOSTED_NEEDS_USAGE_ALL(name) \
  HOSTED_UNAVAILABLE(name " needs CONFIG_SCHED_THREAD_USAGE_ALL=y")
#else
#define HOSTED_NEEDS_USAGE_ALL(name)
#endif
HOSTED_NEEDS_USAGE("k_thread_runtime_stats_get")
int k_thread_runtime_stats_get(k_tid_t thread, k_thread_runtime_stats_t* stats);
HOSTED_NEEDS_USAGE_ALL("k_thread_runtime_stats_all_get")
int k_thread_runtime_stats_all_get(k_thread_runtime_stats_t* stats);
HOSTED_NEEDS_USAGE_ALL("k_thread_runtime_stats_cpu_get")
int k_thread_runtime_stats_cpu_get(int cpu, k_thread_runtime_stats_t* stats);
HOSTED_NEEDS_USAGE("k_thread_runtime_stats_enable")
int k_thread_runtime_stats_enable(k_tid_t thread);
HOSTED_NEEDS_USAGE("k_thread_runtime_stats_disable")
int k_thread_runtime_stats_disable(k_tid_t thread);
HOSTED_NEEDS_USAGE_ALL("k_sys_runtime_stats_enable") void k_sys_runtime_stats_enable(void);
HOSTED_NEEDS_USAGE_ALL("k_sys_runtime_stats_disable") void k_sys_runtime_stats_disable(void);

/* --- scheduling --- */

/* The rest of the time when woken early (k_wakeup), in ms (k_sleep, k_msleep) or us (k_usleep);
 * else 0. */
int32_t k_sleep(k_timeout_t timeout);
int32_t k_usleep(int32_t us);
static inline int32_t k_msleep(int32_t ms) {
  return k_sleep(Z_TIMEOUT_MS(ms));
}
/* Lets virtual time pass while the thread keeps the CPU; timers expire, more urgent threads
 * preempt. */
void k_busy_wait(uint32_t usec_to_wait);
void k_yield(void);
/* A scheduling point: a more urgent thread that is ready runs. */
void k_reschedule(void);
/* Wait for an interrupt, as a driver without a semaphore does; see arch/cpu.h. */
static inline void k_cpu_idle(void) {
  arch_cpu_idle();
}
static inline void k_cpu_atomic_idle(unsigned int key) {
  arch_cpu_atomic_idle(key);
}
/* In a loop that waits for time to pass: it would not, by itself. */
#define Z_SPIN_DELAY(t) k_busy_wait(t)
void k_wakeup(k_tid_t thread);
/* Among the threads of a priority the one with the earliest deadline comes first: `deadline` cycles
 * from now. No scheduling point. */
#ifndef CONFIG_SCHED_DEADLINE
HOSTED_UNAVAILABLE("k_thread_deadline_set needs CONFIG_SCHED_DEADLINE=y")
#endif
void k_thread_deadline_set(k_tid_t thread, int deadline);
/* The cycle itself. */
#ifndef CONFIG_SCHED_DEADLINE
HOSTED_UNAVAILABLE("k_thread_absolute_deadline_set needs CONFIG_SCHED_DEADLINE=y")
#endif
void k_thread_absolute_deadline_set(k_tid_t thread, int deadline);
/* The processors on which a thread may run, of which there is one: number 0. 0; -EINVAL if it is
 * started and does not wait, or there is no such processor. */
#ifdef CONFIG_SCHED_CPU_MASK
int k_thread_cpu_mask_clear(k_tid_t thread);
int k_thread_cpu_mask_enable_all(k_tid_t thread);
int k_thread_cpu_mask_enable(k_tid_t thread, int cpu);
int k_thread_cpu_mask_disable(k_tid_t thread, int cpu);
int k_thread_cpu_pin(k_tid_t thread, int cpu);
#endif
void k_sched_lock(void);
void k_sched_unlock(void);
/* Time slices for all preemptible threads of priority `prio` or less urgent. 0 ms: none. */
void k_sched_time_slice_set(int32_t slice_ms, int prio);
typedef void (*k_thread_timeslice_fn_t)(struct k_thread* thread, void* data);
void k_thread_time_slice_set(struct k_thread* th, int32_t slice_ticks,
                             k_thread_timeslice_fn_t expired, void* data);
/* The processor as it stands when it is asked for; writing to it changes nothing. */
struct _cpu {
  uint32_t nested; /* not 0: an interrupt handler runs */
  char* irq_stack; /* its top */
  struct k_thread* current;
  struct k_thread* idle_thread;
  uint8_t id;
};
typedef struct _cpu _cpu_t;
struct _cpu* arch_curr_cpu(void);
#define _current_cpu arch_curr_cpu()

enum execution_context_types { K_ISR = 0, K_COOP_THREAD, K_PREEMPT_THREAD };
bool k_is_in_isr(void);
static inline bool arch_is_user_context(void) {
  return false;
}
/* Not 0: the caller may be preempted. */
int k_is_preempt_thread(void);
bool k_is_pre_kernel(void);
static inline bool k_can_yield(void) {
  return !(k_is_pre_kernel() || k_is_in_isr() || k_current_get() == &z_idle_threads[0]);
}

#ifdef __cplusplus
}
#endif
#endif
