// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <cerrno>
#include <string>
#include <vector>

#include "core/fake_port.hpp"
#include "core/listener.hpp"
#include "core/run.hpp"

namespace tidemark {
namespace {

using testing::ElementsAre;

struct Heard {
  std::vector<std::string> names;
  tidemark_pressure_event latest{};
  tidemark_pressure_listener* removes = nullptr;
};

void hear(const tidemark_pressure_event* event, void* user_data) {
  auto& heard = *static_cast<Heard*>(user_data);
  heard.names.emplace_back(event->name);
  heard.latest = *event;
  if (heard.removes != nullptr) {
    EXPECT_EQ(tidemark_pressure_listener_remove(heard.removes), 0);
    heard.removes = nullptr;
  }
}

class CApiPressure : public testing::Test {
 protected:
  CApiPressure() {
    port_.pressure_listeners = {{hear, &defined_}};
    heap_.origin = Origin::kMade;
    start(settings_, tables_.spans());
  }
  ~CApiPressure() override {
    heap_.is_there = false;  // the monitor of the image outlives the test
    sample(1);
    tell_pressure();
  }
  CApiPressure(const CApiPressure&) = delete;
  CApiPressure& operator=(const CApiPressure&) = delete;

  void use(std::uint32_t used, int samples) {
    heap_.reading = {1000 - used, used, used};
    sample(samples);
  }
  void sample(int times) {
    for (int i = 0; i < times; ++i) {
      port_.up_ms += 1000;
      ASSERT_EQ(sample_and_tell(), Status::kOk);
    }
  }

  FakePort port_;
  Settings settings_ = {1000, 1000, 10, kFakeLevels, 5000, 0, true, text_of("b"), text_of("k")};
  FakeTables tables_{2, 2, 2};
  FakeHeap& heap_ = port_.add_heap("h", 1000);
  Heard defined_;
};

TEST_F(CApiPressure, WakesTheQueueOnlyForChanges) {
  use(500, 10);
  EXPECT_EQ(port_.pressure_wakes, 0);
  use(960, 2);
  EXPECT_EQ(port_.pressure_wakes, 1);
  EXPECT_TRUE(defined_.names.empty());
  tell_pressure();
  EXPECT_THAT(defined_.names, ElementsAre("h"));
  EXPECT_EQ(defined_.latest.object, &heap_);
  EXPECT_EQ(defined_.latest.kind, TIDEMARK_KIND_HEAP);
  EXPECT_EQ(defined_.latest.level, TIDEMARK_LEVEL_CRITICAL);
  EXPECT_EQ(defined_.latest.before, TIDEMARK_LEVEL_OK);
  EXPECT_TRUE(defined_.latest.has_cause);
  EXPECT_EQ(defined_.latest.cause, TIDEMARK_CAUSE_USED);
  EXPECT_EQ(defined_.latest.used, 960u);
  EXPECT_EQ(defined_.latest.capacity, 1000u);
  use(960, 10);
  EXPECT_EQ(port_.pressure_wakes, 1);
  use(100, 5);
  EXPECT_EQ(port_.pressure_wakes, 2);
  tell_pressure();
  EXPECT_EQ(defined_.latest.level, TIDEMARK_LEVEL_OK);
  EXPECT_FALSE(defined_.latest.has_cause);
}

TEST_F(CApiPressure, ListenersComeAndGo) {
  Heard first;
  Heard second;
  tidemark_pressure_listener one = {hear, &first, nullptr};
  tidemark_pressure_listener two = {hear, &second, nullptr};
  tidemark_pressure_listener mute = {};
  EXPECT_EQ(tidemark_pressure_listener_add(nullptr), -EINVAL);
  EXPECT_EQ(tidemark_pressure_listener_add(&mute), -EINVAL);
  EXPECT_EQ(tidemark_pressure_listener_add(&one), 0);
  EXPECT_EQ(tidemark_pressure_listener_add(&two), 0);
  EXPECT_EQ(tidemark_pressure_listener_add(&one), -EALREADY);
  use(960, 2);
  tell_pressure();
  EXPECT_EQ(first.names.size(), 1u);
  EXPECT_EQ(second.names.size(), 1u);
  EXPECT_EQ(tidemark_pressure_listener_remove(&one), 0);
  EXPECT_EQ(tidemark_pressure_listener_remove(&one), -ENOENT);
  EXPECT_EQ(tidemark_pressure_listener_remove(nullptr), -ENOENT);
  use(100, 5);
  tell_pressure();
  EXPECT_EQ(first.names.size(), 1u);
  EXPECT_EQ(second.names.size(), 2u);
  port_.in_interrupt = true;
  EXPECT_EQ(tidemark_pressure_listener_add(&one), -EWOULDBLOCK);
  EXPECT_EQ(tidemark_pressure_listener_remove(&two), -EWOULDBLOCK);
  port_.in_interrupt = false;
  EXPECT_EQ(tidemark_pressure_listener_remove(&two), 0);
}

TEST_F(CApiPressure, AListenerMayRemoveItselfAndTheNext) {
  Heard last;
  Heard middle;
  Heard first;  // the newest is called first
  tidemark_pressure_listener l = {hear, &last, nullptr};
  tidemark_pressure_listener m = {hear, &middle, nullptr};
  tidemark_pressure_listener f = {hear, &first, nullptr};
  for (auto* listener : {&l, &m, &f}) {
    ASSERT_EQ(tidemark_pressure_listener_add(listener), 0);
  }
  first.removes = &m;
  last.removes = &l;
  use(960, 2);
  tell_pressure();
  EXPECT_EQ(first.names.size(), 1u);
  EXPECT_TRUE(middle.names.empty());
  EXPECT_EQ(last.names.size(), 1u);
  use(100, 5);
  tell_pressure();
  EXPECT_EQ(first.names.size(), 2u);
  EXPECT_EQ(last.names.size(), 1u);
  EXPECT_EQ(tidemark_pressure_listener_remove(&f), 0);
}

TEST_F(CApiPressure, LimitsOfOneResource) {
  tidemark_limits limits{};
  ASSERT_EQ(tidemark_limits_get(&heap_, &limits), 0);
  EXPECT_EQ(limits.warn.used_percent, 85);
  EXPECT_EQ(limits.critical.used_percent, 95);
  limits.warn = {50, 0, 0, 0};
  limits.critical = {0, 100, 7, 8};
  EXPECT_EQ(tidemark_limits_set(&heap_, &limits), 0);
  tidemark_limits held{};
  ASSERT_EQ(tidemark_limits_get(&heap_, &held), 0);
  EXPECT_EQ(held.warn.used_percent, 50);
  EXPECT_EQ(held.critical.used_percent, 0);
  EXPECT_EQ(held.critical.free, 100u);
  EXPECT_EQ(held.critical.largest_free_bytes, 7u);
  EXPECT_EQ(held.critical.left_s, 8u);
  limits.critical = {40, 0, 0, 0};
  EXPECT_EQ(tidemark_limits_set(&heap_, &limits), -EINVAL);
  limits.critical = {101, 0, 0, 0};
  EXPECT_EQ(tidemark_limits_set(&heap_, &limits), -EINVAL);
  EXPECT_EQ(tidemark_limits_set(this, &held), -ENOENT);
  EXPECT_EQ(tidemark_limits_get(this, &held), -ENOENT);
  EXPECT_EQ(tidemark_limits_get(&heap_, nullptr), -EINVAL);
  EXPECT_EQ(tidemark_limits_set(&heap_, nullptr), 0);
  ASSERT_EQ(tidemark_limits_get(&heap_, &held), 0);
  EXPECT_EQ(held.warn.used_percent, 85);
}

TEST_F(CApiPressure, LevelsCanBeAskedInInterrupts) {
  use(960, 2);
  port_.in_interrupt = true;
  tidemark_level level{};
  EXPECT_EQ(tidemark_level_get(&heap_, &level), 0);
  EXPECT_EQ(level, TIDEMARK_LEVEL_CRITICAL);
  EXPECT_EQ(tidemark_worst_level(), TIDEMARK_LEVEL_CRITICAL);
  EXPECT_EQ(tidemark_level_get(&heap_, nullptr), -EINVAL);
  EXPECT_EQ(tidemark_level_get(nullptr, &level), -ENOENT);
  port_.in_interrupt = false;
}

}  // namespace
}  // namespace tidemark
