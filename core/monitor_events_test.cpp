// SPDX-License-Identifier: Apache-2.0
// Verdicts and levels: what the monitor tells, and when.
#include <vector>

#include "core/test_monitor.hpp"

namespace tidemark {
namespace {

class EventsTest : public MonitorTest {
 protected:
  std::vector<Event> take_events() {
    std::vector<Event> events;
    for (Event event{}; monitor_.take_event(&event);) {
      events.push_back(event);
    }
    return events;
  }

  /// Samples for `seconds`, each taking `bytes` from the heap, until it is empty; all events told.
  std::vector<Event> leak(FakeHeap& heap_object, int seconds, std::uint32_t bytes) {
    std::vector<Event> all;
    for (int i = 0; i < seconds; ++i) {
      if (heap_object.reading.free >= bytes) {
        heap_object.reading.free -= bytes;
        heap_object.reading.allocated += bytes;
      }
      sample();
      for (const Event& event : take_events()) {
        all.push_back(event);
      }
    }
    return all;
  }
};

TEST_F(EventsTest, ALeakIsWatchedThenNamedThenExhaustsItsHeap) {
  FakeHeap& h = port_.add_heap("_system_heap", 4000);
  start();
  const auto events = leak(h, 40, 120);
  ASSERT_EQ(events.size(), 3u);
  EXPECT_TRUE(events[0].is_verdict);
  EXPECT_EQ(events[0].verdict.verdict, wire::Verdict::kWatch);

  const auto& verdict = events[1].verdict;
  EXPECT_TRUE(events[1].is_verdict);
  EXPECT_EQ(verdict.verdict, wire::Verdict::kLeak);
  EXPECT_EQ(verdict.kind, wire::ResourceKind::kHeap);
  EXPECT_EQ(text(verdict.name), "_system_heap");
  ASSERT_TRUE(verdict.rate_millibytes_per_hour.present);
  EXPECT_NEAR(static_cast<double>(verdict.rate_millibytes_per_hour.value) / 3.6e6, 120.0, 1.2);
  EXPECT_LE(verdict.rate_low_millibytes_per_hour.value, verdict.rate_millibytes_per_hour.value);
  EXPECT_GE(verdict.rate_high_millibytes_per_hour.value, verdict.rate_millibytes_per_hour.value);
  ASSERT_TRUE(verdict.left_s.present);
  const auto ends_at_s = static_cast<double>(verdict.up_ms) / 1000 + verdict.left_s.value;
  EXPECT_NEAR(ends_at_s, 33.3, 2.0);
  EXPECT_TRUE(verdict.window_s.present);

  EXPECT_FALSE(events[2].is_verdict);
  EXPECT_EQ(events[2].level.level, wire::Level::kCritical);
  EXPECT_EQ(events[2].level.used, 3960u);
  EXPECT_EQ(events[2].level.capacity, 4000u);
  EXPECT_EQ(heap().verdict, wire::Verdict::kLeak);
  EXPECT_TRUE(heap().rate_millibytes_per_hour.present);
}

TEST_F(EventsTest, AHeapThatGivesBackIsNotAccused) {
  FakeHeap& h = port_.add_heap("h", 4000);
  start();
  for (int i = 0; i < 3000; ++i) {
    h.reading.free = 4000 - 120u * static_cast<std::uint32_t>(i % 8 + 1);
    h.reading.allocated = 4000 - h.reading.free;
    sample();
  }
  EXPECT_TRUE(take_events().empty());
}

TEST_F(EventsTest, AVerdictThatEndsIsTold) {
  FakeHeap& h = port_.add_heap("h", 4000);
  start();
  ASSERT_EQ(leak(h, 28, 120).size(), 2u);
  h.reading = {4000, 0, 3360};
  sample(4);
  const auto events = take_events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].verdict.verdict, wire::Verdict::kNone);
  EXPECT_FALSE(events[0].verdict.rate_millibytes_per_hour.present);
}

TEST_F(EventsTest, ASlabsLeakIsInBytes) {
  FakeBlockPool& slab = port_.add_mem_slab(100, 64);
  start();
  std::vector<Event> events;
  for (std::uint32_t i = 0; i < 76; ++i) {
    ++slab.reading.used;
    --slab.reading.free;
    sample();
    for (const Event& event : take_events()) {
      events.push_back(event);
    }
  }
  ASSERT_FALSE(events.empty());
  const auto& verdict = events.back().verdict;
  EXPECT_EQ(verdict.kind, wire::ResourceKind::kMemSlab);
  EXPECT_EQ(verdict.verdict, wire::Verdict::kLeak);
  EXPECT_NEAR(static_cast<double>(verdict.rate_millibytes_per_hour.value) / 3.6e6, 64.0, 1.0);
  EXPECT_TRUE(pool().left_s.present);
}

TEST_F(EventsTest, AFullSlabIsTold) {
  FakeBlockPool& slab = port_.add_mem_slab(8, 64);
  slab.reading.used = 8;
  slab.reading.free = 0;
  start();
  sample(1);
  EXPECT_TRUE(take_events().empty());
  sample();
  const auto events = take_events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].level.kind, wire::ResourceKind::kMemSlab);
  EXPECT_EQ(events[0].level.used, 8u);
  EXPECT_EQ(events[0].level.capacity, 8u);
  EXPECT_EQ(pool().level, wire::Level::kCritical);
}

TEST_F(EventsTest, AStackNearItsEndIsToldOnce) {
  FakeThread& t = port_.add_thread("deep", 1000);
  t.use(860);
  start();
  sample(10);
  auto events = take_events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].level.kind, wire::ResourceKind::kThreadStack);
  EXPECT_EQ(text(events[0].level.name), "deep");
  EXPECT_EQ(events[0].level.used, 860u);
  EXPECT_EQ(events[0].level.capacity, 1000u);
  sample(10);
  EXPECT_TRUE(take_events().empty());
}

TEST_F(EventsTest, AClockThatGoesBackForgetsTheWindows) {
  FakeHeap& h = port_.add_heap("h", 100000);
  start();
  leak(h, 20, 120);
  port_.up_ms = 0;
  leak(h, 7, 120);
  EXPECT_EQ(heap().verdict, wire::Verdict::kNone);
}

TEST_F(EventsTest, MergingChunksOfAHeapInUseDoNotForgetTheWindows) {
  FakeHeap& h = port_.add_heap("h", 2000, 1900);  // 100 bytes of headers are not seen
  h.reading.allocated_max = 0;
  start();
  leak(h, 10, 60);
  h.reading.free += 60;  // less than a sixteenth of the capacity
  const auto events = leak(h, 30, 60);
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(heap().capacity, 3960u);
  EXPECT_EQ(heap().verdict, wire::Verdict::kLeak);
}

TEST_F(EventsTest, ALateSampleEndsAllItsBlocks) {
  FakeHeap& h = port_.add_heap("h", 100000);
  start();
  for (std::uint32_t i = 0; i < 12; ++i) {
    h.reading.free -= 7000;
    h.reading.allocated += 7000;
    port_.up_ms += 4000;
    sample();
  }
  EXPECT_EQ(heap().verdict, wire::Verdict::kLeak);
}

TEST_F(EventsTest, TheReportIsDueOnceAPeriodWithoutDrift) {
  start();
  std::vector<std::uint64_t> due;
  port_.up_ms = 250;
  for (int i = 0; i < 32; ++i) {
    ASSERT_EQ(monitor_.sample(), Status::kOk);
    if (monitor_.take_report_due()) {
      due.push_back(port_.up_ms);
    }
    EXPECT_FALSE(monitor_.take_report_due());
    port_.up_ms += 1000;
  }
  EXPECT_EQ(due, (std::vector<std::uint64_t>{250, 10250, 20250, 30250}));
  port_.up_ms = 95000;
  sample();
  EXPECT_TRUE(monitor_.take_report_due());
  EXPECT_FALSE(monitor_.take_report_due());
}

TEST_F(EventsTest, NoReportIsDueWhenOnlyEventsAreWanted) {
  settings_.report_s = 0;
  start();
  sample();
  EXPECT_FALSE(monitor_.take_report_due());
}

}  // namespace
}  // namespace tidemark
