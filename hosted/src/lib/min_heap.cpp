// SPDX-License-Identifier: Apache-2.0
#include <zephyr/sys/min_heap.h>

#include <cerrno>
#include <cstring>

namespace {

bool comes_before(const min_heap* heap, std::size_t left, std::size_t right) {
  return heap->cmp(min_heap_get_element(heap, left), min_heap_get_element(heap, right)) < 0;
}

void swap_elements(min_heap* heap, std::size_t left, std::size_t right) {
  byteswp(min_heap_get_element(heap, left), min_heap_get_element(heap, right), heap->elem_size);
}

void sift_up(min_heap* heap, std::size_t at) {
  for (; at > 0 && comes_before(heap, at, (at - 1) / 2); at = (at - 1) / 2) {
    swap_elements(heap, at, (at - 1) / 2);
  }
}

void sift_down(min_heap* heap, std::size_t at) {
  for (;;) {
    std::size_t least = at;
    for (std::size_t child : {2 * at + 1, 2 * at + 2}) {
      if (child < heap->size && comes_before(heap, child, least)) {
        least = child;
      }
    }
    if (least == at) {
      return;
    }
    swap_elements(heap, at, least);
    at = least;
  }
}

}  // namespace

void min_heap_init(min_heap* heap, void* storage, std::size_t cap, std::size_t elem_size,
                   min_heap_cmp_t cmp) {
  *heap = Z_MIN_HEAP_INITIALIZER(storage, cap, elem_size, cmp);
}

int min_heap_push(min_heap* heap, const void* item) {
  if (heap->size == heap->capacity) {
    return -ENOMEM;
  }
  std::memcpy(min_heap_get_element(heap, heap->size), item, heap->elem_size);
  sift_up(heap, heap->size++);
  return 0;
}

void* min_heap_peek(const min_heap* heap) {
  return heap->size == 0 ? nullptr : heap->storage;
}

bool min_heap_pop(min_heap* heap, void* out) {
  return min_heap_remove(heap, 0, out);
}

bool min_heap_remove(min_heap* heap, std::size_t id, void* out) {
  if (id >= heap->size) {
    return false;
  }
  std::size_t last = --heap->size;
  std::memcpy(out, min_heap_get_element(heap, id), heap->elem_size);
  if (id != last) {
    std::memcpy(min_heap_get_element(heap, id), min_heap_get_element(heap, last), heap->elem_size);
    sift_up(heap, id);
    sift_down(heap, id);
  }
  return true;
}

void* min_heap_find(min_heap* heap, min_heap_eq_t eq, const void* other, std::size_t* out_id) {
  for (std::size_t id = 0; id < heap->size; ++id) {
    if (void* element = min_heap_get_element(heap, id); eq(element, other)) {
      if (out_id != nullptr) {
        *out_id = id;
      }
      return element;
    }
  }
  return nullptr;
}
