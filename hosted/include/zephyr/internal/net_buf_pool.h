// SPDX-License-Identifier: Apache-2.0
// Pools of network buffers. Part of <zephyr/net/buf.h>.
//
// A pool has a fixed number of buffers, each with `_ud_size` (0 to 255) bytes of user data; where
// the data of a buffer lies is what the kinds of pools differ in. A pool is static in its file and
// ready before the first SYS_INIT function; STRUCT_SECTION_FOREACH(net_buf_pool) finds it.
// `_destroy` is NULL or called, by who gave up the last reference, when the data is gone already;
// it must call net_buf_destroy(), which puts the buffer back.
#ifndef HOSTED_INCLUDE_ZEPHYR_INTERNAL_NET_BUF_POOL_H_
#define HOSTED_INCLUDE_ZEPHYR_INTERNAL_NET_BUF_POOL_H_

#include <zephyr/kernel.h>
#include <zephyr/sys/atomic.h>
#include <zephyr/sys/iterable_sections.h>

#ifdef __cplusplus
extern "C" {
#endif

struct net_buf;

/** How a kind of pool gets and gives back data. `ref` is NULL where buffers cannot share data;
 * net_buf_clone() copies then. */
struct net_buf_data_cb {
  /* *size may be made smaller. NULL if there is no room. */
  uint8_t* (*alloc)(struct net_buf* buf, size_t* size, k_timeout_t timeout);
  uint8_t* (*ref)(struct net_buf* buf, uint8_t* data);
  void (*unref)(struct net_buf* buf, uint8_t* data);
};
struct net_buf_data_alloc {
  const struct net_buf_data_cb* cb;
  void* alloc_data;
  size_t max_alloc_size; /* of newer releases; nothing here reads it */
};

struct net_buf_pool {
  struct k_lifo free; /* buffers that were used and are free again */
  struct k_spinlock lock;
  const uint16_t buf_count; /* buffers of the pool */
  uint16_t uninit_count;    /* of them, never used so far */
  uint8_t user_data_size;
#ifdef CONFIG_NET_BUF_POOL_USAGE
  atomic_t avail_count;     /* buffers that are free; uninit_count is part of it */
  const uint16_t pool_size; /* 0, as in Zephyr: nothing sets it */
  const char* name;         /* of the variable */
#endif
  void (*const destroy)(struct net_buf* buf);
  const struct net_buf_data_alloc* alloc;
  struct net_buf* const __bufs;
};

#ifdef CONFIG_NET_BUF_POOL_USAGE
#define HOSTED_NET_BUF_USAGE(_pool, _count) \
  .avail_count = ATOMIC_INIT(_count), .pool_size = 0, .name = STRINGIFY(_pool),
#else
#define HOSTED_NET_BUF_USAGE(_pool, _count)
#endif
#define NET_BUF_POOL_INITIALIZER(_pool, _alloc, _bufs, _count, _ud_size, _destroy) \
  {                                                                                \
    .free = Z_FIFO_INITIALIZER(_pool.free), .lock = {}, .buf_count = _count,       \
    .uninit_count = _count, .user_data_size = _ud_size,                            \
    HOSTED_NET_BUF_USAGE(_pool, _count).destroy = _destroy, .alloc = _alloc,       \
    .__bufs = (struct net_buf*)_bufs,                                              \
  }

/* The buffers without their data, back to back. */
#define _NET_BUF_ARRAY_DEFINE(_name, _count, _ud_size)                                         \
  BUILD_ASSERT((_ud_size) <= UINT8_MAX, "user data of a net_buf is at most 255 bytes");        \
  struct _net_buf_##_name {                                                                    \
    uint8_t b[sizeof(struct net_buf)];                                                         \
    uint8_t ud[_ud_size];                                                                      \
  } __net_buf_align;                                                                           \
  BUILD_ASSERT(sizeof(struct _net_buf_##_name) ==                                              \
                   ROUND_UP(sizeof(struct net_buf) + (_ud_size), __alignof__(struct net_buf)), \
               "buffers must lie where net_buf_id() looks for them");                          \
  static struct _net_buf_##_name _net_buf_##_name[_count] __noinit
#define HOSTED_NET_BUF_POOL(_name, _alloc, _count, _ud_size, _destroy) \
  static STRUCT_SECTION_ITERABLE(net_buf_pool, _name) =                \
      NET_BUF_POOL_INITIALIZER(_name, _alloc, _net_buf_##_name, _count, _ud_size, _destroy)

/** Data of `_data_size` bytes a buffer, beside the pool. It is never waited for. */
#define NET_BUF_POOL_FIXED_DEFINE(_name, _count, _data_size, _ud_size, _destroy)    \
  _NET_BUF_ARRAY_DEFINE(_name, _count, _ud_size);                                   \
  static uint8_t __noinit net_buf_data_##_name[_count][_data_size] __net_buf_align; \
  static const struct net_buf_pool_fixed net_buf_fixed_##_name = {                  \
      .data_size = _data_size,                                                      \
      .data_pool = (uint8_t*)net_buf_data_##_name,                                  \
  };                                                                                \
  static const struct net_buf_data_alloc net_buf_fixed_alloc_##_name = {            \
      .cb = &net_buf_fixed_cb,                                                      \
      .alloc_data = (void*)&net_buf_fixed_##_name,                                  \
      .max_alloc_size = _data_size,                                                 \
  };                                                                                \
  HOSTED_NET_BUF_POOL(_name, &net_buf_fixed_alloc_##_name, _count, _ud_size, _destroy)
#define NET_BUF_POOL_DEFINE(_name, _count, _size, _ud_size, _destroy) \
  NET_BUF_POOL_FIXED_DEFINE(_name, _count, _size, _ud_size, _destroy)

/** Data from a heap of `_data_size` bytes for all buffers, net_buf_mem_pool_<name>, which may be
 * waited for. Each piece of data has a word before it. */
#define NET_BUF_POOL_VAR_DEFINE(_name, _count, _data_size, _ud_size, _destroy) \
  _NET_BUF_ARRAY_DEFINE(_name, _count, _ud_size);                              \
  K_HEAP_DEFINE(net_buf_mem_pool_##_name, _data_size);                         \
  static const struct net_buf_data_alloc net_buf_data_alloc_##_name = {        \
      .cb = &net_buf_var_cb,                                                   \
      .alloc_data = &net_buf_mem_pool_##_name,                                 \
      .max_alloc_size = 0,                                                     \
  };                                                                           \
  HOSTED_NET_BUF_POOL(_name, &net_buf_data_alloc_##_name, _count, _ud_size, _destroy)

/** Data from k_malloc(), never waited for, with a word before it. */
#if K_HEAP_MEM_POOL_SIZE > 0
#define NET_BUF_POOL_HEAP_DEFINE(_name, _count, _ud_size, _destroy) \
  _NET_BUF_ARRAY_DEFINE(_name, _count, _ud_size);                   \
  HOSTED_NET_BUF_POOL(_name, &net_buf_heap_alloc, _count, _ud_size, _destroy)
#else
#define NET_BUF_POOL_HEAP_DEFINE(_name, _count, _ud_size, _destroy)                       \
  BUILD_ASSERT(0,                                                                         \
               "tidemark-hosted: NET_BUF_POOL_HEAP_DEFINE: there is no system heap; set " \
               "CONFIG_HEAP_MEM_POOL_SIZE")
#endif

struct net_buf_pool_fixed {
  size_t data_size;
  uint8_t* data_pool;
};
extern const struct net_buf_data_cb net_buf_fixed_cb;
extern const struct net_buf_data_cb net_buf_var_cb;
extern const struct net_buf_data_alloc net_buf_heap_alloc;

/** The pool of a buffer, by buf->pool_id; an id is a pool's place in the section. Not checked. */
struct net_buf_pool* net_buf_pool_get(int id);

#ifdef __cplusplus
}
#endif
#endif
