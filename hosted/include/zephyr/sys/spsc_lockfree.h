/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_SPSC_LOCKFREE_H_
#define ZEPHYR_INCLUDE_SYS_SPSC_LOCKFREE_H_

/*
 * A ring of elements of one type for one producer and one consumer, each in any context, without a
 * lock. The producer fills acquired elements in place and then produces them; the consumer consumes
 * and then releases them. The number of elements is a power of two. Macros: the ring is one that
 * SPSC_DEFINE made. Elements acquired and not yet produced, or consumed and not yet released, count
 * as used. All O(1).
 */

#include <zephyr/sys/atomic.h>
#include <zephyr/sys/util_macro.h>
#include <zephyr/toolchain.h>
#include <zephyr/types.h>

struct spsc {
  unsigned long acquire; /* elements acquired and not produced; the producer's */
  unsigned long consume; /* elements consumed and not released; the consumer's */
  atomic_t in;           /* elements produced, ever */
  atomic_t out;          /* elements released, ever */
  const unsigned long mask;
};

#define SPSC_INITIALIZER(sz, buf)    \
  {                                  \
    ._spsc = {.acquire = 0,          \
              .consume = 0,          \
              .in = ATOMIC_INIT(0),  \
              .out = ATOMIC_INIT(0), \
              .mask = (sz)-1},       \
    .buffer = (buf),                 \
  }
#define SPSC_DECLARE(name, type) \
  static struct spsc_##name {    \
    struct spsc _spsc;           \
    type* const buffer;          \
  }
#define SPSC_DEFINE(name, type, sz)                             \
  BUILD_ASSERT(IS_POWER_OF_TWO(sz),                             \
               "tidemark-hosted: SPSC_DEFINE: the size must be" \
               " a power of two");                              \
  static type __spsc_buf_##name[sz];                            \
  SPSC_DECLARE(name, type) name = SPSC_INITIALIZER(sz, __spsc_buf_##name);

/* Number of elements there is room for. */
#define spsc_size(spsc) ((spsc)->_spsc.mask + 1)
/* Empties it. Neither side may be using it. */
#define spsc_reset(spsc)                     \
  do {                                       \
    (spsc)->_spsc.consume = 0;               \
    (spsc)->_spsc.acquire = 0;               \
    (void)atomic_set(&(spsc)->_spsc.in, 0);  \
    (void)atomic_set(&(spsc)->_spsc.out, 0); \
  } while (false)

#define z_spsc_in(spsc) ((unsigned long)atomic_get(&(spsc)->_spsc.in))
#define z_spsc_out(spsc) ((unsigned long)atomic_get(&(spsc)->_spsc.out))
#define z_spsc_at(spsc, count) (&(spsc)->buffer[(count) & (spsc)->_spsc.mask])

/* The next free element, to be filled; null if there is none. */
#define spsc_acquire(spsc)                                          \
  __extension__({                                                   \
    unsigned long z_next = z_spsc_in(spsc) + (spsc)->_spsc.acquire; \
    bool z_room = z_next - z_spsc_out(spsc) < spsc_size(spsc);      \
    (spsc)->_spsc.acquire += z_room ? 1 : 0;                        \
    z_room ? z_spsc_at(spsc, z_next) : NULL;                        \
  })
/* Gives the oldest acquired element to the consumer; nothing if none is acquired. */
#define spsc_produce(spsc)                    \
  do {                                        \
    if ((spsc)->_spsc.acquire > 0) {          \
      (spsc)->_spsc.acquire -= 1;             \
      (void)atomic_add(&(spsc)->_spsc.in, 1); \
    }                                         \
  } while (false)
/* Gives all acquired elements to the consumer. */
#define spsc_produce_all(spsc)                                  \
  do {                                                          \
    unsigned long z_count = (spsc)->_spsc.acquire;              \
    (spsc)->_spsc.acquire = 0;                                  \
    (void)atomic_add(&(spsc)->_spsc.in, (atomic_val_t)z_count); \
  } while (false)
/* Takes back all acquired elements. */
#define spsc_drop_all(spsc)    \
  do {                         \
    (spsc)->_spsc.acquire = 0; \
  } while (false)

/* The next produced element; null if there is none. */
#define spsc_consume(spsc)                                           \
  __extension__({                                                    \
    unsigned long z_next = z_spsc_out(spsc) + (spsc)->_spsc.consume; \
    bool z_there = z_next != z_spsc_in(spsc);                        \
    (spsc)->_spsc.consume += z_there ? 1 : 0;                        \
    z_there ? z_spsc_at(spsc, z_next) : NULL;                        \
  })
/* Gives the oldest consumed element back to the producer; nothing if none is consumed. */
#define spsc_release(spsc)                     \
  do {                                         \
    if ((spsc)->_spsc.consume > 0) {           \
      (spsc)->_spsc.consume -= 1;              \
      (void)atomic_add(&(spsc)->_spsc.out, 1); \
    }                                          \
  } while (false)
/* Gives everything back to the producer, consumed or not. */
#define spsc_release_all(spsc)                                           \
  do {                                                                   \
    (spsc)->_spsc.consume = 0;                                           \
    (void)atomic_set(&(spsc)->_spsc.out, (atomic_val_t)z_spsc_in(spsc)); \
  } while (false)
/* Elements that can be consumed now. */
#define spsc_consumable(spsc) (z_spsc_in(spsc) - z_spsc_out(spsc) - (spsc)->_spsc.consume)
/* The first element that is consumed or can be; null if there is none. */
#define spsc_peek(spsc) \
  (z_spsc_out(spsc) == z_spsc_in(spsc) ? NULL : z_spsc_at(spsc, z_spsc_out(spsc)))
/* The element after `item`; null if that was the last. */
#define spsc_next(spsc, item)                                                                  \
  __extension__({                                                                              \
    unsigned long z_after = (unsigned long)((item) - (spsc)->buffer) + 1;                      \
    ((z_after ^ z_spsc_in(spsc)) & (spsc)->_spsc.mask) == 0 ? NULL : z_spsc_at(spsc, z_after); \
  })
/* The element before `item`; null if that was the first. */
#define spsc_prev(spsc, item)                                                                     \
  __extension__({                                                                                 \
    unsigned long z_this = (unsigned long)((item) - (spsc)->buffer);                              \
    ((z_this ^ z_spsc_out(spsc)) & (spsc)->_spsc.mask) == 0 ? NULL : z_spsc_at(spsc, z_this - 1); \
  })

#endif
