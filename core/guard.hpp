// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"
#include "base/status.hpp"
#include "core/guard_block.hpp"
#include "core/port.hpp"
#include "wire/profile.hpp"

/// The guard of heaps: finds writes outside of a block and into a freed one, and frees of what is
/// no block. docs/adr/0010 says why it is made so.
namespace tidemark {

/// A fault as it was found. Null: unknown.
struct GuardFinding {
  std::uint64_t up_ms;
  const void* heap;
  const void* block;  ///< As the application has it: of k_malloc() behind the heap's address.
  const void* allocated_at;
  const void* freed_at;  ///< Of a double free the first free.
  const void* found_at;  ///< The call that free or reallocated it; null: the sweep found it.
  const void* thread;    ///< That allocated it.
  std::uint32_t size;    ///< 0: unknown.
  std::uint32_t damaged;
  Optional<std::uint32_t> offset;  ///< As in wire::GuardLine.
  wire::GuardFault fault;
};

/// A freed block that is held back.
struct GuardHeld {
  GuardHeader* header;
  std::uint32_t bytes;  ///< With all that is round it.
};

/// A heap that is known, guarded or not. Null: a free place.
struct GuardedHeap {
  void* heap;  ///< A struct sys_heap, whose first member says where its memory begins.
  std::uintptr_t begin;
  std::uintptr_t end;
  std::uint32_t words[3];  ///< At `begin`; with other values it is no longer this heap.
  bool is_guarded;
  std::uint16_t first;  ///< Of the quarantine, a ring.
  std::uint16_t held;
  std::uint32_t held_bytes;
  std::uint32_t blocks;  ///< Live.
  GuardLink oldest;      ///< Live blocks, in the order of their allocation.
  GuardLink newest;
};

struct GuardSettings {
  std::uint32_t slice_bytes;       ///< Filled or compared with interrupts off, at most. At least 1.
  std::uint32_t quarantine;        ///< Freed blocks that each heap holds back; 0: none.
  std::uint32_t quarantine_bytes;  ///< The same in bytes, with all that is round them.
  std::uint32_t sweep_blocks;      ///< That each sweep() checks.
};

/// Static memory of the port; its sizes are the capacities.
struct GuardTables {
  Span<GuardedHeap> heaps;
  Span<GuardHeld> quarantine;   ///< For each heap as many as the settings say.
  Span<GuardFinding> findings;  ///< That wait to be told.
};

/// All saturate.
struct GuardCounts {
  std::uint32_t heaps;         ///< Guarded.
  std::uint32_t heaps_missed;  ///< For want of room: not guarded, and not known.
  std::uint32_t blocks;        ///< Live and guarded.
  std::uint32_t quarantined;
  std::uint32_t quarantined_bytes;
  std::uint32_t faults;         ///< Found so far.
  std::uint32_t faults_untold;  ///< Of these, found when there was no room to keep them.
  std::uint32_t condemned;      ///< Damaged blocks that are not given back to their heap.
  std::uint32_t sweeps;         ///< Whole ones.
};

/// The functions that stand in for the heap's own are called in any context, with the heap's lock
/// held as the kernel does it; they take the guard's lock for a bounded time. The others are for
/// threads. No function allocates for itself.
class Guard {
 public:
  constexpr Guard(const GuardSettings& settings, const GuardTables& tables)
      : settings_(settings), tables_(tables) {}

  /// A heap was made. Before its first use, and after forget().
  void made(void* heap, std::uintptr_t begin, std::uintptr_t end, bool is_guarded);
  /// It goes, or is about to be made anew. What is not known is well forgotten. O(its blocks).
  void forget(const void* heap);
  /// Guards a heap from now on. kInUse iff it has blocks: `is_empty`. kExists; kNotFound: it was
  /// not made, or found no room.
  Status guard(const void* heap, bool is_empty);

  // In place of the heap's functions. `caller` is the return address of the call.
  void* alloc(void* heap, std::size_t align, std::size_t bytes, const void* caller);
  void free(void* heap, void* block, const void* caller);
  void* realloc(void* heap, void* block, std::size_t align, std::size_t bytes, const void* caller);
  /// Absent: the heap's own answer holds.
  [[nodiscard]] Optional<std::size_t> usable_size(const void* heap, const void* block);
  /// An outer entry point says who its caller is. `has_reference`: it is k_malloc() or its like,
  /// which keeps the address of the heap in the block's first word.
  void attribute(const void* block, const void* caller, bool has_reference);
  /// An outer entry point, before it frees: says who its caller is. The outermost comes first, and
  /// wins. If another context does so meanwhile, the call below it is named instead.
  void freeing(const void* block, const void* caller) {
    if (freeing_ != block) {
      freed_from_ = caller;
      freeing_ = block;
    }
  }
  /// Whether what k_free() or k_realloc() was given is a block of theirs. They read the word before
  /// it, and would use it as a heap. If not, the fault is recorded.
  [[nodiscard]] bool admits(const void* block, const void* caller);

  /// Checks the next blocks, live and freed ones; each with the lock held anew.
  void sweep();
  /// Checks all. Blocks that are allocated meanwhile may be left out.
  void check();

  /// The oldest fault that was not told. False iff there is none.
  [[nodiscard]] bool take(GuardFinding* out);
  void counts(GuardCounts* out);

 private:
  class Lock;
  enum class Phase : std::uint8_t { kForward, kBackward, kQuarantine };

  GuardedHeap* find(const void* heap);
  GuardedHeap* find_around(std::uintptr_t address);
  GuardHeld& held_at(const GuardedHeap& heap, std::uint32_t index);

  void link(GuardedHeap& heap, GuardHeader* header);
  void unlink(GuardedHeap& heap, GuardHeader* header);
  void drop(GuardedHeap& heap);
  void wrap(GuardedHeap& heap, GuardHeader* header, std::uint32_t low_bits);
  void* alloc_in(GuardedHeap& heap, std::size_t align, std::size_t bytes, const void* caller);
  void* resize_in_place(GuardedHeap& heap, GuardHeader* header, std::size_t align,
                        std::size_t bytes, const void* caller);
  void free_in(GuardedHeap& heap, GuardHeader* header, const void* caller);
  bool hold(GuardedHeap& heap, GuardHeader* header, std::uint32_t bytes);
  GuardHeader* claim(GuardedHeap& heap, std::uintptr_t block, const void* given,
                     const void* caller);
  void refuse(GuardedHeap* heap, std::uintptr_t block, const void* caller);
  bool let_go_oldest(GuardedHeap& heap);
  void let_go(GuardedHeap& heap, GuardHeader* header);
  void give_back(GuardedHeap& heap, GuardHeader* header);
  void condemn(GuardHeader* header);

  bool is_whole(const GuardedHeap& heap, GuardHeader* header, const void* caller);
  void record(GuardFinding* finding);

  bool visit(GuardedHeap& heap, GuardHeader* header, GuardFinding* out);
  bool step_forward(GuardedHeap& heap, GuardFinding* out);
  bool step_backward(GuardedHeap& heap, GuardFinding* out);
  bool step_quarantine(GuardedHeap& heap, GuardFinding* out);
  bool join(GuardedHeap& heap, GuardHeader* after, GuardFinding* out);
  void step();
  void begin_heap(std::size_t index);
  void begin_quarantine();

  GuardSettings settings_;
  GuardTables tables_;
  std::uint32_t heaps_missed_ = 0;
  std::uint32_t faults_ = 0;
  std::uint32_t faults_untold_ = 0;
  std::uint32_t condemned_ = 0;
  std::uint32_t sweeps_ = 0;
  const void* freeing_ = nullptr;
  const void* freed_from_ = nullptr;
  std::uint16_t first_finding_ = 0;
  std::uint16_t findings_ = 0;
  // Where the sweep is. What it remembers of a list is mended when that block leaves it.
  Phase phase_ = Phase::kForward;
  std::uint16_t at_heap_ = 0;
  std::uint32_t at_slot_ = 0;
  std::uint32_t at_byte_ = 0;
  std::uint32_t steps_ = 0;        // along the list
  GuardHeader* cursor_ = nullptr;  // seen last; null: none of this list yet
  GuardHeader* wall_ = nullptr;    // seen last on the way forward, when the links ended there
};

/// What the guard needs of its port besides core/port.hpp.
namespace port {

/// Interrupts off, on several processors a spin lock besides. From any context.
[[nodiscard]] unsigned int guard_lock();
void guard_unlock(unsigned int key);
/// The kernel's own functions, past the guard.
void* heap_alloc(void* heap, std::size_t align, std::size_t bytes);
void heap_free(void* heap, void* block);
void* heap_realloc(void* heap, void* block, std::size_t align, std::size_t bytes);
/// Null in an interrupt handler, and before there are threads.
const void* current_thread();
/// Whether a heap was made and has no block.
[[nodiscard]] bool is_heap_empty(const void* heap);
/// The guard of the image.
[[nodiscard]] Guard& guard();
/// After a fault was recorded, without the guard's lock: where the policy is to end there, this
/// does not return.
void guard_found(const GuardFinding& finding);

}  // namespace port
}  // namespace tidemark
