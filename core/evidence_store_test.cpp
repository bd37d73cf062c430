// SPDX-License-Identifier: Apache-2.0
#include "core/evidence_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "core/test_evidence.hpp"

namespace tidemark {
namespace {

using wire::RestartReason;

struct EvidenceStoreTest : testing::Test {
  TestEvidenceMemory memory;

  EvidenceFound boot() {
    store = EvidenceStore(memory.functions());
    return store.open();
  }
  void write(std::uint32_t number) {
    store.write(test_evidence_head(number), test_evidence_at_hand(number));
  }
  /// The number of the record that is there, every field and item of it compared; -1: there is
  /// none.
  int number() {
    EvidenceHead head{};
    if (!store.head(&head)) {
      return -1;
    }
    EXPECT_EQ(test_evidence_difference(store, head.restarts), "");
    return static_cast<int>(head.restarts);
  }

  EvidenceStore store{memory.functions()};
};

TEST_F(EvidenceStoreTest, FindsNothingInMemoryThatWasNeverWritten) {
  for (const int fill : {0x00, 0xFF, 0x5A}) {
    memory.fill(static_cast<std::uint8_t>(fill));
    EXPECT_EQ(boot(), EvidenceFound::kNone);
    EXPECT_EQ(number(), -1);
    EvidenceLevel level;
    EvidenceSite site;
    EvidenceEvent event;
    EXPECT_FALSE(store.level_at(0, &level));
    EXPECT_FALSE(store.site_at(0, &site));
    EXPECT_FALSE(store.event_at(0, &event));
    std::uint64_t pulse = 0;
    EXPECT_FALSE(store.read_pulse(&pulse));
  }
}

TEST_F(EvidenceStoreTest, FindsNothingInChance) {
  std::mt19937 random(5);
  for (int i = 0; i < 2000; ++i) {
    for (std::uint8_t& byte : memory.bytes) {
      byte = static_cast<std::uint8_t>(random());
    }
    if (i % 2 != 0) {
      memory.set(i % 4 == 1 ? 0 : kEvidenceSlotBytes, "TMEn");
    }
    EXPECT_EQ(boot(), i % 2 != 0 ? EvidenceFound::kDamaged : EvidenceFound::kNone);
    EXPECT_EQ(number(), -1);
  }
}

TEST_F(EvidenceStoreTest, BringsARecordOverOnce) {
  ASSERT_EQ(boot(), EvidenceFound::kNone);
  write(1);
  EXPECT_EQ(number(), -1) << "it is of the life that ends";
  EXPECT_EQ(boot(), EvidenceFound::kNew);
  EXPECT_EQ(number(), 1);
  write(2);
  EXPECT_EQ(number(), 1);
  write(1);
  EXPECT_EQ(boot(), EvidenceFound::kNew);
  EXPECT_EQ(number(), 1);
  EXPECT_EQ(boot(), EvidenceFound::kRead) << "the next end has no record";
  EXPECT_EQ(number(), 1) << "what came before it is still known";
  write(2);
  EXPECT_EQ(boot(), EvidenceFound::kNew);
  EXPECT_EQ(number(), 2);
}

TEST_F(EvidenceStoreTest, TakesTheNewerOfTwo) {
  ASSERT_EQ(boot(), EvidenceFound::kNone);
  for (std::uint32_t i = 1; i < 10; ++i) {
    write(i);
    ASSERT_EQ(boot(), EvidenceFound::kNew);
    ASSERT_EQ(number(), static_cast<int>(i));
  }
}

TEST_F(EvidenceStoreTest, FallsBackToTheOlderWhereTheNewerIsDamaged) {
  ASSERT_EQ(boot(), EvidenceFound::kNone);
  write(1);
  ASSERT_EQ(boot(), EvidenceFound::kNew);
  write(2);
  memory.bytes[kEvidenceSlotBytes + 100] ^= 1;
  EXPECT_EQ(boot(), EvidenceFound::kRead) << "it is not the record of the life that ended";
  EXPECT_EQ(number(), 1);
  EXPECT_EQ(boot(), EvidenceFound::kRead);
  write(3);
  EXPECT_EQ(boot(), EvidenceFound::kNew);
  EXPECT_EQ(number(), 3);
}

// Each bit, so each field.
TEST_F(EvidenceStoreTest, RefusesARecordOfWhichABitIsWrong) {
  ASSERT_EQ(boot(), EvidenceFound::kNone);
  write(1);
  const auto whole = memory.bytes;
  for (std::size_t bit = 0; bit < kEvidenceRecordBytes * 8; ++bit) {
    memory.bytes = whole;
    memory.bytes[bit / 8] = static_cast<std::uint8_t>(memory.bytes[bit / 8] ^ 1u << bit % 8);
    const EvidenceFound found = boot();
    EXPECT_TRUE(found == EvidenceFound::kDamaged || found == EvidenceFound::kNone) << bit;
    EXPECT_EQ(number(), -1) << bit;
    EXPECT_EQ(boot(), EvidenceFound::kNone) << "damage is told once";
  }
}

// A firmware that knows more may have run in between.
TEST_F(EvidenceStoreTest, RefusesWhatItDoesNotKnowThoughTheCrcIsRight) {
  for (const std::size_t at : {8u, 9u, 11u, 12u, 13u, 14u, 15u}) {
    memory.fill(0);
    ASSERT_EQ(boot(), EvidenceFound::kNone);
    write(1);
    memory.bytes[at] = 200;
    memory.mend_crc(0);
    EXPECT_EQ(boot(), EvidenceFound::kDamaged) << at;
    EXPECT_EQ(number(), -1);
  }
}

TEST_F(EvidenceStoreTest, EndsAListWithWhatItDoesNotKnow) {
  write(1);
  boot();
  for (const std::size_t at : {128u, 129u, 130u}) {  // kind, level and verdict of the first
    const std::uint8_t before = memory.bytes[at];
    memory.bytes[at] = 77;
    EvidenceLevel level;
    EXPECT_FALSE(store.level_at(0, &level)) << at;
    memory.bytes[at] = before;
    EXPECT_TRUE(store.level_at(0, &level));
  }
  memory.bytes[308] = 77;
  EvidenceEvent event;
  EXPECT_FALSE(store.event_at(0, &event));
}

// The power goes after each byte of each write, with every state of the slots before it.
TEST_F(EvidenceStoreTest, IsOldNewOrNoneWhereverTheWritingEnds) {
  for (std::uint32_t before = 0; before < 4; ++before) {
    memory.fill(0xA5);
    ASSERT_EQ(boot(), EvidenceFound::kNone);
    for (std::uint32_t i = 1; i <= before; ++i) {
      write(i);
      ASSERT_EQ(boot(), EvidenceFound::kNew);
    }
    const int old = before == 0 ? -1 : static_cast<int>(before);
    const auto start = memory.bytes;
    const EvidenceStore start_store = store;
    std::size_t cut = 0;
    for (bool is_whole = false; !is_whole; ++cut) {
      memory.bytes = start;
      store = start_store;
      memory.cut_after(cut);
      write(before + 1);
      is_whole = !memory.is_cut();
      memory.power_on();
      const EvidenceFound found = boot();
      if (is_whole) {
        EXPECT_EQ(found, EvidenceFound::kNew);
        EXPECT_EQ(number(), static_cast<int>(before) + 1);
      } else {
        EXPECT_EQ(found, before == 0 ? EvidenceFound::kNone : EvidenceFound::kRead) << cut;
        EXPECT_EQ(number(), old) << cut;
      }
      // And the slots are fit for the next one.
      write(before + 2);
      ASSERT_EQ(boot(), EvidenceFound::kNew) << cut;
      ASSERT_EQ(number(), static_cast<int>(before) + 2) << cut;
    }
    EXPECT_GT(cut, kEvidenceRecordBytes);
  }
}

TEST_F(EvidenceStoreTest, OpeningMayBeCutToo) {
  ASSERT_EQ(boot(), EvidenceFound::kNone);
  write(1);
  memory.cut_after(0);
  EXPECT_EQ(boot(), EvidenceFound::kNew);
  memory.power_on();
  EXPECT_EQ(boot(), EvidenceFound::kNew) << "it was not marked";
  EXPECT_EQ(number(), 1);
}

// A fatal error in the middle of writing writes anew from the begin.
TEST_F(EvidenceStoreTest, IsWrittenAnewByWhoInterruptsTheWriting) {
  ASSERT_EQ(boot(), EvidenceFound::kNone);
  write(1);
  ASSERT_EQ(boot(), EvidenceFound::kNew);
  const auto start = memory.bytes;
  for (std::size_t cut = 0; cut < kEvidenceRecordBytes; cut += 7) {
    memory.bytes = start;
    boot();
    memory.cut_after(cut);
    const EvidenceStore interrupted = store;
    write(2);
    memory.power_on();
    store = interrupted;
    write(3);
    ASSERT_EQ(boot(), EvidenceFound::kNew);
    ASSERT_EQ(number(), 3);
  }
}

TEST_F(EvidenceStoreTest, ShowsWhereTheNewestIs) {
  std::size_t offset = 0;
  boot();
  EXPECT_FALSE(store.newest(&offset));
  write(1);
  EXPECT_TRUE(store.newest(&offset));
  EXPECT_EQ(offset, 0u);
  boot();
  EXPECT_TRUE(store.newest(&offset));
  EXPECT_EQ(offset, 0u);
  write(2);
  EXPECT_TRUE(store.newest(&offset));
  EXPECT_EQ(offset, kEvidenceSlotBytes);
  // A copy of it in memory that had none is the same record.
  const auto copy = memory.bytes;
  memory.fill(0);
  std::copy_n(copy.begin() + kEvidenceSlotBytes, kEvidenceRecordBytes, memory.bytes.begin());
  const auto with_copy = memory.bytes;
  EXPECT_EQ(boot(), EvidenceFound::kNew);
  EXPECT_EQ(number(), 2);
  memory.bytes = with_copy;
  mark_as_read({memory.bytes.data(), kEvidenceRecordBytes});
  EXPECT_EQ(boot(), EvidenceFound::kRead);
  EXPECT_EQ(number(), 2);
}

TEST_F(EvidenceStoreTest, KeepsAPulseThatIsWholeOrNone) {
  ASSERT_EQ(boot(), EvidenceFound::kNone);
  store.note_pulse(0x0123456789ABCDEF);
  std::uint64_t pulse = 0;
  ASSERT_TRUE(store.read_pulse(&pulse));
  EXPECT_EQ(pulse, 0x0123456789ABCDEFu);
  const auto start = memory.bytes;
  for (std::size_t cut = 0; cut < kEvidencePulseBytes; ++cut) {
    memory.bytes = start;
    memory.cut_after(cut);
    store.note_pulse(0x0123456789ACCDF0);
    memory.power_on();
    if (store.read_pulse(&pulse)) {
      EXPECT_TRUE(pulse == 0x0123456789ABCDEFu || pulse == 0x0123456789ACCDF0u) << cut;
    }
  }
  EXPECT_EQ(boot(), EvidenceFound::kNone) << "no record comes of it";
}

TEST_F(EvidenceStoreTest, HasNoUptimeBelowZeroBeforeTheEnd) {
  EvidenceAtHand at_hand{};
  at_hand.events.count = 1;
  at_hand.events.items[0].up_s = 500;
  EvidenceHead head{};
  head.lived_ms = 4000;
  store.write(head, at_hand);
  boot();
  EvidenceEvent event{};
  ASSERT_TRUE(store.event_at(0, &event));
  EXPECT_EQ(event.up_s, 0u) << "the clock went back";
}

}  // namespace
}  // namespace tidemark
