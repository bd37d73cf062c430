// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cerrno>

#include "core/test_recovery.hpp"
#include "tidemark/allocate.h"
#include "tidemark/reclaim.h"

namespace tidemark {
namespace {

TEST(CApiReclaim, RunsAPassOnRequest) {
  FakeRecovery device;
  size_t given = 77;
  EXPECT_EQ(tidemark_reclaim(0, &given), -ENOENT);
  device.add_cache("cache", 0, 30, 50);
  EXPECT_EQ(tidemark_reclaim(0, &given), 0);
  EXPECT_EQ(given, 30u);
  EXPECT_EQ(tidemark_reclaim(10, nullptr), 0);
  EXPECT_EQ(tidemark_reclaim(0, &given), 0);
  EXPECT_EQ(given, 0u);
  device.may_wait = false;
  EXPECT_EQ(tidemark_reclaim(0, &given), -EWOULDBLOCK);
  device.may_wait = true;
  device.queue_runs = false;
  EXPECT_EQ(tidemark_reclaim(0, &given), -ETIMEDOUT);
  EXPECT_EQ(tidemark_reclaim(0, &given), -EBUSY);
}

TEST(CApiReclaim, SaysWhatEachReclaimerDid) {
  FakeRecovery device;
  device.add_cache("dear", 7, 30, 50);
  device.add_reclaimer("liar", 3, [](const auto&) { return 9u; });
  tidemark_reclaimer_status status;
  EXPECT_EQ(tidemark_reclaimer_get(0, nullptr), -EINVAL);
  ASSERT_EQ(tidemark_reclaimer_get(0, &status), 0);
  EXPECT_STREQ(status.name, "liar");
  EXPECT_EQ(status.priority, 3);
  EXPECT_FALSE(status.has_outcome);
  EXPECT_EQ(tidemark_reclaim(0, nullptr), 0);
  ASSERT_EQ(tidemark_reclaimer_get(0, &status), 0);
  EXPECT_TRUE(status.has_outcome);
  EXPECT_EQ(status.outcome, TIDEMARK_RECLAIM_OVERSTATED);
  EXPECT_EQ(status.said_bytes, 9u);
  EXPECT_EQ(status.measured_bytes, 0);
  EXPECT_EQ(status.bad_calls, 1u);
  ASSERT_EQ(tidemark_reclaimer_get(1, &status), 0);
  EXPECT_STREQ(status.name, "dear");
  EXPECT_EQ(status.measured_bytes, 30);
  EXPECT_EQ(tidemark_reclaimer_get(2, &status), -ENOENT);
}

TEST(CApiReclaim, CountsPassesAndClimbs) {
  FakeRecovery device(0, 0);
  device.add_cache("cache", 0, 30, 30);
  device.add_shedder("video", 0, [](bool) {});
  EXPECT_NE(device.allocate(20), nullptr);
  EXPECT_EQ(device.allocate(20), nullptr);
  EXPECT_EQ(tidemark_reclaim_get(nullptr), -EINVAL);
  EXPECT_EQ(tidemark_ladder_get(nullptr), -EINVAL);
  tidemark_reclaim_status reclaim;
  ASSERT_EQ(tidemark_reclaim_get(&reclaim), 0);
  EXPECT_EQ(reclaim.reclaimers, 1u);
  EXPECT_EQ(reclaim.shedders, 1u);
  EXPECT_EQ(reclaim.given_bytes, 30u);
  EXPECT_TRUE(reclaim.is_shed);
  EXPECT_FALSE(reclaim.is_running);
  tidemark_ladder_status ladder;
  ASSERT_EQ(tidemark_ladder_get(&ladder), 0);
  EXPECT_EQ(ladder.climbs, 2u);
  EXPECT_EQ(ladder.failed, 1u);
  EXPECT_FALSE(ladder.has_reserve);
  EXPECT_EQ(tidemark_oom_handler_set(nullptr, nullptr), 0);
}

}  // namespace
}  // namespace tidemark
