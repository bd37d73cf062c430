// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/humanize.hpp"

#include <gtest/gtest.h>

namespace tidemark::sinks {
namespace {

TEST(Humanize, Grouped) {
  EXPECT_EQ(grouped(std::uint64_t{0}), "0");
  EXPECT_EQ(grouped(std::uint64_t{999}), "999");
  EXPECT_EQ(grouped(std::uint64_t{1000}), "1,000");
  EXPECT_EQ(grouped(std::uint64_t{4294967295}), "4,294,967,295");
  EXPECT_EQ(grouped(std::optional<std::uint32_t>()), "-");
}

TEST(Humanize, CountsOneAsOne) {
  EXPECT_EQ(counted(std::uint64_t{0}, "sample"), "0 samples");
  EXPECT_EQ(counted(std::uint64_t{1}, "sample"), "1 sample");
  EXPECT_EQ(counted(std::uint64_t{2345}, "sample"), "2,345 samples");
  EXPECT_EQ(counted(1.4, "byte"), "1 byte");
  EXPECT_EQ(counted(1.5, "byte"), "2 bytes");
  EXPECT_EQ(counted(-3.0, "byte"), "0 bytes");
}

TEST(Humanize, RateInTheUnitThatFits) {
  EXPECT_EQ(rate(120ull * 3'600'000), "120 B/s");
  EXPECT_EQ(rate(12'500ull * 3'600'000), "12,500 B/s");
  EXPECT_EQ(rate(10ull * 3'600'000), "10.0 B/s");
  EXPECT_EQ(rate(9ull * 3'600'000), "540 B/min");
  EXPECT_EQ(rate(10ull * 1000), "10.0 B/h");
  EXPECT_EQ(rate(1000), "24.0 B/day");
  EXPECT_EQ(rate(1), "0.0 B/day");
  EXPECT_EQ(rate_number(9ull * 3'600'000, 120ull * 3'600'000), "9.0");
}

TEST(Humanize, Duration) {
  EXPECT_EQ(duration(0), "0 s");
  EXPECT_EQ(duration(59), "59 s");
  EXPECT_EQ(duration(60), "1 min");
  EXPECT_EQ(duration(750), "12 min 30 s");
  EXPECT_EQ(duration(5 * 3600 + 125), "5 h 02 min");
  EXPECT_EQ(duration(11 * 86400 + 9 * 3600 + 59), "11 d 9 h");
  EXPECT_EQ(duration(0xFFFFFFFFu), "more than 136 years");
}

TEST(Humanize, DurationOfMilliseconds) {
  EXPECT_EQ(duration_ms(400), "0.4 s");
  EXPECT_EQ(duration_ms(2000), "2 s");
  EXPECT_EQ(duration_ms(12'600), "13 s");
}

}  // namespace
}  // namespace tidemark::sinks
