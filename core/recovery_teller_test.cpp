// SPDX-License-Identifier: Apache-2.0
#include "core/recovery_teller.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/test_monitor.hpp"
#include "core/test_restart_port.hpp"

namespace tidemark {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using wire::RestartReason;

class RecoveryTellerTest : public MonitorTest {
 protected:
  RecoveryTellerTest() {
    start();
    boot();
    telemetry_.start(monitor_, Identity{{kId, sizeof(kId)}, {}, 7}, nullptr);
    (void)port_.take_messages();
  }

  void boot() { (void)open_evidence({.loop_restarts = 3, .loop_minutes = 10}); }
  void end_life(RestartReason reason) {
    RestartCause cause{};
    cause.reason = reason;
    cause.resource = text_of("_system_heap");
    cause.size = known(2048u);
    ASSERT_EQ(restarts_.run([&] { restart_now(cause); }), TestRestartPort::End::kRestart);
    boot();
  }
  std::vector<json> sent() {
    std::vector<json> all;
    for (const auto& bytes : port_.take_messages()) {
      all.push_back(json::from_cbor(bytes));
    }
    return all;
  }

  static constexpr std::uint8_t kId[] = {'t'};
  TestRestartPort restarts_;
  Telemetry telemetry_;
};

TEST_F(RecoveryTellerTest, SaysNothingOfAFirstLife) {
  tell_recovery(monitor_, &telemetry_);
  EXPECT_THAT(port_.lines, IsEmpty());
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(RecoveryTellerTest, TellsOfTheLifeThatEndedOnce) {
  port_.up_ms = 60'000;
  note_event(wire::RestartEventKind::kLevel, 1, text_of("_system_heap"));
  note_event(wire::RestartEventKind::kVerdict, 2, text_of("_system_heap"));
  port_.up_ms = 65'000;
  end_life(RestartReason::kOutOfMemory);
  port_.up_ms = 12;
  tell_recovery(monitor_, &telemetry_);
  EXPECT_THAT(port_.lines,
              ElementsAre("tidemark: restart up=0.012 reason=out_of_memory lived=65.000 restarts=1 "
                          "recent=1 safe_mode=no size=2048 resource=_system_heap thread=runner\n",
                          "tidemark: restart_event up=0.012 before=5s event=level value=warn "
                          "name=_system_heap\n",
                          "tidemark: restart_event up=0.012 before=5s event=verdict value=leak "
                          "name=_system_heap\n"));
  const auto messages = sent();
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0]["b"]["reason"], 1);
  EXPECT_EQ(messages[0]["b"]["size"], 2048);
  EXPECT_EQ(messages[1]["w"], json({{2, 5, 0, 1, "_system_heap"}, {2, 5, 1, 2, "_system_heap"}}));
  (void)port_.take_lines();
  tell_recovery(monitor_, &telemetry_);
  EXPECT_THAT(port_.lines, IsEmpty());
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(RecoveryTellerTest, SaysItWithoutALinkToo) {
  end_life(RestartReason::kRequest);
  tell_recovery(monitor_, nullptr);
  ASSERT_EQ(port_.lines.size(), 1u);
  EXPECT_THAT(port_.lines[0], HasSubstr("reason=request"));
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(RecoveryTellerTest, CountsLinesThatWereLost) {
  end_life(RestartReason::kPanic);
  port_.loses_lines = true;
  tell_recovery(monitor_, nullptr);
  wire::SelfLine self{};
  ASSERT_EQ(monitor_.self(&self), Status::kOk);
  EXPECT_EQ(self.lines_lost, known(1u));
}

}  // namespace
}  // namespace tidemark
