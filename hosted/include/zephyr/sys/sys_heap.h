/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_SYS_HEAP_H_
#define ZEPHYR_INCLUDE_SYS_SYS_HEAP_H_

/*
 * The heap allocator below k_heap and k_malloc. It takes no lock: calls on one heap must not
 * overlap. Memory is handed out in units of 8 bytes, after an 8-byte header in front of each block;
 * the heap's own tables lie at the start of the memory. A block written beyond its end damages its
 * neighbour's header, as on a device.
 *
 * Cost: alloc, aligned_alloc and free O(1), with at most CONFIG_SYS_HEAP_ALLOC_LOOPS blocks looked
 * at; realloc O(1) beside copying; validate, print_info O(blocks).
 */

#include <zephyr/sys/mem_stats.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct z_heap;

struct sys_heap {
  struct z_heap* heap;
  void* init_mem;
  size_t init_bytes;
};

/**
 * Makes a heap of `bytes` at `mem`; both are rounded inwards to 8. Less than K_HEAP_DEFINE's
 * least size (56 bytes, 80 with statistics) is an assertion (CONFIG_ASSERT), else undefined.
 */
void sys_heap_init(struct sys_heap* heap, void* mem, size_t bytes);

/** A block of at least `bytes`, aligned to 8; null if bytes is 0 or there is no room. */
void* sys_heap_alloc(struct sys_heap* heap, size_t bytes);

/**
 * A block whose address is a multiple of `align`, a power of two, or 0 for no wish. If two bits of
 * `align` are set, the lower one is an offset: (p + lower) is a multiple of the higher one.
 */
void* sys_heap_aligned_alloc(struct sys_heap* heap, size_t align, size_t bytes);

/** Returns a block; null does nothing. A block that is not allocated is an assertion
 * (CONFIG_ASSERT), else undefined. */
void sys_heap_free(struct sys_heap* heap, void* mem);

/**
 * The block with its size changed, moved if need be; the old block stays valid if null is returned.
 * ptr null allocates; bytes 0 frees and returns null. In-place growth and shrinking do not copy.
 */
void* sys_heap_aligned_realloc(struct sys_heap* heap, void* ptr, size_t align, size_t bytes);
void* sys_heap_realloc(struct sys_heap* heap, void* ptr, size_t bytes);

/** Bytes that the block really has room for, never less than was asked for. */
size_t sys_heap_usable_size(struct sys_heap* heap, void* mem);

/** True if the heap's tables, lists, headers and (with statistics) sums agree. */
bool sys_heap_validate(struct sys_heap* heap);

/** CONFIG_SYS_HEAP_RUNTIME_STATS: the sums now. 0, or -EINVAL if a pointer is null. */
int sys_heap_runtime_stats_get(struct sys_heap* heap, struct sys_memory_stats* stats);

/** Sets the maximum to what is allocated now. 0, or -EINVAL if heap is null. */
int sys_heap_runtime_stats_reset_max(struct sys_heap* heap);

/** Prints the heap's size and buckets with printk(), and every block if dump_chunks. */
void sys_heap_print_info(struct sys_heap* heap, bool dump_chunks);

/** The heaps made so far, up to CONFIG_SYS_HEAP_ARRAY_SIZE (0 by default), in the order of their
 * sys_heap_init(): sets *heap to their addresses and returns how many. */
int sys_heap_array_get(struct sys_heap*** heap);

/** What sys_heap_stress() did. accumulated_in_use_bytes: sum, over all operations, of the bytes
 * that were then allocated as asked for. */
struct z_heap_stress_result {
  uint32_t total_allocs;
  uint32_t successful_allocs;
  uint32_t total_frees;
  uint64_t accumulated_in_use_bytes;
};

/**
 * op_count allocations and frees in a random order, such that about target_percent of total_bytes
 * are used. Half of the sizes are below 16 bytes, a quarter below 32 and so on. scratch_mem: 16
 * bytes for each block that may be allocated at once. The random numbers are Zephyr's, so that the
 * sequence is too; they go on from call to call.
 */
void sys_heap_stress(void* (*alloc_fn)(void* arg, size_t bytes),
                     void (*free_fn)(void* arg, void* p), void* arg, size_t total_bytes,
                     uint32_t op_count, void* scratch_mem, size_t scratch_bytes, int target_percent,
                     struct z_heap_stress_result* result);

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_SYS_HEAP_H_ */
