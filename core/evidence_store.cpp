// SPDX-License-Identifier: Apache-2.0
#include "core/evidence_store.hpp"

#include "wire/crc32.hpp"

namespace tidemark {
namespace {

// Where what lies in a slot. The mark is the last that is written and the first that is taken away;
// its last byte alone says whether a boot has read the record, so that no moment is between.
constexpr std::size_t kMarkAt = 0;
constexpr std::size_t kCrcAt = 4;  // of all that follows it
constexpr std::size_t kBodyAt = 8;
constexpr std::size_t kLevelsAt = 128;
constexpr std::size_t kLevelBytes = 28;
constexpr std::size_t kSitesAt = kLevelsAt + wire::kRestartLevels * kLevelBytes;
constexpr std::size_t kSiteBytes = 16;
constexpr std::size_t kEventsAt = kSitesAt + wire::kRestartSites * kSiteBytes;
constexpr std::size_t kEventBytes = 22;
static_assert(kEventsAt + wire::kRestartEvents * kEventBytes == kEvidenceRecordBytes &&
                  kEvidenceRecordBytes <= kEvidenceSlotBytes,
              "the lists end the record, and a slot has room for it");

constexpr std::size_t kMarkBytes = 4;
constexpr std::uint8_t kNewMark[kMarkBytes] = {'T', 'M', 'E', 'n'};
constexpr std::uint8_t kReadMark = 'r';  // in place of the last
constexpr std::uint8_t kVersion = 1;

constexpr std::uint8_t kHasSize = 1;
constexpr std::uint8_t kHasLargestFree = 2;
constexpr std::uint8_t kWasSafeMode = 4;

constexpr std::size_t kPulseAt = 2 * kEvidenceSlotBytes;
constexpr std::uint64_t kPulseKey = 0x544D'7075'6C73'6521;

constexpr std::size_t kStepBytes = 32;  // read or written in one go

/// Writes the body of a record, a few bytes at a time, and its CRC.
class Writer {
 public:
  Writer(const EvidenceMemory& memory, std::size_t slot_at)
      : memory_(memory), slot_at_(slot_at), at_(slot_at + kBodyAt) {}

  void byte(std::uint8_t value) {
    step_[filled_] = value;
    if (++filled_ == kStepBytes) {
      flush();
    }
  }
  template <typename T>
  void byte_of(T value) {
    byte(static_cast<std::uint8_t>(value));
  }
  void word(std::uint64_t value, unsigned bytes = 4) {
    for (; bytes > 0; --bytes, value >>= 8) {
      byte_of(value & 0xFF);
    }
  }
  template <std::size_t N>
  void text(const FixedText<N>& name) {
    for (std::size_t i = 0; i < N; ++i) {
      byte_of(i < name.size ? name.bytes[i] : '\0');
    }
  }
  void zeros_to(std::size_t offset) {
    while (at_ + filled_ < slot_at_ + offset) {
      byte(0);
    }
  }
  /// Returns the CRC of all.
  std::uint32_t end() {
    flush();
    return crc_;
  }

 private:
  void flush() {
    const Span<const std::uint8_t> step(step_, filled_);
    memory_.write(at_, step);
    crc_ = wire::crc32(step, crc_);
    at_ += filled_;
    filled_ = 0;
  }

  const EvidenceMemory& memory_;
  std::size_t slot_at_;
  std::size_t at_;
  std::uint32_t crc_ = 0;
  std::uint8_t filled_ = 0;
  std::uint8_t step_[kStepBytes] = {};
};

/// Reads bytes that lie one behind the other.
class Reader {
 public:
  Reader(const EvidenceMemory& memory, std::size_t at) : memory_(memory), at_(at) {}

  std::uint64_t word(unsigned bytes = 4) {
    std::uint8_t read[8] = {};
    take({read, bytes});
    std::uint64_t value = 0;
    while (bytes > 0) {
      value = value << 8 | read[--bytes];
    }
    return value;
  }
  std::uint32_t word32() { return static_cast<std::uint32_t>(word()); }
  std::uint8_t byte() { return static_cast<std::uint8_t>(word(1)); }
  void text(EvidenceName* out) {
    char read[kEvidenceNameBytes];
    take({reinterpret_cast<std::uint8_t*>(read), kEvidenceNameBytes});
    set_evidence_name({read, kEvidenceNameBytes}, out);
  }
  void skip_to(std::size_t at) { at_ = at; }
  void take(Span<std::uint8_t> out) {
    memory_.read(at_, out);
    at_ += out.size();
  }

 private:
  const EvidenceMemory& memory_;
  std::size_t at_;
};

constexpr std::size_t slot_at(unsigned slot) {
  return slot * kEvidenceSlotBytes;
}

bool has_mark(const std::uint8_t (&mark)[kMarkBytes]) {
  return mark[0] == kNewMark[0] && mark[1] == kNewMark[1] && mark[2] == kNewMark[2] &&
         (mark[3] == kNewMark[3] || mark[3] == kReadMark);
}

std::uint32_t crc_of_body(const EvidenceMemory& memory, unsigned slot) {
  std::uint8_t step[kStepBytes];
  std::uint32_t crc = 0;
  for (std::size_t at = kBodyAt; at < kEvidenceRecordBytes;) {
    const std::size_t left = kEvidenceRecordBytes - at;
    const std::size_t bytes = left < kStepBytes ? left : kStepBytes;
    memory.read(slot_at(slot) + at, {step, bytes});
    crc = wire::crc32({step, bytes}, crc);
    at += bytes;
  }
  return crc;
}

// Bytes that say how much of what is used.
constexpr std::size_t kReasonAt = kBodyAt + 1;
constexpr std::size_t kLivesAt = kBodyAt + 3;
constexpr std::size_t kLevelCountAt = kLivesAt + 1;
constexpr std::size_t kSiteCountAt = kLivesAt + 2;
constexpr std::size_t kEventCountAt = kLivesAt + 3;
constexpr std::size_t kBuildSizeAt = kLivesAt + 4;
constexpr std::size_t kSequenceAt = kLivesAt + 5;
constexpr auto kLastReason = wire::RestartReason::kHealthCheck;

std::uint8_t byte_at(const EvidenceMemory& memory, unsigned slot, std::size_t at) {
  return Reader(memory, slot_at(slot) + at).byte();
}

// A CRC says that a record is whole, not that this firmware wrote it.
bool is_known_body(const EvidenceMemory& memory, unsigned slot) {
  struct Bound {
    std::size_t at;
    std::uint8_t most;
  };
  static constexpr Bound kBounds[] = {{kReasonAt, static_cast<std::uint8_t>(kLastReason)},
                                      {kLivesAt, kEvidenceLives},
                                      {kLevelCountAt, wire::kRestartLevels},
                                      {kSiteCountAt, wire::kRestartSites},
                                      {kEventCountAt, wire::kRestartEvents},
                                      {kBuildSizeAt, kEvidenceBuildBytes}};
  for (const Bound& bound : kBounds) {
    if (byte_at(memory, slot, bound.at) > bound.most) {
      return false;
    }
  }
  return byte_at(memory, slot, kBodyAt) == kVersion;
}

enum class SlotState : std::uint8_t { kEmpty, kDamaged, kRead, kNew };

SlotState look_at(const EvidenceMemory& memory, unsigned slot, std::uint32_t* sequence) {
  std::uint8_t mark[kMarkBytes];
  Reader reader(memory, slot_at(slot));
  reader.take({mark, kMarkBytes});
  if (!has_mark(mark)) {
    return SlotState::kEmpty;
  }
  if (reader.word32() != crc_of_body(memory, slot) || !is_known_body(memory, slot)) {
    return SlotState::kDamaged;
  }
  *sequence = Reader(memory, slot_at(slot) + kSequenceAt).word32();
  return mark[3] == kReadMark ? SlotState::kRead : SlotState::kNew;
}

void write_head(Writer& writer, const EvidenceHead& head, const EvidenceAtHand& at_hand,
                std::uint32_t sequence) {
  writer.byte(kVersion);
  writer.byte_of(head.reason);
  writer.byte_of((head.size.present ? kHasSize : 0) |
                 (head.largest_free.present ? kHasLargestFree : 0) |
                 (head.was_safe_mode ? kWasSafeMode : 0));
  writer.byte(head.lives);
  writer.byte(at_hand.levels.count);
  writer.byte(at_hand.sites.count);
  writer.byte(at_hand.events.count);
  writer.byte(head.build.size);
  writer.word(sequence);
  writer.word(head.restarts);
  writer.word(head.lived_ms, 8);
  writer.word(head.at, 8);
  writer.word(head.size.value);
  writer.word(head.largest_free.value);
  writer.text(head.resource);
  writer.text(head.thread);
  writer.text(head.build);
  for (const std::uint32_t life_s : head.lives_s) {
    writer.word(life_s);
  }
}

void write_lists(Writer& writer, std::uint64_t lived_ms, const EvidenceAtHand& at_hand) {
  for (std::size_t i = 0; i < at_hand.levels.count; ++i) {
    const EvidenceLevel& level = at_hand.levels.items[i];
    writer.byte_of(level.kind);
    writer.byte_of(level.level);
    writer.byte_of(level.verdict);
    writer.byte(0);
    writer.word(level.used);
    writer.word(level.capacity);
    writer.text(level.name);
  }
  writer.zeros_to(kSitesAt);
  for (std::size_t i = 0; i < at_hand.sites.count; ++i) {
    writer.word(at_hand.sites.items[i].at, 8);
    writer.word(at_hand.sites.items[i].live_bytes);
    writer.word(at_hand.sites.items[i].live_blocks);
  }
  writer.zeros_to(kEventsAt);
  const auto lived_s = static_cast<std::uint32_t>(lived_ms / 1000);
  for (std::size_t i = 0; i < at_hand.events.count; ++i) {
    const EvidenceEvent& event =
        at_hand.events.items[(at_hand.first_event + i) % wire::kRestartEvents];
    writer.word(event.up_s < lived_s ? lived_s - event.up_s : 0);
    writer.byte_of(event.kind);
    writer.byte(event.value);
    writer.text(event.name);
  }
  writer.zeros_to(kEvidenceRecordBytes);
}

}  // namespace

EvidenceFound EvidenceStore::open() {
  SlotState states[2];
  std::uint32_t sequences[2] = {};
  for (unsigned slot = 0; slot < 2; ++slot) {
    states[slot] = look_at(memory_, slot, &sequences[slot]);
    if (states[slot] == SlotState::kDamaged) {  // it is told once
      constexpr std::uint8_t kNone[kMarkBytes] = {};
      memory_.write(slot_at(slot) + kMarkAt, {kNone, kMarkBytes});
    }
  }
  const bool is_whole[2] = {states[0] >= SlotState::kRead, states[1] >= SlotState::kRead};
  has_record_ = is_whole[0] || is_whole[1];
  has_written_ = false;
  if (!has_record_) {
    return states[0] == SlotState::kDamaged || states[1] == SlotState::kDamaged
               ? EvidenceFound::kDamaged
               : EvidenceFound::kNone;
  }
  const bool is_second =
      is_whole[1] && (!is_whole[0] || static_cast<std::int32_t>(sequences[1] - sequences[0]) > 0);
  slot_ = is_second ? 1 : 0;
  sequence_ = sequences[slot_];
  if (states[slot_] == SlotState::kRead) {
    return EvidenceFound::kRead;
  }
  memory_.write(slot_at(slot_) + kMarkAt + kMarkBytes - 1, {&kReadMark, 1});
  return EvidenceFound::kNew;
}

void EvidenceStore::write(const EvidenceHead& head, const EvidenceAtHand& at_hand) {
  const std::size_t at = slot_at(slot_to_write());
  constexpr std::uint8_t kNone[kMarkBytes] = {};
  memory_.write(at + kMarkAt, {kNone, kMarkBytes});
  Writer writer(memory_, at);
  write_head(writer, head, at_hand, sequence_ + 1);
  write_lists(writer, head.lived_ms, at_hand);
  const std::uint32_t crc = writer.end();
  const std::uint8_t bytes[] = {static_cast<std::uint8_t>(crc), static_cast<std::uint8_t>(crc >> 8),
                                static_cast<std::uint8_t>(crc >> 16),
                                static_cast<std::uint8_t>(crc >> 24)};
  memory_.write(at + kCrcAt, {bytes, sizeof(bytes)});
  memory_.write(at + kMarkAt, {kNewMark, kMarkBytes});
  has_written_ = true;
}

unsigned EvidenceStore::slot_to_write() const {
  return has_record_ ? 1u - slot_ : 0u;
}

bool EvidenceStore::newest(std::size_t* offset) const {
  *offset = slot_at(has_written_ ? slot_to_write() : slot_);
  return has_record_ || has_written_;
}

bool EvidenceStore::head(EvidenceHead* out) const {
  if (!has_record_) {
    return false;
  }
  *out = {};
  Reader reader(memory_, slot_at(slot_) + kReasonAt);
  out->reason = static_cast<wire::RestartReason>(reader.byte());
  const unsigned flags = reader.byte();
  out->lives = reader.byte();
  out->build.size = byte_at(memory_, slot_, kBuildSizeAt);
  reader.skip_to(slot_at(slot_) + kSequenceAt + 4);
  out->restarts = reader.word32();
  out->lived_ms = reader.word(8);
  out->at = reader.word(8);
  out->size = {reader.word32(), (flags & kHasSize) != 0};
  out->largest_free = {reader.word32(), (flags & kHasLargestFree) != 0};
  out->was_safe_mode = (flags & kWasSafeMode) != 0;
  reader.text(&out->resource);
  reader.text(&out->thread);
  reader.take({reinterpret_cast<std::uint8_t*>(out->build.bytes), kEvidenceBuildBytes});
  for (std::uint32_t& life_s : out->lives_s) {
    life_s = reader.word32();
  }
  return true;
}

bool EvidenceStore::level_at(std::size_t index, EvidenceLevel* out) const {
  if (!has_record_ || index >= byte_at(memory_, slot_, kLevelCountAt)) {
    return false;
  }
  Reader reader(memory_, slot_at(slot_) + kLevelsAt + index * kLevelBytes);
  out->kind = static_cast<wire::ResourceKind>(reader.byte());
  out->level = static_cast<wire::Level>(reader.byte());
  out->verdict = static_cast<wire::Verdict>(reader.byte());
  (void)reader.byte();
  out->used = reader.word32();
  out->capacity = reader.word32();
  reader.text(&out->name);
  return static_cast<std::size_t>(out->kind) < wire::kResourceKinds &&
         out->level <= wire::Level::kCritical && out->verdict <= wire::Verdict::kLeak;
}

bool EvidenceStore::site_at(std::size_t index, EvidenceSite* out) const {
  if (!has_record_ || index >= byte_at(memory_, slot_, kSiteCountAt)) {
    return false;
  }
  Reader reader(memory_, slot_at(slot_) + kSitesAt + index * kSiteBytes);
  out->at = reader.word(8);
  out->live_bytes = reader.word32();
  out->live_blocks = reader.word32();
  return true;
}

bool EvidenceStore::event_at(std::size_t index, EvidenceEvent* out) const {
  if (!has_record_ || index >= byte_at(memory_, slot_, kEventCountAt)) {
    return false;
  }
  Reader reader(memory_, slot_at(slot_) + kEventsAt + index * kEventBytes);
  out->up_s = reader.word32();
  out->kind = static_cast<wire::RestartEventKind>(reader.byte());
  out->value = reader.byte();
  reader.text(&out->name);
  return out->kind <= wire::RestartEventKind::kGuard;
}

// The check is written after the value it is of: what is torn does not fit.
void EvidenceStore::note_pulse(std::uint64_t up_ms) {
  std::uint8_t bytes[kEvidencePulseBytes];
  const std::uint64_t words[] = {up_ms, up_ms ^ kPulseKey};
  for (std::size_t i = 0; i < sizeof(bytes); ++i) {
    bytes[i] = static_cast<std::uint8_t>(words[i / 8] >> (i % 8 * 8));
  }
  memory_.write(kPulseAt, {bytes, sizeof(bytes)});
}

bool EvidenceStore::read_pulse(std::uint64_t* out) const {
  Reader reader(memory_, kPulseAt);
  const std::uint64_t up_ms = reader.word(8);
  if (reader.word(8) != (up_ms ^ kPulseKey)) {
    return false;
  }
  *out = up_ms;
  return true;
}

void mark_as_read(Span<std::uint8_t> record) {
  record[kMarkAt + kMarkBytes - 1] = kReadMark;
}

}  // namespace tidemark
