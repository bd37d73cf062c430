// SPDX-License-Identifier: Apache-2.0
#include "core/health_watch.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "core/test_monitor.hpp"

namespace tidemark {
namespace {

using What = HealthFinding::What;

struct FakeCheck {
  int result = 0;
  tidemark_health_check_state state{};
};

int call_check(void* user_data) {
  return static_cast<FakeCheck*>(user_data)->result;
}

std::vector<std::string> g_news;
void tell(const tidemark_health_check& check, HealthNews news) {
  const char* const words[] = {"fails", "fails too much", "is well"};
  g_news.push_back(std::string(check.name) + " " + words[static_cast<int>(news)]);
}
std::vector<std::string> take_news() {
  return std::exchange(g_news, {});
}

using News = std::vector<std::string>;

FakeCheck g_radio;
FakeCheck g_sensor;
const tidemark_health_check g_checks[] = {{"radio", call_check, &g_radio, &g_radio.state},
                                          {"sensor", call_check, &g_sensor, &g_sensor.state}};
constinit HealthWatch g_watch({300, 3});

class HealthWatchTest : public testing::Test {
 protected:
  HealthWatchTest() {
    g_radio = {};
    g_sensor = {};
    (void)take_news();
  }
  HealthFinding tick(bool is_critical = false) {
    now_ms_ += 1000;
    return g_watch.tick(now_ms_, is_critical, {g_checks, 2}, tell);
  }
  What tick_what(bool is_critical = false) { return tick(is_critical).what; }

  FakePort port_;
  std::uint64_t now_ms_ = 0;
};

TEST_F(HealthWatchTest, WhatIsCriticalWithoutABreakForTheWholeTimeIsFound) {
  EXPECT_EQ(tick_what(), What::kWell);
  EXPECT_EQ(g_watch.critical_s(), 0u);
  for (unsigned second = 0; second < 300; ++second) {
    ASSERT_EQ(tick_what(true), What::kWell) << second;
    ASSERT_EQ(g_watch.critical_s(), second);
  }
  EXPECT_EQ(tick_what(true), What::kCritical);
  EXPECT_EQ(tick_what(true), What::kCritical);
  EXPECT_TRUE(g_watch.is_critical());
  EXPECT_EQ(tick_what(false), What::kWell);
  EXPECT_FALSE(g_watch.is_critical());
  EXPECT_EQ(g_watch.critical_s(), 0u);
}

TEST_F(HealthWatchTest, ABreakBeginsTheTimeAnew) {
  for (int second = 0; second < 300; ++second) {
    ASSERT_EQ(tick_what(true), What::kWell);
  }
  EXPECT_EQ(tick_what(false), What::kWell);
  EXPECT_EQ(tick_what(true), What::kWell);
  EXPECT_EQ(g_watch.critical_s(), 0u);
}

TEST_F(HealthWatchTest, AClockThatGoesBackBeginsTheTimeAnew) {
  now_ms_ = 10'000'000;
  (void)tick(true);
  now_ms_ = 0;
  EXPECT_EQ(tick_what(true), What::kWell);
  EXPECT_EQ(g_watch.critical_s(), 0u);
}

TEST_F(HealthWatchTest, ALongTimeSaturates) {
  (void)tick(true);
  now_ms_ += 1ull << 40;
  EXPECT_EQ(tick_what(true), What::kCritical);
  EXPECT_EQ(g_watch.critical_s(), UINT32_MAX / 1000);
  (void)tick(false);
}

TEST_F(HealthWatchTest, ACheckMayFailTwiceAndNotThreeTimesInARow) {
  g_radio.result = -EIO;
  EXPECT_EQ(tick_what(), What::kWell);
  EXPECT_EQ(take_news(), News{"radio fails"});
  EXPECT_EQ(tick_what(), What::kWell);
  g_radio.result = 0;
  EXPECT_EQ(tick_what(), What::kWell);
  EXPECT_EQ(take_news(), News{"radio is well"});
  g_radio.result = -EAGAIN;
  EXPECT_EQ(tick_what(), What::kWell);
  EXPECT_EQ(tick_what(), What::kWell);
  const HealthFinding found = tick();
  EXPECT_EQ(found.what, What::kCheckFailed);
  EXPECT_EQ(found.check, &g_checks[0]);
  EXPECT_EQ(take_news(), (News{"radio fails", "radio fails too much"}));
  // Nobody restarted the device, as in safe mode: it stays so, and is said once.
  EXPECT_EQ(tick_what(), What::kCheckFailed);
  EXPECT_EQ(take_news(), News{});
  EXPECT_EQ(g_radio.state.failures, 6u);
  EXPECT_EQ(g_radio.state.failures_in_a_row, 4u);
  EXPECT_EQ(g_sensor.state.calls, 7u);
  EXPECT_EQ(g_sensor.state.failures, 0u);
}

TEST_F(HealthWatchTest, TheFirstOfThoseThatFailedIsNamedAndAllAreAsked) {
  g_radio.result = g_sensor.result = -EIO;
  (void)tick();
  (void)tick();
  EXPECT_EQ(tick().check, &g_checks[0]);
  EXPECT_EQ(g_sensor.state.failures_in_a_row, 3u);
}

TEST_F(HealthWatchTest, APositiveAnswerIsNoFailure) {
  g_radio.result = 7;
  EXPECT_EQ(tick_what(), What::kWell);
  EXPECT_EQ(g_radio.state.failures, 0u);
}

TEST_F(HealthWatchTest, WithoutLimitsNothingIsTooMuch) {
  HealthWatch watch({0, 0});
  g_radio.result = -EIO;
  for (int i = 1; i < 10; ++i) {
    EXPECT_EQ(watch.tick(static_cast<std::uint64_t>(i) * 1000000, true, {g_checks, 1}, tell).what,
              What::kWell);
  }
  EXPECT_EQ(take_news(), News{"radio fails"});
}

extern "C" const char* c_api_health(void);

TEST_F(HealthWatchTest, SpeaksC) {
  g_sensor.result = -EIO;
  (void)tick(true);
  (void)tick(true);
  const char* const failed = c_api_health();
  EXPECT_STREQ(failed, nullptr);
  port_.in_interrupt = true;
  tidemark_health_status status;
  EXPECT_EQ(tidemark_health_get(&status), -EWOULDBLOCK);
  (void)tick(false);
}

}  // namespace

Span<const tidemark_health_check> port::health_checks() {
  return {g_checks, 2};
}
const HealthWatch& port::health_watch() {
  return g_watch;
}
std::uint32_t port::watchdog_ms() {
  return 10'000;
}

}  // namespace tidemark
