// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/end_report.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tidemark::ingest {
namespace {

std::optional<EndReport> parse(std::string_view text) {
  const auto parsed = parse_end_report(text, "end.json");
  const auto* report = std::get_if<EndReport>(&parsed);
  return report == nullptr ? std::nullopt : std::optional(*report);
}

constexpr std::string_view kDied =
    R"({"version":1,"end":"fatal","status":1,"virtual_seconds":12.345,
        "allocations":{"matched":7,"failed":1,"first_failed":{"index":3,"bytes":100,
        "heap":"_system_heap","thread":"main","call":"k_malloc","site":"open_log+0x14"}},
        "fatal":{"reason":4,"reason_text":"Kernel panic","thread":"main","message":"no memory",
        "site":"open_link+0x12"},
        "leaks":{"blocks":2,"bytes":64},"newer":[1,2]})";

TEST(EndReport, AllMembers) {
  const auto report = parse(kDied);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->end, EndReport::End::kFatal);
  EXPECT_EQ(report->status, 1);
  EXPECT_EQ(report->virtual_ms, 12'345u);
  EXPECT_EQ(report->allocations_matched, 7u);
  EXPECT_EQ(report->allocations_failed, 1u);
  EXPECT_EQ(report->first_failed->index, 3u);
  EXPECT_EQ(report->first_failed->bytes, 100u);
  EXPECT_EQ(report->first_failed->call, "k_malloc");
  EXPECT_EQ(report->first_failed->site, "open_log+0x14");
  EXPECT_EQ(report->fatal->reason, 4u);
  EXPECT_EQ(report->fatal->message, "no memory");
  EXPECT_EQ(report->fatal->site, "open_link+0x12");
  EXPECT_EQ(report->leaks->blocks, 2u);
}

TEST(EndReport, WhatIsNotToldIsAbsent) {
  const auto report = parse(R"({"version":1,"end":"stopped"})");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->end, EndReport::End::kStopped);
  EXPECT_FALSE(report->virtual_ms || report->first_failed || report->fatal || report->leaks);
  EXPECT_EQ(parse(R"({"version":1,"end":"vanished"})")->end, EndReport::End::kUnknown);
}

TEST(EndReport, HostileContent) {
  const std::string deep = std::string(100'000, '[');
  for (const std::string& text :
       {std::string(), std::string("x"), std::string("[]"), std::string("{}"),
        std::string(R"({"version":2})"), std::string(R"({"version":"1"})"),
        std::string(R"({"version":1,"end":7})"), std::string(R"({"version":1,"status":1.5})"),
        std::string(R"({"version":1,"virtual_seconds":-1})"),
        std::string(R"({"version":1,"virtual_seconds":1e300})"),
        std::string(R"({"version":1,"allocations":[]})"),
        std::string(R"({"version":1,"allocations":{"failed":-1}})"),
        std::string(R"({"version":1,"fatal":{"reason":4294967296}})"),
        std::string(R"({"version":1,"fatal":{"thread":{}}})"),
        std::string("{\"version\":1,\"end\":\"\xff\"}"), deep}) {
    EXPECT_FALSE(parse(text)) << text.substr(0, 60);
  }
}

TEST(EndReport, TextsArePrintable) {
  const auto report = parse(R"({"version":1,"fatal":{"message":"a\u001b[31mb\nc"}})");
  ASSERT_TRUE(report && report->fatal);
  EXPECT_EQ(report->fatal->message, "ab?c");
}

TEST(EndReport, NoFile) {
  EXPECT_FALSE(read_end_report("/nonexistent/end.json"));
}

}  // namespace
}  // namespace tidemark::ingest
