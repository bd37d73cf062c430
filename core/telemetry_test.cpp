// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/test_monitor.hpp"

namespace tidemark {
namespace {

using nlohmann::json;

class TelemetryTest : public MonitorTest {
 protected:
  void begin(std::size_t heaps = 4, std::size_t threads = 4, std::size_t mem_slabs = 4) {
    start(heaps, threads, mem_slabs);
    outbox_.start({ring_, sizeof(ring_)});
    telemetry_.start(monitor_, {{kId, sizeof(kId)}, {}, 7}, with_outbox_ ? &outbox_ : nullptr);
  }
  /// A sample, and what was sent for it.
  std::vector<json> sample_sent() {
    sample();
    telemetry_.send_sample(monitor_);
    return sent();
  }
  std::vector<json> sent() {
    std::vector<json> messages;
    for (const auto& bytes : port_.take_messages()) {
      EXPECT_LE(bytes.size(), wire::kMaxMessageBytes);
      last_size_ = bytes.size();
      messages.push_back(json::from_cbor(bytes));
      EXPECT_EQ(messages.back()[""][2].get<std::uint16_t>(), next_sequence_++);
    }
    return messages;
  }

  static constexpr std::uint8_t kId[] = {'i', 'd'};
  Telemetry telemetry_;
  bool with_outbox_ = true;
  std::uint8_t ring_[600] = {};
  Outbox outbox_;
  std::uint16_t next_sequence_ = 0;
  std::size_t last_size_ = 0;
};

TEST_F(TelemetryTest, SaysHelloThenTheTableThenSamples) {
  port_.add_heap("heap", 3000, 1000);
  port_.add_mem_slab(8, 64);
  port_.add_thread("main", 1024).use(300);
  begin();
  const auto hello = sent();
  ASSERT_EQ(hello.size(), 1u);
  EXPECT_EQ(hello[0]["h"]["period_ms"], 1000);
  EXPECT_EQ(hello[0][""][1], 7);

  const auto first = sample_sent();
  ASSERT_EQ(first.size(), 2u);
  const json& table = first[0]["t"];
  ASSERT_EQ(table.size(), 3u);
  EXPECT_EQ(table[0][0], 0);
  EXPECT_EQ(table[0][1], "heap");
  EXPECT_EQ(table[0][3], 4000);
  EXPECT_EQ(table[1][0], 2);
  EXPECT_EQ(table[1][3], 8);
  EXPECT_EQ(table[1][5], 64);
  EXPECT_EQ(table[2][1], "main");
  EXPECT_EQ(table[2][3], 1024);
  EXPECT_EQ(table[2][7], 1);
  EXPECT_EQ(first[1]["s"][0], 1000);
  EXPECT_EQ(first[1]["s"][1], 0);
  EXPECT_GE(first[1]["s"][2].get<int>(), 300);
  EXPECT_EQ(first[1][""][4], first[0][""][4]);

  port_.heaps[0]->reading = {2900, 1100, 1100};
  const auto second = sample_sent();
  ASSERT_EQ(second.size(), 1u) << "the table is the same";
  EXPECT_EQ(second[0]["s"][0], 1100);
  EXPECT_LE(last_size_, 24u + 4 * 3);
}

TEST_F(TelemetryTest, SendsAnotherTableWhenAResourceComesGoesOrGrows) {
  port_.add_heap("heap", 3000, 1000);
  begin();
  sample_sent();
  EXPECT_EQ(sample_sent().size(), 1u);
  FakeThread& worker = port_.add_thread("worker", 512);
  auto messages = sample_sent();
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0]["t"].size(), 2u);
  const int number = messages[0][""][4];
  worker.is_alive = false;
  messages = sample_sent();
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0]["t"].size(), 1u);
  EXPECT_EQ(messages[0][""][4], number + 1);
  port_.heaps[0]->reading = {4000, 1000, 1000};
  messages = sample_sent();
  ASSERT_EQ(messages.size(), 2u) << "its capacity is greater than was known";
  EXPECT_EQ(messages[0]["t"][0][3], 5000);
  EXPECT_EQ(messages[1]["s"][0], 1000);
}

TEST_F(TelemetryTest, TableNumbersWrap) {
  port_.add_heap("heap", 3000, 1000);
  begin();
  for (int i = 0; i < 60; ++i) {
    port_.heaps[0]->reading.free += 8;
    for (const json& message : sample_sent()) {
      EXPECT_LT(message[""][4].get<int>(), wire::kTableNumbers);
    }
  }
}

TEST_F(TelemetryTest, SplitsWhatDoesNotFit) {
  constexpr std::size_t kThreads = 100;
  for (std::size_t i = 0; i < kThreads; ++i) {
    port_.add_thread("a thread with a long name " + std::to_string(i), 512);
  }
  begin(4, kThreads, 4);
  sent();
  std::size_t in_table = 0;
  std::size_t in_samples = 0;
  for (const json& message : sample_sent()) {
    const std::size_t first = message.value("f", std::size_t{0});
    if (message.contains("t")) {
      EXPECT_EQ(first, in_table);
      in_table += message["t"].size();
    } else {
      EXPECT_EQ(first, in_samples);
      in_samples += message["s"].size();
    }
  }
  EXPECT_EQ(in_table, kThreads);
  EXPECT_EQ(in_samples, kThreads);
}

TEST_F(TelemetryTest, ReportIsExactAndWhole) {
  port_.add_heap("heap", 300000, 1);
  port_.add_mem_slab(8, 64);
  port_.add_thread("main", 1024);
  begin();
  sent();
  sample_sent();
  telemetry_.send_report(monitor_);
  const auto report = sent();
  ASSERT_EQ(report.size(), 5u);
  EXPECT_EQ(report[0]["h"]["count"], 3);
  EXPECT_EQ(report[1]["t"].size(), 3u);
  ASSERT_EQ(report[2]["v"].size(), 3u);
  EXPECT_EQ(report[2]["v"][0][0], 1);
  EXPECT_EQ(report[2]["v"][0][1], 300000);
  EXPECT_EQ(report[3]["c"]["threads"], 1);
  EXPECT_EQ(report[4]["m"]["samples"], 1);
}

TEST_F(TelemetryTest, TellsOfEventsAndCountsWhatWasLost) {
  port_.add_heap("heap", 100, 900);
  begin();
  for (int i = 0; i < 6; ++i) {
    sample_sent();
  }
  Event event;
  ASSERT_TRUE(monitor_.take_event(&event));
  telemetry_.send_event(monitor_, event);
  const auto messages = sent();
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0]["e"]["level"], 1);
  EXPECT_EQ(messages[0]["e"]["used"], 900);

  port_.link = Sent::kRefused;
  sample();
  telemetry_.send_sample(monitor_);
  port_.link = Sent::kSent;
  ++next_sequence_;
  telemetry_.send_report(monitor_);
  const json self = sent().back()["m"];
  EXPECT_EQ(self["lost"], 1);
  EXPECT_EQ(self["dropped"], 0);
}

TEST_F(TelemetryTest, KeepsWhatIsSaidWhileTheLinkIsDown) {
  port_.add_heap("heap", 3000, 1000);
  port_.link = Sent::kBusy;
  begin();
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(sample_sent().empty());
  }
  port_.link = Sent::kSent;
  EXPECT_EQ(telemetry_.link_came_up(), Status::kOk);
  const auto messages = sample_sent();
  ASSERT_EQ(messages.size(), 18u) << "hello, table, eleven samples, the report of five";
  EXPECT_TRUE(messages[0].contains("h"));
  for (std::size_t i = 2; i < 13; ++i) {
    EXPECT_TRUE(messages[i].contains("s"));
    EXPECT_EQ(messages[i][""][3], (i - 1) * 1000) << "the time of its making";
  }
  EXPECT_TRUE(messages[13].contains("h"));
  EXPECT_TRUE(messages[14].contains("t"));
  EXPECT_EQ(messages[17]["m"]["dropped"], 0);
  EXPECT_EQ(sample_sent().size(), 1u) << "the report is said once";
}

TEST_F(TelemetryTest, CountsExactlyWhatFoundNoRoom) {
  port_.add_heap("heap", 100, 900);
  begin();
  sample_sent();
  port_.link = Sent::kBusy;
  constexpr int kSamples = 200;
  for (int i = 0; i < kSamples; ++i) {
    sample();
    Event event;
    while (monitor_.take_event(&event)) {
      telemetry_.send_event(monitor_, event);
    }
    telemetry_.send_sample(monitor_);
  }
  port_.link = Sent::kSent;
  telemetry_.send_sample(monitor_);
  telemetry_.send_report(monitor_);
  std::size_t samples = 0;
  std::size_t events = 0;
  json last;
  for (const auto& bytes : port_.take_messages()) {
    last = json::from_cbor(bytes);
    samples += last.contains("s") ? 1u : 0u;
    events += last.contains("e") ? 1u : 0u;
  }
  EXPECT_EQ(events, 1u);
  EXPECT_GT(samples, 10u);
  EXPECT_EQ(last["m"]["dropped"], kSamples + 1 - samples);
}

TEST_F(TelemetryTest, KeepsOnlyTheDetailsOfReportsWhileTheLinkIsDown) {
  port_.add_heap("heap", 3000, 1000);
  begin();
  sample_sent();
  port_.link = Sent::kBusy;
  sample();
  telemetry_.send_sample(monitor_);
  telemetry_.send_report(monitor_);
  port_.link = Sent::kSent;
  const auto messages = sample_sent();
  ASSERT_EQ(messages.size(), 3u);
  EXPECT_TRUE(messages[1].contains("v"));
  telemetry_.send_report(monitor_);
  EXPECT_EQ(sent().size(), 5u);
}

TEST_F(TelemetryTest, WithoutAnOutboxCountsWhatTheLinkWasTooBusyFor) {
  with_outbox_ = false;
  port_.add_heap("heap", 3000, 1000);
  begin();
  sample_sent();
  port_.link = Sent::kBusy;
  EXPECT_TRUE(sample_sent().empty());
  port_.link = Sent::kSent;
  ++next_sequence_;
  telemetry_.send_report(monitor_);
  EXPECT_EQ(sent().back()["m"]["dropped"], 1);
}

}  // namespace
}  // namespace tidemark
