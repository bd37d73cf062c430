/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_MIN_HEAP_H_
#define ZEPHYR_INCLUDE_SYS_MIN_HEAP_H_

/*
 * A binary heap of elements of one size in an array, as of Zephyr 4.2: the element that compares
 * lowest is at the top. Elements are copied in and out. It takes no lock; calls from several
 * contexts need one around them. Allowed in ISRs. Cost: push, pop, remove O(log n); find O(n);
 * peek O(1).
 */

#include <zephyr/sys/util.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Below 0 if a comes before b, 0 if either may, above 0 if b comes before a. */
typedef int (*min_heap_cmp_t)(const void* a, const void* b);
/* Whether the element is the one that `other` describes. */
typedef bool (*min_heap_eq_t)(const void* node, const void* other);

struct min_heap {
  void* storage;
  size_t capacity; /* elements that fit */
  size_t elem_size;
  size_t size; /* elements that are in */
  min_heap_cmp_t cmp;
};

#define Z_MIN_HEAP_INITIALIZER(mem, cap, bytes, compare) \
  { .storage = (mem), .capacity = (cap), .elem_size = (bytes), .size = 0, .cmp = (compare) }
/* A heap in memory of the application. */
#define MIN_HEAP_DEFINE(name, mem, cap, bytes, compare) \
  struct min_heap name = Z_MIN_HEAP_INITIALIZER(mem, cap, bytes, compare)
/* A heap with static memory of its own for `cap` elements, aligned to `align`. */
#define MIN_HEAP_DEFINE_STATIC(name, cap, bytes, align, compare)   \
  static uint8_t name##_storage[(cap) * (bytes)] __aligned(align); \
  static struct min_heap name = Z_MIN_HEAP_INITIALIZER(name##_storage, cap, bytes, compare)

void min_heap_init(struct min_heap* heap, void* storage, size_t cap, size_t elem_size,
                   min_heap_cmp_t cmp);
/* 0, or -ENOMEM if it is full. */
int min_heap_push(struct min_heap* heap, const void* item);
/* The top, which stays in; null if it is empty. Valid until the next change. */
void* min_heap_peek(const struct min_heap* heap);
/* Takes the top out into `out`; false if it is empty. */
bool min_heap_pop(struct min_heap* heap, void* out);
/* Takes the element with this number out into `out`; false if there is none. */
bool min_heap_remove(struct min_heap* heap, size_t id, void* out);
/* The first element, in the array's order, for which eq(element, other); null if there is none.
 * Its number is stored unless out_id is null. */
void* min_heap_find(struct min_heap* heap, min_heap_eq_t eq, const void* other, size_t* out_id);
/* The element with this number, below size. */
static inline void* min_heap_get_element(const struct min_heap* heap, size_t index) {
  return (uint8_t*)heap->storage + index * heap->elem_size;
}
static inline bool min_heap_is_empty(const struct min_heap* heap) {
  return heap->size == 0;
}
/* From number `it` on, one after the other: for (i = 0; (e = MIN_HEAP_FOREACH...)). */
#define MIN_HEAP_FOREACH(heap, node, var)                                                       \
  for (size_t var = 0; (var) < (heap)->size && ((node) = min_heap_get_element((heap), var), 1); \
       ++(var))

#ifdef __cplusplus
}
#endif
#endif
