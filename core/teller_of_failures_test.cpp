// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/recovery_teller.hpp"
#include "core/test_recovery.hpp"

namespace tidemark {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class TellerOfFailuresTest : public testing::Test {
 protected:
  TellerOfFailuresTest() {
    monitor_.start(kSettings, tables_.spans());
    telemetry_.start(monitor_, Identity{{kId, sizeof(kId)}, {}, 7}, nullptr);
    (void)device_.port.take_messages();
  }
  std::vector<std::string> told() {
    tell_recovery(monitor_, &telemetry_);
    return device_.port.take_lines();
  }

  static constexpr std::uint8_t kId[] = {'t'};
  static constexpr Settings kSettings{};
  FakeRecovery device_{10};
  FakeTables tables_{4, 4, 4};
  Monitor monitor_;
  Telemetry telemetry_;
};

TEST_F(TellerOfFailuresTest, TellsOfAFailureOnConsoleAndLink) {
  EXPECT_THAT(told(), IsEmpty());
  device_.port.up_ms = 40'000;
  EXPECT_EQ(device_.allocate(11), nullptr);
  const auto lines = told();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr("tidemark: allocation_failure up=40.000 rung=failed size=11 "
                                  "steps=0 failed=1 at_once=0 at=0x"));
  EXPECT_THAT(lines[0], HasSubstr(" free=10"));
  EXPECT_THAT(lines[0], Not(HasSubstr("left_out")));
  const auto messages = device_.port.take_messages();
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(json::from_cbor(messages[0])["a"]["size"], 11);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(TellerOfFailuresTest, AStormIsFewLinesAndACount) {
  for (int i = 0; i < 1000; ++i) {
    device_.port.up_ms += 200;
    EXPECT_EQ(device_.allocate(11), nullptr);
  }
  const auto lines = told();
  ASSERT_EQ(lines.size(), 4u) << "as many as can wait";
  EXPECT_THAT(lines[0], HasSubstr(" left_out=996"));
  EXPECT_THAT(lines[0], HasSubstr(" failed=1000"));
  EXPECT_THAT(lines[1], Not(HasSubstr("left_out")));
}

TEST_F(TellerOfFailuresTest, TellsOfAReclaimerThatOverstates) {
  device_.add_reclaimer("liar", 0, [](const auto&) { return 4096u; });
  EXPECT_EQ(device_.allocate(11), nullptr);
  const auto lines = told();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_THAT(lines[0], HasSubstr("tidemark: reclaim up=0.000 name=liar cause=allocation "
                                  "outcome=overstated said=4096 measured=0"));
  const auto messages = device_.port.take_messages();
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(json::from_cbor(messages[0])["l"]["name"], "liar");
}

}  // namespace
}  // namespace tidemark
