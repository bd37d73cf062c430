// SPDX-License-Identifier: Apache-2.0
// Levels: whose limits hold, when they are told, and what can be asked from anywhere.
#include <gmock/gmock.h>

#include "core/test_monitor.hpp"

namespace tidemark {
namespace {

using wire::Level;
using wire::LevelCause;

class MonitorLevels : public MonitorTest {
 protected:
  /// Lets the heap have this many bytes of its 1000 free, for some samples.
  void free_in(FakeHeap& heap, std::uint32_t free, int samples) {
    heap.reading.free = free;
    heap.reading.allocated = 1000 - free;
    sample(samples);
  }
  Level level_of(const void* object) {
    Level level{};
    EXPECT_EQ(monitor_.level_of(object, &level), Status::kOk);
    return level;
  }
  bool take(Event* out, Audience audience = Audience::kPressure) {
    return monitor_.take_event(out, audience);
  }

  FakeHeap& heap_ = port_.add_heap("h", 1000);
  FakeBlockPool& slab_ = port_.add_mem_slab(100, 16);
};

TEST_F(MonitorLevels, AreOkAtFirst) {
  EXPECT_EQ(monitor_.worst_level(), Level::kOk);
  start();
  EXPECT_EQ(monitor_.worst_level(), Level::kOk);
  EXPECT_EQ(level_of(&heap_), Level::kOk);
  Level level{};
  EXPECT_EQ(monitor_.level_of(nullptr, &level), Status::kNotFound);
  EXPECT_EQ(monitor_.level_of(this, &level), Status::kNotFound);
  EXPECT_FALSE(monitor_.has_untold_level(Audience::kPressure));
}

TEST_F(MonitorLevels, RiseAndFallAndAreToldWithWhatWasBefore) {
  start();
  free_in(heap_, 140, 5);
  EXPECT_EQ(level_of(&heap_), Level::kWarn);
  Event event;
  EXPECT_TRUE(monitor_.has_untold_level(Audience::kPressure));
  ASSERT_TRUE(take(&event));
  Event none;
  EXPECT_FALSE(take(&none));
  EXPECT_FALSE(monitor_.has_untold_level(Audience::kPressure));
  EXPECT_EQ(event.object, &heap_);
  EXPECT_EQ(event.before, Level::kOk);
  EXPECT_EQ(event.level.level, Level::kWarn);
  EXPECT_FALSE(event.level.cause.present);
  free_in(heap_, 40, 2);
  EXPECT_EQ(monitor_.worst_level(), Level::kCritical);
  ASSERT_TRUE(take(&event));
  EXPECT_EQ(event.before, Level::kWarn);
  EXPECT_EQ(event.level.level, Level::kCritical);
  EXPECT_EQ(event.level.used, 960u);
  free_in(heap_, 300, 5);
  ASSERT_TRUE(take(&event));
  EXPECT_EQ(event.before, Level::kCritical);
  EXPECT_EQ(event.level.level, Level::kOk);
}

TEST_F(MonitorLevels, ChangesThatNobodyTookAreToldAsOne) {
  start();
  free_in(heap_, 40, 2);
  free_in(heap_, 140, 5);
  EXPECT_EQ(level_of(&heap_), Level::kWarn);
  Event event;
  ASSERT_TRUE(take(&event));
  EXPECT_EQ(event.before, Level::kOk);
  EXPECT_EQ(event.level.level, Level::kWarn);
  free_in(heap_, 40, 2);
  free_in(heap_, 140, 5);
  EXPECT_FALSE(take(&event));
}

TEST_F(MonitorLevels, EachAudienceIsToldForItself) {
  start();
  free_in(heap_, 40, 2);
  Event event;
  for (const Audience audience : {Audience::kDevice, Audience::kLink, Audience::kPressure}) {
    ASSERT_TRUE(take(&event, audience));
    EXPECT_EQ(event.level.level, Level::kCritical);
    EXPECT_FALSE(take(&event, audience));
  }
}

TEST_F(MonitorLevels, TheFirstHeapOrPoolThatIsCriticalIsNamed) {
  FakeHeap& other = port_.add_heap("other", 1000);
  start();
  wire::Name name{};
  EXPECT_FALSE(monitor_.is_critical(&name));
  free_in(other, 140, 5);
  EXPECT_FALSE(monitor_.is_critical(&name));
  EXPECT_EQ(text(name), "");
  free_in(other, 40, 2);
  EXPECT_TRUE(monitor_.is_critical(&name));
  EXPECT_TRUE(monitor_.is_critical(nullptr));
  EXPECT_EQ(text(name), "other");
  free_in(other, 600, 5);
  EXPECT_FALSE(monitor_.is_critical(nullptr));
}

TEST_F(MonitorLevels, OneResourceHasLimitsOfItsOwn) {
  FakeHeap& other = port_.add_heap("other", 1000);
  start();
  const estimate::PressureLimits limits = {{{50, 0, 0, 0}, {60, 0, 0, 0}}};
  EXPECT_EQ(monitor_.set_limits(&heap_, &limits), Status::kOk);
  estimate::PressureLimits held{};
  ASSERT_EQ(monitor_.limits_of(&heap_, &held), Status::kOk);
  EXPECT_EQ(held, limits);
  ASSERT_EQ(monitor_.limits_of(&other, &held), Status::kOk);
  EXPECT_EQ(held, estimate::kPressureLimits);
  other.reading = {300, 700, 700};
  free_in(heap_, 300, 5);
  EXPECT_EQ(level_of(&heap_), Level::kCritical);
  EXPECT_EQ(level_of(&other), Level::kOk);
  EXPECT_EQ(monitor_.set_limits(&heap_, nullptr), Status::kOk);
  sample(5);
  EXPECT_EQ(level_of(&heap_), Level::kOk);
}

TEST_F(MonitorLevels, RefusesLimits) {
  FakeThread& thread = port_.add_thread("t", 256);
  start();
  sample();
  const estimate::PressureLimits good = {{{50, 0, 0, 0}, {60, 0, 0, 0}}};
  const estimate::PressureLimits inverted = {{{60, 0, 0, 0}, {50, 0, 0, 0}}};
  const estimate::PressureLimits above = {{{50, 0, 0, 0}, {101, 0, 0, 0}}};
  EXPECT_EQ(monitor_.set_limits(&heap_, &inverted), Status::kInvalid);
  EXPECT_EQ(monitor_.set_limits(&heap_, &above), Status::kInvalid);
  EXPECT_EQ(monitor_.set_limits(this, &good), Status::kNotFound);
  EXPECT_EQ(monitor_.set_limits(nullptr, &good), Status::kNotFound);
  EXPECT_EQ(monitor_.set_limits(nullptr, nullptr), Status::kNotFound);
  EXPECT_EQ(monitor_.set_limits(&heap_, &good), Status::kOk);
  EXPECT_EQ(monitor_.set_limits(&slab_, &good), Status::kOk);
  EXPECT_EQ(monitor_.set_limits(&thread, &good), Status::kFull);
  EXPECT_EQ(monitor_.set_limits(&slab_, &good), Status::kOk);  // again
  port_.in_interrupt = true;
  estimate::PressureLimits held{};
  EXPECT_EQ(monitor_.set_limits(&heap_, &good), Status::kBusy);
  EXPECT_EQ(monitor_.limits_of(&heap_, &held), Status::kBusy);
  EXPECT_EQ(level_of(&heap_), Level::kOk);
  port_.in_interrupt = false;
}

TEST_F(MonitorLevels, LimitsEndWithTheResource) {
  FakeHeap& made = port_.add_heap("made", 1000);
  made.origin = Origin::kMade;
  FakeThread& thread = port_.add_thread("t", 256);
  start();
  sample();
  const estimate::PressureLimits limits = {{{50, 0, 0, 0}, {60, 0, 0, 0}}};
  ASSERT_EQ(monitor_.set_limits(&made, &limits), Status::kOk);
  ASSERT_EQ(monitor_.set_limits(&thread, &limits), Status::kOk);
  made.is_there = false;
  thread.is_alive = false;
  sample();
  thread.is_alive = true;
  sample();
  estimate::PressureLimits held{};
  ASSERT_EQ(monitor_.limits_of(&thread, &held), Status::kOk);
  EXPECT_EQ(held, estimate::kPressureLimits);
  EXPECT_EQ(monitor_.set_limits(&heap_, &limits), Status::kOk);
  EXPECT_EQ(monitor_.set_limits(&slab_, &limits), Status::kOk);
}

TEST_F(MonitorLevels, TellWhichRuleItWas) {
  start();
  const estimate::PressureLimits by_free = {{{0, 300, 0, 0}, {0, 100, 0, 0}}};
  const estimate::PressureLimits by_largest = {{{0, 0, 50, 0}, {0, 0, 20, 0}}};
  ASSERT_EQ(monitor_.set_limits(&heap_, &by_free), Status::kOk);
  free_in(heap_, 250, 5);
  Event event;
  ASSERT_TRUE(take(&event));
  EXPECT_EQ(event.level.cause, known(LevelCause::kFree));
  ASSERT_EQ(monitor_.set_limits(&heap_, &by_largest), Status::kOk);
  free_in(heap_, 600, 5);
  ASSERT_TRUE(take(&event));  // unknown is not small
  EXPECT_EQ(event.level.level, Level::kOk);
  heap_.reading.largest_free = known(10u);
  free_in(heap_, 600, 2);
  ASSERT_TRUE(take(&event));
  EXPECT_EQ(event.level.level, Level::kCritical);
  EXPECT_EQ(event.level.cause, known(LevelCause::kLargestFree));
}

TEST_F(MonitorLevels, TellHowLittleTimeIsLeft) {
  start();
  const estimate::PressureLimits by_time = {{{0, 0, 0, 3600}, {0, 0, 0, 5}}};
  ASSERT_EQ(monitor_.set_limits(&heap_, &by_time), Status::kOk);
  for (std::uint32_t used = 0; used < 600; used += 10) {
    heap_.reading.free = 1000 - used;
    heap_.reading.allocated = used;
    sample();
  }
  EXPECT_NE(heap().verdict, wire::Verdict::kNone);
  EXPECT_EQ(level_of(&heap_), Level::kWarn);
  Event event;
  ASSERT_TRUE(take(&event));
  EXPECT_EQ(event.level.cause, known(LevelCause::kLeft));
}

TEST_F(MonitorLevels, LooksAtHeapsAgain) {
  start();
  free_in(heap_, 40, 2);
  EXPECT_EQ(monitor_.worst_heap_level(), Level::kCritical);
  EXPECT_FALSE(monitor_.are_heaps_below(Level::kCritical));
  heap_.reading = {90, 910, 960};
  EXPECT_FALSE(monitor_.are_heaps_below(Level::kCritical));  // by the margin
  heap_.reading = {100, 900, 960};
  EXPECT_TRUE(monitor_.are_heaps_below(Level::kCritical));
  EXPECT_FALSE(monitor_.are_heaps_below(Level::kWarn));
  heap_.reading = {200, 800, 960};
  EXPECT_TRUE(monitor_.are_heaps_below(Level::kWarn));
  EXPECT_EQ(monitor_.worst_heap_level(), Level::kCritical);  // until the next samples
  port_.in_interrupt = true;
  EXPECT_FALSE(monitor_.are_heaps_below(Level::kWarn));
  port_.in_interrupt = false;
}

TEST_F(MonitorLevels, OfOtherKindsAreNotThoseOfHeaps) {
  start();
  slab_.reading = {100, 0, 16, {}};
  sample(2);
  EXPECT_EQ(monitor_.worst_level(), Level::kCritical);
  EXPECT_EQ(monitor_.worst_heap_level(), Level::kOk);
  EXPECT_TRUE(monitor_.are_heaps_below(Level::kWarn));
}

}  // namespace
}  // namespace tidemark
