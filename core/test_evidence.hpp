// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/evidence_store.hpp"

/// Memory for records that can lose its power after any byte, and records that can be told apart.
namespace tidemark {

/// One at a time lives: the functions have no context.
class TestEvidenceMemory {
 public:
  TestEvidenceMemory();
  ~TestEvidenceMemory();
  TestEvidenceMemory(const TestEvidenceMemory&) = delete;
  TestEvidenceMemory& operator=(const TestEvidenceMemory&) = delete;

  [[nodiscard]] EvidenceMemory functions() const;
  void fill(std::uint8_t byte) { bytes.fill(byte); }
  void set(std::size_t at, const std::string& text);
  /// The CRC of what is in the slot, so that a change of it is not found.
  void mend_crc(unsigned slot);

  /// So many further bytes are written, and none after them.
  void cut_after(std::size_t count) { left_ = count; }
  /// Whether a byte was not written.
  [[nodiscard]] bool is_cut() const { return is_cut_; }
  void power_on();

  void read(std::size_t offset, Span<std::uint8_t> out);
  void write(std::size_t offset, Span<const std::uint8_t> from);

  std::array<std::uint8_t, kEvidenceBytes> bytes{};

 private:
  std::size_t left_ = SIZE_MAX;
  bool is_cut_ = false;
};

/// A record with every field set by its number, which `restarts` has.
EvidenceHead test_evidence_head(std::uint32_t number);
EvidenceAtHand test_evidence_at_hand(std::uint32_t number);
/// What of the newest record is not as that number's; empty: nothing.
std::string test_evidence_difference(const EvidenceStore& store, std::uint32_t number);

}  // namespace tidemark
