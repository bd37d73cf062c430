// SPDX-License-Identifier: Apache-2.0
#include "memory/heap.hpp"

void z_heap::insert(Units at) {
  if (!is_listed(at)) {
    return;
  }
  unsigned bucket = bucket_of(units(at));
  Units& head = heads()[bucket];
  Chunk& added = chunk(at);
  if (head == 0) {
    head = at;
    buckets_not_empty |= 1U << bucket;
    added.previous_free = at;
    added.next_free = at;
  } else {
    Chunk& first = chunk(head);
    added.next_free = head;
    added.previous_free = first.previous_free;
    chunk(first.previous_free).next_free = at;
    first.previous_free = at;
  }
#ifdef CONFIG_SYS_HEAP_RUNTIME_STATS
  free_bytes += value(at);
#endif
}

void z_heap::remove(Units at) {
  if (!is_listed(at)) {
    return;
  }
  unsigned bucket = bucket_of(units(at));
  Chunk& removed = chunk(at);
  if (removed.next_free == at) {
    heads()[bucket] = 0;
    buckets_not_empty &= ~(1U << bucket);
  } else {
    heads()[bucket] = removed.next_free;
    chunk(removed.previous_free).next_free = removed.next_free;
    chunk(removed.next_free).previous_free = removed.previous_free;
  }
#ifdef CONFIG_SYS_HEAP_RUNTIME_STATS
  free_bytes -= value(at);
#endif
}

z_heap::Units z_heap::take(Units wanted) {
  unsigned bucket = bucket_of(wanted);
  Units& head = heads()[bucket];
  if (head != 0) {
    // The chunks of this bucket may be too small. Looking at a few keeps large chunks whole; moving
    // the head past the misfits lets the next search begin behind them.
    const Units first = head;
    for (int looks = CONFIG_SYS_HEAP_ALLOC_LOOPS; looks > 0; --looks) {
      Units candidate = head;
      if (units(candidate) >= wanted) {
        remove(candidate);
        return candidate;
      }
      head = chunk(candidate).next_free;
      if (head == first) {
        break;
      }
    }
  }
  // Every chunk of a higher bucket fits. The shift is in 64 bits because the bucket may be the last
  // of 32.
  std::uint32_t higher =
      buckets_not_empty & static_cast<std::uint32_t>(~std::uint64_t{0} << (bucket + 1));
  if (higher == 0) {
    return 0;
  }
  Units found = heads()[__builtin_ctz(higher)];
  remove(found);
  return found;
}

z_heap::Units z_heap::cut(Units at, Units kept) {
  Units rest = units(at) - kept;
  set_size(at, kept, false);
  set_size(at + kept, rest, false);
  return at + kept;
}

void z_heap::release(Units at) {
  Units start = at;
  Units size = units(at);
  Units next = right(at);
  if (!is_used(next)) {
    remove(next);
    size += units(next);
  }
  Units before = left(at);
  chunk(at).units_and_used &= ~1U;  // so that a second free of the block is seen even if merged
  if (!is_used(before)) {
    remove(before);
    size += units(before);
    start = before;
  }
  set_size(start, size, false);
  insert(start);
}
