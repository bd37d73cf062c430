// SPDX-License-Identifier: Apache-2.0
// Runs the calls of test_c_api_calls.c on a fake device, whose monitor is the image's.
#include "core/c_api_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>

#include "core/fake_port.hpp"
#include "core/run.hpp"

namespace tidemark {
namespace {

class Device;
Device* g_device = nullptr;

class Device : public testing::Test {
 protected:
  Device() : heap_(port_.add_heap("_system_heap", 4000)), slab_(port_.add_mem_slab(8, 64)) {
    g_device = this;
    FakeThread& main = port_.add_thread("main", 1024);
    main.use(760);
    main.priority = 5;
    port_.add_isr_stack(2048).use(560);
    runtime_heap_.reading = {500, 0, 0};
    port_.blind = kBlindRuntimeHeaps;
    // As after a reboot: there is one monitor in an image, and each test is a new start of it.
    new (&image_monitor()) Monitor();
    new (&image_outbox()) Outbox();
    new (&image_profiler()) Profiler();
    image_profiler().start(profile_->tables(), 1, 1);
    start(settings_, tables_.spans());
  }
  ~Device() override {
    g_device = nullptr;
    new (&image_profiler()) Profiler();  // its memory goes
  }

  FakePort port_;
  FakeTables tables_{2, 4, 2};
  Settings settings_ = {
      1000, 1000, 10, kFakeLevels, 5000, 0, true, text_of("board"), text_of("1.2.3")};

 public:
  FakePort& port() { return port_; }
  FakeHeap& heap_;
  FakeBlockPool& slab_;
  FakeHeap runtime_heap_;
  std::uint8_t ring_[1024] = {};
  std::unique_ptr<ProfileMemory<16, 4, 4, 4>> profile_ =
      std::make_unique<ProfileMemory<16, 4, 4, 4>>();
  FakeBlockPool blocks_{wire::ResourceKind::kMemBlocks, {1, 15, 32, known(9u)}};
};

TEST_F(Device, ReadsStatuses) {
  EXPECT_STREQ(c_api_reads_statuses(), nullptr);
}
TEST_F(Device, RefusesBadArguments) {
  EXPECT_STREQ(c_api_refuses_bad_arguments(), nullptr);
}
TEST_F(Device, RegistersHeaps) {
  EXPECT_STREQ(c_api_registers_heaps(), nullptr);
}
TEST_F(Device, RegistersPools) {
  EXPECT_STREQ(c_api_registers_pools(), nullptr);
}
TEST_F(Device, TellsItsListener) {
  EXPECT_STREQ(c_api_tells_its_listener(), nullptr);
}
TEST_F(Device, SendsByItsLink) {
  port_.link_is_callback = true;
  EXPECT_STREQ(c_api_sends_by_its_link(), nullptr);
}
TEST_F(Device, ReadsTheProfile) {
  EXPECT_STREQ(c_api_reads_the_profile(), nullptr);
}
TEST_F(Device, NamesSuspects) {
  EXPECT_STREQ(c_api_names_suspects(), nullptr);
}
TEST_F(Device, ComparesWithAMark) {
  EXPECT_STREQ(c_api_compares_with_a_mark(), nullptr);
}
TEST_F(Device, FindsWhatGrowsWithEachCycle) {
  EXPECT_STREQ(c_api_finds_what_grows_with_each_cycle(), nullptr);
}
TEST_F(Device, RefusesBadArgumentsAboutTheProfile) {
  EXPECT_STREQ(c_api_refuses_bad_arguments_about_the_profile(), nullptr);
}
TEST_F(Device, DoesNothingInAnInterrupt) {
  EXPECT_STREQ(c_api_does_nothing_in_an_interrupt(), nullptr);
}

// Two threads must not write messages at a time.
TEST_F(Device, ChangesThatAnotherThreadSamplesAreSentByTheNextTick) {
  const auto count_events = [this] {
    std::size_t events = 0;
    for (const auto& bytes : port_.take_messages()) {
      events += nlohmann::json::from_cbor(bytes).contains("e") ? 1u : 0u;
    }
    return events;
  };
  device_announces();
  heap_.reading = {100, 3900, 3900};
  for (int i = 0; i < 5; ++i) {
    device_second_passes();
    EXPECT_EQ(tidemark_sample_now(), 0);
  }
  const std::vector<std::string> lines = port_.take_lines();
  EXPECT_EQ(
      std::count_if(lines.begin(), lines.end(),
                    [](const std::string& line) { return line.starts_with("tidemark: level"); }),
      1);
  EXPECT_EQ(count_events(), 0u);
  device_ticks();
  EXPECT_EQ(count_events(), 1u);
  for (const std::string& line : port_.take_lines()) {
    EXPECT_FALSE(line.starts_with("tidemark: level")) << "it was printed before";
  }
  device_ticks();
  EXPECT_EQ(count_events(), 0u);
}

TEST_F(Device, TicksAnnounceAndReport) {
  device_announces();
  for (int i = 0; i < 11; ++i) {
    tick();
    port_.up_ms += 1000;
  }
  const auto lines = port_.take_lines();
  ASSERT_EQ(lines.size(), 1u + 2u * 7u);
  EXPECT_EQ(lines[0].substr(0, 24), "tidemark: hello up=0.000");
  EXPECT_EQ(lines[1].substr(0, 23), "tidemark: heap up=0.000");
  EXPECT_EQ(lines[7],
            "tidemark: profile up=0.000 interval=1 blocks=0 slots=16 sites=0 samples=0 "
            "thinned=0 displaced=0 merged=0\n");
  EXPECT_EQ(lines[8].substr(0, 24), "tidemark: heap up=10.000");
}

}  // namespace

extern "C" {
void device_second_passes() {
  g_device->port().up_ms += 1000;
  image_profiler().set_time(g_device->port().up_ms);
}
void device_announces() {
  static constexpr std::uint8_t kDevice[] = {1};
  announce({{kDevice, sizeof(kDevice)}, {}, 1}, {g_device->ring_, sizeof(g_device->ring_)});
}
void device_ticks() {
  device_second_passes();
  tick();
}
void device_leak(std::uint32_t bytes) {
  HeapReading& reading = g_device->heap_.reading;
  if (reading.free >= bytes) {
    reading.free -= bytes;
    reading.allocated += bytes;
  }
}
void device_enter_interrupt(bool in_interrupt) {
  g_device->port().in_interrupt = in_interrupt;
}
void device_allocates(std::uintptr_t block, std::size_t bytes, std::uintptr_t caller,
                      bool in_thread, const void* pool) {
  const auto pointer = [](std::uintptr_t address) {
    return reinterpret_cast<const void*>(address);
  };
  Profiler& profiler = image_profiler();
  if (profiler.hits(bytes)) {
    profiler.take({pool, pointer(block), bytes, pointer(caller),
                   in_thread ? g_device->port().threads[0].get() : nullptr});
  }
}
void device_frees(std::uintptr_t block) {
  image_profiler().released(reinterpret_cast<const void*>(block));
}
void device_thread_ends() {
  FakeThread& thread = *g_device->port().threads[0];
  image_profiler().thread_ends(&thread, "main");
  thread.is_alive = false;
}
k_heap* device_heap() {
  return reinterpret_cast<k_heap*>(&g_device->heap_);
}
k_heap* device_runtime_heap() {
  return reinterpret_cast<k_heap*>(&g_device->runtime_heap_);
}
sys_mem_blocks* device_mem_blocks() {
  return reinterpret_cast<sys_mem_blocks*>(&g_device->blocks_);
}
k_mem_slab* device_mem_slab() {
  return reinterpret_cast<k_mem_slab*>(&g_device->slab_);
}
}

}  // namespace tidemark
