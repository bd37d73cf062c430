// SPDX-License-Identifier: Apache-2.0
#include "core/test_evidence.hpp"

#include <gtest/gtest.h>

#include "wire/crc32.hpp"

namespace tidemark {
namespace {

TestEvidenceMemory* g_memory = nullptr;

void name_of(const char* what, std::uint32_t number, EvidenceName* out) {
  const std::string name = what + std::to_string(number);
  set_evidence_name({name.data(), name.size()}, out);
}

bool same(const EvidenceName& a, const EvidenceName& b) {
  return a == b;
}

bool same(const EvidenceHead& a, const EvidenceHead& b) {
  for (std::size_t i = 0; i < kEvidenceLives; ++i) {
    if (a.lives_s[i] != b.lives_s[i]) {
      return false;
    }
  }
  return a.reason == b.reason && a.was_safe_mode == b.was_safe_mode && a.lived_ms == b.lived_ms &&
         a.at == b.at && a.size == b.size && a.largest_free == b.largest_free &&
         a.restarts == b.restarts && same(a.resource, b.resource) && same(a.thread, b.thread) &&
         a.build == b.build && a.lives == b.lives;
}

EvidenceEvent test_event(std::uint32_t number, std::uint32_t i) {
  EvidenceEvent event{number + i,
                      static_cast<wire::RestartEventKind>((number + i) % 5),
                      static_cast<std::uint8_t>(number + i),
                      {}};
  name_of("event", number + i, &event.name);
  return event;
}

}  // namespace

TestEvidenceMemory::TestEvidenceMemory() {
  EXPECT_EQ(g_memory, nullptr);
  g_memory = this;
}

TestEvidenceMemory::~TestEvidenceMemory() {
  g_memory = nullptr;
}

EvidenceMemory TestEvidenceMemory::functions() const {
  return {[](std::size_t offset, Span<std::uint8_t> out) { g_memory->read(offset, out); },
          [](std::size_t offset, Span<const std::uint8_t> from) { g_memory->write(offset, from); }};
}

void TestEvidenceMemory::set(std::size_t at, const std::string& text) {
  for (const char c : text) {
    bytes.at(at++) = static_cast<std::uint8_t>(c);
  }
}

void TestEvidenceMemory::mend_crc(unsigned slot) {
  const std::size_t at = slot * kEvidenceSlotBytes;
  std::uint32_t crc = wire::crc32({bytes.data() + at + 8, kEvidenceRecordBytes - 8});
  for (std::size_t i = 4; i < 8; ++i, crc >>= 8) {
    bytes.at(at + i) = static_cast<std::uint8_t>(crc);
  }
}

void TestEvidenceMemory::power_on() {
  left_ = SIZE_MAX;
  is_cut_ = false;
}

void TestEvidenceMemory::read(std::size_t offset, Span<std::uint8_t> out) {
  for (std::uint8_t& byte : out) {
    byte = bytes.at(offset++);
  }
}

void TestEvidenceMemory::write(std::size_t offset, Span<const std::uint8_t> from) {
  for (const std::uint8_t byte : from) {
    if (left_ == 0) {
      is_cut_ = true;
      return;
    }
    --left_;
    bytes.at(offset++) = byte;
  }
}

EvidenceHead test_evidence_head(std::uint32_t number) {
  EvidenceHead head{};
  head.reason = static_cast<wire::RestartReason>(number % 10);
  head.was_safe_mode = number % 2 != 0;
  head.lived_ms = 0x1'0000'0000ull * number + 1'000'000;
  head.at = 0xFFFF'0000'0000'0000ull + number;
  head.size = {number * 3, number % 3 != 0};
  head.largest_free = {number * 5, number % 3 != 1};
  head.restarts = number;
  name_of("resource", number, &head.resource);
  name_of("a_longer_thread", number, &head.thread);
  for (std::uint32_t i = 0; i < number % (kEvidenceBuildBytes + 1); ++i) {
    head.build.push(static_cast<char>(number + i));
  }
  head.lives = static_cast<std::uint8_t>(number % (kEvidenceLives + 1));
  for (std::uint32_t i = 0; i < head.lives; ++i) {
    head.lives_s[i] = number * 100 + i;
  }
  return head;
}

EvidenceAtHand test_evidence_at_hand(std::uint32_t number) {
  EvidenceAtHand at_hand{};
  at_hand.levels.count = static_cast<std::uint8_t>(number % (wire::kRestartLevels + 1));
  for (std::uint32_t i = 0; i < at_hand.levels.count; ++i) {
    EvidenceLevel& level = at_hand.levels.items[i];
    level = {static_cast<wire::ResourceKind>(number % wire::kResourceKinds),
             static_cast<wire::Level>(number % 3),
             static_cast<wire::Verdict>(number % 3),
             number + i,
             number * 2 + i,
             {}};
    name_of("level", number + i, &level.name);
  }
  at_hand.sites.count = static_cast<std::uint8_t>((number + 2) % (wire::kRestartSites + 1));
  for (std::uint32_t i = 0; i < at_hand.sites.count; ++i) {
    at_hand.sites.items[i] = {0x8000'0000'0000ull + number + i, number + i, number};
  }
  at_hand.events.count = static_cast<std::uint8_t>((number + 5) % (wire::kRestartEvents + 1));
  at_hand.first_event = static_cast<std::uint8_t>(number % wire::kRestartEvents);
  for (std::uint32_t i = 0; i < at_hand.events.count; ++i) {
    at_hand.events.items[(at_hand.first_event + i) % wire::kRestartEvents] = test_event(number, i);
  }
  return at_hand;
}

std::string test_evidence_difference(const EvidenceStore& store, std::uint32_t number) {
  const EvidenceHead expected = test_evidence_head(number);
  const EvidenceAtHand at_hand = test_evidence_at_hand(number);
  EvidenceHead head{};
  if (!store.head(&head) || !same(head, expected)) {
    return "head";
  }
  std::size_t i = 0;
  for (EvidenceLevel level{}; store.level_at(i, &level); ++i) {
    const EvidenceLevel& right = at_hand.levels.items[i];
    if (level.kind != right.kind || level.level != right.level || level.verdict != right.verdict ||
        level.used != right.used || level.capacity != right.capacity ||
        !same(level.name, right.name)) {
      return "level";
    }
  }
  if (i != at_hand.levels.count) {
    return "levels";
  }
  i = 0;
  for (EvidenceSite site{}; store.site_at(i, &site); ++i) {
    const EvidenceSite& right = at_hand.sites.items[i];
    if (site.at != right.at || site.live_bytes != right.live_bytes ||
        site.live_blocks != right.live_blocks) {
      return "site";
    }
  }
  if (i != at_hand.sites.count) {
    return "sites";
  }
  const auto lived_s = static_cast<std::uint32_t>(head.lived_ms / 1000);
  i = 0;
  for (EvidenceEvent event{}; store.event_at(i, &event); ++i) {
    const EvidenceEvent right = test_event(number, static_cast<std::uint32_t>(i));
    if (event.up_s != lived_s - right.up_s || event.kind != right.kind ||
        event.value != right.value || !same(event.name, right.name)) {
      return "event";
    }
  }
  return i == at_hand.events.count ? "" : "events";
}

}  // namespace tidemark
