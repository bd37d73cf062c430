// SPDX-License-Identifier: Apache-2.0
// A session fed with messages.
#include <gtest/gtest.h>

#include "tool/analysis/session.hpp"
#include "wire/test_messages.hpp"

namespace tidemark::analysis {
namespace {

using wire::Bytes;
using wire::name_of;
using wire::span_of;
using wire::written;

class SessionMessagesTest : public testing::Test {
 protected:
  LineRole feed(const Bytes& message) { return session_.feed_message(span_of(message)); }
  wire::MessageHeader next() {
    ++header_.sequence;
    header_.up_ms += 1000;
    return header_;
  }
  Bytes hello() {
    wire::HelloLine line{};
    line.format = wire::kFormat;
    line.block_ms = 1000;
    const wire::MessageHeader header = next();
    line.up_ms = header.up_ms;
    const std::uint8_t id[] = {1};
    return written([&](auto out) {
      return write_message(header, wire::HelloMessage{&line, {id, 1}, {}, 1}, out);
    });
  }
  Bytes table() {
    wire::Resource heap{};
    heap.name = name_of("heap");
    heap.capacity = 4000;
    return written([&](auto out) {
      wire::ListMessage list(next(), wire::ListMessage::Kind::kTable, 0, out);
      EXPECT_TRUE(list.add(heap));
      return list.finish();
    });
  }
  Bytes sample(std::uint16_t used) {
    return written([&](auto out) {
      wire::SampleMessage sample(next(), 0, 1, out);
      sample.add(known(used));
      return sample.finish();
    });
  }
  Bytes verdict(wire::Verdict verdict) {
    wire::VerdictLine line{};
    line.name = name_of("heap");
    line.verdict = verdict;
    line.left_s = known<std::uint32_t>(11);
    return written([&](auto out) { return write_message(next(), line, out); });
  }
  const model::Resource& heap() { return *session_.inventory().all().at(0); }

  Session session_{SessionOptions{}, nullptr};
  wire::MessageHeader header_ = {1, 7, 0, 0, 0};
};

TEST_F(SessionMessagesTest, SamplesAreUseAndEventsAreVerdicts) {
  EXPECT_EQ(feed(hello()), LineRole::kText);
  EXPECT_EQ(feed(table()), LineRole::kText);
  EXPECT_EQ(feed(sample(1000)), LineRole::kSample);
  EXPECT_EQ(feed(sample(900)), LineRole::kSample);
  EXPECT_EQ(heap().used, 900u);
  EXPECT_EQ(heap().free, 3100u);
  EXPECT_EQ(heap().peak, 1000u);
  EXPECT_EQ(heap().judge, model::Judge::kDevice);
  EXPECT_FALSE(heap().allocated) << "a sample does not tell it";
  feed(verdict(wire::Verdict::kLeak));
  feed(sample(1100));
  EXPECT_EQ(heap().verdict, model::Verdict::kLeak) << "samples leave the verdict alone";
  ASSERT_EQ(heap().findings.size(), 1u);
  feed(verdict(wire::Verdict::kNone));
  EXPECT_TRUE(heap().findings[0].ended_ms.has_value());
  EXPECT_EQ(session_.coverage().lines, 7u);
  EXPECT_EQ(session_.coverage().sample_lines, 5u);
  EXPECT_EQ(session_.coverage().other_messages, 2u);
}

TEST_F(SessionMessagesTest, RepeatedHelloBeginsNoBoot) {
  feed(hello());
  feed(table());
  for (int i = 0; i < 5; ++i) {
    feed(sample(1000));
    feed(hello());
  }
  EXPECT_EQ(session_.coverage().boots, 1u);
  EXPECT_EQ(heap().boot_samples, 5u);
}

TEST_F(SessionMessagesTest, AnotherBootForgetsWhatWasInUse) {
  feed(hello());
  feed(table());
  feed(sample(1000));
  header_ = {1, 8, 0xFFFF, 0, 0};
  EXPECT_EQ(feed(hello()), LineRole::kBoot);
  EXPECT_FALSE(heap().used);
  feed(table());
  feed(sample(500));
  EXPECT_EQ(heap().peak, 500u);
  EXPECT_EQ(session_.coverage().boots, 2u);
}

TEST_F(SessionMessagesTest, RestartWithTheSameBootNumberIsOneToo) {
  header_.sequence = 0xFFFF;
  feed(hello());
  feed(table());
  for (int i = 0; i < 20; ++i) {
    feed(sample(1000));
  }
  header_ = {1, 7, 0xFFFF, 0, 0};
  EXPECT_EQ(feed(hello()), LineRole::kBoot);
  feed(table());
  feed(sample(500));
  EXPECT_EQ(heap().used, 500u);
  header_ = {1, 7, 0xFFFF, 0, 0};
  EXPECT_EQ(feed(hello()), LineRole::kBoot) << "and once more";
}

TEST_F(SessionMessagesTest, MalformedMessagesAreSkippedAndCounted) {
  EXPECT_EQ(feed({0xFF}), LineRole::kSkipped);
  EXPECT_EQ(session_.coverage().skipped[static_cast<std::size_t>(ingest::Skip::kBadMessage)], 1u);
}

}  // namespace
}  // namespace tidemark::analysis
