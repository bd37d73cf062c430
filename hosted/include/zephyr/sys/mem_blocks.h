/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_MEM_BLOCKS_H_
#define ZEPHYR_INCLUDE_SYS_MEM_BLOCKS_H_

/*
 * Memory block allocators (CONFIG_SYS_MEM_BLOCKS): blocks of one size, a power of two, with the
 * book-keeping outside the memory, and several blocks in one call. None waits; threads and
 * interrupts. Blocks are given from the lowest address up. Cost: O(blocks of the allocator).
 *
 * With CONFIG_SYS_MEM_BLOCKS_LISTENER heap listeners with HEAP_ID_FROM_POINTER(&allocator) hear of
 * each block, and of each contiguous run as one.
 */

#include <stddef.h>
#include <stdint.h>
#include <zephyr/kernel.h>
#include <zephyr/math/ilog2.h>
#include <zephyr/sys/bitarray.h>
#include <zephyr/sys/mem_stats.h>

#ifndef CONFIG_SYS_MEM_BLOCKS
#error "tidemark-hosted: <zephyr/sys/mem_blocks.h> needs CONFIG_SYS_MEM_BLOCKS=y in prj.conf"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define MAX_MULTI_ALLOCATORS 8

struct sys_mem_blocks;
struct sys_multi_mem_blocks;
typedef struct sys_mem_blocks sys_mem_blocks_t;
typedef struct sys_multi_mem_blocks sys_multi_mem_blocks_t;
/** Chooses the allocator for a request; cfg is the caller's. Null refuses it. */
typedef sys_mem_blocks_t* (*sys_multi_mem_blocks_choice_fn_t)(struct sys_multi_mem_blocks* group,
                                                              void* cfg);

#ifdef CONFIG_SYS_MEM_BLOCKS_RUNTIME_STATS
#define HOSTED_MEM_BLOCKS_COUNTERS \
  uint32_t used_blocks;            \
  uint32_t max_used_blocks;
#else
#define HOSTED_MEM_BLOCKS_COUNTERS
#endif

struct sys_mem_blocks_info {
  uint32_t num_blocks;
  uint8_t blk_sz_shift; /* a block has 2 to this power bytes */
  HOSTED_MEM_BLOCKS_COUNTERS
};

struct sys_mem_blocks {
  union {
    struct sys_mem_blocks_info info;
    struct { /* the names before Zephyr 3.5 */
      uint32_t num_blocks;
      uint8_t blk_sz_shift;
      HOSTED_MEM_BLOCKS_COUNTERS
    };
  };
  uint8_t* buffer;
  sys_bitarray_t* bitmap; /* one bit a block, set if it is used */
#ifdef CONFIG_ASAN
  size_t red_zone; /* bytes before and behind the blocks that nobody may touch */
#endif
#ifdef CONFIG_SYS_MEM_BLOCKS_RUNTIME_STATS
  struct k_spinlock lock;
#endif
};

struct sys_multi_mem_blocks {
  int num_allocators;
  sys_multi_mem_blocks_choice_fn_t choice_fn;
  sys_mem_blocks_t* allocators[MAX_MULTI_ALLOCATORS];
};

/* Each allocator is found through STRUCT_SECTION_FOREACH_ALTERNATE(sys_mem_blocks_ptr, ...). */
#define HOSTED_MEM_BLOCKS_DEFINE(name, blk_sz, num_blks, buf, zone, mbmod)      \
  _SYS_BITARRAY_DEFINE(_sys_mem_blocks_bitmap_##name, num_blks, mbmod);         \
  mbmod struct sys_mem_blocks name = {.info = {(num_blks), ilog2(blk_sz)},      \
                                      .buffer = (buf),                          \
                                      .bitmap = &_sys_mem_blocks_bitmap_##name, \
                                      HOSTED_RED_ZONE_FIELD(zone)};             \
  STRUCT_SECTION_ITERABLE_ALTERNATE(sys_mem_blocks_ptr, sys_mem_blocks*, __##name##_ptr) = &name
#define _SYS_MEM_BLOCKS_DEFINE_WITH_EXT_BUF(name, blk_sz, num_blks, buf, mbmod) \
  HOSTED_MEM_BLOCKS_DEFINE(name, blk_sz, num_blks, buf, 0, mbmod)
#define _SYS_MEM_BLOCKS_DEFINE(name, blk_sz, num_blks, balign, mbmod)                     \
  mbmod uint8_t __noinit_named(sys_mem_blocks_buf_##name) __aligned(WB_UP(balign))        \
      _sys_mem_blocks_buf_##name[(num_blks)*WB_UP(blk_sz) + 2 * HOSTED_RED_ZONE(balign)]; \
  HOSTED_MEM_BLOCKS_DEFINE(name, blk_sz, num_blks,                                        \
                           _sys_mem_blocks_buf_##name + HOSTED_RED_ZONE(balign),          \
                           HOSTED_RED_ZONE(balign), mbmod)

/** num_blks blocks of blk_sz bytes (a power of two), the memory aligned to balign. */
#define SYS_MEM_BLOCKS_DEFINE(name, blk_sz, num_blks, balign) \
  _SYS_MEM_BLOCKS_DEFINE(name, blk_sz, num_blks, balign, )
#define SYS_MEM_BLOCKS_DEFINE_STATIC(name, blk_sz, num_blks, balign) \
  _SYS_MEM_BLOCKS_DEFINE(name, blk_sz, num_blks, balign, static)
#define SYS_MEM_BLOCKS_DEFINE_WITH_EXT_BUF(name, blk_sz, num_blks, buf) \
  _SYS_MEM_BLOCKS_DEFINE_WITH_EXT_BUF(name, blk_sz, num_blks, buf, )
#define SYS_MEM_BLOCKS_DEFINE_STATIC_WITH_EXT_BUF(name, blk_sz, num_blks, buf) \
  _SYS_MEM_BLOCKS_DEFINE_WITH_EXT_BUF(name, blk_sz, num_blks, buf, static)

/** count blocks, their addresses to out_blocks[]. 0, or -ENOMEM and none is taken. */
int sys_mem_blocks_alloc(sys_mem_blocks_t* mem_block, size_t count, void** out_blocks);
/** count neighbours, the address of the first to *out_block (null if count is 0). 0 or -ENOMEM. */
int sys_mem_blocks_alloc_contiguous(sys_mem_blocks_t* mem_block, size_t count, void** out_block);
/** These very blocks. 0, or -ENOMEM if one is used or outside. */
int sys_mem_blocks_get(sys_mem_blocks_t* mem_block, void* in_block, size_t count);
/** Not 0 if all of these are free. */
int sys_mem_blocks_is_region_free(sys_mem_blocks_t* mem_block, void* in_block, size_t count);
/** 0; -EINVAL if count exceeds the allocator's blocks; -EFAULT if one was not allocated or is
 * outside (the others are freed). */
int sys_mem_blocks_free(sys_mem_blocks_t* mem_block, size_t count, void** in_blocks);
/** 0; -EINVAL if count exceeds the allocator's blocks or the run leaves it; -EFAULT if one of them
 * is not allocated (nothing changes). */
int sys_mem_blocks_free_contiguous(sys_mem_blocks_t* mem_block, void* block, size_t count);

#ifdef CONFIG_SYS_MEM_BLOCKS_RUNTIME_STATS
/** In bytes of whole blocks. 0, or -EINVAL if a pointer is null. */
int sys_mem_blocks_runtime_stats_get(sys_mem_blocks_t* mem_block, struct sys_memory_stats* stats);
/** The maximum becomes what is used now. 0, or -EINVAL. */
int sys_mem_blocks_runtime_stats_reset_max(sys_mem_blocks_t* mem_block);
#endif

/** A group of up to MAX_MULTI_ALLOCATORS allocators behind one call. */
void sys_multi_mem_blocks_init(sys_multi_mem_blocks_t* group,
                               sys_multi_mem_blocks_choice_fn_t choice_fn);
void sys_multi_mem_blocks_add_allocator(sys_multi_mem_blocks_t* group, sys_mem_blocks_t* alloc);
/** As sys_mem_blocks_alloc; -EINVAL if none is chosen; *blk_size (may be null) is in bytes. */
int sys_multi_mem_blocks_alloc(sys_multi_mem_blocks_t* group, void* cfg, size_t count,
                               void** out_blocks, size_t* blk_size);
/** All blocks belong to one allocator, found by the first; -EINVAL if there is none. */
int sys_multi_mem_blocks_free(sys_multi_mem_blocks_t* group, size_t count, void** in_blocks);

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_MEM_BLOCKS_H_ */
