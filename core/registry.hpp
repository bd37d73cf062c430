// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/in_place.hpp"
#include "base/span.hpp"
#include "core/features.hpp"
#include "core/health.hpp"
#include "core/port.hpp"

/// The tables of what is watched. A slot is free while its `object` is null. Tables are static
/// memory of the port's, zero at first, and never grow; a lookup is O(slots). Not thread-safe: the
/// monitor's lock guards them.
namespace tidemark {

/// What each kind of resource has.
struct Slot {
  const void* object = nullptr;  ///< Address of the kernel's object: who it is.
  std::uint32_t name_hash = 0;   ///< Of the name; 0: it has none.
  std::uint8_t suffix = 0;       ///< Above 1: `#2`, `#3` ... follows the name. Kept for life.
  bool sampled = false;          ///< The values below are true of some moment.
};

/// The largest free block of a heap: now, and the least at any sample. Empty in an image without.
template <bool kPresent>
struct LargestFree {
  void note(const Optional<std::uint32_t>& bytes) {
    now = bytes;
    if (bytes.present && (!least.present || bytes.value < least.value)) {
      least = bytes;
    }
  }
  [[nodiscard]] Optional<std::uint32_t> get() const { return now; }
  void fill(wire::HeapLine* line) const {
    line->largest_min = least;
    line->largest = now;
  }
  Optional<std::uint32_t> least = {};
  Optional<std::uint32_t> now = {};
};
template <>
struct LargestFree<false> {
  void note(const Optional<std::uint32_t>&) {}
  [[nodiscard]] static Optional<std::uint32_t> get() { return {}; }
  void fill(wire::HeapLine*) const {}
};

/// How much of a stack the scan under way has found unused. Empty in an image that scans it whole.
template <bool kPresent>
struct ScanProgress {
  [[nodiscard]] std::uint32_t get() const { return bytes; }
  void set(std::uint32_t scanned) { bytes = scanned; }
  std::uint32_t bytes = 0;
};
template <>
struct ScanProgress<false> {
  [[nodiscard]] std::uint32_t get() const { return 0; }
  void set(std::uint32_t) {}
};

/// A heap, whose unit is a byte, or a pool of blocks, whose unit is one. 312 bytes on a 32-bit
/// device.
struct PoolSlot : Slot {
  wire::ResourceKind kind = wire::ResourceKind::kHeap;
  bool registered = false;  ///< By the user.
  Origin origin = Origin::kDefined;
  [[nodiscard]] bool has_lock() const { return origin != Origin::kMadeWithoutLock; }
  const char* name = nullptr;  ///< Given by the user or the port, lives for ever; null: none.
  std::uint32_t unit_bytes = 0;
  std::uint32_t used = 0;  ///< In units, as all below.
  std::uint32_t free = 0;
  std::uint32_t capacity = 0;   ///< Of a heap the greatest allocated + free seen.
  std::uint32_t allocated = 0;  ///< Of a heap.
  Optional<std::uint32_t> peak = {};
  [[no_unique_address]] LargestFree<kWithLargestFree> largest_free;  ///< Of a heap.
  Health health;
};

/// The stack of a thread, or of a processor's interrupts. 40 bytes on a 32-bit device.
struct StackSlot : Slot {
  const void* entry = nullptr;  ///< Of a thread, as lifetime and priority.
  const void* stack_low = nullptr;
  std::uint32_t stack_size = 0;
  std::uint32_t free = 0;  ///< Stack bytes never used: what it was at the latest whole scan.
  [[no_unique_address]] ScanProgress<kWithScanSlices> progress;
  std::uint32_t lifetime = 0;  ///< Number of this life among all threads seen; from 1.
  std::int8_t priority = 0;
  bool seen = false;  ///< In the latest walk.
  LevelState level;
};

/// Limits of one resource, given while running. 36 bytes on a 32-bit device.
struct LimitSlot {
  const void* object = nullptr;
  estimate::PressureLimits limits = {};
};

/// Slot of this object, or null. `hint`: the place where it may well be.
template <typename S>
S* find_slot(Span<S> table, const void* object, std::size_t hint = 0) {
  if (hint < table.size() && table[hint].object == object) {
    return &table[hint];
  }
  for (S& slot : table) {
    if (slot.object == object) {
      return &slot;
    }
  }
  return nullptr;
}

/// A free slot, made new for this object, or null if the table is full.
template <typename S>
S* claim_slot(Span<S> table, const void* object) {
  S* slot = find_slot(table, nullptr);
  if (slot != nullptr) {
    // In place: an assignment would have a slot on the stack first, which is main's at the start.
    slot = new (InPlaceTag{}, slot) S();
    slot->object = object;
  }
  return slot;
}

/// Gives `slot` a name of this hash, and the least suffix that no other slot of that name has.
/// 255 resources of one name at most have different suffixes.
template <typename S>
void assign_suffix(Span<S> table, S* slot, std::uint32_t name_hash) {
  slot->name_hash = name_hash;
  slot->suffix = 1;
  for (bool taken = name_hash != 0; taken && slot->suffix < UINT8_MAX;) {
    taken = false;
    for (const S& other : table) {
      taken = taken || (&other != slot && other.object != nullptr && other.name_hash == name_hash &&
                        other.suffix == slot->suffix);
    }
    slot->suffix = static_cast<std::uint8_t>(slot->suffix + (taken ? 1 : 0));
  }
}

/// Most bytes of a name that are shown: room is left for the longest suffix.
inline constexpr std::size_t kShownNameBytes = wire::Name::kCapacity - sizeof("#255") + 1;

/// Adds a number to a name.
void append_decimal(std::uint8_t value, wire::Name* out);

/// Hash of what is shown of a name; 0 iff it is null or empty (FNV-1a, 32 bits).
std::uint32_t hash_name(const char* name);

/// The name as reports have it: `name` cut to make room, and its suffix; or, without a name,
/// `kind`,
/// `@` and the object's address in hexadecimal.
void make_name(const char* kind, const void* object, const char* name, std::uint8_t suffix,
               wire::Name* out);

/// The same for a heap or a pool of blocks.
void name_pool(const PoolSlot& slot, wire::Name* out);

}  // namespace tidemark
