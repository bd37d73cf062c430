// SPDX-License-Identifier: Apache-2.0
// Runs the calls of test_c_api_guard.c on a fake device with a heap of real memory.
#include <gtest/gtest.h>

#include <cstring>

#include "core/fake_port.hpp"
#include "core/run.hpp"
#include "core/test_c_api_guard.h"
#include "core/test_guard_heap.hpp"

namespace tidemark {
namespace {

struct GuardDevice;
GuardDevice* g_device = nullptr;

struct GuardDevice : testing::Test {
  GuardDevice() {
    g_device = this;
    new (&image_monitor()) Monitor();
    start(settings_, tables_.spans());
    static constexpr std::uint8_t kDevice[] = {1};
    announce({{kDevice, sizeof(kDevice)}, {}, 1}, {});
    image_guard().made(heap_.id(), heap_.begin(), heap_.end(), false);
    guard_port_.thread = &port_.add_thread("worker", 256);
  }
  ~GuardDevice() override {
    image_guard().forget(heap_.id());
    g_device = nullptr;
  }

  FakePort port_;
  GuardTestPort guard_port_;
  FakeTables tables_{2, 4, 2};
  Settings settings_ = {
      1000, 1000, 10, kFakeLevels, 5000, 0, true, text_of("board"), text_of("1.2.3")};
  GuardTestHeap heap_{4096};
  GuardTestHeap unknown_heap_{256};
};

TEST_F(GuardDevice, GuardsAHeapAndTellsItsListener) {
  EXPECT_STREQ(c_api_guards(), nullptr);
  // The same in the lines, and in messages.
  std::string lines;
  for (const std::string& line : port_.take_lines()) {
    lines += line;
  }
  EXPECT_NE(lines.find(" fault=overrun block=0x"), std::string::npos) << lines;
  EXPECT_NE(lines.find(" damaged=1 size=24 offset=0 at=0xa "), std::string::npos) << lines;
  EXPECT_NE(lines.find(" owner=worker"), std::string::npos) << lines;
  EXPECT_NE(lines.find(" fault=double_free "), std::string::npos) << lines;
  EXPECT_NE(lines.find(" freed_at=0xc"), std::string::npos) << lines;
}

TEST_F(GuardDevice, DoesNothingInAnInterrupt) {
  port_.in_interrupt = true;
  EXPECT_STREQ(c_api_guard_in_an_interrupt(), nullptr);
}

}  // namespace
}  // namespace tidemark

using namespace tidemark;

extern "C" {

void guard_device_ticks(void) {
  g_device->port_.up_ms += 1000;
  tick();
}
struct k_heap* guard_device_heap(void) {
  return static_cast<struct k_heap*>(g_device->heap_.id());
}
struct k_heap* guard_device_unknown_heap(void) {
  return static_cast<struct k_heap*>(g_device->unknown_heap_.id());
}
void* guard_device_alloc(size_t bytes, const void* caller) {
  return image_guard().alloc(g_device->heap_.id(), 0, bytes, caller);
}
void guard_device_free(void* block, const void* caller) {
  image_guard().free(g_device->heap_.id(), block, caller);
}

}  // extern "C"
