// SPDX-License-Identifier: Apache-2.0
#include "core/guard_internal.hpp"

namespace tidemark {
namespace guard_internal {
namespace {

using Word __attribute__((may_alias)) = std::uint32_t;

// Bytes of the heap's address at the begin of a block of k_malloc().
std::uint32_t reference_bytes(const GuardHeader* header) {
  return (header->check & kGuardReference) != 0 ? static_cast<std::uint32_t>(sizeof(void*)) : 0;
}

void mark(GuardHeader* header, GuardState state, std::uint32_t told) {
  guard_seal(header, state, (header->check & 0xFFF) | told);
}

}  // namespace

TIDEMARK_READS_HEAP void copy_words(std::uintptr_t begin, std::uint32_t (&out)[3]) {
  const auto* words = reinterpret_cast<const Word*>(begin);
  out[0] = words[0];
  out[1] = words[1];
  out[2] = words[2];
}

TIDEMARK_READS_HEAP bool is_there(const GuardedHeap& heap) {
  if (*static_cast<const std::uintptr_t*>(heap.heap) != heap.begin) {
    return false;
  }
  const auto* words = reinterpret_cast<const Word*>(heap.begin);
  return words[0] == heap.words[0] && words[1] == heap.words[1] && words[2] == heap.words[2];
}

bool is_inside(const GuardedHeap& heap, const GuardHeader* header) {
  const auto at = reinterpret_cast<std::uintptr_t>(header);
  return at >= heap.begin && at < heap.end && heap.end - at > kGuardHeaderBytes &&
         (at & (sizeof(void*) - 1)) == 0;
}

// One whose own link was damaged is tied again if its seal is whole: what was written over it
// began before it, and is found there.
TIDEMARK_READS_HEAP bool is_next(const GuardedHeap& heap, GuardHeader* from, GuardHeader* to,
                                 bool is_forward) {
  if (!is_inside(heap, to)) {
    return false;
  }
  GuardLink& back = is_forward ? to->live.previous : to->live.next;
  const GuardState state = guard_state(to);
  if (state == GuardState::kLive || state == GuardState::kCondemned) {
    back.set(from);
  }
  return back.get() == from && state != GuardState::kFreed && state != GuardState::kGone;
}

TIDEMARK_READS_HEAP bool is_damaged_block(const GuardedHeap& heap, const GuardHeader* header) {
  const GuardHeader* previous = header->live.previous.get();
  const GuardHeader* next = header->live.next.get();
  return guard_has_canary(header) || heap.oldest.get() == header || heap.newest.get() == header ||
         (is_inside(heap, previous) && previous->live.next.get() == header) ||
         (is_inside(heap, next) && next->live.previous.get() == header);
}

TIDEMARK_READS_HEAP void describe(const GuardedHeap& heap, const GuardHeader* header,
                                  wire::GuardFault fault, GuardFinding* out) {
  const std::uint32_t reference = reference_bytes(header);
  *out = GuardFinding{};
  out->fault = fault;
  out->heap = heap.heap;
  out->block = reinterpret_cast<const void*>(guard_block_of(header) + reference);
  out->size = header->size - reference;
  out->allocated_at = header->caller;
  out->thread = header->thread;
  // What is left of a block that was given back begins with the heap's own links.
  out->freed_at = guard_state(header) == GuardState::kFreed ? header->freed.at : nullptr;
}

void describe_damaged(const GuardedHeap& heap, const GuardHeader* header, wire::GuardFault fault,
                      GuardFinding* out) {
  const GuardDamage damage = guard_canary_damage(header);
  *out = GuardFinding{};
  out->fault = fault;
  out->heap = heap.heap;
  out->block = reinterpret_cast<const void*>(guard_block_of(header));
  out->damaged = damage.count;
  out->offset = {damage.first, damage.count != 0};
}

bool find_damage(const GuardedHeap& heap, GuardHeader* header, GuardFinding* out) {
  GuardDamage damage{};
  std::uint32_t told = kGuardToldUnder;
  wire::GuardFault fault = wire::GuardFault::kUnderrun;
  if ((header->check & kGuardToldUnder) == 0) {
    damage = guard_front_damage(header, heap.heap);
  }
  if (damage.count == 0 && (header->check & kGuardToldOver) == 0) {
    damage = guard_rear_damage(header);
    fault = wire::GuardFault::kOverrun;
    told = kGuardToldOver;
  }
  if (damage.count == 0) {
    return false;
  }
  mark(header, GuardState::kLive, told);
  describe(heap, header, fault, out);
  out->damaged = damage.count;
  out->offset = {damage.first, true};
  return true;
}

bool find_freed_damage(const GuardedHeap& heap, GuardHeader* header, std::size_t from,
                       std::size_t bytes, GuardFinding* out) {
  constexpr wire::GuardFault kFault = wire::GuardFault::kUseAfterFree;
  if (guard_state(header) != GuardState::kFreed) {
    describe_damaged(heap, header, kFault, out);
    out->offset = {};
    return true;
  }
  if ((header->check & kGuardToldOver) != 0) {
    return false;
  }
  const std::size_t filled = header->freed.poisoned;
  bytes = from >= filled ? 0 : bytes < filled - from ? bytes : filled - from;
  const std::uint32_t reference = reference_bytes(header);
  GuardDamage damage = guard_poison_damage(header, from, bytes);
  Optional<std::uint32_t> offset = {damage.first - reference, damage.first >= reference};
  if (damage.count == 0) {
    damage = guard_rear_damage(header);
    offset = {header->size - reference + damage.first, true};
  }
  if (damage.count == 0) {
    damage = guard_canary_damage(header);
    offset = {};
  }
  if (damage.count == 0) {
    return false;
  }
  mark(header, GuardState::kFreed, kGuardToldOver);
  describe(heap, header, kFault, out);
  out->damaged = damage.count;
  out->offset = offset;
  return true;
}

}  // namespace guard_internal

using guard_internal::describe_damaged;
using guard_internal::is_inside;
using guard_internal::is_next;

void Guard::begin_heap(std::size_t index) {
  phase_ = Phase::kForward;
  at_heap_ = static_cast<std::uint16_t>(index);
  cursor_ = nullptr;
  wall_ = nullptr;
  steps_ = 0;
}

void Guard::begin_quarantine() {
  phase_ = Phase::kQuarantine;
  cursor_ = nullptr;
  wall_ = nullptr;
  at_slot_ = 0;
  at_byte_ = 0;
}

// Looks at one block of a list. After a finding the sweep comes here once more.
bool Guard::visit(GuardedHeap& heap, GuardHeader* header, GuardFinding* out) {
  switch (guard_state(header)) {
    case GuardState::kLive:
      return guard_internal::find_damage(heap, header, out);
    case GuardState::kNone:
      describe_damaged(heap, header, wire::GuardFault::kUnderrun, out);
      condemn(header);
      return true;
    default:
      return false;
  }
}

bool Guard::step_forward(GuardedHeap& heap, GuardFinding* out) {
  GuardHeader* next = (cursor_ != nullptr ? cursor_->live.next : heap.oldest).get();
  if (next == nullptr && cursor_ == heap.newest.get()) {
    begin_quarantine();
    return false;
  }
  if (!is_next(heap, cursor_, next, true)) {
    wall_ = cursor_;
    cursor_ = nullptr;
    phase_ = Phase::kBackward;
    return false;
  }
  if (visit(heap, next, out)) {
    return true;
  }
  cursor_ = next;
  return false;
}

// From the newest block on, where the links from the oldest ended: at the block after which there
// are no good ones either, both ends are tied together.
bool Guard::step_backward(GuardedHeap& heap, GuardFinding* out) {
  GuardHeader* previous = (cursor_ != nullptr ? cursor_->live.previous : heap.newest).get();
  const bool is_good = is_next(heap, cursor_, previous, false);
  if ((is_good && previous == wall_) || (cursor_ != nullptr && cursor_ == heap.oldest.get())) {
    begin_quarantine();  // it hangs together again
    return false;
  }
  if (!is_good) {
    return join(heap, cursor_, out);
  }
  if (visit(heap, previous, out)) {
    return true;
  }
  cursor_ = previous;
  return false;
}

bool Guard::join(GuardedHeap& heap, GuardHeader* after, GuardFinding* out) {
  GuardHeader* const before = wall_;
  const auto tie = [&heap](GuardHeader* left, GuardHeader* right) {
    (left != nullptr ? left->live.next : heap.oldest).set(right);
    (right != nullptr ? right->live.previous : heap.newest).set(left);
  };
  GuardHeader* between = (before != nullptr ? before->live.next : heap.oldest).get();
  const bool is_meant_twice = after != nullptr && after->live.previous.get() == between;
  tie(before, after);
  begin_quarantine();
  if (between == after || between == before || !is_inside(heap, between)) {
    return false;
  }
  const GuardState state = guard_state(between);
  if (state == GuardState::kNone && (is_meant_twice || guard_has_canary(between))) {
    describe_damaged(heap, between, wire::GuardFault::kUnderrun, out);
    condemn(between);
    return true;
  }
  return false;
}

bool Guard::step_quarantine(GuardedHeap& heap, GuardFinding* out) {
  if (at_slot_ >= heap.held) {
    std::size_t next = at_heap_ + std::size_t{1};
    next = next == tables_.heaps.size() ? 0 : next;
    sweeps_ += next == 0 && sweeps_ != UINT32_MAX ? 1 : 0;
    begin_heap(next);
    return false;
  }
  GuardHeader* header = held_at(heap, at_slot_).header;
  const GuardState state = guard_state(header);
  if (state != GuardState::kCondemned &&
      guard_internal::find_freed_damage(heap, header, at_byte_, settings_.slice_bytes, out)) {
    if (state != GuardState::kFreed) {
      condemn(header);
    }
    return true;
  }
  const std::uint32_t size = state == GuardState::kFreed ? header->size : 0;
  const std::uint32_t left = size - at_byte_;
  const std::uint32_t bytes = left < settings_.slice_bytes ? left : settings_.slice_bytes;
  // Of a long block no more than the begin was filled when it was freed.
  if (at_byte_ + bytes > header->freed.poisoned && size != 0) {
    const auto filled = static_cast<std::uint32_t>(header->freed.poisoned);
    guard_fill(header, filled, at_byte_ + bytes - filled);
    header->freed.poisoned = at_byte_ + bytes;
  }
  at_byte_ += bytes;
  if (at_byte_ >= size) {
    at_byte_ = 0;
    ++at_slot_;
  }
  return false;
}

void Guard::step() {
  GuardFinding finding;
  bool is_found = false;
  {
    const Lock lock;
    GuardedHeap& heap = tables_.heaps[at_heap_];
    if (heap.heap != nullptr && !guard_internal::is_there(heap)) {
      heap = {};
    }
    // However links are damaged, a list is left after as many steps as it can have.
    if (heap.heap == nullptr || !heap.is_guarded ||
        (phase_ != Phase::kQuarantine && ++steps_ / 4 > heap.blocks + 4)) {
      begin_quarantine();
    }
    is_found = phase_ == Phase::kForward    ? step_forward(heap, &finding)
               : phase_ == Phase::kBackward ? step_backward(heap, &finding)
                                            : step_quarantine(heap, &finding);
  }
  if (is_found) {
    record(&finding);
  }
}

void Guard::sweep() {
  for (std::uint32_t blocks = settings_.sweep_blocks; blocks != 0; --blocks) {
    step();
  }
}

void Guard::check() {
  std::uint32_t sweeps = 0;
  {
    const Lock lock;
    begin_heap(0);
    sweeps = sweeps_;
  }
  while (sweeps == sweeps_) {
    step();
  }
}

}  // namespace tidemark
