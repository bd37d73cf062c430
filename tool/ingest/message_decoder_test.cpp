// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/message_decoder.hpp"

#include <gtest/gtest.h>

#include "wire/test_messages.hpp"

namespace tidemark::ingest {
namespace {

using wire::Bytes;
using wire::MessageHeader;
using wire::name_of;
using wire::span_of;
using wire::written;

constexpr std::uint32_t kDevice = 0x12345678;

/// A device: its messages are numbered, and its time moves by a second each.
struct Device {
  MessageHeader next() {
    ++header.sequence;
    header.up_ms += 1000;
    return header;
  }
  Bytes table(std::uint32_t first = 0) {
    return written([&](auto out) {
      wire::ListMessage table(next(), wire::ListMessage::Kind::kTable, first, out);
      wire::Resource heap{};
      heap.name = name_of("heap");
      heap.capacity = 100000;
      wire::Resource slab{};
      slab.kind = wire::ResourceKind::kMemSlab;
      slab.name = name_of("slab");
      slab.capacity = 8;
      slab.block_size = 64;
      wire::Resource stack{};
      stack.kind = wire::ResourceKind::kThreadStack;
      stack.name = name_of("main");
      stack.capacity = 1024;
      stack.priority = -2;
      EXPECT_TRUE(table.add(heap) && table.add(slab) && table.add(stack));
      return table.finish();
    });
  }
  Bytes sample(std::uint16_t heap, std::uint32_t first = 0) {
    return written([&](auto out) {
      wire::SampleMessage sample(next(), first, 3, out);
      sample.add(known(heap));
      sample.add({});
      sample.add(known<std::uint16_t>(400));
      return sample.finish();
    });
  }
  Bytes verdict() {
    wire::VerdictLine line{};
    line.name = name_of("heap");
    line.verdict = wire::Verdict::kLeak;
    return written([&](auto out) { return write_message(next(), line, out); });
  }

  MessageHeader header = {kDevice, 7, 0xFFFD, 0, 0};
};

class MessageDecoderTest : public testing::Test {
 protected:
  std::vector<DeviceLine> feed(const Bytes& bytes) {
    std::vector<DeviceLine> lines;
    decoder_.feed(span_of(bytes), [&](const DeviceLine& line) { lines.push_back(line); });
    return lines;
  }
  const MessageCounts& counts() { return decoder_.counts(); }

  Device device_;
  MessageDecoder decoder_;
};

TEST_F(MessageDecoderTest, NamesTheValuesOfASampleByTheTable) {
  EXPECT_TRUE(feed(device_.table()).empty());
  const auto lines = feed(device_.sample(1320));
  ASSERT_EQ(lines.size(), 2u) << "an unknown value says nothing";
  const auto& heap = std::get<UseLine>(lines[0]);
  EXPECT_EQ(heap.resource.name, name_of("heap"));
  EXPECT_EQ(heap.used, 2640u) << "100,000 bytes are counted by twos";
  EXPECT_EQ(heap.up_ms, 2000u);
  EXPECT_EQ(std::get<UseLine>(lines[1]).used, 400u);
  EXPECT_EQ(counts().lost, 0u) << "the number wrapped";
  EXPECT_EQ(counts().unplaced, 0u);
}

TEST_F(MessageDecoderTest, UsesNoValueWithoutItsTable) {
  EXPECT_TRUE(feed(device_.sample(1)).empty());
  EXPECT_EQ(counts().unplaced, 1u);
  feed(device_.table());
  EXPECT_EQ(feed(device_.sample(1)).size(), 2u);
  device_.header.table = 1;
  EXPECT_TRUE(feed(device_.sample(1)).empty()) << "the indexes mean others now";
  EXPECT_EQ(counts().unplaced, 2u);
  feed(device_.table(5));
  EXPECT_TRUE(feed(device_.sample(1)).empty()) << "only the end of the table is there";
  EXPECT_EQ(feed(device_.sample(1, 5)).size(), 2u);
}

TEST_F(MessageDecoderTest, CountsWhatWasLostRepeatedAndOvertaken) {
  feed(device_.table());
  const Bytes first = device_.sample(1);
  const Bytes second = device_.sample(2);
  const Bytes event = device_.verdict();
  const Bytes third = device_.sample(3);
  EXPECT_EQ(feed(first).size(), 2u);
  EXPECT_EQ(feed(third).size(), 2u);
  EXPECT_EQ(counts().lost, 2u);
  EXPECT_TRUE(feed(second).empty()) << "its value is an old one";
  EXPECT_TRUE(feed(third).empty());
  EXPECT_EQ(counts().late, 2u);
  const auto late = feed(event);
  ASSERT_EQ(late.size(), 1u) << "an event counts whenever it comes";
  EXPECT_EQ(std::get<wire::ReportLine>(late[0]).verdict.up_ms, 5000u) << "time does not go back";
}

TEST_F(MessageDecoderTest, TellsARestartByTheBootsNumber) {
  feed(device_.table());
  feed(device_.sample(1));
  device_.header = {kDevice, 8, 0, 0, 0};
  const auto lines = feed(device_.sample(1));
  ASSERT_EQ(lines.size(), 1u) << "the table of the boot before is gone";
  EXPECT_TRUE(std::holds_alternative<NewBoot>(lines[0]));
  EXPECT_EQ(counts().lost, 0u);
  feed(device_.table());
  EXPECT_EQ(std::get<UseLine>(feed(device_.sample(1)).at(0)).up_ms, 3000u);
}

TEST_F(MessageDecoderTest, WidensTimesBeyondFortyNineDays) {
  device_.header.up_ms = 0xFFFF'FF00;
  feed(device_.table());  // 1000 ms later: over the edge
  EXPECT_EQ(std::get<UseLine>(feed(device_.sample(1)).at(0)).up_ms, 1744u)
      << "nothing before told that the edge was passed";
  for (std::uint64_t up_ms : {0x7000'0000u, 0xE000'0000u}) {
    device_.header.up_ms = up_ms;
    feed(device_.sample(1));
  }
  device_.header.up_ms = 0xFFFF'FF00;
  EXPECT_EQ(std::get<UseLine>(feed(device_.sample(1)).at(0)).up_ms, 0x1'0000'02E8u);
}

TEST_F(MessageDecoderTest, HelloHasTheWholeTime) {
  wire::HelloLine line{};
  line.up_ms = 0x5'0000'0000;
  line.format = wire::kFormat;
  device_.header.up_ms = line.up_ms - 1000;  // next() adds them
  const std::uint8_t id[] = {1};
  const auto hello = written([&](auto out) {
    return write_message(device_.next(), wire::HelloMessage{&line, {id, 1}, {}, 0}, out);
  });
  ASSERT_EQ(feed(hello).size(), 1u);
  feed(device_.table());
  EXPECT_EQ(std::get<UseLine>(feed(device_.sample(1)).at(0)).up_ms, 0x5'0000'07D0u);
}

TEST_F(MessageDecoderTest, LeavesOtherDevicesOut) {
  feed(device_.table());
  Device other;
  other.header.device = 1;
  EXPECT_TRUE(feed(other.verdict()).empty());
  EXPECT_EQ(counts().foreign, 1u);
}

TEST_F(MessageDecoderTest, DetailsMustAddUp) {
  feed(device_.table());
  const auto details = [&](std::uint32_t used) {
    return written([&](auto out) {
      wire::ListMessage part(device_.next(), wire::ListMessage::Kind::kDetails, 0, out);
      wire::HeapLine heap{};
      heap.used = used;
      heap.free = 90000;
      heap.verdict = wire::Verdict::kWatch;
      wire::BlockPoolLine slab{};
      slab.free = 8;
      wire::StackLine stack{};
      stack.peak = 24;
      stack.free = 1000;
      EXPECT_TRUE(part.add(heap) && part.add(slab) && part.add(stack));
      return part.finish();
    });
  };
  const auto lines = feed(details(10000));
  ASSERT_EQ(lines.size(), 3u);
  const auto& heap = std::get<wire::ReportLine>(lines[0]).heap;
  EXPECT_EQ(heap.capacity, 100000u);
  EXPECT_EQ(heap.verdict, wire::Verdict::kWatch);
  EXPECT_FALSE(heap.largest_min.present);
  EXPECT_FALSE(std::get<wire::ReportLine>(lines[1]).block_pool.peak.present);
  EXPECT_EQ(std::get<wire::ReportLine>(lines[2]).stack.priority, known<std::int8_t>(-2));
  EXPECT_EQ(feed(details(10001)).size(), 2u) << "used and free are not the capacity";
  EXPECT_EQ(counts().malformed, 1u);
}

TEST_F(MessageDecoderTest, HandsOnTheSnapshotOfAProfile) {
  device_.header.up_ms = 0x7FFF'FFFF;
  feed(device_.table());
  device_.header.up_ms = 0xFFFF'FF00;
  feed(device_.table());
  wire::ProfileLine profile{};
  profile.snapshot = 9;
  profile.interval_bytes = 1;
  const auto begin = written([&](auto out) { return write_message(device_.next(), profile, out); });
  const auto blocks = written([&](auto out) {
    wire::ListMessage part(device_.next(), wire::ListMessage::Slots::kBlocks, 9, 4, out);
    wire::BlockLine block{};
    block.address = 0x1000;
    EXPECT_TRUE(part.add_free(3) && part.add(block));
    return part.finish();
  });
  const auto first = feed(begin);
  ASSERT_EQ(first.size(), 1u);
  const auto& line = std::get<wire::ReportLine>(first[0]);
  EXPECT_EQ(line.kind, wire::LineKind::kProfile);
  EXPECT_EQ(line.profile.snapshot, 9u);
  EXPECT_EQ(line.profile.up_ms, 0x1'0000'06D0u) << "widened";
  const auto second = feed(blocks);
  ASSERT_EQ(second.size(), 1u);
  const auto& part = std::get<BlocksPart>(second[0]);
  EXPECT_EQ(part.up_ms, 0x1'0000'0AB8u);
  EXPECT_EQ(part.snapshot, 9u);
  EXPECT_EQ(part.first, 4u);
  EXPECT_EQ(part.end, 8u);
  ASSERT_EQ(part.used.size(), 1u);
  EXPECT_EQ(part.used[0].slot, 7u);
  EXPECT_TRUE(feed(begin).empty()) << "a part that comes late is of an old snapshot";
  EXPECT_EQ(counts().late, 1u);
}

TEST_F(MessageDecoderTest, FaultOfAGuardCountsWheneverItComes) {
  feed(device_.table());
  wire::GuardLine guard{};
  guard.block = 0x1000;
  const auto fault = written([&](auto out) { return write_message(device_.next(), guard, out); });
  feed(device_.sample(1));
  const auto lines = feed(fault);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(std::get<wire::ReportLine>(lines[0]).guard.block, 0x1000u);
}

TEST_F(MessageDecoderTest, HugeIndexesTakeNoMemory) {
  feed(device_.table());
  EXPECT_TRUE(feed(device_.table(MessageDecoder::kMostResources)).empty());
  EXPECT_TRUE(feed(device_.table(0xFFFF'FFFF)).empty());
  EXPECT_EQ(counts().malformed, 2u);
  EXPECT_TRUE(feed(device_.sample(1, 0xFFFF'FFFF)).empty());
}

}  // namespace
}  // namespace tidemark::ingest
