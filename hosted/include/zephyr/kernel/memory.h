/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOSTED_INCLUDE_ZEPHYR_KERNEL_MEMORY_H_
#define HOSTED_INCLUDE_ZEPHYR_KERNEL_MEMORY_H_

/*
 * Heaps with waiting, the system heap (k_malloc) and memory slabs. Part of <zephyr/kernel.h>.
 * malloc() and C++ new are the host's and take nothing from these.
 *
 * Calls with a timeout other than K_NO_WAIT are for threads; all others may come from interrupts
 * too.
 */

#include <zephyr/kernel/wait_q.h>
#include <zephyr/spinlock.h>
#include <zephyr/sys/iterable_sections.h>
#include <zephyr/sys/mem_stats.h>
#include <zephyr/sys/sys_heap.h>
#include <zephyr/sys/util.h>
#include <zephyr/sys_clock.h>
#include <zephyr/toolchain.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A sys_heap that threads may wait for. The sys_heap is first, so both have one address. */
struct k_heap {
  struct sys_heap heap;
  _wait_q_t wait_q;
  struct k_spinlock lock;
};

/* The smallest heap that holds its own tables and one block. */
#ifdef CONFIG_SYS_HEAP_RUNTIME_STATS
#define Z_HEAP_MIN_SIZE 80
#else
#define Z_HEAP_MIN_SIZE 56
#endif

/** A heap of `bytes` (at least Z_HEAP_MIN_SIZE), ready from PRE_KERNEL_1 on, found by
 * STRUCT_SECTION_FOREACH(k_heap). */
#define K_HEAP_DEFINE(name, bytes) \
  Z_HEAP_DEFINE_IN_SECT(name, bytes, __noinit_named(kheap_buf_##name))
#define K_HEAP_DEFINE_NOCACHE(name, bytes) Z_HEAP_DEFINE_IN_SECT(name, bytes, __nocache_noinit)
#define Z_HEAP_DEFINE_IN_SECT(name, bytes, in_section)                    \
  char in_section __aligned(8) kheap_##name[MAX(bytes, Z_HEAP_MIN_SIZE)]; \
  STRUCT_SECTION_ITERABLE(k_heap, name) = {                               \
      .heap =                                                             \
          {                                                               \
              .heap = NULL,                                               \
              .init_mem = kheap_##name,                                   \
              .init_bytes = MAX(bytes, Z_HEAP_MIN_SIZE),                  \
          },                                                              \
      .wait_q = Z_WAIT_Q_INIT(&(name).wait_q),                            \
      .lock = {0},                                                        \
  }

/** The heaps of K_HEAP_DEFINE and the system heap: sets *heap to the first and returns how many. */
int k_heap_array_get(struct k_heap** heap);

/** Makes a heap at run time; STRUCT_SECTION_FOREACH does not find it. */
void k_heap_init(struct k_heap* h, void* mem, size_t bytes);

/**
 * As the sys_heap calls, and if there is no room waits for a k_heap_free() up to the timeout. Null
 * if bytes is 0 (after the timeout, as on a device) or the time is over. Waiters are served by
 * priority, then in order of arrival.
 */
void* k_heap_alloc(struct k_heap* h, size_t bytes, k_timeout_t timeout)
    __attribute__((warn_unused_result));
/** An `align` that is neither 0 nor a power of two is an assertion (CONFIG_ASSERT). */
void* k_heap_aligned_alloc(struct k_heap* h, size_t align, size_t bytes, k_timeout_t timeout)
    __attribute__((warn_unused_result));
void* k_heap_calloc(struct k_heap* h, size_t num, size_t size, k_timeout_t timeout)
    __attribute__((warn_unused_result));
void* k_heap_realloc(struct k_heap* h, void* ptr, size_t bytes, k_timeout_t timeout)
    __attribute__((warn_unused_result));
void k_heap_free(struct k_heap* h, void* mem);

/**
 * The system heap of K_HEAP_MEM_POOL_SIZE bytes: CONFIG_HEAP_MEM_POOL_SIZE, or the sum of all
 * CONFIG_HEAP_MEM_POOL_ADD_SIZE_* if that is more. If it is 0 these do not exist, k_free()
 * excepted. They never wait and return null if there is no room. Each block costs one word beside
 * its header; k_free(NULL) does nothing.
 */
void* k_malloc(size_t size);
void* k_calloc(size_t nmemb, size_t size);
void* k_realloc(void* ptr, size_t size);
void* k_aligned_alloc(size_t align, size_t size);
void k_free(void* ptr);

#ifdef CONFIG_MEM_SLAB_TRACE_MAX_UTILIZATION
#define HOSTED_MEM_SLAB_MAX uint32_t max_used;
#else
#define HOSTED_MEM_SLAB_MAX
#endif

/** The counters of a slab. */
struct k_mem_slab_info {
  uint32_t num_blocks;
  size_t block_size;
  uint32_t num_used;
  HOSTED_MEM_SLAB_MAX
};

/** Blocks of one size. */
struct k_mem_slab {
  _wait_q_t wait_q;
  struct k_spinlock lock;
  char* buffer;
  char* free_list;
  union {
    struct k_mem_slab_info info;
    struct { /* the names before Zephyr 3.5 */
      uint32_t num_blocks;
      size_t block_size;
      uint32_t num_used;
      HOSTED_MEM_SLAB_MAX
    };
  };
#ifdef CONFIG_ASAN
  size_t red_zone; /* bytes before the first and behind each block that nobody may touch */
#endif
};

/* AddressSanitizer needs something around blocks. None in buffers that the application brings. */
#ifdef CONFIG_ASAN
#define HOSTED_RED_ZONE(align) MAX(WB_UP(align), 16)
#define HOSTED_RED_ZONE_FIELD(red_zone_bytes) .red_zone = (red_zone_bytes),
#else
#define HOSTED_RED_ZONE(align) 0
#define HOSTED_RED_ZONE_FIELD(red_zone_bytes)
#endif

#define Z_MEM_SLAB_INITIALIZER(_slab, _slab_buffer, _slab_block_size, _slab_num_blocks) \
  {                                                                                     \
    .wait_q = Z_WAIT_Q_INIT(&(_slab).wait_q), .lock = {0}, .buffer = _slab_buffer,      \
    .free_list = NULL, .info = {_slab_num_blocks, _slab_block_size, 0},                 \
  }

/**
 * A slab of slab_num_blocks blocks of slab_block_size bytes, rounded up to a word; slab_align is a
 * power of two that divides the block size. Ready from PRE_KERNEL_1 on, found by
 * STRUCT_SECTION_FOREACH(k_mem_slab).
 */
#define K_MEM_SLAB_DEFINE(name, slab_block_size, slab_num_blocks, slab_align) \
  HOSTED_MEM_SLAB_DEFINE(, name, slab_block_size, slab_num_blocks, slab_align)
#define K_MEM_SLAB_DEFINE_STATIC(name, slab_block_size, slab_num_blocks, slab_align) \
  HOSTED_MEM_SLAB_DEFINE(static, name, slab_block_size, slab_num_blocks, slab_align)
/** The same with an attribute for the blocks' memory, such as __noinit_named(x). */
#define K_MEM_SLAB_DEFINE_IN_SECT(name, in_section, slab_block_size, slab_num_blocks, slab_align) \
  HOSTED_MEM_SLAB_DEFINE_IN(, in_section, name, slab_block_size, slab_num_blocks, slab_align)
#define K_MEM_SLAB_DEFINE_IN_SECT_STATIC(name, in_section, slab_block_size, slab_num_blocks, \
                                         slab_align)                                         \
  HOSTED_MEM_SLAB_DEFINE_IN(static, in_section, name, slab_block_size, slab_num_blocks, slab_align)
/** Blocks that each hold one object of a type, with its size and alignment. */
#define K_MEM_SLAB_DEFINE_TYPE(name, type, slab_num_blocks) \
  K_MEM_SLAB_DEFINE(name, sizeof(type), slab_num_blocks, __alignof(type))
#define K_MEM_SLAB_DEFINE_STATIC_TYPE(name, type, slab_num_blocks) \
  K_MEM_SLAB_DEFINE_STATIC(name, sizeof(type), slab_num_blocks, __alignof(type))
#define K_MEM_SLAB_DEFINE_IN_SECT_TYPE(name, in_section, type, slab_num_blocks) \
  K_MEM_SLAB_DEFINE_IN_SECT(name, in_section, sizeof(type), slab_num_blocks, __alignof(type))
#define K_MEM_SLAB_DEFINE_IN_SECT_STATIC_TYPE(name, in_section, type, slab_num_blocks) \
  K_MEM_SLAB_DEFINE_IN_SECT_STATIC(name, in_section, sizeof(type), slab_num_blocks, __alignof(type))
#define HOSTED_MEM_SLAB_DEFINE(scope, name, slab_block_size, slab_num_blocks, slab_align)        \
  HOSTED_MEM_SLAB_DEFINE_IN(scope, __noinit_named(k_mem_slab_buf_##name), name, slab_block_size, \
                            slab_num_blocks, slab_align)
#define HOSTED_MEM_SLAB_DEFINE_IN(scope, in_section, name, slab_block_size, slab_num_blocks, \
                                  slab_align)                                                \
  scope char in_section __aligned(WB_UP(slab_align))                                         \
      _k_mem_slab_buf_##name[HOSTED_RED_ZONE(slab_align) +                                   \
                             (slab_num_blocks) *                                             \
                                 (WB_UP(slab_block_size) + HOSTED_RED_ZONE(slab_align))];    \
  scope STRUCT_SECTION_ITERABLE(k_mem_slab, name) = {                                        \
      .wait_q = Z_WAIT_Q_INIT(&(name).wait_q),                                               \
      .lock = {0},                                                                           \
      .buffer = _k_mem_slab_buf_##name + HOSTED_RED_ZONE(slab_align),                        \
      .free_list = NULL,                                                                     \
      .info = {slab_num_blocks, WB_UP(slab_block_size), 0},                                  \
      HOSTED_RED_ZONE_FIELD(HOSTED_RED_ZONE(slab_align))}

/** 0; -EINVAL if buffer or block_size is not a multiple of a word, or num_blocks * block_size
 * overflows. */
int k_mem_slab_init(struct k_mem_slab* slab, void* buffer, size_t block_size, uint32_t num_blocks);

/** 0 and *mem is a block; -ENOMEM if none is free and timeout is K_NO_WAIT; -EAGAIN if the time is
 * over. */
int k_mem_slab_alloc(struct k_mem_slab* slab, void** mem, k_timeout_t timeout);

/** Returns a block, to the best waiter if there is one. Memory that is no block is an assertion
 * (CONFIG_ASSERT). */
void k_mem_slab_free(struct k_mem_slab* slab, void* mem);

static inline uint32_t k_mem_slab_num_used_get(struct k_mem_slab* slab) {
  return slab->info.num_used;
}

/** The most blocks ever used; 0, meaning unknown, without CONFIG_MEM_SLAB_TRACE_MAX_UTILIZATION. */
static inline uint32_t k_mem_slab_max_used_get(struct k_mem_slab* slab) {
#ifdef CONFIG_MEM_SLAB_TRACE_MAX_UTILIZATION
  return slab->info.max_used;
#else
  (void)slab;
  return 0;
#endif
}

static inline uint32_t k_mem_slab_num_free_get(struct k_mem_slab* slab) {
  return slab->info.num_blocks - slab->info.num_used;
}

/** In bytes of whole blocks; max_allocated_bytes as k_mem_slab_max_used_get. 0, or -EINVAL if a
 * pointer is null. */
int k_mem_slab_runtime_stats_get(struct k_mem_slab* slab, struct sys_memory_stats* stats);

/** CONFIG_MEM_SLAB_TRACE_MAX_UTILIZATION only: sets the maximum to what is used now. 0, or -EINVAL
 * if slab is null. */
int k_mem_slab_runtime_stats_reset_max(struct k_mem_slab* slab);

#ifdef __cplusplus
}
#endif

#endif /* HOSTED_INCLUDE_ZEPHYR_KERNEL_MEMORY_H_ */
