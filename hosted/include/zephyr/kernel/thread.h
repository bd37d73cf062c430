// SPDX-License-Identifier: Apache-2.0
// The thread object. Its fields are the kernel's; those that analyzers of Zephyr read keep Zephyr's
// names and meaning: base.prio, base.thread_state, base.user_options, entry, next_thread, name,
// stack_info, custom_data.
#ifndef ZEPHYR_INCLUDE_KERNEL_THREAD_H_
#define ZEPHYR_INCLUDE_KERNEL_THREAD_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zephyr/kernel/stats.h>
#include <zephyr/kernel/thread_stack.h>
#include <zephyr/kernel/wait_q.h>
#include <zephyr/sys/util.h>
#include <zephyr/sys_clock.h>

#ifdef __cplusplus
extern "C" {
#endif

struct k_thread;
struct k_heap;
struct k_pipe;
typedef struct k_thread* k_tid_t;
typedef void (*k_thread_entry_t)(void* p1, void* p2, void* p3);

/* thread_state: bits; 0 = running now or taken by nothing. */
#define _THREAD_DUMMY BIT(0)
#define _THREAD_PENDING BIT(1)
#define _THREAD_PRESTART BIT(2) /* created, not yet started */
#define _THREAD_DEAD BIT(3)
#define _THREAD_SUSPENDED BIT(4)
#define _THREAD_ABORTING BIT(5)
#define _THREAD_QUEUED BIT(7) /* in the ready queue; the running thread too */

/* Options of k_thread_create. K_FP_REGS changes nothing (registers are always kept), nor does
 * K_USER, as in a Zephyr without CONFIG_USERSPACE. */
#define K_ESSENTIAL (BIT(0))
#define K_FP_IDX 1
#define K_FP_REGS (BIT(K_FP_IDX))
#define K_USER (BIT(2))
#define K_INHERIT_PERMS (BIT(3))
#define K_CALLBACK_STATE (BIT(4))

struct _thread_base {
  sys_dnode_t qnode_dlist; /* in the ready queue or in *pended_on */
  _wait_q_t* pended_on;
  uint8_t user_options;
  uint8_t thread_state;
  int8_t
      prio; /* -CONFIG_NUM_COOP_PRIORITIES .. CONFIG_NUM_PREEMPT_PRIORITIES; lower is more urgent */
  uint8_t sched_locked; /* depth of k_sched_lock */
#ifdef CONFIG_SCHED_CPU_MASK
  uint16_t cpu_mask; /* bit 0: may run */
#endif
#ifdef CONFIG_SCHED_DEADLINE
  int prio_deadline; /* in cycles, modulo 2^32 */
#endif
#ifdef CONFIG_SCHED_THREAD_USAGE
  struct k_cycle_stats usage;
#endif
  void* swap_data;
  struct _timeout timeout;
};

#ifdef CONFIG_THREAD_STACK_INFO
/* start: lowest usable byte; size: usable bytes; delta: bytes at the top that the kernel took away
 * (0 here). */
struct _thread_stack_info {
  uintptr_t start;
  size_t size;
  size_t delta;
#ifdef CONFIG_THREAD_RUNTIME_STACK_SAFETY
  struct {
    size_t unused_threshold; /* 0: not watched */
  } usage;
#endif
};
typedef struct _thread_stack_info _thread_stack_info_t;
#endif

#ifdef CONFIG_THREAD_MONITOR
struct __thread_entry {
  k_thread_entry_t pEntry;
  void* parameter1;
  void* parameter2;
  void* parameter3;
};
#endif

/* What only this implementation needs. */
struct _thread_arch {
  void* context;   /* saved by the context switch, while not running */
  uintptr_t guard; /* address of the guard page in force, 0 if none */
  k_thread_stack_t* stack;
  uintptr_t
      stack_lo; /* memory of the stack: [stack_lo, stack_hi); the spare memory may belong to it */
  uintptr_t stack_hi;
  k_thread_entry_t entry;
  void* args[3];
  const char* pending_call; /* public call in which it waits */
  uint32_t irq_locks;       /* depth of irq_lock, kept while it does not run */
  int swap_result;
  int slice_ticks; /* k_thread_time_slice_set; 0: the system's */
  void (*slice_expired)(struct k_thread* thread, void* data);
  void* slice_data;
#ifdef CONFIG_ASAN
  void* fake_stack; /* the sanitizer's, while not running */
#endif
};

struct k_thread {
  struct _thread_base base;
  void* init_data;
  _wait_q_t join_queue;
#ifdef CONFIG_EVENTS
  uint32_t events;
  uint32_t event_options;
#endif
#ifdef CONFIG_THREAD_MONITOR
  struct __thread_entry entry;
#endif
#ifdef CONFIG_POLL
  struct z_poller poller;
#endif
  struct k_thread* next_thread; /* list of all threads, newest first */
#ifdef CONFIG_THREAD_NAME
  char name[CONFIG_THREAD_MAX_NAME_LEN];
#endif
#ifdef CONFIG_THREAD_CUSTOM_DATA
  void* custom_data;
#endif
  int errno_var; /* the C library's errno, while the thread does not run */
#ifdef CONFIG_THREAD_STACK_INFO
  struct _thread_stack_info stack_info;
#endif
  struct k_heap* resource_pool;
  struct _thread_arch arch;
};
typedef struct k_thread _thread_t;

/* K_THREAD_DEFINE's record. */
struct _static_thread_data {
  struct k_thread* init_thread;
  k_thread_stack_t* init_stack;
  unsigned int init_stack_size;
  k_thread_entry_t init_entry;
  void* init_p1;
  void* init_p2;
  void* init_p3;
  int init_prio;
  uint32_t init_options;
  const char* init_name;
  int32_t init_delay_ms; /* SYS_FOREVER_MS: not started */
};

extern struct k_thread z_main_thread;
extern struct k_thread z_idle_threads[1];
extern struct k_thread* z_current_thread;
#define _current z_current_thread
#define arch_current_thread() z_current_thread /* of Zephyr 4.0 */

/* The stack of expiry functions, and of initialisation before POST_KERNEL. */
K_THREAD_STACK_ARRAY_DECLARE(z_interrupt_stacks, 1, CONFIG_ISR_STACK_SIZE);

/* Writes to *unused_ptr how many bytes from the bottom still hold 0xAA. 0, or -EINVAL for a NULL.
 * O(unused bytes). */
int z_stack_space_get(const uint8_t* stack_start, size_t size, size_t* unused_ptr);

#ifdef __cplusplus
}
#endif
#endif
