// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"
#include "core/evidence.hpp"

/// Records in two slots of memory that outlives a restart (docs/adr/0013). A record is written over
/// the older one, so that the other stays whole until this one is: whatever moment power or the
/// processor goes, there is the new one, or the old one, or there was none. Bytes are
/// little-endian, each at its place; no structure is copied. docs/adr/0013 has the layout.
namespace tidemark {

inline constexpr std::size_t kEvidenceSlotBytes = 512;
inline constexpr std::size_t kEvidenceRecordBytes = 480;
/// Two slots, and what the memory of a running device notes: how long it has lived.
inline constexpr std::size_t kEvidencePulseBytes = 16;
inline constexpr std::size_t kEvidenceBytes = 2 * kEvidenceSlotBytes + kEvidencePulseBytes;

/// The memory: kEvidenceBytes of it. Any context; neither may wait or fail. Bytes that were never
/// written may be anything. A write that does not come to its end leaves any part of its bytes
/// written.
struct EvidenceMemory {
  void (*read)(std::size_t offset, Span<std::uint8_t> out);
  void (*write)(std::size_t offset, Span<const std::uint8_t> bytes);
};

/// What open() found.
enum class EvidenceFound : std::uint8_t {
  kNone,     ///< No record: first power, or memory that was cleared.
  kDamaged,  ///< One that is not what was written, or of another version; and none that is whole.
  kRead,     ///< A record that an earlier boot has read: of the end of this life's predecessor
             ///< nothing is known but, perhaps, its pulse.
  kNew,      ///< The record of the life that has just ended.
};

/// 16 bytes. By one context at a time; but write() may be entered by another that does not return
/// to the first.
class EvidenceStore {
 public:
  explicit constexpr EvidenceStore(const EvidenceMemory& memory) : memory_(memory) {}

  /// Finds the newest whole record and marks it as read. Once a boot, before all others. O(bytes).
  EvidenceFound open();

  /// Writes a record, which is kNew to the next open(); a further one takes its place. What open()
  /// found is still there. Some 150 bytes of stack. O(bytes).
  void write(const EvidenceHead& head, const EvidenceAtHand& at_hand);

  /// Where the newest whole record begins, be it that of write(); false: there is none.
  [[nodiscard]] bool newest(std::size_t* offset) const;
  // Of the record that open() found; false: there is none, or no such index.
  [[nodiscard]] bool head(EvidenceHead* out) const;
  [[nodiscard]] bool level_at(std::size_t index, EvidenceLevel* out) const;
  [[nodiscard]] bool site_at(std::size_t index, EvidenceSite* out) const;
  /// Oldest first; `up_s` is the time before the end.
  [[nodiscard]] bool event_at(std::size_t index, EvidenceEvent* out) const;

  /// How long this life has lasted so far: for a next one that finds no record of its end.
  void note_pulse(std::uint64_t up_ms);
  /// That of the life before; false: none, or it was torn. Before the first note_pulse().
  [[nodiscard]] bool read_pulse(std::uint64_t* out) const;

 private:
  [[nodiscard]] unsigned slot_to_write() const;

  EvidenceMemory memory_;
  std::uint32_t sequence_ = 0;  // of the record that was found
  std::uint8_t slot_ = 0;       // where it is
  bool has_record_ = false;
  bool has_written_ = false;
};

/// Marks a copy of a record as one that a boot has read.
void mark_as_read(Span<std::uint8_t> record);

}  // namespace tidemark
