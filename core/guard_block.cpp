// SPDX-License-Identifier: Apache-2.0
#include "core/guard_block.hpp"

namespace tidemark {
namespace {

constexpr std::uint32_t kLowBits = 12;
constexpr std::uint32_t kLowMask = (1u << kLowBits) - 1;
constexpr std::uint32_t kFrontMask = 0x1FF;
constexpr std::uint32_t kOdd = 0x9E3779B1u;
constexpr std::size_t kMostRewind = 128;  // so that the front padding fits into its bits

TIDEMARK_READS_HEAP inline std::uint32_t fold(std::uintptr_t value) {
  return static_cast<std::uint32_t>(value ^ (value >> (sizeof(value) * 4)));
}

// What the upper bits of `check` are in state 0.
TIDEMARK_READS_HEAP std::uint32_t seal_of(const GuardHeader* header, std::uint32_t low) {
  std::uint32_t hash = fold(reinterpret_cast<std::uintptr_t>(header)) * kOdd;
  hash = (hash ^ header->size) * kOdd;
  hash = (hash ^ fold(reinterpret_cast<std::uintptr_t>(header->caller))) * kOdd;
  hash = (hash ^ fold(reinterpret_cast<std::uintptr_t>(header->thread))) * kOdd;
  hash = (hash ^ low) * kOdd;
  return hash >> kLowBits;
}

// Canaries differ in every byte from word to word, and never look like small numbers or fills.
TIDEMARK_READS_HEAP inline std::uint32_t canary_at(const void* address) {
  const std::uint32_t word = fold(reinterpret_cast<std::uintptr_t>(address)) * kOdd;
  return (word ^ (word >> 15)) | 0x80808080u;
}

using Word __attribute__((may_alias)) = std::uint32_t;
constexpr std::uint32_t kPoisonWord = kGuardPoison * 0x01010101u;

// Whether a word begins there and ends before `end`.
TIDEMARK_READS_HEAP inline bool is_word(const std::uint8_t* at, const std::uint8_t* end) {
  return (reinterpret_cast<std::uintptr_t>(at) & 3) == 0 &&
         static_cast<std::size_t>(end - at) >= sizeof(Word);
}

TIDEMARK_READS_HEAP inline std::uint8_t byte_of(const void* words, std::size_t index) {
  return static_cast<const std::uint8_t*>(words)[index];
}

TIDEMARK_READS_HEAP inline void note(GuardDamage* damage, std::size_t distance) {
  if (damage->count == 0) {
    damage->first = static_cast<std::uint32_t>(distance);
  }
  ++damage->count;
}

TIDEMARK_READS_HEAP void add_canary_damage(const GuardHeader* header, std::size_t distance,
                                           GuardDamage* damage) {
  const std::uint32_t canary[2] = {canary_at(&header->canary[0]), canary_at(&header->canary[1])};
  if (header->canary[0] == canary[0] && header->canary[1] == canary[1]) {
    return;
  }
  for (std::size_t i = sizeof(canary); i-- > 0;) {
    ++distance;
    if (byte_of(header->canary, i) != byte_of(canary, i)) {
      note(damage, distance);
      damage->is_contained = damage->is_contained && i != 0;
    }
  }
}

}  // namespace

Optional<GuardRequest> guard_request(std::size_t align, std::size_t bytes) {
  const std::size_t lowest = align & (0 - align);
  const std::size_t rewind = align != lowest ? lowest : 0;
  const std::size_t multiple = align - rewind;
  GuardRequest request{};
  std::size_t step = 32;
  while (step < kGuardHeaderBytes + rewind) {
    step *= 2;
  }
  if (multiple > step) {
    // Its rewind is the room for the header: one bit more than the application's own.
    request = {multiple | step, step - rewind, 0};
  } else {
    const std::size_t unit = multiple < 8 ? 8 : multiple;
    request = {align, (kGuardHeaderBytes + unit - 1) & ~(unit - 1), 0};
  }
  const std::size_t rear = guard_rear_bytes(bytes);
  request.bytes = request.front + bytes + rear;
  const bool is_kernels = rewind == 0 || (rewind >= sizeof(void*) && rewind <= kMostRewind);
  const bool fits = is_kernels && request.bytes > bytes && bytes <= UINT32_MAX - rear;
  return {request, fits};
}

TIDEMARK_READS_HEAP std::size_t guard_front_of(const GuardHeader* header) {
  return header->check & kFrontMask;
}

TIDEMARK_READS_HEAP void guard_seal(GuardHeader* header, GuardState state, std::uint32_t low_bits) {
  const std::uint32_t low = low_bits & kLowMask;
  header->check = ((seal_of(header, low) ^ static_cast<std::uint32_t>(state)) << kLowBits) | low;
}

TIDEMARK_READS_HEAP GuardState guard_state(const GuardHeader* header) {
  const std::uint32_t state =
      (header->check >> kLowBits) ^ seal_of(header, header->check & kLowMask);
  return state <= static_cast<std::uint32_t>(GuardState::kCondemned)
             ? static_cast<GuardState>(state)
             : GuardState::kNone;
}

TIDEMARK_READS_HEAP bool guard_has_canary(const GuardHeader* header) {
  return header->canary[0] == canary_at(&header->canary[0]) &&
         header->canary[1] == canary_at(&header->canary[1]);
}

void guard_arm(GuardHeader* header) {
  header->canary[0] = canary_at(&header->canary[0]);
  header->canary[1] = canary_at(&header->canary[1]);
  auto* rear = reinterpret_cast<std::uint8_t*>(header + 1) + header->size;
  std::uint32_t word = canary_at(rear);
  __builtin_memcpy(rear, &word, sizeof(word));
  for (auto* end = rear + guard_rear_bytes(header->size); (rear += 1) + 3 != end;) {
    rear[3] = static_cast<std::uint8_t>(word);
    word >>= 8;
  }
}

TIDEMARK_READS_HEAP GuardDamage guard_front_damage(const GuardHeader* header, const void* heap) {
  GuardDamage damage{0, 0, true};
  std::size_t distance = 0;
  if ((header->check & kGuardReference) != 0) {
    for (std::size_t i = sizeof(void*); i-- > 0;) {
      ++distance;
      if (byte_of(header + 1, i) != byte_of(&heap, i)) {
        note(&damage, distance);
      }
    }
  }
  add_canary_damage(header, distance, &damage);
  return damage;
}

TIDEMARK_READS_HEAP GuardDamage guard_canary_damage(const GuardHeader* header) {
  GuardDamage damage{0, 0, true};
  add_canary_damage(header, 0, &damage);
  return damage;
}

TIDEMARK_READS_HEAP GuardDamage guard_rear_damage(const GuardHeader* header) {
  GuardDamage damage{0, 0, true};
  const auto* rear = reinterpret_cast<const std::uint8_t*>(header + 1) + header->size;
  const std::size_t bytes = guard_rear_bytes(header->size);
  const std::uint32_t word = canary_at(rear);
  std::uint32_t found = 0;
  __builtin_memcpy(&found, rear, sizeof(found));
  for (std::size_t i = found == word ? sizeof(word) : 0; i < bytes; ++i) {
    if (rear[i] != byte_of(&word, i & 3)) {
      note(&damage, i);
      damage.is_contained = damage.is_contained && i + 1 != bytes;
    }
  }
  return damage;
}

void guard_fill(GuardHeader* header, std::size_t from, std::size_t bytes) {
  auto* at = reinterpret_cast<std::uint8_t*>(header + 1) + from;
  auto* const end = at + bytes;
  while (at != end) {
    if (is_word(at, end)) {
      *reinterpret_cast<Word*>(at) = kPoisonWord;
      at += sizeof(Word);
    } else {
      *at++ = kGuardPoison;
    }
  }
}

TIDEMARK_READS_HEAP GuardDamage guard_poison_damage(const GuardHeader* header, std::size_t from,
                                                    std::size_t bytes) {
  GuardDamage damage{0, 0, true};
  const auto* const block = reinterpret_cast<const std::uint8_t*>(header + 1);
  const auto* const end = block + from + bytes;
  for (const auto* at = block + from; at != end;) {
    if (is_word(at, end) && *reinterpret_cast<const Word*>(at) == kPoisonWord) {
      at += sizeof(Word);
      continue;
    }
    if (*at != kGuardPoison) {
      note(&damage, static_cast<std::size_t>(at - block));
    }
    ++at;
  }
  return damage;
}

}  // namespace tidemark
