// SPDX-License-Identifier: Apache-2.0
// The inside of a sys_heap: chunks, buckets, free lists. Private to hosted/src/memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include <zephyr/sys/sys_heap.h>

namespace hosted {

// A size, or the place of a chunk from the start of the heap, in units of 8 bytes.
using Units = std::uint32_t;

inline constexpr std::size_t kUnitBytes = 8;
inline constexpr std::size_t kHeaderBytes = 8;
// The smallest chunk that can be in a free list, which buckets count from.
inline constexpr Units kSmallestListed = 2;

// The start of every chunk. The last two fields exist only in a free chunk of two units or more; in
// a used one they are the first bytes of the caller's memory.
struct Chunk {
  Units left_units;
  std::uint32_t units_and_used;  // size, header included, shifted left by one; lowest bit: used
  Units previous_free;
  Units next_free;
};

}  // namespace hosted

// The tables at the start of a heap; they are chunk 0, so the first two fields are a chunk header.
struct z_heap {
  using Units = hosted::Units;
  using Chunk = hosted::Chunk;

  std::uint32_t chunk0_header[2];
  Units end;                        // place of the end marker
  std::uint32_t buckets_not_empty;  // one bit a bucket
#ifdef CONFIG_SYS_HEAP_RUNTIME_STATS
  std::size_t free_bytes;
  std::size_t allocated_bytes;
  std::size_t max_allocated_bytes;
#endif
  // Units heads[number of buckets] follow: the first chunk of each list, 0 for none.

  Units* heads() {
    return reinterpret_cast<Units*>(this + 1);
  }
  unsigned bucket_count() const {
    return bucket_of(end) + 1;
  }

  Chunk& chunk(Units at) {
    return *reinterpret_cast<Chunk*>(reinterpret_cast<unsigned char*>(this) +
                                     at * hosted::kUnitBytes);
  }
  Units units(Units at) {
    return chunk(at).units_and_used >> 1;
  }
  bool is_used(Units at) {
    return (chunk(at).units_and_used & 1) != 0;
  }
  bool is_listed(Units at) {
    return units(at) >= hosted::kSmallestListed;
  }
  Units right(Units at) {
    return at + units(at);
  }
  Units left(Units at) {
    return at - chunk(at).left_units;
  }
  // What statistics and listeners call the size of a chunk.
  std::size_t value(Units at) {
    return units(at) * hosted::kUnitBytes - hosted::kHeaderBytes;
  }
  unsigned char* memory(Units at) {
    return reinterpret_cast<unsigned char*>(&chunk(at)) + hosted::kHeaderBytes;
  }
  // The chunk that owns a block; the block may begin up to 7 bytes behind the header.
  Units owner(const void* block) const {
    auto offset =
        static_cast<const unsigned char*>(block) - reinterpret_cast<const unsigned char*>(this);
    return static_cast<Units>((static_cast<std::size_t>(offset) - hosted::kHeaderBytes) /
                              hosted::kUnitBytes);
  }

  static unsigned bucket_of(Units units) {
    return 31U - static_cast<unsigned>(__builtin_clz(units - hosted::kSmallestListed + 1));
  }
  static Units units_for(std::size_t bytes) {
    return static_cast<Units>((hosted::kHeaderBytes + bytes + hosted::kUnitBytes - 1) /
                              hosted::kUnitBytes);
  }
  bool too_big(std::size_t bytes) const {
    return bytes / hosted::kUnitBytes >= end;
  }

  void set_size(Units at, Units units, bool used) {
    chunk(at).units_and_used = (units << 1) | (used ? 1U : 0U);
    chunk(at + units).left_units = units;
  }
  void set_used(Units at) {
    chunk(at).units_and_used |= 1U;
  }

  // Free lists: insertion is just before the head, so that a list is first in, first out.
  void insert(Units at);
  void remove(Units at);
  // Removes from the lists a chunk of at least that size; 0 if there is none. Bounded by
  // CONFIG_SYS_HEAP_ALLOC_LOOPS.
  Units take(Units units);
  // Cuts a chunk that is in no list to `units`; the rest becomes a free chunk in no list, whose
  // place is returned.
  Units cut(Units at, Units units);
  // Marks a chunk free, merges it with free neighbours and inserts the result.
  void release(Units at);

  void count_allocated([[maybe_unused]] std::size_t bytes) {
#ifdef CONFIG_SYS_HEAP_RUNTIME_STATS
    allocated_bytes += bytes;
    if (allocated_bytes > max_allocated_bytes) {
      max_allocated_bytes = allocated_bytes;
    }
#endif
  }
  void count_freed([[maybe_unused]] std::size_t bytes) {
#ifdef CONFIG_SYS_HEAP_RUNTIME_STATS
    allocated_bytes -= bytes;
#endif
  }
};

namespace hosted {

// The allocator itself; the public calls of sys_heap, k_heap and k_malloc all end here, each having
// told watch.hpp once. heap_free: false, and nothing done, if `mem` is no allocated block as far as
// the headers tell.
void* heap_alloc(sys_heap* heap, std::size_t bytes);
void* heap_aligned_alloc(sys_heap* heap, std::size_t align, std::size_t bytes);
bool heap_free(sys_heap* heap, void* mem);
void* heap_realloc(sys_heap* heap, void* ptr, std::size_t align, std::size_t bytes);

// While one lives, calls of sys_heap for that heap are made by a public call that stands on it:
// that has told watch.hpp, and reports by itself what could not be freed. As on a device k_heap and
// k_malloc call sys_heap by its public names and from another file, so that who wraps these
// (-Wl,--wrap) sees the blocks of all heaps.
class InnerCall {
 public:
  explicit InnerCall(const sys_heap* heap) : heap_(heap), outer_(current) { current = this; }
  ~InnerCall() { current = outer_; }
  InnerCall(const InnerCall&) = delete;
  InnerCall& operator=(const InnerCall&) = delete;

  static bool covers(const sys_heap* heap) { return current != nullptr && current->heap_ == heap; }

  static InnerCall* current;
  bool has_freed = true;  // false: sys_heap_free() was given what is no allocated block

 private:
  const sys_heap* heap_;
  InnerCall* outer_;
};

}  // namespace hosted
