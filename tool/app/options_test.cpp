// SPDX-License-Identifier: Apache-2.0
#include "tool/app/options.hpp"

#include <gtest/gtest.h>

namespace tidemark::app {
namespace {

TEST(Options, Durations) {
  EXPECT_EQ(parse_duration("500ms"), 500u);
  EXPECT_EQ(parse_duration("60s"), 60'000u);
  EXPECT_EQ(parse_duration("1.5m"), 90'000u);
  EXPECT_EQ(parse_duration("2min"), 120'000u);
  EXPECT_EQ(parse_duration("2h"), 7'200'000u);
  EXPECT_EQ(parse_duration("1000d"), 86'400'000'000u);
}

TEST(Options, WhatIsNoDuration) {
  for (const char* text : {"", "60", "s", "-1s", "0s", "0.0001ms", "1001d", "1e9s", "nan s",
                           "inf s", "60 s", "60sx", "1w"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Options, Amounts) {
  ASSERT_TRUE(parse_amount("256"));
  EXPECT_EQ(parse_amount("256")->value, 256);
  EXPECT_FALSE(parse_amount("256")->percent);
  EXPECT_TRUE(parse_amount("12.5%")->percent);
  for (const char* text : {"", "x", "-1", "101%", "256B", "%"}) {
    EXPECT_FALSE(parse_amount(text)) << text;
  }
}

TEST(Options, ABadSettingNamesItselfAndAnExample) {
  CommonOptions options;
  options.period = "60";
  const auto parsed = parse_settings(options);
  const auto* problem = std::get_if<ingest::Problem>(&parsed);
  ASSERT_NE(problem, nullptr);
  EXPECT_EQ(problem->what, "--period 60");
  EXPECT_NE(problem->todo.find("--period 60s"), std::string::npos);
}

TEST(Options, GoodSettings) {
  CommonOptions options;
  options.period = "1s";
  options.block = "4s";
  options.max_heap_percent = "80%";
  options.min_stack_free = "20%";
  const auto parsed = parse_settings(options);
  const auto* settings = std::get_if<Settings>(&parsed);
  ASSERT_NE(settings, nullptr);
  EXPECT_EQ(settings->session.period_ms, 1000u);
  EXPECT_EQ(settings->session.block_ms, 4000u);
  EXPECT_EQ(settings->limits.max_heap_percent, 80.0);
  EXPECT_TRUE(settings->limits.min_stack_free->percent);
}

}  // namespace
}  // namespace tidemark::app
