// SPDX-License-Identifier: Apache-2.0
#include <zephyr/sys/heap_listener.h>

#include <cstddef>
#include <cstdint>

#ifdef CONFIG_HEAP_LISTENER

namespace {

sys_slist_t listeners = SYS_SLIST_STATIC_INIT(&listeners);

// Calls `notify` with each listener of that heap and event; a callback may unregister its own
// listener.
template <typename Notify>
void for_each(std::uintptr_t heap_id, heap_event_types event, Notify notify) {
  heap_listener* listener;
  heap_listener* next;
  SYS_SLIST_FOR_EACH_CONTAINER_SAFE(&listeners, listener, next, node) {
    if (listener->heap_id == heap_id && listener->event == event) {
      notify(*listener);
    }
  }
}

}  // namespace

void heap_listener_register(heap_listener* listener) {
  sys_slist_append(&listeners, &listener->node);
}

void heap_listener_unregister(heap_listener* listener) {
  (void)sys_slist_find_and_remove(&listeners, &listener->node);
}

void heap_listener_notify_alloc(std::uintptr_t heap_id, void* mem, std::size_t bytes) {
  for_each(heap_id, HEAP_ALLOC,
           [=](const heap_listener& listener) { listener.alloc_cb(heap_id, mem, bytes); });
}

void heap_listener_notify_free(std::uintptr_t heap_id, void* mem, std::size_t bytes) {
  for_each(heap_id, HEAP_FREE,
           [=](const heap_listener& listener) { listener.free_cb(heap_id, mem, bytes); });
}

void heap_listener_notify_resize(std::uintptr_t heap_id, void* old_heap_end, void* new_heap_end) {
  for_each(heap_id, HEAP_RESIZE, [=](const heap_listener& listener) {
    listener.resize_cb(heap_id, old_heap_end, new_heap_end);
  });
}

#endif
