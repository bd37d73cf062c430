// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/guard.hpp"

/// What the sources of the guard (guard.cpp, guard_heaps.cpp, guard_sweep.cpp) share. All but the
/// lock is to be called with the guard's lock held, or on a block that nobody else can reach.
namespace tidemark {

class Guard::Lock {
 public:
  Lock() : key_(port::guard_lock()) {}
  ~Lock() { port::guard_unlock(key_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  unsigned int key_;
};

namespace guard_internal {

/// Copies the words that tell whether a heap is there still.
void copy_words(std::uintptr_t begin, std::uint32_t (&out)[3]);
/// Whether the heap's variable and its memory still say what they said when it was made.
[[nodiscard]] bool is_there(const GuardedHeap& heap);

/// Whether a header can lie there: reading it is harmless then.
[[nodiscard]] bool is_inside(const GuardedHeap& heap, const GuardHeader* header);
/// Whether a link leads from `from` (null: an end of the list) to a block that agrees with it, on
/// the way to newer blocks or to older ones. Where that one's seal is whole, it is made to agree.
[[nodiscard]] bool is_next(const GuardedHeap& heap, GuardHeader* from, GuardHeader* to,
                           bool is_forward);
/// Whether a header whose seal is broken belongs to a block nevertheless: its canary is whole, or
/// its neighbours say so.
[[nodiscard]] bool is_damaged_block(const GuardedHeap& heap, const GuardHeader* header);

/// Fills in the fault and who the block is, and nothing else. Its header must be sealed.
void describe(const GuardedHeap& heap, const GuardHeader* header, wire::GuardFault fault,
              GuardFinding* out);
/// The same where its seal is broken: no more than its address and how much of its canary is.
void describe_damaged(const GuardedHeap& heap, const GuardHeader* header, wire::GuardFault fault,
                      GuardFinding* out);

/// Finds damage round a live block that was not told, and marks it as told.
[[nodiscard]] bool find_damage(const GuardedHeap& heap, GuardHeader* header, GuardFinding* out);
/// The same of a block in quarantine: round it, and in these bytes as far as they were filled.
[[nodiscard]] bool find_freed_damage(const GuardedHeap& heap, GuardHeader* header, std::size_t from,
                                     std::size_t bytes, GuardFinding* out);

}  // namespace guard_internal
}  // namespace tidemark
