// SPDX-License-Identifier: Apache-2.0
// Network buffers (CONFIG_NET_BUF): counted references to data from pools of a fixed number of
// buffers. Calls with another timeout than K_NO_WAIT are for threads; all others may come from
// interrupts too. A buffer itself has no lock: `ref` and the data are changed by one at a time.
// docs/reference/hosted/memory.md says what is offered.
#ifndef ZEPHYR_INCLUDE_NET_BUF_H_
#define ZEPHYR_INCLUDE_NET_BUF_H_

#ifndef CONFIG_NET_BUF
#error "tidemark-hosted: <zephyr/net/buf.h>: buffers are not in this build; set CONFIG_NET_BUF=y"
#endif

#include <zephyr/internal/net_buf_pool.h>
#include <zephyr/internal/net_buf_simple.h>
#include <zephyr/sys/slist.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Of `flags`: the data is the caller's, and stays when the buffer goes. */
#define NET_BUF_EXTERNAL_DATA BIT(0)

/** The node is the user's while the buffer is in no queue or list. */
struct net_buf {
  sys_snode_t node;
  struct net_buf* frags; /* the next of a chain, whose reference this buffer holds; or NULL */
  uint8_t ref;           /* 1 to 255 references; 0 while it is free */
  uint8_t flags;
  uint8_t pool_id;
  uint8_t user_data_size;
  union {
    struct { /* the fields of `b` */
      uint8_t* data;
      uint16_t len;
      uint16_t size;
      uint8_t* __buf;
    };
    struct net_buf_simple b;
  };
  uint8_t user_data[] __net_buf_align;
};

/** The place of a buffer in its pool, from 0. */
int net_buf_id(const struct net_buf* buf);

/**
 * A buffer with one reference, empty, with room for `size` bytes (0: no data at all); of a fixed
 * pool at most its data size. NULL if within `timeout` no buffer is free or there is no room for
 * the data. A buffer that was used before comes first, the last one freed.
 */
struct net_buf* __must_check net_buf_alloc_len(struct net_buf_pool* pool, size_t size,
                                               k_timeout_t timeout);
/** The same with the data size of a fixed pool. */
struct net_buf* __must_check net_buf_alloc_fixed(struct net_buf_pool* pool, k_timeout_t timeout);
static inline struct net_buf* __must_check net_buf_alloc(struct net_buf_pool* pool,
                                                         k_timeout_t timeout) {
  return net_buf_alloc_fixed(pool, timeout);
}
/** A buffer full of the `size` bytes at `data`, which must stay there while it lives. */
struct net_buf* __must_check net_buf_alloc_with_data(struct net_buf_pool* pool, void* data,
                                                     size_t size, k_timeout_t timeout);

/** Gives up a reference of each buffer of the chain, up to the first that has more of them. One too
 * many does nothing until the buffer is allocated again, as on a device, but the first is told. */
void net_buf_unref(struct net_buf* buf);
struct net_buf* __must_check net_buf_ref(struct net_buf* buf);
/** Another buffer of the same pool with the same data: shared where the pool can, else copied. NULL
 * if there is no buffer or no room; then in Zephyr, and here, avail_count stays one too low if it
 * was the data that had no room. */
struct net_buf* __must_check net_buf_clone(struct net_buf* buf, k_timeout_t timeout);
/** For destroy callbacks: puts the buffer back into its pool. */
static inline void net_buf_destroy(struct net_buf* buf) {
  k_lifo_put(&net_buf_pool_get(buf->pool_id)->free, buf);
}
/** Empties a buffer that has neither flags nor fragments. */
void net_buf_reset(struct net_buf* buf);
static inline void* __must_check net_buf_user_data(const struct net_buf* buf) {
  return (void*)buf->user_data;
}
/** Copies the user data. 0; -EINVAL unless `dst` has room for it. */
int net_buf_user_data_copy(struct net_buf* dst, const struct net_buf* src);

/* Queues and lists of buffers. A chain goes as one. */
struct net_buf* __must_check net_buf_get(struct k_fifo* fifo, k_timeout_t timeout);
void net_buf_put(struct k_fifo* fifo, struct net_buf* buf);
void net_buf_slist_put(sys_slist_t* list, struct net_buf* buf);
struct net_buf* __must_check net_buf_slist_get(sys_slist_t* list);

/* Chains. The reference of `frag` goes over to the buffer before it. O(length) where they look for
 * an end. */
struct net_buf* net_buf_frag_last(struct net_buf* frags);
/** `frag` (and its chain) comes right behind `parent`. */
void net_buf_frag_insert(struct net_buf* parent, struct net_buf* frag);
/** `frag` becomes the end of the chain; without a `head` it gets another reference and is
 * returned. */
struct net_buf* net_buf_frag_add(struct net_buf* head, struct net_buf* frag);
/** Takes `frag` out of the chain, from behind `parent` (or NULL: it is the head), gives up its
 * reference and returns what followed it. */
struct net_buf* net_buf_frag_del(struct net_buf* parent, struct net_buf* frag);
/** Copies up to `len` bytes from byte `offset` of a chain, at most `dst_len`. Returns how many. */
size_t net_buf_linearize(void* dst, size_t dst_len, const struct net_buf* src, size_t offset,
                         size_t len);
/** How many bytes from byte `offset` of a chain equal those at `data`, at most `len`. */
size_t net_buf_data_match(const struct net_buf* buf, size_t offset, const void* data, size_t len);

typedef struct net_buf* (*net_buf_allocator_cb)(k_timeout_t timeout, void* user_data);
/** Appends `len` bytes to a chain, into buffers of `allocate_cb`, or of the chain's own pool if it
 * is NULL. Returns how many there was room for. */
size_t net_buf_append_bytes(struct net_buf* buf, size_t len, const void* value, k_timeout_t timeout,
                            net_buf_allocator_cb allocate_cb, void* user_data);
/** Takes `len` bytes from the start of a chain, freeing what becomes empty; returns the rest. */
static inline struct net_buf* net_buf_skip(struct net_buf* buf, size_t len) {
  while (buf != NULL && len-- > 0) {
    (void)net_buf_simple_pull_u8(&buf->b);
    if (buf->len == 0) {
      buf = net_buf_frag_del(NULL, buf);
    }
  }
  return buf;
}
/** Bytes of data in a chain. */
static inline size_t net_buf_frags_len(const struct net_buf* buf) {
  size_t bytes = 0;

  for (; buf != NULL; buf = buf->frags) {
    bytes += buf->len;
  }
  return bytes;
}

/* The calls of simple buffers, for the data of one buffer. */
static inline void net_buf_reserve(struct net_buf* buf, size_t reserve) {
  net_buf_simple_reserve(&buf->b, reserve);
}
static inline size_t net_buf_headroom(const struct net_buf* buf) {
  return net_buf_simple_headroom(&buf->b);
}
static inline size_t net_buf_tailroom(const struct net_buf* buf) {
  return net_buf_simple_tailroom(&buf->b);
}
static inline uint16_t net_buf_max_len(const struct net_buf* buf) {
  return net_buf_simple_max_len(&buf->b);
}
static inline uint8_t* net_buf_tail(const struct net_buf* buf) {
  return net_buf_simple_tail(&buf->b);
}
#define HOSTED_NET_BUF_PIECE(name)                                      \
  static inline void* net_buf_##name(struct net_buf* buf, size_t len) { \
    return net_buf_simple_##name(&buf->b, len);                         \
  }
HOSTED_NET_BUF_PIECE(add)
HOSTED_NET_BUF_PIECE(push)
HOSTED_NET_BUF_PIECE(pull)
HOSTED_NET_BUF_PIECE(pull_mem)
HOSTED_NET_BUF_PIECE(remove_mem)
static inline void* net_buf_add_mem(struct net_buf* buf, const void* mem, size_t len) {
  return net_buf_simple_add_mem(&buf->b, mem, len);
}
static inline void* net_buf_push_mem(struct net_buf* buf, const void* mem, size_t len) {
  return net_buf_simple_push_mem(&buf->b, mem, len);
}
static inline uint8_t* net_buf_add_u8(struct net_buf* buf, uint8_t val) {
  return net_buf_simple_add_u8(&buf->b, val);
}
static inline void net_buf_push_u8(struct net_buf* buf, uint8_t val) {
  net_buf_simple_push_u8(&buf->b, val);
}
static inline uint8_t net_buf_remove_u8(struct net_buf* buf) {
  return net_buf_simple_remove_u8(&buf->b);
}
static inline uint8_t net_buf_pull_u8(struct net_buf* buf) {
  return net_buf_simple_pull_u8(&buf->b);
}
#define HOSTED_NET_BUF_INTEGER(name, order, type, bytes)                  \
  static inline void net_buf_add_##name(struct net_buf* buf, type val) {  \
    net_buf_simple_add_##name(&buf->b, val);                              \
  }                                                                       \
  static inline void net_buf_push_##name(struct net_buf* buf, type val) { \
    net_buf_simple_push_##name(&buf->b, val);                             \
  }                                                                       \
  static inline type net_buf_remove_##name(struct net_buf* buf) {         \
    return net_buf_simple_remove_##name(&buf->b);                         \
  }                                                                       \
  static inline type net_buf_pull_##name(struct net_buf* buf) {           \
    return net_buf_simple_pull_##name(&buf->b);                           \
  }
HOSTED_NET_BUF_INTEGERS(HOSTED_NET_BUF_INTEGER)

#ifdef __cplusplus
}
#endif
#endif
