/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_RING_BUFFER_H_
#define ZEPHYR_INCLUDE_SYS_RING_BUFFER_H_

/*
 * Ring buffers of bytes, or of items: a header of one word and up to 255 words of data. One buffer
 * is used either by bytes or by items. No call takes a lock: one producer and one consumer need
 * none, as on a device. Cost: O(bytes copied).
 *
 * A claim hands out the memory itself. Several claims may follow each other; one finish ends them
 * all and takes back what was claimed beyond its size. A claim ends at the end of the memory, so
 * that two may be needed for one stretch.
 */

#include <errno.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/util.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RING_BUFFER_MAX_SIZE 0x80000000U
#define RING_BUFFER_SIZE_ASSERT_MSG "a ring buffer holds less than 2 GiB"

/* The positions count bytes since the start, modulo 2^32. head: claimed up to; tail: finished up
 * to; base: position of the first byte of the memory at the last wrap. */
struct ring_buf {
  uint8_t* buffer;
  int32_t put_head;
  int32_t put_tail;
  int32_t put_base;
  int32_t get_head;
  int32_t get_tail;
  int32_t get_base;
  uint32_t size;
};

/** Empty, all positions at `value`. For tests. */
static inline void ring_buf_internal_reset(struct ring_buf* buf, int32_t value) {
  buf->put_head = buf->put_tail = buf->put_base = value;
  buf->get_head = buf->get_tail = buf->get_base = value;
}

/** A buffer of size8 bytes. */
#define RING_BUF_DECLARE(name, size8)                                        \
  BUILD_ASSERT((size8) < RING_BUFFER_MAX_SIZE, RING_BUFFER_SIZE_ASSERT_MSG); \
  static uint8_t __noinit _ring_buffer_data_##name[size8];                   \
  struct ring_buf name = {_ring_buffer_data_##name, 0, 0, 0, 0, 0, 0, (size8)}
/** A buffer for items, of size32 words; each item takes a word beside its data. */
#define RING_BUF_ITEM_DECLARE(name, size32)                                       \
  BUILD_ASSERT((size32) < RING_BUFFER_MAX_SIZE / 4, RING_BUFFER_SIZE_ASSERT_MSG); \
  static uint32_t __noinit _ring_buffer_data_##name[size32];                      \
  struct ring_buf name = {(uint8_t*)_ring_buffer_data_##name, 0, 0, 0, 0, 0, 0, 4 * (size32)}
#define RING_BUF_ITEM_DECLARE_SIZE(name, size32) RING_BUF_ITEM_DECLARE(name, size32)
#define RING_BUF_ITEM_DECLARE_POW2(name, pow) RING_BUF_ITEM_DECLARE(name, BIT(pow))
/** Words that a value takes as an item's data. */
#define RING_BUF_ITEM_SIZEOF(expr) DIV_ROUND_UP(sizeof(expr), sizeof(uint32_t))

static inline void ring_buf_init(struct ring_buf* buf, uint32_t size, uint8_t* data) {
  __ASSERT(size < RING_BUFFER_MAX_SIZE, RING_BUFFER_SIZE_ASSERT_MSG);
  buf->size = size;
  buf->buffer = data;
  ring_buf_internal_reset(buf, 0);
}

/** size: in words. */
static inline void ring_buf_item_init(struct ring_buf* buf, uint32_t size, uint32_t* data) {
  __ASSERT(size < RING_BUFFER_MAX_SIZE / 4, RING_BUFFER_SIZE_ASSERT_MSG);
  ring_buf_init(buf, 4 * size, (uint8_t*)data);
}

static inline bool ring_buf_is_empty(const struct ring_buf* buf) {
  return buf->get_head == buf->put_tail;
}

static inline void ring_buf_reset(struct ring_buf* buf) {
  ring_buf_internal_reset(buf, 0);
}

/** Bytes that may be claimed for putting; what is claimed for getting is not free yet. */
static inline uint32_t ring_buf_space_get(const struct ring_buf* buf) {
  return buf->size - ((uint32_t)buf->put_head - (uint32_t)buf->get_tail);
}

/** The same in words. */
static inline uint32_t ring_buf_item_space_get(const struct ring_buf* buf) {
  return ring_buf_space_get(buf) / 4;
}

static inline uint32_t ring_buf_capacity_get(const struct ring_buf* buf) {
  return buf->size;
}

/** Bytes that may be claimed for getting. */
static inline uint32_t ring_buf_size_get(const struct ring_buf* buf) {
  return (uint32_t)buf->put_tail - (uint32_t)buf->get_head;
}

/** Memory for up to `size` bytes at *data; returns how many, 0 if there is no room. */
uint32_t ring_buf_put_claim(struct ring_buf* buf, uint8_t** data, uint32_t size);
/** The first `size` claimed bytes are valid. 0, or -EINVAL if less was claimed (nothing changes).
 */
int ring_buf_put_finish(struct ring_buf* buf, uint32_t size);
/** Copies up to `size` bytes in; returns how many. */
uint32_t ring_buf_put(struct ring_buf* buf, const uint8_t* data, uint32_t size);

/** As for putting: up to `size` valid bytes at *data. */
uint32_t ring_buf_get_claim(struct ring_buf* buf, uint8_t** data, uint32_t size);
int ring_buf_get_finish(struct ring_buf* buf, uint32_t size);
/** Takes up to `size` bytes out; data null discards them. Returns how many. */
uint32_t ring_buf_get(struct ring_buf* buf, uint8_t* data, uint32_t size);
/** Copies without taking out. Not between a claim and its finish. */
uint32_t ring_buf_peek(struct ring_buf* buf, uint8_t* data, uint32_t size);

/** size32: words of data. 0, or -EMSGSIZE if there is no room. */
int ring_buf_item_put(struct ring_buf* buf, uint16_t type, uint8_t value, uint32_t* data,
                      uint8_t size32);
/** *size32: room at data, then the item's size; data null discards the item's data. 0; -EAGAIN if
 * empty; -EMSGSIZE if it does not fit, *size32 says what it needs, the item stays. */
int ring_buf_item_get(struct ring_buf* buf, uint16_t* type, uint8_t* value, uint32_t* data,
                      uint8_t* size32);

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_RING_BUFFER_H_ */
