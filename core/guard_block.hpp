// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/optional.hpp"
#include "estimate/heap_layout.hpp"

/// What the guard puts round a block: a header with a canary before it, a canary behind it. Nothing
/// here takes a lock or knows a heap.
///
///     | front padding | header ... canary | the block's bytes | canary |
///
/// Memory that is read in search of a header may be anybody's: functions that do so are compiled
/// without AddressSanitizer, and call nothing that it replaces.
namespace tidemark {

/// What a block's header says. Any other value of its check: no header, or a damaged one.
enum class GuardState : std::uint8_t {
  kNone,
  kLive,
  kFreed,      ///< In quarantine.
  kGone,       ///< Given back to the heap; what is left of it tells a double free.
  kCondemned,  ///< Damaged and told: never looked at again, never given back.
};

struct GuardHeader;

/// A pointer to a header, kept as its negative, so that searches for lost blocks, which take what
/// looks like an address for one, do not find all blocks tied to each other. Zero: null.
class GuardLink {
 public:
  [[nodiscard]] GuardHeader* get() const { return reinterpret_cast<GuardHeader*>(0 - negated_); }
  void set(GuardHeader* header) { negated_ = 0 - reinterpret_cast<std::uintptr_t>(header); }

 private:
  std::uintptr_t negated_;
};

/// 32 bytes on 32 bits, 48 on 64, directly before the block. The canary is keyed by the address, so
/// that a copied one does not pass. `check` seals all but the links, which change with the
/// neighbours: a link counts only where the other end agrees.
struct GuardHeader {
  union {
    struct {
      GuardLink next;  ///< The block allocated after it in the same heap.
      GuardLink previous;
    } live;
    struct {
      const void* at;           ///< Who freed it.
      std::uintptr_t poisoned;  ///< Bytes from the begin that are filled.
    } freed;
  };
  const void* caller;
  const void* thread;
  std::uint32_t size;
  std::uint32_t check;
  std::uint32_t canary[2];
};

inline constexpr std::size_t kGuardHeaderBytes = sizeof(GuardHeader);
static_assert(kGuardHeaderBytes % 8 == 0, "a multiple of a heap's unit keeps blocks aligned");
/// With this byte a freed block is filled. A word of it is no address of a device's RAM.
inline constexpr std::uint8_t kGuardPoison = 0xDD;

/// In the low bits of `check`, beside the bytes of front padding.
enum GuardMark : std::uint32_t {
  kGuardToldUnder = 1u << 9,   ///< Damage before it was told.
  kGuardToldOver = 1u << 10,   ///< Behind it, or, once it is freed, in it.
  kGuardReference = 1u << 11,  ///< Its first word is the heap's address, as k_malloc() has it.
};

/// Canary bytes behind a block of this size: 4 to 7, to the next word.
[[nodiscard]] constexpr std::size_t guard_rear_bytes(std::size_t size) {
  return 4 + ((0 - size) & 3);
}

/// How a request goes to the heap, so that the block behind the header is aligned as was asked.
struct GuardRequest {
  std::size_t align;  ///< As sys_heap_aligned_alloc() takes it, a rewind bit included.
  std::size_t front;  ///< Bytes before the block.
  std::size_t bytes;  ///< With all that is round it.
};
/// Absent iff the bytes are too many, or the rewind is less than a pointer (which is Zephyr's) or
/// above 128 bytes.
[[nodiscard]] Optional<GuardRequest> guard_request(std::size_t align, std::size_t bytes);

/// The header that a block at this address has, if it has one.
[[nodiscard]] inline GuardHeader* guard_header_of(std::uintptr_t block) {
  return reinterpret_cast<GuardHeader*>((block & ~(sizeof(void*) - 1)) - kGuardHeaderBytes);
}
[[nodiscard]] inline std::uintptr_t guard_block_of(const GuardHeader* header) {
  return reinterpret_cast<std::uintptr_t>(header + 1);
}
/// Bytes between what the heap gave and the block.
[[nodiscard]] std::size_t guard_front_of(const GuardHeader* header);

/// Closes the header after a change of a sealed field, of a mark or of the state. `low_bits`: the
/// lower 12 bits of a check, that is the front padding and marks; others are left out.
void guard_seal(GuardHeader* header, GuardState state, std::uint32_t low_bits);
/// kNone iff the seal does not hold.
[[nodiscard]] GuardState guard_state(const GuardHeader* header);
/// Whether the canary before the block is whole.
[[nodiscard]] bool guard_has_canary(const GuardHeader* header);

/// Writes both canaries. The size must be there.
void guard_arm(GuardHeader* header);

/// Bytes that are not what they were.
struct GuardDamage {
  std::uint32_t count;
  std::uint32_t first;  ///< Of the one nearest to the block, as far as it is outside of it.
  bool is_contained;    ///< The guard's outermost byte is whole: the heap's own data are too.
};
/// In the canary before the block; `first` is 1 for the byte directly before it.
[[nodiscard]] GuardDamage guard_canary_damage(const GuardHeader* header);
/// The same of a live block that has kGuardReference: the heap's address `heap` belongs to what is
/// before it.
[[nodiscard]] GuardDamage guard_front_damage(const GuardHeader* header, const void* heap);
/// Behind it; `first` is 0 for the byte directly behind it.
[[nodiscard]] GuardDamage guard_rear_damage(const GuardHeader* header);

/// Fills bytes of a freed block with poison; and which of them are not poison any more, `first`
/// from the begin of the block.
void guard_fill(GuardHeader* header, std::size_t from, std::size_t bytes);
[[nodiscard]] GuardDamage guard_poison_damage(const GuardHeader* header, std::size_t from,
                                              std::size_t bytes);

}  // namespace tidemark
