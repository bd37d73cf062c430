// SPDX-License-Identifier: Apache-2.0
// Simple buffers: a piece of memory with data in its middle. Part of <zephyr/net/buf.h>.
//
//   __buf                data                data + len           __buf + size
//     | headroom (push) |     the data      | tailroom (add)     |
//
// add and push give room behind and before the data, remove and pull take data from its end and its
// start. All O(1) but for copying; no locks: one thread at a time has a buffer. Without room, or
// with less data than is taken, they are an assertion (CONFIG_ASSERT) and else hurt memory, as on a
// device.
#ifndef HOSTED_INCLUDE_ZEPHYR_INTERNAL_NET_BUF_SIMPLE_H_
#define HOSTED_INCLUDE_ZEPHYR_INTERNAL_NET_BUF_SIMPLE_H_

#include <stddef.h>
#include <string.h>
#include <zephyr/sys/__assert.h>
#include <zephyr/sys/byteorder.h>
#include <zephyr/sys/util.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define __net_buf_align __aligned(sizeof(void*))

struct net_buf_simple {
  uint8_t* data; /* the first byte of the data */
  uint16_t len;  /* bytes of data */
  uint16_t size; /* bytes that __buf has room for */
  uint8_t* __buf;
};

/** A buffer with its memory: static, or in C also on a stack. */
#define NET_BUF_SIMPLE_DEFINE(_name, _size) \
  uint8_t net_buf_data_##_name[_size];      \
  struct net_buf_simple _name = {net_buf_data_##_name, 0, _size, net_buf_data_##_name}
#define NET_BUF_SIMPLE_DEFINE_STATIC(_name, _size)     \
  static __noinit uint8_t net_buf_data_##_name[_size]; \
  static struct net_buf_simple _name = {net_buf_data_##_name, 0, _size, net_buf_data_##_name}
/** A pointer to a buffer on the stack (C only); net_buf_simple_init() makes it ready. */
#define NET_BUF_SIMPLE(_size)                      \
  (&((struct {                                     \
      struct net_buf_simple simple;                \
      uint8_t memory[_size];                       \
    }){.simple = {.data = NULL, .size = (_size)}}) \
        .simple)

/** Empties the buffer and leaves `reserve_head` bytes of headroom. */
static inline void net_buf_simple_init(struct net_buf_simple* buf, size_t reserve_head) {
  if (buf->__buf == NULL) {
    buf->__buf = (uint8_t*)(buf + 1);
  }
  buf->data = buf->__buf + reserve_head;
  buf->len = 0;
}
/** A buffer full of the `size` bytes at `data`, which stay where they are. */
static inline void net_buf_simple_init_with_data(struct net_buf_simple* buf, void* data,
                                                 size_t size) {
  buf->data = (uint8_t*)data;
  buf->__buf = (uint8_t*)data;
  buf->len = (uint16_t)size;
  buf->size = (uint16_t)size;
}
/** Empties the buffer, without headroom. */
static inline void net_buf_simple_reset(struct net_buf_simple* buf) {
  buf->data = buf->__buf;
  buf->len = 0;
}
/** Headroom for an empty buffer. */
static inline void net_buf_simple_reserve(struct net_buf_simple* buf, size_t reserve) {
  __ASSERT_NO_MSG(buf->len == 0);
  buf->data = buf->__buf + reserve;
}
/** Another view of the same memory. */
static inline void net_buf_simple_clone(const struct net_buf_simple* original,
                                        struct net_buf_simple* clone) {
  *clone = *original;
}

static inline size_t net_buf_simple_headroom(const struct net_buf_simple* buf) {
  return (size_t)(buf->data - buf->__buf);
}
static inline size_t net_buf_simple_tailroom(const struct net_buf_simple* buf) {
  return buf->size - net_buf_simple_headroom(buf) - buf->len;
}
/** The most data that the buffer can hold with the headroom that it has. */
static inline uint16_t net_buf_simple_max_len(const struct net_buf_simple* buf) {
  return (uint16_t)(buf->size - net_buf_simple_headroom(buf));
}
static inline uint8_t* net_buf_simple_tail(const struct net_buf_simple* buf) {
  return buf->data + buf->len;
}

/** Returns where the new room begins, which is not written to. */
static inline void* net_buf_simple_add(struct net_buf_simple* buf, size_t len) {
  uint8_t* tail = net_buf_simple_tail(buf);

  __ASSERT_NO_MSG(net_buf_simple_tailroom(buf) >= len);
  buf->len = (uint16_t)(buf->len + len);
  return tail;
}
/** Returns the new start of the data. */
static inline void* net_buf_simple_push(struct net_buf_simple* buf, size_t len) {
  __ASSERT_NO_MSG(net_buf_simple_headroom(buf) >= len);
  buf->data -= len;
  buf->len = (uint16_t)(buf->len + len);
  return buf->data;
}
/** Returns the new start of the data. */
static inline void* net_buf_simple_pull(struct net_buf_simple* buf, size_t len) {
  __ASSERT_NO_MSG(buf->len >= len);
  buf->len = (uint16_t)(buf->len - len);
  buf->data += len;
  return buf->data;
}
/** Returns the data that was taken. */
static inline void* net_buf_simple_pull_mem(struct net_buf_simple* buf, size_t len) {
  uint8_t* data = buf->data;

  (void)net_buf_simple_pull(buf, len);
  return data;
}
/** Returns the data that was taken. */
static inline void* net_buf_simple_remove_mem(struct net_buf_simple* buf, size_t len) {
  __ASSERT_NO_MSG(buf->len >= len);
  buf->len = (uint16_t)(buf->len - len);
  return buf->data + buf->len;
}
static inline void* net_buf_simple_add_mem(struct net_buf_simple* buf, const void* mem,
                                           size_t len) {
  return memcpy(net_buf_simple_add(buf, len), mem, len);
}
static inline void* net_buf_simple_push_mem(struct net_buf_simple* buf, const void* mem,
                                            size_t len) {
  return memcpy(net_buf_simple_push(buf, len), mem, len);
}

/* net_buf_simple_{add,push,remove,pull}_<name> of an integer of `bytes` bytes. */
#define HOSTED_NET_BUF_SIMPLE_INTEGER(name, order, type, bytes)                              \
  static inline void net_buf_simple_add_##name(struct net_buf_simple* buf, type val) {       \
    hosted_put_##order(val, (uint8_t*)net_buf_simple_add(buf, bytes), bytes);                \
  }                                                                                          \
  static inline void net_buf_simple_push_##name(struct net_buf_simple* buf, type val) {      \
    hosted_put_##order(val, (uint8_t*)net_buf_simple_push(buf, bytes), bytes);               \
  }                                                                                          \
  static inline type net_buf_simple_remove_##name(struct net_buf_simple* buf) {              \
    return (type)hosted_get_##order((uint8_t*)net_buf_simple_remove_mem(buf, bytes), bytes); \
  }                                                                                          \
  static inline type net_buf_simple_pull_##name(struct net_buf_simple* buf) {                \
    return (type)hosted_get_##order((uint8_t*)net_buf_simple_pull_mem(buf, bytes), bytes);   \
  }
#define HOSTED_NET_BUF_INTEGERS(DEFINE) \
  DEFINE(le16, le, uint16_t, 2)         \
  DEFINE(be16, be, uint16_t, 2)         \
  DEFINE(le24, le, uint32_t, 3)         \
  DEFINE(be24, be, uint32_t, 3)         \
  DEFINE(le32, le, uint32_t, 4)         \
  DEFINE(be32, be, uint32_t, 4)         \
  DEFINE(le40, le, uint64_t, 5)         \
  DEFINE(be40, be, uint64_t, 5)         \
  DEFINE(le48, le, uint64_t, 6)         \
  DEFINE(be48, be, uint64_t, 6)         \
  DEFINE(le64, le, uint64_t, 8)         \
  DEFINE(be64, be, uint64_t, 8)
HOSTED_NET_BUF_INTEGERS(HOSTED_NET_BUF_SIMPLE_INTEGER)

static inline uint8_t* net_buf_simple_add_u8(struct net_buf_simple* buf, uint8_t val) {
  return (uint8_t*)net_buf_simple_add_mem(buf, &val, 1);
}
static inline void net_buf_simple_push_u8(struct net_buf_simple* buf, uint8_t val) {
  (void)net_buf_simple_push_mem(buf, &val, 1);
}
static inline uint8_t net_buf_simple_remove_u8(struct net_buf_simple* buf) {
  return *(uint8_t*)net_buf_simple_remove_mem(buf, 1);
}
static inline uint8_t net_buf_simple_pull_u8(struct net_buf_simple* buf) {
  return *(uint8_t*)net_buf_simple_pull_mem(buf, 1);
}

/** Where the data was, to come back to. */
struct net_buf_simple_state {
  uint16_t offset;
  uint16_t len;
};
static inline void net_buf_simple_save(const struct net_buf_simple* buf,
                                       struct net_buf_simple_state* state) {
  state->offset = (uint16_t)net_buf_simple_headroom(buf);
  state->len = buf->len;
}
static inline void net_buf_simple_restore(struct net_buf_simple* buf,
                                          struct net_buf_simple_state* state) {
  buf->data = buf->__buf + state->offset;
  buf->len = state->len;
}

#ifdef __cplusplus
}
#endif
#endif
