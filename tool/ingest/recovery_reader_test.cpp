// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tool/ingest/message_decoder.hpp"
#include "wire/test_messages.hpp"

namespace tidemark::ingest {
namespace {

using nlohmann::json;

template <typename Body>
Body body_of(const wire::Bytes& bytes) {
  return std::get<Body>(read_message(wire::span_of(bytes))->body);
}

bool reads(const json& value) {
  const wire::Bytes bytes = json::to_cbor(value);
  return read_message(wire::span_of(bytes)).has_value();
}

const json kHeader = {1, 2, 3, 4, 5};

TEST(RecoveryReader, GivesTheValuesBack) {
  const auto golden = wire::golden_recovery_messages();
  const auto reclaim = body_of<wire::ReclaimLine>(golden.at("reclaim"));
  EXPECT_EQ(reclaim.name, wire::name_of("lru_cache"));
  EXPECT_EQ(reclaim.cause, wire::ReclaimCause::kCritical);
  EXPECT_EQ(reclaim.outcome, wire::ReclaimOutcome::kOverstated);
  EXPECT_EQ(reclaim.said_bytes, 4096u);
  EXPECT_EQ(reclaim.measured_bytes, -16);
  EXPECT_EQ(reclaim.left_out, known(12u));
  const auto failure = body_of<wire::AllocationFailureLine>(golden.at("allocation_failure"));
  EXPECT_EQ(failure.rung, wire::AllocationRung::kFailed);
  EXPECT_EQ(failure.at, 0x1a2du);
  EXPECT_EQ(failure.free, known(4016u));
  EXPECT_EQ(failure.thread, wire::name_of("worker"));
  const auto least = body_of<wire::AllocationFailureLine>(golden.at("allocation_failure_least"));
  EXPECT_FALSE(least.free.present);
  EXPECT_TRUE(least.heap.empty());
  const auto restart = body_of<wire::RestartLine>(golden.at("restart"));
  EXPECT_EQ(restart.reason, wire::RestartReason::kOutOfMemory);
  EXPECT_EQ(restart.lived_ms, 259200000u);
  EXPECT_TRUE(restart.safe_mode);
  EXPECT_EQ(restart.build_id, wire::name_of("00ff10"));
  EXPECT_EQ(restart.largest_free, known(1016u));
  const auto life = body_of<EndedLifePart>(golden.at("ended_life"));
  ASSERT_EQ(life.details.size(), 4u);
  EXPECT_EQ(std::get<wire::RestartLevelLine>(life.details[0]).verdict, wire::Verdict::kLeak);
  EXPECT_EQ(std::get<wire::RestartSiteLine>(life.details[1]).live_blocks, 33u);
  EXPECT_EQ(std::get<wire::RestartEventLine>(life.details[2]).name,
            wire::name_of("a name that is c"));
}

TEST(RecoveryReader, RefusesWhatTheSchemaDoesNotAllow) {
  const json golden[] = {json::from_cbor(wire::golden_recovery_messages().at("reclaim")),
                         json::from_cbor(wire::golden_recovery_messages().at("allocation_failure")),
                         json::from_cbor(wire::golden_recovery_messages().at("restart"))};
  const char* const kinds[] = {"l", "a", "b"};
  for (std::size_t i = 0; i < 3; ++i) {
    ASSERT_TRUE(reads(golden[i]));
    json more = golden[i];
    more[kinds[i]]["other"] = {1, 2};
    EXPECT_TRUE(reads(more)) << "a key that it does not know";
    for (const auto& entry : golden[i][kinds[i]].items()) {
      json wrong = golden[i];
      wrong[kinds[i]][entry.key()] = {1};
      EXPECT_FALSE(reads(wrong)) << entry.key();
    }
    EXPECT_FALSE(reads({{"", kHeader}, {kinds[i], json::array({1})}}));
    EXPECT_FALSE(reads({{"", kHeader}, {kinds[i], json::object()}}));
  }
  const std::vector<std::tuple<std::size_t, std::string, json>> edits = {
      {0, "cause", 4},
      {0, "outcome", 5},
      {0, "measured", 2147483648},
      {0, "said", -1},
      {0, "name", ""},
      {1, "rung", 5},
      {1, "at", 0},
      {1, "size", 4294967296},
      {2, "reason", 10},
      {2, "safe_mode", 2},
      {2, "build_id", "00f"},
      {2, "build_id", "00FF"},
      {2, "at", 0},
      {2, "build_id", std::string(42, 'a')}};
  for (const auto& [which, key, value] : edits) {
    json wrong = golden[which];
    wrong[kinds[which]][key] = value;
    EXPECT_FALSE(reads(wrong)) << key << " " << value;
  }
}

TEST(RecoveryReader, RefusesDetailsOfALifeThatNobodyCanHave) {
  const auto life = [](json detail) {
    return json{{"", kHeader}, {"w", json::array({std::move(detail)})}};
  };
  EXPECT_TRUE(reads(life({0, 0, "heap", 1, 2, 5, 5, "more"})));
  EXPECT_TRUE(reads(life({2, 65, 4, 4})));
  EXPECT_TRUE(reads(life({3, "of a later version"})));
  for (const json& wrong :
       {json::array(), json("text"), json{0, 0, "heap", 1, 2, 6, 5}, json{0, 6, "heap", 1, 2, 5, 5},
        json{0, 0, "heap", 9, 2, 5, 5}, json{0, 0, "heap", 1, 3, 5, 5}, json{0, 0, "heap"},
        json{1, -1, 2, 3}, json{1, 1, 2}, json{2, 65, 5, 0}, json{2, 65, 1, 3}, json{2, 65, 2, 5},
        json{2, 65, 0, 0, ""}, json{-1, 1, 1, 1}, json{"0", 1, 1, 1}}) {
    EXPECT_FALSE(reads(life(wrong))) << wrong;
  }
  EXPECT_FALSE(reads({{"", kHeader}, {"w", json::array()}}));
  EXPECT_FALSE(reads({{"", kHeader}, {"w", json::object()}}));
}

TEST(RecoveryReader, EventsOfItAreUsedThoughTheyComeLate) {
  MessageDecoder decoder;
  std::size_t lines = 0;
  const auto count = [&](const DeviceLine& line) {
    const auto* report = std::get_if<wire::ReportLine>(&line);
    lines += report != nullptr && report->kind != wire::LineKind::kSelf ? 1u : 0u;
  };
  const auto golden = wire::golden_messages();
  decoder.feed(wire::span_of(golden.at("self")), count);
  for (const auto& [name, bytes] : wire::golden_recovery_messages()) {
    decoder.feed(wire::span_of(bytes), count);  // all have the same number
  }
  EXPECT_EQ(lines, 6u + 4u);
  EXPECT_EQ(decoder.counts().malformed, 0u);
}

}  // namespace
}  // namespace tidemark::ingest
