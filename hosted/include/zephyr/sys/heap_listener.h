/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_HEAP_LISTENER_H
#define ZEPHYR_INCLUDE_SYS_HEAP_LISTENER_H

/*
 * Notification of heap events (CONFIG_SYS_HEAP_LISTENER). A callback runs in the caller's context
 * with the heap's lock held: it must not block and must not use the heap. Failed allocations give
 * no event. A block that is resized in place gives ALLOC with the new size and then FREE with the
 * old one, of the same address; a block that moves gives both with their own addresses. Blocks of
 * k_malloc() have the address of the caller's pointer minus one word.
 */

#include <zephyr/sys/slist.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef CONFIG_HEAP_LISTENER

enum heap_event_types {
  HEAP_EVT_UNKNOWN = 0,
  HEAP_RESIZE,
  HEAP_ALLOC,
  HEAP_FREE,
  HEAP_REALLOC,
  HEAP_MAX_EVENTS
};

/** heap_id: see HEAP_ID_FROM_POINTER. bytes: what the block has room for, not what was asked for.
 */
typedef void (*heap_listener_resize_cb_t)(uintptr_t heap_id, void* old_heap_end,
                                          void* new_heap_end);
typedef void (*heap_listener_alloc_cb_t)(uintptr_t heap_id, void* mem, size_t bytes);
typedef void (*heap_listener_free_cb_t)(uintptr_t heap_id, void* mem, size_t bytes);

/** One listener: one heap, one kind of event. It must stay where it is while it is registered. */
struct heap_listener {
  sys_snode_t node;
  uintptr_t heap_id;
  enum heap_event_types event;
  union {
    heap_listener_alloc_cb_t alloc_cb;
    heap_listener_free_cb_t free_cb;
    heap_listener_resize_cb_t resize_cb;
  };
};

/** Adds a listener, last; removes one. O(1) and O(listeners). */
void heap_listener_register(struct heap_listener* listener);
void heap_listener_unregister(struct heap_listener* listener);

/** What allocators call; each walks all listeners. */
void heap_listener_notify_alloc(uintptr_t heap_id, void* mem, size_t bytes);
void heap_listener_notify_free(uintptr_t heap_id, void* mem, size_t bytes);
void heap_listener_notify_resize(uintptr_t heap_id, void* old_heap_end, void* new_heap_end);

/** The id of a heap is its address: of the sys_heap, which is also that of the k_heap around it. */
#define HEAP_ID_FROM_POINTER(heap_pointer) ((uintptr_t)heap_pointer)
#define HEAP_ID_LIBC ((uintptr_t)0)

/* Positional but for the union: C++20 mixes no designators with plain clauses. */
#define HEAP_LISTENER_ALLOC_DEFINE(name, _heap_id, _alloc_cb) \
  struct heap_listener name = {{NULL}, _heap_id, HEAP_ALLOC, {.alloc_cb = _alloc_cb}}
#define HEAP_LISTENER_FREE_DEFINE(name, _heap_id, _free_cb) \
  struct heap_listener name = {{NULL}, _heap_id, HEAP_FREE, {.free_cb = _free_cb}}
#define HEAP_LISTENER_RESIZE_DEFINE(name, _heap_id, _resize_cb) \
  struct heap_listener name = {{NULL}, _heap_id, HEAP_RESIZE, {.resize_cb = _resize_cb}}

#else

#define HEAP_ID_FROM_POINTER(heap_pointer) ((uintptr_t)NULL)

static inline void heap_listener_notify_alloc(uintptr_t heap_id, void* mem, size_t bytes) {
  (void)heap_id;
  (void)mem;
  (void)bytes;
}

static inline void heap_listener_notify_free(uintptr_t heap_id, void* mem, size_t bytes) {
  (void)heap_id;
  (void)mem;
  (void)bytes;
}

static inline void heap_listener_notify_resize(uintptr_t heap_id, void* old_heap_end,
                                               void* new_heap_end) {
  (void)heap_id;
  (void)old_heap_end;
  (void)new_heap_end;
}

#endif /* CONFIG_HEAP_LISTENER */

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_HEAP_LISTENER_H */
