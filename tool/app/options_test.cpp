// SPDX-License-Identifier: Apache-2.0
#include "tool/app/options.hpp"

#include <gtest/gtest.h>

namespace tidemark::app {
namespace {

TEST(Options, Durations) {
  const auto parse = [](const char* text) { return std::get<std::uint64_t>(parse_duration(text)); };
  EXPECT_EQ(parse("500ms"), 500u);
  EXPECT_EQ(parse("60s"), 60'000u);
  EXPECT_EQ(parse("1.5m"), 90'000u);
  EXPECT_EQ(parse("2min"), 120'000u);
  EXPECT_EQ(parse("2h"), 7'200'000u);
  EXPECT_EQ(parse("1000d"), 86'400'000'000u);
  EXPECT_EQ(parse("4w"), 28u * 86'400'000u);
  EXPECT_EQ(parse("1mo"), 30u * 86'400'000u);
  EXPECT_EQ(parse("1mo2m3min"), 30u * 86'400'000u + 300'000u);
  EXPECT_EQ(parse("1y"), 365ull * 86'400'000u);
  EXPECT_EQ(parse("1d12h30m"), 131'400'000u);
  EXPECT_EQ(parse("5h02m"), 18'120'000u);
  EXPECT_EQ(parse("100y"), 100ull * 365 * 86'400'000);
}

TEST(Options, WhatIsNoDuration) {
  const auto fault = [](const char* text) {
    const auto parsed = parse_duration(text);
    const auto* found = std::get_if<DurationFault>(&parsed);
    return found == nullptr ? -1 : static_cast<int>(*found);
  };
  for (const char* text :
       {"", "60", "s", "-1s", "1e9s", "nan s", "inf s", "60 s", "60sx", "1d2", "1d 2h", "1M"}) {
    EXPECT_EQ(fault(text), static_cast<int>(DurationFault::kNoDuration)) << text;
  }
  EXPECT_EQ(fault("0s"), static_cast<int>(DurationFault::kZero));
  EXPECT_EQ(fault("0.0001ms"), static_cast<int>(DurationFault::kZero));
  EXPECT_EQ(fault("101y"), static_cast<int>(DurationFault::kTooLong));
  EXPECT_EQ(fault("99999999999999999999999999y"), static_cast<int>(DurationFault::kTooLong));
}

TEST(Options, Gates) {
  CommonOptions options;
  EXPECT_FALSE(apply_gate("max-heap-percent=80", options));
  EXPECT_FALSE(apply_gate("min-stack-free=20%", options));
  EXPECT_FALSE(apply_gate("min-largest-free=256", options));
  EXPECT_FALSE(apply_gate("leak=off", options));
  const auto settings = std::get<Settings>(parse_settings(options));
  EXPECT_EQ(settings.limits.max_heap_percent, 80.0);
  EXPECT_TRUE(settings.limits.min_stack_free->percent);
  EXPECT_EQ(settings.limits.min_largest_free, 256u);
  EXPECT_TRUE(settings.limits.allow_leak);
  EXPECT_FALSE(apply_gate("leak=on", options));
  EXPECT_FALSE(options.allow_leak);
  for (const char* gate :
       {"", "=", "leak", "leak=maybe", "max-heap-percent", "max-heap=80", "min-stack-free="}) {
    EXPECT_TRUE(apply_gate(gate, options)) << gate;
  }
}

TEST(Options, TheLargestFreeBlockIsInBytes) {
  for (const char* text : {"20%", "-1", "1.5", "4294967296", "x"}) {
    CommonOptions options;
    options.min_largest_free = text;
    EXPECT_TRUE(std::holds_alternative<ingest::Problem>(parse_settings(options))) << text;
  }
}

TEST(Options, Amounts) {
  ASSERT_TRUE(parse_amount("256"));
  EXPECT_EQ(parse_amount("256")->value, 256);
  EXPECT_FALSE(parse_amount("256")->percent);
  EXPECT_TRUE(parse_amount("12.5%")->percent);
  for (const char* text :
       {"", "x", "-1", "101%", "256B", "%", "4294967296", "99999999999999999999"}) {
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
