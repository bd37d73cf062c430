// SPDX-License-Identifier: Apache-2.0
#include "wire/message_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "wire/test_messages.hpp"

namespace tidemark::wire {
namespace {

std::string hex(const Bytes& bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

// Whoever changes the format sees here what others, who have written readers, will see.
TEST(MessageWriter, WritesTheGoldenMessages) {
  std::ifstream file(TIDEMARK_GOLDEN_MESSAGES);
  const nlohmann::json golden = nlohmann::json::parse(file);
  const auto messages = golden_messages();
  EXPECT_EQ(golden.size(), messages.size());
  for (const auto& [name, bytes] : messages) {
    ASSERT_TRUE(golden.contains(name)) << name << " " << hex(bytes);
    EXPECT_EQ(hex(bytes), golden[name]["hex"].get<std::string>()) << name;
  }
}

Bytes sample_of(std::size_t values, std::uint32_t first = 0) {
  return written([&](auto out) {
    SampleMessage sample(kTestHeader, first, values, out);
    for (std::size_t i = 0; i < values; ++i) {
      sample.add(known<std::uint16_t>(0xFFFF));
    }
    return sample.finish();
  });
}

TEST(MessageWriter, SampleTakesTwentyFourBytesAndThreeAResource) {
  for (std::size_t values : {1u, 23u, 24u, 75u}) {
    const Bytes bytes = sample_of(values);
    ASSERT_FALSE(bytes.empty());
    EXPECT_LE(bytes.size(), 24 + 3 * values) << values;
  }
  EXPECT_FALSE(sample_of(SampleMessage::kMostValues, 0xFFFF'FFFF).empty());
}

TEST(MessageWriter, ShiftLetsEveryCapacityFitIntoSixteenBits) {
  for (std::uint32_t capacity : {0u, 1u, 65535u, 65536u, 131071u, 131072u, 0x7FFF'FFFFu, ~0u}) {
    const unsigned shift = sample_shift(capacity);
    EXPECT_LE(capacity >> shift, 65535u);
    if (shift > 0) {
      EXPECT_GT(capacity >> (shift - 1), 65535u);
    }
    EXPECT_GE(std::uint64_t{sample_value(capacity, shift)} << shift,
              capacity >> shift == 65535 ? capacity - ((1u << shift) - 1) : capacity);
  }
  EXPECT_EQ(sample_shift(65535), 0u);
  EXPECT_EQ(sample_shift(65536), 1u);
  EXPECT_EQ(sample_shift(~0u), 16u);
  EXPECT_EQ(sample_value(0, 16), 0u);
  EXPECT_EQ(sample_value(1, 16), 1u) << "what is used is never shown as nothing";
  EXPECT_EQ(sample_value(65537, 1), 32769u);
  EXPECT_EQ(sample_value(~0u, 0), 65535u) << "saturates";
}

TEST(MessageWriter, EachMessageFitsIntoTheRoomThatIsPromised) {
  VerdictLine verdict{};
  verdict.name = name_of(std::string(Name::kCapacity, '\xFF'));
  verdict.rate_millibytes_per_hour = known(~std::uint64_t{0});
  verdict.rate_low_millibytes_per_hour = verdict.rate_millibytes_per_hour;
  verdict.rate_high_millibytes_per_hour = verdict.rate_millibytes_per_hour;
  verdict.left_s = known(~std::uint32_t{0});
  verdict.window_s = verdict.left_s;
  EXPECT_FALSE(written([&](auto out) { return write_message(kTestHeader, verdict, out); }).empty());

  CoverageLine coverage{~0ull, ~0u, ~0u,        ~0u,        ~0u,        ~0u,
                        ~0u,   {},  known(~0u), known(~0u), known(~0u), known(~0u)};
  coverage.blind = fixed<BlindList::kCapacity>(std::string(BlindList::kCapacity, 'x'));
  EXPECT_FALSE(
      written([&](auto out) { return write_message(kTestHeader, coverage, out); }).empty());

  HelloLine line{~0ull, ~0u, ~0u, ~0u, ~0u, verdict.name, verdict.name, {}};
  const Bytes id(kMaxDeviceIdBytes, 0xFF);
  const Bytes build(kMaxBuildIdBytes, 0xFF);
  EXPECT_FALSE(written([&](auto out) {
                 return write_message(kTestHeader,
                                      HelloMessage{&line, span_of(id), span_of(build), ~0u}, out);
               }).empty());
}

TEST(MessageWriter, EachOfRecoveryFits) {
  const std::uint64_t widest = ~std::uint64_t{0};
  const Name name = name_of(std::string(Name::kCapacity, '\xFF'));
  EXPECT_FALSE(written_message(ReclaimLine{0, name, ReclaimCause::kRequest, ReclaimOutcome::kStuck,
                                           ~0u, -2147483647 - 1, ~0u, ~0u, known(~0u)})
                   .empty());
  EXPECT_FALSE(
      written_message(AllocationFailureLine{0, AllocationRung::kFailed, ~0u, ~0u, ~0u, ~0u, name,
                                            name, widest, known(~0u), known(~0u), known(~0u)})
          .empty());
  EXPECT_FALSE(written_message(RestartLine{0, RestartReason::kHealthCheck, widest, ~0u, ~0u, true,
                                           name, name, widest, known(~0u), known(~0u),
                                           name_of(std::string(40, 'f'))})
                   .empty());
  const RestartLevelLine level{
      0, ResourceKind::kIsrStack, name, Level::kCritical, Verdict::kLeak, ~0u, ~0u};
  EXPECT_FALSE(written([&](auto out) {
                 ListMessage life(kTestHeader, ListMessage::Kind::kEndedLife, 0, out);
                 return life.add(level) && life.add(RestartSiteLine{0, widest, ~0u, ~0u}) &&
                                life.add(
                                    RestartEventLine{0, ~0u, RestartEventKind::kGuard, 4, name})
                            ? life.finish()
                            : 0;
               }).empty());
}

TEST(MessageWriter, EachOfTheProfilesFits) {
  const std::uint64_t widest = ~std::uint64_t{0};
  const Name name = name_of(std::string(Name::kCapacity, '\xFF'));
  const GuardLine guard{
      0, GuardFault::kForeignFree, widest, known(~0u), name, widest, widest, name, known(~0u), ~0u};
  EXPECT_FALSE(written([&](auto out) { return write_message(kTestHeader, guard, out); }).empty());
  const ProfileLine profile{0,   ~0u, ~0u, ~0u, ~0u, ~0u, ~0u,        ~0u,
                            ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, known(~0u), known(widest)};
  EXPECT_FALSE(written([&](auto out) { return write_message(kTestHeader, profile, out); }).empty());
  const SiteLine site{widest, {widest, widest, widest, widest}, widest, widest, {}, 255};
  const OwnerLine owner{widest, OwnerState::kEnded, name};
  const BlockLine block{widest, ~0u, 31, widest, 254, 254, true};
  const auto holds = [&](ListMessage::Slots kind, const auto& line) {
    return !written([&](auto out) {
              ListMessage part(kTestHeader, kind, ~0u, ~0u, out);
              return part.add_free(~0u) && part.add(line) ? part.finish() : 0;
            }).empty();
  };
  EXPECT_TRUE(holds(ListMessage::Slots::kSites, site));
  EXPECT_TRUE(holds(ListMessage::Slots::kOwners, owner));
  EXPECT_TRUE(holds(ListMessage::Slots::kBlocks, block));
}

Resource largest_resource() {
  Resource stack{};
  stack.kind = ResourceKind::kThreadStack;
  stack.name = name_of(std::string(Name::kCapacity, 'x'));
  stack.capacity = ~0u;
  stack.address = ~0ull;
  stack.priority = -128;
  stack.entry = ~0ull;
  stack.lifetime = ~0u;
  return stack;
}

TEST(MessageWriter, TableIsSplitWhereAMessageIsFull) {
  Bytes out(kMaxMessageBytes);
  ListMessage part(kTestHeader, ListMessage::Kind::kTable, ~0u, {out.data(), out.size()});
  EXPECT_EQ(part.finish(), 0u) << "nothing was added";
  std::size_t added = 0;
  while (part.add(largest_resource())) {
    ++added;
  }
  EXPECT_GE(added, 1u);
  EXPECT_EQ(part.count(), added);
  const std::size_t size = part.finish();
  EXPECT_GT(size, 0u);

  Bytes again(kMaxMessageBytes);
  ListMessage same(kTestHeader, ListMessage::Kind::kTable, ~0u, {again.data(), again.size()});
  for (std::size_t i = 0; i < added; ++i) {
    ASSERT_TRUE(same.add(largest_resource()));
  }
  ASSERT_EQ(same.finish(), size);
  EXPECT_TRUE(std::equal(again.begin(), again.begin() + static_cast<long>(size), out.begin()))
      << "what did not fit left no trace";
}

TEST(MessageWriter, ListHasTwentyThreeElementsAtMost) {
  Bytes out(kMaxMessageBytes);
  ListMessage details(kTestHeader, ListMessage::Kind::kDetails, 0, {out.data(), out.size()});
  StackLine line{};
  std::size_t added = 0;
  while (details.add(line)) {
    ++added;
  }
  EXPECT_EQ(added, CborWriter::kMostLater);
}

TEST(MessageWriter, WritesNothingWhereThereIsNoRoom) {
  for (const auto& [name, bytes] : golden_messages()) {
    SCOPED_TRACE(name);
    EXPECT_FALSE(bytes.empty());
  }
  const SelfLine self{};
  const Bytes whole = written([&](auto out) { return write_message(kTestHeader, self, out); });
  for (std::size_t room = 0; room < whole.size(); ++room) {
    Bytes out(room + 1, 0x55);
    EXPECT_EQ(write_message(kTestHeader, self, {out.data(), room}), 0u);
    EXPECT_EQ(out.back(), 0x55) << "wrote past the end";
  }
}

}  // namespace
}  // namespace tidemark::wire
