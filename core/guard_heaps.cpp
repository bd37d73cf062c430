// SPDX-License-Identifier: Apache-2.0
// Which heaps there are, the lists of their blocks, and the faults that wait to be told.
#include "core/guard_internal.hpp"

namespace tidemark {

using guard_internal::is_inside;
using guard_internal::is_next;

GuardedHeap* Guard::find(const void* heap) {
  for (GuardedHeap& known : tables_.heaps) {
    if (known.heap == heap) {
      return &known;
    }
  }
  return nullptr;
}

GuardedHeap* Guard::find_around(std::uintptr_t address) {
  for (GuardedHeap& known : tables_.heaps) {
    if (known.heap != nullptr && address >= known.begin && address < known.end) {
      return &known;
    }
  }
  return nullptr;
}

GuardHeld& Guard::held_at(const GuardedHeap& heap, std::uint32_t index) {
  const auto row = static_cast<std::size_t>(&heap - tables_.heaps.data());
  const std::uint32_t at = heap.first + index;
  return tables_.quarantine[row * settings_.quarantine +
                            (at < settings_.quarantine ? at : at - settings_.quarantine)];
}

// Else its headers would pass as blocks of a heap that is made in the same memory.
void Guard::drop(GuardedHeap& heap) {
  GuardHeader* header = heap.oldest.get();
  for (GuardHeader* previous = nullptr;
       header != nullptr && is_next(heap, previous, header, true);) {
    GuardHeader* const next = header->live.next.get();
    guard_seal(header, GuardState::kGone, header->check);
    previous = header;
    header = next;
  }
  for (std::uint32_t i = 0; i < heap.held; ++i) {
    guard_seal(held_at(heap, i).header, GuardState::kGone, held_at(heap, i).header->check);
  }
}

void Guard::made(void* heap, std::uintptr_t begin, std::uintptr_t end, bool is_guarded) {
  const Lock lock;
  GuardedHeap* place = nullptr;
  for (GuardedHeap& known : tables_.heaps) {
    if (known.heap == nullptr || !guard_internal::is_there(known)) {
      place = &known;  // one whose memory is something else now gives way
    }
  }
  if (place == nullptr) {
    ++heaps_missed_;
    return;
  }
  *place = {heap, begin, end, {}, is_guarded, 0, 0, 0, 0, {}, {}};
  guard_internal::copy_words(begin, place->words);
  begin_heap(at_heap_);
}

void Guard::forget(const void* heap) {
  const Lock lock;
  GuardedHeap* known = find(heap);
  if (heap == nullptr || known == nullptr) {
    return;
  }
  if (guard_internal::is_there(*known)) {
    drop(*known);
  }
  *known = {};
  begin_heap(at_heap_);
}

Status Guard::guard(const void* heap, bool is_empty) {
  const Lock lock;
  GuardedHeap* known = heap != nullptr ? find(heap) : nullptr;
  if (known == nullptr) {
    return Status::kNotFound;
  }
  if (known->is_guarded) {
    return Status::kExists;
  }
  if (!is_empty) {
    return Status::kInUse;
  }
  known->is_guarded = true;
  return Status::kOk;
}

void Guard::link(GuardedHeap& heap, GuardHeader* header) {
  header->live.next.set(nullptr);
  header->live.previous = heap.newest;
  if (heap.newest.get() != nullptr) {
    heap.newest.get()->live.next.set(header);
  } else if (heap.oldest.get() == nullptr) {
    heap.oldest.set(header);
  }
  heap.newest.set(header);
  ++heap.blocks;
}

// A neighbour is written to only if it says that it is one. An end that is not to be had is left
// open: the sweep finds that, and ties what it can reach from both sides.
void Guard::unlink(GuardedHeap& heap, GuardHeader* header) {
  GuardHeader* previous = header->live.previous.get();
  GuardHeader* next = header->live.next.get();
  GuardLink* forward = &heap.oldest;  // what leads to the header
  GuardLink* back = &heap.newest;
  if (previous != nullptr) {
    forward = is_inside(heap, previous) ? &previous->live.next : nullptr;
  }
  if (next != nullptr) {
    back = is_inside(heap, next) ? &next->live.previous : nullptr;
  }
  const bool has_previous = forward != nullptr && forward->get() == header;
  const bool has_next = back != nullptr && back->get() == header;
  previous = has_previous ? previous : nullptr;
  next = has_next ? next : nullptr;
  if (has_previous) {
    forward->set(next);
  }
  if (has_next) {
    back->set(previous);
  }
  if (cursor_ == header) {
    cursor_ = phase_ == Phase::kBackward ? next : previous;
  }
  if (wall_ == header) {
    wall_ = previous;
  }
  --heap.blocks;
}

void Guard::record(GuardFinding* finding) {
  finding->up_ms = port::uptime_ms();
  {
    const Lock lock;
    faults_ += faults_ == UINT32_MAX ? 0 : 1;
    if (findings_ == tables_.findings.size()) {
      ++faults_untold_;
    } else {
      const std::size_t at = first_finding_ + std::size_t{findings_};
      const std::size_t capacity = tables_.findings.size();
      tables_.findings[at < capacity ? at : at - capacity] = *finding;
      ++findings_;
    }
  }
  port::guard_found(*finding);
}

bool Guard::take(GuardFinding* out) {
  const Lock lock;
  if (findings_ == 0) {
    return false;
  }
  *out = tables_.findings[first_finding_];
  --findings_;
  first_finding_ = static_cast<std::uint16_t>(
      first_finding_ + 1u == tables_.findings.size() ? 0u : first_finding_ + 1u);
  return true;
}

void Guard::counts(GuardCounts* out) {
  const Lock lock;
  *out = {0, heaps_missed_, 0, 0, 0, faults_, faults_untold_, condemned_, sweeps_};
  for (const GuardedHeap& heap : tables_.heaps) {
    if (heap.heap != nullptr && heap.is_guarded) {
      ++out->heaps;
      out->blocks += heap.blocks;
      out->quarantined += heap.held;
      out->quarantined_bytes += heap.held_bytes;
    }
  }
}

}  // namespace tidemark
