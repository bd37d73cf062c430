// SPDX-License-Identifier: Apache-2.0
// Runs the calls of test_c_api_restart.c in two lives of a fake device.
#include <gtest/gtest.h>

#include "core/fake_port.hpp"
#include "core/run.hpp"
#include "core/test_c_api_restart.h"
#include "core/test_restart_port.hpp"

namespace tidemark {
namespace {

TEST(RestartCApiTest, RestartsAndKnowsAfterwards) {
  FakePort port;
  TestRestartPort restarts;
  restarts.build_id = {0xC0, 0xFF, 0xEE};
  port.add_heap("_system_heap", 50, 950);
  FakeTables tables(2, 4, 2);
  const Settings settings = {
      1000, 1000, 10, kFakeLevels, 5000, 0, true, text_of("board"), text_of("1.2.3")};
  new (&image_monitor()) Monitor();
  start(settings, tables.spans());
  static constexpr std::uint8_t kDevice[] = {1};
  announce({{kDevice, sizeof(kDevice)}, {}, 1}, {});
  constexpr RestartSettings kSettings = {3, 10};
  (void)open_evidence(kSettings);
  EXPECT_STREQ(c_api_first_life(), nullptr);
  for (int i = 0; i < 8; ++i) {
    port.up_ms += 1000;
    tick();
  }
  EXPECT_EQ(restarts.run(c_api_restarts), TestRestartPort::End::kRestart);
  port.up_ms = 0;
  (void)open_evidence(kSettings);
  EXPECT_STREQ(c_api_second_life(), nullptr);
}

}  // namespace
}  // namespace tidemark
