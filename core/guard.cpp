// SPDX-License-Identifier: Apache-2.0
#include "core/guard_internal.hpp"

namespace tidemark {

using guard_internal::describe;
using guard_internal::find_damage;
using guard_internal::find_freed_damage;
using guard_internal::is_inside;

namespace {

constexpr std::uint32_t kTold = kGuardToldUnder | kGuardToldOver;
// How far before a foreign pointer its block is looked for.
constexpr std::uintptr_t kSearchBytes = 512;

std::uint32_t low_bits(const GuardHeader* header) {
  return header->check & 0xFFF;
}

std::uint32_t bytes_with_guard(const GuardHeader* header) {
  return static_cast<std::uint32_t>(guard_front_of(header) + header->size +
                                    guard_rear_bytes(header->size));
}

void* raw_of(const GuardHeader* header) {
  return reinterpret_cast<void*>(guard_block_of(header) - guard_front_of(header));
}

// Blocks begin at words.
void copy(void* to, const void* from, std::size_t bytes) {
  using Word __attribute__((may_alias)) = std::uint32_t;
  auto* out = static_cast<Word*>(to);
  const auto* in = static_cast<const Word*>(from);
  for (; bytes >= sizeof(Word); bytes -= sizeof(Word)) {
    *out++ = *in++;
  }
  for (std::size_t i = 0; i < bytes; ++i) {
    reinterpret_cast<std::uint8_t*>(out)[i] = reinterpret_cast<const std::uint8_t*>(in)[i];
  }
}

bool is_aligned(std::uintptr_t address, std::size_t multiple) {
  return multiple == 0 || (address & (multiple - 1)) == 0;
}

}  // namespace

// The header's size, site and thread must be set.
void Guard::wrap(GuardedHeap& heap, GuardHeader* header, std::uint32_t bits) {
  guard_seal(header, GuardState::kLive, bits);
  guard_arm(header);
  const Lock lock;
  link(heap, header);
}

void* Guard::alloc_in(GuardedHeap& heap, std::size_t align, std::size_t bytes, const void* caller) {
  const Optional<GuardRequest> request = guard_request(align, bytes);
  if (bytes == 0 || !request.present) {
    return nullptr;
  }
  void* raw = nullptr;
  while ((raw = port::heap_alloc(heap.heap, request.value.align, request.value.bytes)) == nullptr) {
    if (!let_go_oldest(heap)) {
      return nullptr;
    }
  }
  const std::uintptr_t block = reinterpret_cast<std::uintptr_t>(raw) + request.value.front;
  GuardHeader* header = guard_header_of(block);
  header->caller = caller;
  header->thread = port::current_thread();
  header->size = static_cast<std::uint32_t>(bytes);
  wrap(heap, header, static_cast<std::uint32_t>(request.value.front));
  return reinterpret_cast<void*>(block);
}

void* Guard::alloc(void* heap, std::size_t align, std::size_t bytes, const void* caller) {
  GuardedHeap* known = find(heap);
  return known != nullptr && known->is_guarded ? alloc_in(*known, align, bytes, caller)
                                               : port::heap_alloc(heap, align, bytes);
}

void Guard::free(void* heap, void* block, const void* caller) {
  if (block == nullptr) {
    return;
  }
  if (freeing_ == block) {
    caller = freed_from_;
    freeing_ = nullptr;
  }
  const auto address = reinterpret_cast<std::uintptr_t>(block);
  GuardedHeap* known = find(heap);
  if (known == nullptr || !known->is_guarded) {
    GuardedHeap* owner = find_around(address);
    if (owner != nullptr && owner->is_guarded) {
      refuse(owner, address, caller);
    } else {
      port::heap_free(heap, block);
    }
    return;
  }
  GuardHeader* header = claim(*known, address, block, caller);
  if (header != nullptr) {
    free_in(*known, header, caller);
  }
}

// The block, iff it is a live one; else the fault is recorded. `given`: what the application gave.
GuardHeader* Guard::claim(GuardedHeap& heap, std::uintptr_t block, const void* given,
                          const void* caller) {
  GuardHeader* header = guard_header_of(block);
  GuardFinding finding;  // not filled in before there is one: most calls have none
  bool is_described = false;
  {
    const Lock lock;
    if (!is_aligned(block, sizeof(void*)) || !is_inside(heap, header)) {
      header = nullptr;
    }
    const GuardState state = header != nullptr ? guard_state(header) : GuardState::kNone;
    if (state == GuardState::kLive) {
      return header;
    }
    const std::uint32_t bits = header != nullptr ? low_bits(header) : 0;
    if (state == GuardState::kCondemned ||
        (state == GuardState::kFreed && (bits & kGuardToldUnder) != 0)) {
      return nullptr;  // told already
    }
    if (state == GuardState::kFreed || state == GuardState::kGone) {
      describe(heap, header, wire::GuardFault::kDoubleFree, &finding);
      is_described = true;
      if (state == GuardState::kFreed) {
        guard_seal(header, state, bits | kGuardToldUnder);
      }
    } else if (header != nullptr && guard_internal::is_damaged_block(heap, header)) {
      guard_internal::describe_damaged(heap, header, wire::GuardFault::kUnderrun, &finding);
      is_described = true;
      unlink(heap, header);
      condemn(header);
    }
  }
  if (!is_described) {
    refuse(&heap, reinterpret_cast<std::uintptr_t>(given), caller);
  } else {
    finding.found_at = caller;
    record(&finding);
  }
  return nullptr;
}

// Tells of a pointer that is no block, and of the block that it points into, where there is one.
void Guard::refuse(GuardedHeap* heap, std::uintptr_t block, const void* caller) {
  GuardFinding finding{};
  finding.block = reinterpret_cast<const void*>(block);
  GuardedHeap* around = find_around(block);
  if (around != nullptr && around->is_guarded) {
    const Lock lock;
    for (std::uintptr_t at = block & ~(sizeof(void*) - 1); at + kSearchBytes > block;
         at -= sizeof(void*)) {
      const GuardHeader* header = guard_header_of(at);
      if (!is_inside(*around, header)) {
        break;
      }
      if (guard_state(header) == GuardState::kLive && block - at < header->size) {
        describe(*around, header, wire::GuardFault::kForeignFree, &finding);
        const auto begin = reinterpret_cast<std::uintptr_t>(finding.block);
        finding.offset = {static_cast<std::uint32_t>(block - begin), block >= begin};
        break;
      }
    }
  }
  heap = around != nullptr ? around : heap;
  finding.heap = heap != nullptr ? heap->heap : nullptr;
  finding.fault = wire::GuardFault::kForeignFree;
  finding.found_at = caller;
  record(&finding);
}

// Tells of all damage round a live block that nobody was told of. Returns whether the heap's own
// data beside it can be trusted.
bool Guard::is_whole(const GuardedHeap& heap, GuardHeader* header, const void* caller) {
  for (bool is_found = true; is_found;) {
    GuardFinding finding;
    {
      const Lock lock;
      is_found = find_damage(heap, header, &finding);
    }
    if (is_found) {
      finding.found_at = caller;
      record(&finding);
    }
  }
  return (low_bits(header) & kTold) == 0 ||
         (guard_canary_damage(header).is_contained && guard_rear_damage(header).is_contained);
}

void Guard::free_in(GuardedHeap& heap, GuardHeader* header, const void* caller) {
  {
    const Lock lock;
    unlink(heap, header);
  }
  if (!is_whole(heap, header, caller)) {
    condemn(header);
    return;
  }
  const std::uint32_t slice = settings_.slice_bytes;
  header->freed = {caller, header->size < slice ? header->size : slice};
  guard_seal(header, GuardState::kFreed, low_bits(header) & ~kTold);
  guard_arm(header);  // what was damaged before is told
  guard_fill(header, 0, header->freed.poisoned);
  if (!hold(heap, header, bytes_with_guard(header))) {
    give_back(heap, header);
  }
}

bool Guard::hold(GuardedHeap& heap, GuardHeader* header, std::uint32_t bytes) {
  if (settings_.quarantine == 0 || bytes > settings_.quarantine_bytes) {
    return false;
  }
  while (heap.held == settings_.quarantine ||
         settings_.quarantine_bytes - heap.held_bytes < bytes) {
    (void)let_go_oldest(heap);
  }
  const Lock lock;
  held_at(heap, heap.held) = {header, bytes};
  ++heap.held;
  heap.held_bytes += bytes;
  return true;
}

// Returns false iff there is none.
bool Guard::let_go_oldest(GuardedHeap& heap) {
  GuardHeader* header = nullptr;
  {
    const Lock lock;
    if (heap.held == 0) {
      return false;
    }
    const GuardHeld& oldest = held_at(heap, 0);
    header = oldest.header;
    heap.held_bytes -= oldest.bytes;
    heap.first =
        static_cast<std::uint16_t>(heap.first + 1u == settings_.quarantine ? 0u : heap.first + 1u);
    --heap.held;
    if (phase_ == Phase::kQuarantine && &heap == &tables_.heaps[at_heap_]) {
      at_byte_ = at_slot_ == 0 ? 0 : at_byte_;
      at_slot_ -= at_slot_ == 0 ? 0 : 1;
    }
  }
  let_go(heap, header);
  return true;
}

void Guard::let_go(GuardedHeap& heap, GuardHeader* header) {
  const GuardState state = guard_state(header);
  if (state == GuardState::kCondemned) {
    return;
  }
  GuardFinding finding;
  if (find_freed_damage(heap, header, 0, settings_.slice_bytes, &finding)) {
    record(&finding);
  }
  // Of a block without a fault nothing more is to be looked at.
  const bool is_told = (low_bits(header) & kGuardToldOver) != 0;
  if (state == GuardState::kFreed && (!is_told || (guard_canary_damage(header).is_contained &&
                                                   guard_rear_damage(header).is_contained))) {
    give_back(heap, header);
  } else {
    condemn(header);
  }
}

void Guard::give_back(GuardedHeap& heap, GuardHeader* header) {
  void* const raw = raw_of(header);
  guard_seal(header, GuardState::kGone, low_bits(header));
  port::heap_free(heap.heap, raw);
}

void Guard::condemn(GuardHeader* header) {
  guard_seal(header, GuardState::kCondemned, low_bits(header));
  ++condemned_;
}

// Where the heap can do it without another block, or, if it must move, at the price that what was
// there is not held back.
void* Guard::resize_in_place(GuardedHeap& heap, GuardHeader* header, std::size_t align,
                             std::size_t bytes, const void* caller) {
  const std::size_t front = guard_front_of(header);
  const std::uint32_t size = header->size;
  const std::uint32_t bits = low_bits(header);
  if (bytes > size && !(is_aligned(front, align) && is_aligned(guard_block_of(header), align))) {
    return nullptr;
  }
  {
    const Lock lock;
    unlink(heap, header);
  }
  guard_seal(header, GuardState::kGone, bits);
  void* raw = port::heap_realloc(heap.heap, raw_of(header), bytes > size ? align : 0,
                                 front + bytes + guard_rear_bytes(bytes));
  if (raw == nullptr) {
    wrap(heap, header, bits);
    return nullptr;
  }
  header = guard_header_of(reinterpret_cast<std::uintptr_t>(raw) + front);
  header->caller = caller;
  header->thread = port::current_thread();
  header->size = static_cast<std::uint32_t>(bytes);
  wrap(heap, header, bits & ~kTold);
  return reinterpret_cast<void*>(guard_block_of(header));
}

void* Guard::realloc(void* heap, void* block, std::size_t align, std::size_t bytes,
                     const void* caller) {
  GuardedHeap* known = find(heap);
  if (known == nullptr || !known->is_guarded) {
    return port::heap_realloc(heap, block, align, bytes);
  }
  if (block == nullptr) {
    return alloc_in(*known, align, bytes, caller);
  }
  GuardHeader* header = claim(*known, reinterpret_cast<std::uintptr_t>(block), block, caller);
  if (header == nullptr) {
    return nullptr;
  }
  if (bytes == 0) {
    free_in(*known, header, caller);
    return nullptr;
  }
  const bool is_sound = is_whole(*known, header, caller);
  const std::uint32_t size = header->size;
  if (is_sound && bytes <= size && is_aligned(reinterpret_cast<std::uintptr_t>(block), align)) {
    return resize_in_place(*known, header, align, bytes, caller);
  }
  // Moved even if it could grow where it is: who keeps the old pointer is found out.
  void* moved = alloc_in(*known, align, bytes, caller);
  if (moved != nullptr) {
    copy(moved, block, bytes < size ? bytes : size);
    if ((low_bits(header) & kGuardReference) != 0) {
      attribute(moved, caller, true);  // it is there now
    }
    free_in(*known, header, caller);
    return moved;
  }
  return is_sound ? resize_in_place(*known, header, align, bytes, caller) : nullptr;
}

Optional<std::size_t> Guard::usable_size(const void* heap, const void* block) {
  const GuardedHeap* known = find(heap);
  const GuardHeader* header = guard_header_of(reinterpret_cast<std::uintptr_t>(block));
  const Lock lock;
  if (known == nullptr || !known->is_guarded || !is_inside(*known, header) ||
      guard_state(header) != GuardState::kLive) {
    return {};
  }
  return {header->size, true};
}

void Guard::attribute(const void* block, const void* caller, bool has_reference) {
  const auto address = reinterpret_cast<std::uintptr_t>(block);
  GuardedHeap* heap = find_around(address);
  GuardHeader* header = guard_header_of(address);
  const Lock lock;
  if (heap != nullptr && heap->is_guarded && is_inside(*heap, header) &&
      guard_state(header) == GuardState::kLive) {
    header->caller = caller;
    guard_seal(header, GuardState::kLive,
               low_bits(header) | (has_reference ? std::uint32_t{kGuardReference} : 0u));
  }
}

bool Guard::admits(const void* user_block, const void* caller) {
  const std::uintptr_t block = reinterpret_cast<std::uintptr_t>(user_block) - sizeof(void*);
  GuardedHeap* heap = find_around(block);
  if (heap == nullptr && heaps_missed_ == 0) {
    refuse(nullptr, reinterpret_cast<std::uintptr_t>(user_block), caller);
    return false;
  }
  if (heap == nullptr || !heap->is_guarded) {
    return true;
  }
  GuardHeader* header = claim(*heap, block, user_block, caller);
  if (header == nullptr) {
    return false;
  }
  if (*reinterpret_cast<void* const*>(block) == heap->heap) {
    return true;
  }
  if ((low_bits(header) & kGuardReference) == 0) {
    refuse(heap, reinterpret_cast<std::uintptr_t>(user_block), caller);
    return false;
  }
  // Its heap is known in spite of the damage, so it can be freed after all.
  (void)is_whole(*heap, header, caller);
  *reinterpret_cast<void**>(block) = heap->heap;
  return true;
}

}  // namespace tidemark
