// SPDX-License-Identifier: Apache-2.0
#include "estimate/watermark_scan.hpp"

// The owner of the stack may have written anything there, and under AddressSanitizer the words next
// to its live frames are poisoned: the scan meets them on purpose.
#if defined(__clang__)
#define TIDEMARK_SCAN_ATTRIBUTES __attribute__((no_sanitize("address", "thread")))
#elif defined(__GNUC__)
#define TIDEMARK_SCAN_ATTRIBUTES __attribute__((no_sanitize_address, no_sanitize_thread))
#else
#define TIDEMARK_SCAN_ATTRIBUTES
#endif

namespace tidemark::estimate {
namespace {

// Stack memory has no type of its own; the compiler must not think that a word cannot overlay it.
using Word __attribute__((may_alias)) = std::uintptr_t;

constexpr Word kFillWord = static_cast<Word>(~Word{0} / 0xFF * kStackFill);
constexpr std::size_t kWordsPerTurn = 8;
constexpr std::size_t kTurnBytes = kWordsPerTurn * sizeof(Word);

}  // namespace

TIDEMARK_SCAN_ATTRIBUTES
std::size_t unused_stack_bytes(const void* low, std::size_t size_bytes) {
  const auto* const begin = static_cast<const unsigned char*>(low);
  const unsigned char* at = begin;
  std::size_t left = size_bytes;
  for (; left > 0 && reinterpret_cast<std::uintptr_t>(at) % sizeof(Word) != 0; --left, ++at) {
    if (*at != kStackFill) {
      return static_cast<std::size_t>(at - begin);
    }
  }
  for (; left >= kTurnBytes; left -= kTurnBytes, at += kTurnBytes) {
    const auto* const word = reinterpret_cast<const Word*>(at);
    if (word[0] != kFillWord || word[1] != kFillWord || word[2] != kFillWord ||
        word[3] != kFillWord || word[4] != kFillWord || word[5] != kFillWord ||
        word[6] != kFillWord || word[7] != kFillWord) {
      break;
    }
  }
  for (; left >= sizeof(Word); left -= sizeof(Word), at += sizeof(Word)) {
    if (*reinterpret_cast<const Word*>(at) != kFillWord) {
      break;
    }
  }
  for (; left > 0 && *at == kStackFill; --left) {
    ++at;
  }
  return static_cast<std::size_t>(at - begin);
}

}  // namespace tidemark::estimate
