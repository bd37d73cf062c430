// SPDX-License-Identifier: Apache-2.0
// What looks at a heap without changing its blocks: statistics, validation, the printed table.
#include <cerrno>

#include <zephyr/sys/printk.h>
#include <zephyr/sys/sys_heap.h>

#include "memory/heap.hpp"
#include "memory/valgrind.hpp"

using hosted::kUnitBytes;
using hosted::Units;

namespace {

struct Sums {
  std::size_t allocated;
  std::size_t free;
  std::size_t listed;  // number of free chunks that must be in a list
};

bool inside(z_heap& h, Units at) {
  return at >= h.units(0) && at < h.end;
}

bool valid_links(z_heap& h, Units at) {
  Units next = h.chunk(at).next_free;
  Units previous = h.chunk(at).previous_free;
  return inside(h, next) && inside(h, previous) && h.chunk(next).previous_free == at &&
         h.chunk(previous).next_free == at;
}

// Walks all chunks from the left to the right.
bool valid_chunks(z_heap& h, Sums& sums) {
  Units at = h.units(0);
  while (at < h.end) {
    Units size = h.units(at);
    if (size == 0 || size > h.end - at || h.chunk(h.right(at)).left_units != size) {
      return false;
    }
    if (h.is_used(at)) {
      sums.allocated += h.value(at);
    } else {
      if (!h.is_used(h.right(at))) {
        return false;  // two free neighbours are always merged
      }
      if (h.is_listed(at)) {
        sums.free += h.value(at);
        sums.listed++;
        if (!valid_links(h, at)) {
          return false;
        }
      }
    }
    at = h.right(at);
  }
  return at == h.end && h.is_used(h.end) && h.units(h.end) == 0;
}

// Walks all lists: each chunk is free and of its bucket, and together they are as many as the free
// chunks.
bool valid_lists(z_heap& h, const Sums& sums) {
  std::size_t left = sums.listed;
  for (unsigned bucket = 0; bucket < h.bucket_count(); ++bucket) {
    Units head = h.heads()[bucket];
    bool marked = (h.buckets_not_empty >> bucket & 1U) != 0;
    if (marked != (head != 0)) {
      return false;
    }
    Units at = head;
    while (at != 0) {
      if (!inside(h, at) || h.is_used(at) || left-- == 0 ||
          z_heap::bucket_of(h.units(at)) != bucket) {
        return false;
      }
      at = h.chunk(at).next_free == head ? 0 : h.chunk(at).next_free;
    }
  }
  return left == 0;
}

}  // namespace

bool sys_heap_validate(sys_heap* heap) {
  hosted::ValgrindPause pause;
  z_heap& h = *heap->heap;
  Sums sums{};
  if (!h.is_used(0) || h.units(0) == 0 || h.units(0) >= h.end || !valid_chunks(h, sums) ||
      !valid_lists(h, sums)) {
    return false;
  }
#ifdef CONFIG_SYS_HEAP_RUNTIME_STATS
  return sums.allocated == h.allocated_bytes && sums.free == h.free_bytes;
#else
  return true;
#endif
}

#ifdef CONFIG_SYS_HEAP_RUNTIME_STATS

int sys_heap_runtime_stats_get(sys_heap* heap, sys_memory_stats* stats) {
  if (heap == nullptr || stats == nullptr) {
    return -EINVAL;
  }
  hosted::ValgrindPause pause;
  const z_heap& h = *heap->heap;
  *stats = {h.free_bytes, h.allocated_bytes, h.max_allocated_bytes};
  return 0;
}

int sys_heap_runtime_stats_reset_max(sys_heap* heap) {
  if (heap == nullptr) {
    return -EINVAL;
  }
  hosted::ValgrindPause pause;
  heap->heap->max_allocated_bytes = heap->heap->allocated_bytes;
  return 0;
}

#endif

namespace {

void print_buckets(z_heap& h) {
  printk(
      "  bucket#    min units        total      largest      largest\n"
      "             threshold       chunks      (units)      (bytes)\n"
      "  -----------------------------------------------------------\n");
  for (unsigned bucket = 0; bucket < h.bucket_count(); ++bucket) {
    Units head = h.heads()[bucket];
    if (head == 0) {
      continue;
    }
    unsigned count = 0;
    Units largest = 0;
    Units at = head;
    do {
      count++;
      largest = h.units(at) > largest ? h.units(at) : largest;
      at = h.chunk(at).next_free;
    } while (at != head);
    printk("%9u %12u %12u %12u %12zu\n", bucket, (1U << bucket) - 1 + hosted::kSmallestListed,
           count, largest, largest * kUnitBytes - hosted::kHeaderBytes);
  }
}

void print_chunks(z_heap& h) {
  printk("\nChunk dump:\n");
  for (Units at = 0;; at = h.right(at)) {
    char kind = h.is_used(at) ? '*' : h.is_listed(at) ? '-' : '.';
    printk("chunk %4u: [%c] size=%-4u left=%-4u right=%u\n", at, kind, h.units(at), h.left(at),
           h.right(at));
    if (at == h.end) {
      break;
    }
  }
}

}  // namespace

void sys_heap_print_info(sys_heap* heap, bool dump_chunks) {
  hosted::ValgrindPause pause;
  z_heap& h = *heap->heap;
  printk("Heap at %p contains %u units in %u buckets\n\n", static_cast<void*>(&h), h.end,
         h.bucket_count());
  print_buckets(h);
  Sums sums{};
  if (!valid_chunks(h, sums)) {
    printk("the heap is damaged\n");
    return;
  }
  if (dump_chunks) {
    print_chunks(h);
  }
  // The end marker has a header too.
  std::size_t total = h.end * kUnitBytes + hosted::kHeaderBytes;
  std::size_t overhead = total - sums.free - sums.allocated;
  std::size_t permille = (1000 * overhead + total / 2) / total;
  printk("\n%zu free bytes, %zu allocated bytes, overhead = %zu bytes (%zu.%zu%%)\n", sums.free,
         sums.allocated, overhead, permille / 10, permille % 10);
}
