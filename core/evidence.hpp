// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/fixed_text.hpp"
#include "base/optional.hpp"
#include "base/span.hpp"
#include "wire/recovery.hpp"

/// What a life leaves behind when it ends. Trivial structures; value-initialise them. A record of
/// them is written by core/evidence_store.hpp.
namespace tidemark {

inline constexpr std::size_t kEvidenceNameBytes = 16;
/// A name cut to what a record has room for.
using EvidenceName = FixedText<kEvidenceNameBytes>;
/// Empty where `name` is; zeros end it.
void set_evidence_name(Text name, EvidenceName* out);

/// Lives before the one that ended whose length a record has.
inline constexpr std::size_t kEvidenceLives = 7;
inline constexpr std::size_t kEvidenceBuildBytes = 20;

/// What a record says but for its lists.
struct EvidenceHead {
  wire::RestartReason reason;
  bool was_safe_mode;            ///< The life that ended was in it.
  std::uint64_t lived_ms;        ///< Uptime when it ended.
  std::uint64_t at;              ///< Return address or program counter; 0: unknown.
  Optional<std::uint32_t> size;  ///< Of a refused allocation.
  Optional<std::uint32_t> largest_free;
  std::uint32_t restarts;  ///< That count, this one included. Saturates.
  EvidenceName resource;   ///< Optional, as the next two.
  EvidenceName thread;
  FixedText<kEvidenceBuildBytes> build;  ///< Build id, as bytes.
  /// Uptimes, in seconds, at the ends of the lives before this one, latest first, as far back as
  /// each ended with a restart that counts.
  std::uint32_t lives_s[kEvidenceLives];
  std::uint8_t lives;  ///< Of these set.
};

struct EvidenceLevel {
  wire::ResourceKind kind;
  wire::Level level;
  wire::Verdict verdict;
  std::uint32_t used;  ///< As in a line: of a pool in blocks.
  std::uint32_t capacity;
  EvidenceName name;
};

struct EvidenceSite {
  std::uint64_t at;
  std::uint32_t live_bytes;
  std::uint32_t live_blocks;
};

struct EvidenceEvent {
  std::uint32_t up_s;  ///< Uptime; a record has the time before its end in its place.
  wire::RestartEventKind kind;
  std::uint8_t value;
  EvidenceName name;
};

/// A list of fixed room, in the order in which a record has it.
template <typename T, std::size_t Capacity>
struct EvidenceList {
  std::uint8_t count;
  T items[Capacity];
};

/// What is kept at hand while the device lives, so that its end need not look for it. About 400
/// bytes.
struct EvidenceAtHand {
  EvidenceList<EvidenceLevel, wire::kRestartLevels> levels;
  EvidenceList<EvidenceSite, wire::kRestartSites> sites;
  EvidenceList<EvidenceEvent, wire::kRestartEvents> events;  ///< A ring.
  std::uint8_t first_event;                                  ///< The oldest.
};

/// Whether a restart for this reason counts as one more of a series: all that nobody asked for.
[[nodiscard]] constexpr bool is_counted(wire::RestartReason reason) {
  return reason != wire::RestartReason::kRequest && reason != wire::RestartReason::kUnknown;
}

/// Restarts that count, the latest included, within `minutes` of uptime back from it. At most
/// kEvidenceLives + 1. 0 iff the latest one does not count.
[[nodiscard]] std::uint32_t recent_restarts(const EvidenceHead& head, std::uint32_t minutes);

/// Makes of the head of one record that of the next: `restarts` and the lives stay, the one that
/// `head` was of becomes the latest of them, or, where its restart does not count, the series ends.
/// All else is cleared.
void succeed(EvidenceHead* head);

}  // namespace tidemark
