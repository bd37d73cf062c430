/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_TIDEMARK_H_
#define TIDEMARK_TIDEMARK_H_

/*
 * Tidemark: what every heap, stack and memory pool of the device holds, and which of them
 * leaks. C99. With CONFIG_TIDEMARK=y the monitor runs by itself; nothing here has to be called.
 *
 * Conventions
 *  1. A function returns 0 or a negative errno, and only those that stand beside it.
 *  2. Every function is for threads. From an interrupt handler it does nothing and returns
 *     -EWOULDBLOCK. It may wait for the length of a sample (see tidemark_self_get).
 *  3. Nothing here allocates. Memory is static; the tables' sizes are Kconfig symbols.
 *  4. Units are in the names: _bytes, _blocks, _ms, _s, _us. Rates are in thousandths of a byte an
 *     hour.
 *  5. Unknown is not zero: each field that may be unknown has a `has_` field before it, and means
 *     nothing when that is false.
 *  6. An output is written only when 0 is returned.
 *  7. Values are those of the latest sample, and belong together.
 *  8. Indexes run from 0 without gaps to the first -ENOENT. After a resource has come or gone, an
 *     index may mean another one: who needs identity uses the address, and for threads the
 * lifetime.
 *  9. Names are copied out. A name given in (tidemark_heap_set_name) is kept as a pointer: it must
 *     live as long as it is set.
 * 10. Addresses given out are for comparing. What they point to may be gone.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct k_heap;
struct sys_heap;
struct k_mem_slab;
struct sys_mem_blocks;

/** Longest name with its terminating zero. */
#define TIDEMARK_NAME_SIZE 49

enum tidemark_kind {
  TIDEMARK_KIND_HEAP,
  TIDEMARK_KIND_THREAD_STACK,
  TIDEMARK_KIND_MEM_SLAB,
  TIDEMARK_KIND_MEM_BLOCKS,
  TIDEMARK_KIND_NET_BUF_POOL,
  TIDEMARK_KIND_ISR_STACK,
};

/** What the use over time says. */
enum tidemark_verdict {
  TIDEMARK_VERDICT_NONE,  /**< Nothing that a leak would explain better than healthy use. */
  TIDEMARK_VERDICT_WATCH, /**< Growth is believed, but watched half as long as it leaves time. */
  TIDEMARK_VERDICT_LEAK,  /**< Growth is believed, and exhausts the resource. */
};

/** What the use of now says; see <tidemark/pressure.h>. */
enum tidemark_level {
  TIDEMARK_LEVEL_OK,
  TIDEMARK_LEVEL_WARN,     /**< Near its end. */
  TIDEMARK_LEVEL_CRITICAL, /**< At its end. */
};

/** Growth behind a verdict. Bytes no longer free per time, whatever the allocator rounds up to. */
struct tidemark_trend {
  uint64_t rate_millibytes_per_hour;
  uint64_t rate_low_millibytes_per_hour;
  uint64_t rate_high_millibytes_per_hour;
  uint32_t window_s; /**< How long it was watched. */
  uint32_t left_s;   /**< Until the headroom above the peak is used up; UINT32_MAX: longer. */
};

struct tidemark_heap_status {
  const struct k_heap* heap; /**< Or a struct sys_heap. */
  char name[TIDEMARK_NAME_SIZE];
  uint32_t used_bytes;             /**< capacity - free: chunk headers count. */
  uint32_t free_bytes;             /**< The kernel's free_bytes; not one block. */
  uint32_t capacity_bytes;         /**< Greatest allocated + free seen. */
  uint32_t allocated_bytes;        /**< The kernel's allocated_bytes. */
  uint32_t peak_bytes;             /**< Greatest use sampled, or the kernel's maximum. Falls by
                                   tidemark_peaks_reset() only. */
  bool has_largest_free;           /**< Iff it can be had; the least of it is known then, too. */
  uint32_t largest_free_bytes;     /**< Of one block, counted as free_bytes is. */
  uint32_t largest_free_min_bytes; /**< The least that it was at any sample. */
  enum tidemark_level level;
  enum tidemark_verdict verdict;
  bool has_trend; /**< Iff the verdict is not NONE. */
  struct tidemark_trend trend;
};

/** A slab, memory blocks or a pool of network buffers: blocks of one size. */
struct tidemark_pool_status {
  enum tidemark_kind kind;
  const void* pool; /**< The struct k_mem_slab, sys_mem_blocks or net_buf_pool. */
  char name[TIDEMARK_NAME_SIZE];
  uint32_t used_blocks;
  uint32_t free_blocks;
  uint32_t block_size_bytes;
  bool has_peak; /**< Iff it is kept: CONFIG_MEM_SLAB_TRACE_MAX_UTILIZATION,
                      CONFIG_SYS_MEM_BLOCKS_RUNTIME_STATS. */
  uint32_t peak_blocks;
  enum tidemark_level level;
  enum tidemark_verdict verdict;
  bool has_trend;
  struct tidemark_trend trend; /**< In bytes. */
};

struct tidemark_thread_status {
  const void* thread; /**< A k_tid_t. */
  const void* entry;  /**< Where it began. */
  uint32_t lifetime;  /**< Number of this life among all threads seen since boot. */
  char name[TIDEMARK_NAME_SIZE];
  int priority;
  uint32_t stack_size_bytes;
  uint32_t stack_free_bytes; /**< Never used. */
  uint32_t stack_peak_bytes; /**< High-water mark: size - free. Never falls in one lifetime. */
  enum tidemark_level level;
};

/** The stack that the interrupts of one processor run on, named isr0, isr1 ... */
struct tidemark_isr_stack_status {
  char name[TIDEMARK_NAME_SIZE];
  uint32_t stack_size_bytes;
  uint32_t stack_free_bytes;
  uint32_t stack_peak_bytes;
  enum tidemark_level level;
};

/** What is watched, and what is not: silence about a resource is no proof of its health. */
struct tidemark_coverage {
  uint32_t heaps;
  uint32_t heaps_missed; /**< For want of room in the table, as the others. */
  uint32_t threads;
  uint32_t threads_missed;
  uint32_t mem_slabs;
  uint32_t mem_slabs_missed;
  bool has_pools; /**< Iff this build watches pools of blocks. */
  uint32_t mem_blocks;
  uint32_t net_buf_pools;
  uint32_t pools_missed; /**< Memory blocks and net_buf pools. */
  uint32_t isr_stacks;
  char blind[97]; /**< What this build cannot see, a list with commas; see REPORT_LINES.md. */
};

/** What the monitor itself costs. */
struct tidemark_self {
  uint32_t samples;
  bool has_sample_us; /**< Iff the device's clock moves while code runs, and there was a sample. */
  uint32_t sample_us; /**< The latest sample, from begin to end: what preempted it counts. */
  bool has_sample_us_max;
  uint32_t sample_us_max;
  bool has_lock_us_max; /**< Iff the device's clock moves while code runs. */
  uint32_t lock_us_max; /**< The longest time it held a lock of the kernel's. */
  uint32_t ram_bytes;   /**< Static memory, its thread's stack included. */
  bool has_lines_lost;  /**< Iff the console is not behind a logger that may drop lines later. */
  uint32_t lines_lost;
  bool has_messages_dropped; /**< Iff CONFIG_TIDEMARK_MESSAGES. */
  uint32_t messages_dropped; /**< For want of room while their link was down. */
};

/** Values of the resource number `index`. -EINVAL: `out` is NULL. -ENOENT. -EWOULDBLOCK. */
int tidemark_heap_get(size_t index, struct tidemark_heap_status* out);
int tidemark_pool_get(size_t index, struct tidemark_pool_status* out);
int tidemark_thread_get(size_t index, struct tidemark_thread_status* out);
int tidemark_isr_stack_get(size_t index, struct tidemark_isr_stack_status* out);

/** -EINVAL: `out` is NULL. -EWOULDBLOCK. */
int tidemark_coverage_get(struct tidemark_coverage* out);
int tidemark_self_get(struct tidemark_self* out);

/**
 * Watches a heap made by k_heap_init(). With CONFIG_TIDEMARK_RUNTIME_HEAPS such a heap is found by
 * itself, and this only names it. `name` may be NULL. -EINVAL: `heap` is NULL or has no statistics.
 * -EALREADY. -ENOMEM: CONFIG_TIDEMARK_MAX_HEAPS. -EWOULDBLOCK.
 */
int tidemark_heap_register(struct k_heap* heap, const char* name);

/** Forgets it. Call it before the heap's memory, or the variable, goes. -ENOENT: it is not watched,
 * or the build defines it. -EWOULDBLOCK. */
int tidemark_heap_unregister(struct k_heap* heap);

/**
 * The same for a heap made by sys_heap_init(), whose lock its users have and nobody else. It is
 * read with interrupts off. A sample that finds a user in the middle of a call may be off by one
 * block, which no verdict notices. On several processors its users must not run while it is
 * registered.
 */
int tidemark_sys_heap_register(struct sys_heap* heap, const char* name);
int tidemark_sys_heap_unregister(struct sys_heap* heap);

/** The same for memory blocks, which no build finds by itself. -ENOMEM:
 * CONFIG_TIDEMARK_MAX_MEM_SLABS. */
int tidemark_mem_blocks_register(struct sys_mem_blocks* blocks, const char* name);
int tidemark_mem_blocks_unregister(struct sys_mem_blocks* blocks);

/** Gives a name; NULL takes it away. -ENOENT: it is not watched. -EWOULDBLOCK. */
int tidemark_heap_set_name(struct k_heap* heap, const char* name);
/** `pool`: as in tidemark_pool_status. */
int tidemark_pool_set_name(const void* pool, const char* name);

/** A verdict or a level that changed. */
struct tidemark_event {
  enum tidemark_kind kind;
  char name[TIDEMARK_NAME_SIZE];
  bool has_verdict; /**< The verdict changed, else the level. */
  enum tidemark_verdict verdict;
  bool has_trend;
  struct tidemark_trend trend;
  bool has_level;
  enum tidemark_level level;
  uint32_t used; /**< With a level: bytes of a heap or a stack, blocks of a pool. */
  uint32_t capacity;
};

/** Runs in the thread that sampled, holds no lock, and may call every function here but
 *  tidemark_sample_now(). `event` lives as long as the call. */
typedef void (*tidemark_listener)(const struct tidemark_event* event, void* user_data);

/**
 * One listener; NULL takes it away. The one before may be running still. In an image that neither
 * prints a report nor sends messages, the first one is told of all that is not well already.
 * -EWOULDBLOCK.
 */
int tidemark_listener_set(tidemark_listener listener, void* user_data);

/**
 * Lets the peaks of heaps and slabs begin anew, here and in the kernel: each is then the use that
 * the latest sample saw, until there is a higher one. Verdicts and levels stay, and so do the peaks
 * of stacks: what a stack once reached cannot be told from what it holds. -EWOULDBLOCK.
 */
int tidemark_peaks_reset(void);

/**
 * Samples now, beside the period, and tells of what changed: prints event lines and calls the
 * listener in this thread, which needs 1 KB of stack for it, with a profile 1.3. A link is told by
 * the monitor's thread with its next sample. -EWOULDBLOCK.
 */
int tidemark_sample_now(void);

/**
 * Prints the report now, beside the period, in this thread. -ENOTSUP: CONFIG_TIDEMARK_REPORT is
 * off. -EWOULDBLOCK.
 */
int tidemark_report_now(void);

/** A link of the application's own, for messages: CONFIG_TIDEMARK_LINK_CALLBACK. */
struct tidemark_link {
  /**
   * Sends one message, whole or not at all: 1 to 256 bytes, a CBOR map as wire/SCHEMA.md has it.
   * Returns 0: it is sent. -EAGAIN: not now; it is kept in the ring, and comes again with the next
   * message. Another value: never; it is counted as lost. Runs in the monitor's thread, which may
   * wait here, and samples late then; holds no lock. `message` lives as long as the call.
   */
  int (*send)(const uint8_t* message, size_t size, void* user_data);
  void* user_data;
};

/**
 * Sets the link; NULL takes it away. `*link` must live as long as it is set; the one before may be
 * running still. While there is none, messages are kept in the ring. -EINVAL: it has no `send`.
 * -ENOTSUP: CONFIG_TIDEMARK_LINK_CALLBACK is off. -EWOULDBLOCK.
 */
int tidemark_link_set(const struct tidemark_link* link);

/**
 * The link works again, or has a new reader. With the next sample the ring is sent, and then all
 * that a reader needs who has heard nothing yet. -ENOTSUP as above. -EWOULDBLOCK.
 */
int tidemark_link_ready(void);

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_TIDEMARK_H_ */
