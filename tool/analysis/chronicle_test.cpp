// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/chronicle.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tidemark::analysis {
namespace {

class ChronicleTest : public testing::Test {
 protected:
  ChronicleTest() { chronicle_.follow(devices_); }
  void feed(const std::string& text) { devices_.feed({text, false, true}, std::nullopt); }
  void feed_heap(std::uint32_t seconds, std::uint32_t used, const char* name = "h",
                 const char* verdict = "none") {
    feed(
        fmt::format("tidemark: heap up={}.000 name={} used={} free={} capacity=4000 allocated={} "
                    "peak={} level=ok verdict={}",
                    seconds, name, used, 4000 - used, used, used, verdict));
  }
  const model::Resource& heap() const { return *devices_.at(0).inventory().all().front(); }
  const Chronicle::Story& story() const { return chronicle_.story(devices_.at(0)); }

  Chronicle chronicle_;
  Devices devices_{SessionOptions{}, &chronicle_};
};

TEST_F(ChronicleTest, NothingAtFirst) {
  EXPECT_TRUE(story().events.empty());
  EXPECT_EQ(story().end_ms, 0u);
}

TEST_F(ChronicleTest, TimesGoOnBehindARestart) {
  for (std::uint32_t n = 0; n < 5; ++n) {
    feed_heap(100 + n, 100 + n);
  }
  feed("*** Booting Zephyr OS build v3.7.0 ***");
  for (std::uint32_t n = 0; n < 3; ++n) {
    feed_heap(1 + n, 50);
  }
  EXPECT_EQ(story().begin_ms, 100'000u);
  EXPECT_EQ(story().end_ms, 106'000u);
  ASSERT_EQ(story().events.size(), 1u);
  EXPECT_EQ(story().events[0].what, Event::What::kBoot);
  EXPECT_EQ(story().events[0].at_ms, 104'000u);
  EXPECT_EQ(story().events[0].boot, 2u);
  const model::Course* course = chronicle_.course(heap());
  ASSERT_NE(course, nullptr);
  ASSERT_EQ(course->points().size(), 8u);
  EXPECT_EQ(course->points()[4].greatest, 104u);
  EXPECT_EQ(course->points().back().last_ms, 106'000u);
}

TEST_F(ChronicleTest, AVerdictKeepsWhatItWasWhenItCame) {
  feed_heap(1, 100);
  feed_heap(2, 200, "h", "leak");
  feed_heap(3, 100);
  ASSERT_EQ(story().events.size(), 2u);
  EXPECT_EQ(story().events[0].verdict, model::Verdict::kLeak);
  EXPECT_EQ(story().events[0].at_ms, 2000u);
  EXPECT_EQ(story().events[0].resource, &heap());
  EXPECT_EQ(story().events[1].verdict, model::Verdict::kNone);
}

TEST_F(ChronicleTest, AStackHasNoCourse) {
  feed(" rx                  : unused 900 usage 124 / 1024 (12 %)");
  EXPECT_EQ(chronicle_.course(heap()), nullptr);
}

TEST_F(ChronicleTest, HostileInputIsBounded) {
  for (std::uint32_t n = 0; n < 2 * Chronicle::kMostCourses; ++n) {
    feed_heap(n, 100, fmt::format("h{}", n).c_str(), "leak");
  }
  for (std::uint32_t n = 0; n < Chronicle::kMostEvents; ++n) {
    feed_heap(600 + n, 100, "h0", n % 2 == 0 ? "none" : "leak");
  }
  EXPECT_EQ(story().events.size(), Chronicle::kMostEvents);
  EXPECT_EQ(story().events_dropped, 2 * Chronicle::kMostCourses);
  EXPECT_EQ(chronicle_.course(*devices_.at(0).inventory().all().back()), nullptr);
}

}  // namespace
}  // namespace tidemark::analysis
