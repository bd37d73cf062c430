// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/profiler.hpp"
#include "core/telemetry.hpp"
#include "core/test_monitor.hpp"

namespace tidemark {
namespace {

using nlohmann::json;

constexpr std::size_t kRecords = 200;
constexpr std::size_t kSites = 30;
constexpr std::size_t kOwners = 5;

class TelemetryProfileTest : public MonitorTest {
 protected:
  void begin(std::size_t ring = 4096) {
    ring_.resize(ring);
    start();
    profiler_.start(memory_->tables(), 1, 1);
    outbox_.start({ring_.data(), ring_.size()});
    telemetry_.start(monitor_, {{kId, sizeof(kId)}, {}, 7}, ring == 0 ? nullptr : &outbox_);
    sent();
  }
  void allocate(std::uintptr_t block, std::uintptr_t caller, const void* thread = nullptr) {
    ASSERT_TRUE(profiler_.hits(24));
    profiler_.take({pointer(0x9000), pointer(block), 24, pointer(caller), thread});
  }
  /// As the end of a period does it.
  std::vector<json> period(bool with_report = false) {
    sample();
    profiler_.set_time(port_.up_ms);
    telemetry_.send_sample(monitor_);
    if (with_report) {
      telemetry_.send_report(monitor_);
    }
    telemetry_.send_profile(monitor_, profiler_);
    return sent();
  }
  std::vector<json> sent() {
    std::vector<json> messages;
    bytes_of_profile_ = 0;
    for (const auto& bytes : port_.take_messages()) {
      messages.push_back(json::from_cbor(bytes));
      bytes_of_profile_ += messages.back().contains("n") ? bytes.size() : 0;
    }
    return messages;
  }
  /// Slots told of under this key, and the elements that hold something.
  struct Told {
    std::uint32_t slots = 0;
    std::vector<json> used;
    void add(const std::vector<json>& messages, const char* key) {
      for (const json& message : messages) {
        if (!message.contains(key)) {
          continue;
        }
        EXPECT_EQ(message.value("f", 0u), slots) << "nothing twice, nothing left out";
        for (const json& element : message[key]) {
          slots += element.is_array() ? 1 : element.get<std::uint32_t>();
          if (element.is_array()) {
            used.push_back(element);
          }
        }
      }
    }
  };
  static Told told(const std::vector<json>& messages, const char* key) {
    Told all;
    all.add(messages, key);
    return all;
  }
  static const void* pointer(std::uintptr_t value) { return reinterpret_cast<const void*>(value); }
  static std::size_t count(const std::vector<json>& messages, const char* key) {
    std::size_t found = 0;
    for (const json& message : messages) {
      found += message.contains(key) ? 1u : 0u;
    }
    return found;
  }

  static constexpr std::uint8_t kId[] = {'i', 'd'};
  std::unique_ptr<ProfileMemory<kRecords, kSites, kOwners, 4>> memory_ =
      std::make_unique<ProfileMemory<kRecords, kSites, kOwners, 4>>();
  Profiler profiler_;
  Telemetry telemetry_;
  std::vector<std::uint8_t> ring_;
  Outbox outbox_;
  std::size_t bytes_of_profile_ = 0;
};

TEST_F(TelemetryProfileTest, TellsOfEachSlotAfterAReport) {
  FakeThread& main = port_.add_thread("main", 512);
  begin();
  allocate(0x1000, 0x400, &main);
  allocate(0x2000, 0x500);
  EXPECT_EQ(count(period(), "p"), 0u);
  const auto messages = period(true);
  ASSERT_EQ(count(messages, "p"), 1u);
  std::size_t at = 0;
  while (!messages[at].contains("p")) {
    ++at;
  }
  EXPECT_EQ(messages[at]["n"], 1);
  EXPECT_EQ(messages[at]["p"]["blocks"], (json{2, kRecords}));
  EXPECT_EQ(messages[at]["p"]["interval"], 1);
  const Told blocks = told(messages, "r");
  EXPECT_EQ(blocks.slots, kRecords);
  ASSERT_EQ(blocks.used.size(), 2u);
  const Told sites = told(messages, "q");
  EXPECT_EQ(sites.slots, kSites);
  ASSERT_EQ(sites.used.size(), 2u);
  EXPECT_EQ(sites.used[0][5], 0x400);
  const Told owners = told(messages, "o");
  EXPECT_EQ(owners.slots, kOwners);
  EXPECT_TRUE(std::count(owners.used.begin(), owners.used.end(),
                         json({1, reinterpret_cast<std::uintptr_t>(&main), "main"})) == 1)
      << "a thread that is alive is named by the kernel";
  EXPECT_EQ(count(period(), "n"), 0u) << "once a report";
}

TEST_F(TelemetryProfileTest, BigTableIsSpreadOverPeriodsBehindTheirSamples) {
  port_.add_heap("heap", 3000, 1000);
  begin();
  for (std::uintptr_t i = 0; i < kRecords - 30; ++i) {
    allocate(0x100000 + 16 * i, 0x400 + i % kSites);
  }
  auto messages = period(true);
  Told blocks = told(messages, "r");
  EXPECT_LT(blocks.slots, kRecords);
  int periods = 1;
  for (; blocks.slots < kRecords && periods < 20; ++periods) {
    EXPECT_LT(bytes_of_profile_, kProfilePeriodBytes + wire::kMaxMessageBytes);
    messages = period();
    ASSERT_FALSE(messages.empty());
    EXPECT_TRUE(messages[0].contains("s")) << "the sample comes first";
    blocks.add(messages, "r");
  }
  EXPECT_EQ(periods, 2);
  EXPECT_EQ(blocks.slots, kRecords);
  EXPECT_EQ(blocks.used.size(), kRecords - 30);
}

TEST_F(TelemetryProfileTest, VerdictIsFollowedByASnapshot) {
  begin();
  period();
  Event event{};
  event.is_verdict = true;
  event.verdict.verdict = wire::Verdict::kWatch;
  telemetry_.send_event(monitor_, event);
  EXPECT_EQ(count(period(), "p"), 1u);
  event.verdict.verdict = wire::Verdict::kNone;
  telemetry_.send_event(monitor_, event);
  EXPECT_EQ(count(period(), "p"), 0u);
}

TEST_F(TelemetryProfileTest, SaysNothingWhileTheLinkIsDown) {
  begin();
  ASSERT_EQ(telemetry_.link_went_down(), Status::kOk);
  EXPECT_EQ(count(period(true), "n"), 0u);
  EXPECT_EQ(count(period(), "n"), 0u);
  ASSERT_EQ(telemetry_.link_came_up(), Status::kOk);
  const auto messages = period();
  EXPECT_EQ(count(messages, "p"), 1u) << "with the report that comes then";
  EXPECT_EQ(told(messages, "r").slots, kRecords);
}

TEST_F(TelemetryProfileTest, SnapshotThatTheLinkInterruptedIsNotGoneOnWith) {
  begin();
  for (std::uintptr_t i = 0; i < kRecords - 30; ++i) {
    allocate(0x100000 + 16 * i, 0x400);
  }
  EXPECT_EQ(count(period(true), "p"), 1u);
  ASSERT_EQ(telemetry_.link_went_down(), Status::kOk);
  EXPECT_EQ(count(period(), "n"), 0u);
  ASSERT_EQ(telemetry_.link_came_up(), Status::kOk);
  const auto messages = period();
  ASSERT_EQ(count(messages, "p"), 1u);
  for (const json& message : messages) {
    if (message.contains("n")) {
      EXPECT_EQ(message["n"], 2);
    }
  }
}

// A part of a profile is never worth a sample.
TEST_F(TelemetryProfileTest, WaitsForRoomInTheRing) {
  begin(600);
  telemetry_.send_report(monitor_);
  telemetry_.send_profile(monitor_, profiler_);
  EXPECT_EQ(count(sent(), "p"), 1u);
  port_.link = Sent::kBusy;
  for (int i = 0; i < 3; ++i) {
    sample();
    telemetry_.send_sample(monitor_);
  }
  telemetry_.send_report(monitor_);
  ASSERT_EQ(telemetry_.link_came_up(), Status::kOk);
  wire::SelfLine before;
  ASSERT_EQ(monitor_.self(&before), Status::kOk);
  telemetry_.send_profile(monitor_, profiler_);
  wire::SelfLine after;
  ASSERT_EQ(monitor_.self(&after), Status::kOk);
  EXPECT_EQ(after.messages_dropped, before.messages_dropped);
}

TEST_F(TelemetryProfileTest, WithoutARingALostPartEndsTheSnapshot) {
  begin(0);
  port_.link = Sent::kBusy;
  period(true);
  port_.link = Sent::kSent;
  EXPECT_EQ(count(period(), "n"), 0u) << "its begin was lost";
  EXPECT_EQ(count(period(true), "p"), 1u);
}

}  // namespace
}  // namespace tidemark
