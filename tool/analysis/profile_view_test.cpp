// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/profile_view.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

namespace tidemark::analysis {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::SizeIs;

void set(wire::Name& name, std::string_view text) {
  for (const char c : text) {
    name.push(c);
  }
}

wire::SiteLine site(std::uint64_t pool, std::uint64_t frame) {
  wire::SiteLine line{};
  line.pool = pool;
  line.frames[0] = frame;
  line.total_bytes = 1000;
  line.total_blocks = 10;
  line.lifetimes[2] = 7;
  return line;
}

wire::OwnerLine owner(wire::OwnerState state, const char* name) {
  wire::OwnerLine line{};
  line.thread = 0x20000000;
  line.state = state;
  set(line.name, name);
  return line;
}

wire::BlockLine block(std::uint32_t size, std::uint64_t age_ms, std::uint8_t site,
                      std::uint8_t owner = 0) {
  wire::BlockLine line{};
  line.size = size;
  line.age_ms = age_ms;
  line.site = site;
  line.owner = owner;
  return line;
}

template <typename Line>
void fill(model::SlotTable<Line>& table, const std::vector<Line>& lines) {
  table.told(0, lines.size(), 65536);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    table.put(i, lines[i]);
  }
}

/// Two heaps; the interval is 1 byte: all figures are exact.
model::ProfileSnapshot exact() {
  model::ProfileSnapshot snapshot;
  snapshot.info.interval_bytes = 1;
  snapshot.info.records = snapshot.info.records_capacity = 5;
  snapshot.info.sites = snapshot.info.sites_capacity = 3;
  snapshot.info.owners = snapshot.info.owners_capacity = 2;
  fill(snapshot.sites, {site(0x100, 0x11), site(0x100, 0x22), site(0x200, 0x33)});
  fill(snapshot.owners,
       {owner(wire::OwnerState::kAlive, "main"), owner(wire::OwnerState::kEnded, "worker")});
  fill(snapshot.blocks, {block(1000, 100'000, 0), block(300, 5'000, 1, 1), block(400, 6'000, 1, 1),
                         block(50, 100, 2), block(7, 8'000, wire::kOtherSite, wire::kOtherOwner)});
  return snapshot;
}

TEST(ProfileView, AddsUpWhatIsRecordedExactly) {
  const ProfileView view = view_profile(exact(), {});
  ASSERT_THAT(view.sites, SizeIs(4));
  EXPECT_EQ(view.sites[0].frames[0], 0x11u);
  EXPECT_EQ(view.sites[0].live.bytes, 1000);
  EXPECT_EQ(view.sites[1].live.bytes, 700);
  EXPECT_EQ(view.sites[1].live.blocks, 2);
  EXPECT_EQ(view.sites[1].live.relative_error(), 0);
  EXPECT_EQ(view.sites[1].oldest_ms, 6'000u);
  EXPECT_EQ(view.sites[1].lifetimes[2], 7u);
  EXPECT_EQ(view.sites[2].pool, 0x200u);
  EXPECT_FALSE(view.sites[3].known);
  EXPECT_EQ(view.live.bytes, 1757);
  EXPECT_TRUE(view.whole);
  EXPECT_EQ(view.blocks_here, 5u);
}

TEST(ProfileView, TellsWhatEndedThreadsLeftBehind) {
  const ProfileView view = view_profile(exact(), {});
  ASSERT_THAT(view.owners, SizeIs(3));
  EXPECT_EQ(view.owners[0].name, "main");
  EXPECT_EQ(view.owners[0].live.bytes, 1050);
  EXPECT_EQ(view.owners[1].name, "worker");
  EXPECT_EQ(view.owners[1].state, wire::OwnerState::kEnded);
  EXPECT_EQ(view.owners[1].live.bytes, 700);
  EXPECT_FALSE(view.owners[2].state);
  ASSERT_THAT(view.sites[1].owners, SizeIs(1));
  EXPECT_EQ(view.sites[1].owners[0].first, 1u);
  EXPECT_EQ(view.sites[1].owners[0].second.bytes, 700);
}

TEST(ProfileView, TheWindowsAgesDecideTheOrder) {
  ProfileViewOptions options;
  options.window_ms = 40'000;  // ages of 5 s to 40 s
  const ProfileView view = view_profile(exact(), options);
  EXPECT_EQ(view.sites[0].frames[0], 0x22u);
  EXPECT_EQ(view.sites[0].band.bytes, 700);
  EXPECT_EQ(view.sites[1].band.bytes, 7);
  EXPECT_EQ(view.sites[2].live.bytes, 1000);
  EXPECT_EQ(view.sites[2].band.bytes, 0);
  EXPECT_EQ(view.band.bytes, 707);
}

TEST(ProfileView, SuspectsAreThoseOfTheHeapInTheWindow) {
  ProfileViewOptions options;
  options.window_ms = 40'000;
  const auto suspects = find_suspects(view_profile(exact(), options), 0x100, 3);
  ASSERT_THAT(suspects, SizeIs(1));
  EXPECT_EQ(suspects[0].site.frames[0], 0x22u);
  EXPECT_EQ(suspects[0].share, 1);
  EXPECT_EQ(suspects[0].owner, "worker");
  EXPECT_TRUE(suspects[0].ended);
  EXPECT_TRUE(suspects[0].in_band);
}

TEST(ProfileView, WithoutBlocksOfThoseAgesAllCount) {
  ProfileViewOptions options;
  options.window_ms = 1000;  // 125 ms to 1 s: none
  const auto suspects = find_suspects(view_profile(exact(), options), std::nullopt, 2);
  ASSERT_THAT(suspects, SizeIs(2));
  EXPECT_FALSE(suspects[0].in_band);
  EXPECT_THAT(suspects[0].share, DoubleNear(1000.0 / 1757, 1e-9));
  EXPECT_EQ(suspects[1].site.frames[0], 0x22u);
  EXPECT_THAT(find_suspects(view_profile({}, options), std::nullopt, 2), SizeIs(0));
}

TEST(ProfileView, SinceTheMarkOnlyMarkedBlocksCount) {
  model::ProfileSnapshot snapshot = exact();
  wire::BlockLine marked = block(64, 10, 2);
  marked.since_mark = true;
  snapshot.blocks.put(3, marked);
  ProfileViewOptions options;
  options.since_mark = true;
  const ProfileView view = view_profile(snapshot, options);
  EXPECT_EQ(view.live.bytes, 64);
  EXPECT_EQ(view.sites[0].frames[0], 0x33u);
}

TEST(ProfileView, APartThatDidNotArriveIsMissing) {
  model::ProfileSnapshot snapshot = exact();
  snapshot.info.records_capacity = 8;
  EXPECT_FALSE(view_profile(snapshot, {}).whole);
  snapshot.blocks.told(5, 8, 65536);
  EXPECT_TRUE(view_profile(snapshot, {}).whole);
}

TEST(ProfileView, ReportLinesBringTheDevicesOwnEstimates) {
  model::ProfileSnapshot snapshot;
  wire::SiteSummaryLine line{};
  line.at = 0x1234;
  set(line.pool, "_system_heap");
  line.live_bytes = 640;
  line.live_blocks = 20;
  line.oldest_s = known(std::uint32_t{9});
  line.callers[0] = 0x5678;
  snapshot.summaries.push_back(line);
  const ProfileView view = view_profile(snapshot, {});
  ASSERT_THAT(view.sites, SizeIs(1));
  EXPECT_TRUE(view.by_device);
  EXPECT_THAT(view.sites[0].frames, ElementsAre(0x1234u, 0x5678u, 0u, 0u));
  EXPECT_EQ(view.sites[0].live.bytes, 640);
  EXPECT_EQ(view.sites[0].oldest_ms, 9'000u);
}

/// Blocks of four sizes are sampled as a device does, and thinned once; the mean over many runs is
/// the truth, and the estimated error is how much they scatter.
TEST(ProfileView, EstimatesAreUnbiasedAndKnowTheirError) {
  constexpr std::uint32_t kInterval = 256;
  constexpr int kRuns = 2000;
  constexpr std::uint32_t kSizes[] = {16, 100, 600, 3000};
  std::mt19937 random(1);
  std::uniform_real_distribution<double> coin(0, 1);
  double sum = 0;
  double squares = 0;
  double variance = 0;
  double truth = 0;
  for (int run = 0; run < kRuns; ++run) {
    Estimate estimate;
    truth = 0;
    for (int i = 0; i < 40; ++i) {
      const std::uint32_t size = kSizes[i % 4];
      const auto level = static_cast<std::uint8_t>(i % 3);
      truth += size;
      const double chance = sampling_chance(size, kInterval, level);
      if (coin(random) < chance) {
        estimate.add(size, chance);
      }
    }
    sum += estimate.bytes;
    squares += estimate.bytes * estimate.bytes;
    variance += estimate.variance;
  }
  const double mean = sum / kRuns;
  const double scatter = squares / kRuns - mean * mean;
  EXPECT_THAT(mean / truth, DoubleNear(1, 0.01));
  EXPECT_THAT(variance / kRuns / scatter, DoubleNear(1, 0.1));
}

TEST(ProfileView, ChancesAreThoseOfPoissonSampling) {
  EXPECT_EQ(sampling_chance(1, 1, 0), 1);
  EXPECT_EQ(sampling_chance(0, 0, 0), 1);
  EXPECT_THAT(sampling_chance(512, 512, 0), DoubleNear(1 - std::exp(-1.0), 1e-12));
  EXPECT_THAT(sampling_chance(512, 256, 2), DoubleNear(1 - std::exp(-0.5), 1e-12));
  EXPECT_GT(sampling_chance(0, 0xFFFFFFFFu, 31), 0);  // a weight stays finite
}

}  // namespace
}  // namespace tidemark::analysis
