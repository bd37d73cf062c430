// SPDX-License-Identifier: Apache-2.0
// The one thing about a heap that Zephyr does not tell: what fragmentation has left in one piece.
#include <zephyr/sys/sys_heap.h>

#include "memory/heap.hpp"
#include "memory/valgrind.hpp"

std::size_t sys_heap_largest_free_get(sys_heap* heap) {
  hosted::ValgrindPause pause;
  z_heap& h = *heap->heap;
  if (h.buckets_not_empty == 0) {
    return 0;
  }
  // Each bucket holds larger chunks than those below it.
  const unsigned highest = 31U - static_cast<unsigned>(__builtin_clz(h.buckets_not_empty));
  const hosted::Units head = h.heads()[highest];
  std::size_t largest = 0;
  hosted::Units at = head;
  do {
    largest = h.value(at) > largest ? h.value(at) : largest;
    at = h.chunk(at).next_free;
  } while (at != head);
  return largest;
}
