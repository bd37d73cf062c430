// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "tool/analysis/profile_diff.hpp"
#include "tool/analysis/test_profile.hpp"

namespace tidemark::analysis {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const model::Resource& heap_of(ProfiledDevice& device) {
  return *device.session().inventory().all().at(0);
}

TEST(SessionProfile, AVerdictIsToldWhoHoldsIt) {
  ProfiledDevice device;
  device.hello();
  device.verdict(wire::Verdict::kLeak, 40'000);
  EXPECT_THAT(heap_of(device).holders, IsEmpty());
  device.snapshot();
  ASSERT_THAT(heap_of(device).holders, SizeIs(1));
  const model::Holder& holder = heap_of(device).holders[0];
  EXPECT_EQ(holder.place, "0x08000021");
  EXPECT_EQ(holder.share, 1);
  EXPECT_EQ(holder.live_bytes, 700);
  EXPECT_EQ(holder.thread, "worker");
  EXPECT_TRUE(holder.thread_ended);
  EXPECT_EQ(heap_of(device).findings.at(0).holders, heap_of(device).holders);
}

TEST(SessionProfile, ASnapshotBeforeTheVerdictWillDo) {
  ProfiledDevice device;
  device.hello();
  device.snapshot();
  EXPECT_THAT(heap_of(device).holders, IsEmpty());
  device.verdict(wire::Verdict::kWatch, 40'000);
  ASSERT_THAT(heap_of(device).holders, SizeIs(1));
  device.verdict(wire::Verdict::kNone, 0);
  EXPECT_THAT(heap_of(device).holders, IsEmpty());
}

TEST(SessionProfile, ASnapshotThatIsNotWholeGivesWayToTheOneBefore) {
  ProfiledDevice device;
  device.hello();
  device.snapshot(true);
  ASSERT_NE(device.session().profile().latest(), nullptr);
  EXPECT_FALSE(device.session().profile().latest()->is_whole());
  device.snapshot();
  EXPECT_TRUE(device.session().profile().latest()->is_whole());
  device.snapshot(true);
  EXPECT_EQ(device.session().profile().latest()->info.snapshot, 2u);
  EXPECT_TRUE(device.session().profile().later_is_partial());
}

TEST(SessionProfile, ReportLinesNameSuspectsToo) {
  Session session({}, nullptr);
  for (const char* line :
       {"tidemark: verdict up=18.000 kind=heap name=_system_heap verdict=watch left=15s window=16s",
        "tidemark: suspect up=18.000 kind=heap name=_system_heap rank=1 live_bytes=640 "
        "live_blocks=20 oldest=16s at=0x8001234 owner=main",
        "tidemark: profile up=20.000 interval=1 blocks=20 slots=128 sites=1 samples=20 thinned=0 "
        "displaced=0 merged=0",
        "tidemark: site up=20.000 live_bytes=99 live_blocks=1 total_bytes=99 total_blocks=1 "
        "at=0x8005678 oldest=19s pool=_system_heap"}) {
    session.feed({line, false, true}, std::nullopt);
  }
  ASSERT_THAT(session.inventory().all(), SizeIs(1));
  ASSERT_THAT(session.inventory().all()[0]->holders, SizeIs(1));
  EXPECT_EQ(session.inventory().all()[0]->holders[0].place, "0x08001234");
  EXPECT_FALSE(session.inventory().all()[0]->holders[0].share);
  ASSERT_NE(session.profile().latest(), nullptr);
  ASSERT_THAT(session.profile().latest()->summaries, SizeIs(1));
}

class ProfiledConsole {
 public:
  explicit ProfiledConsole(const SessionOptions& options = {}) : session(options, nullptr) {}
  void feed(std::initializer_list<const char*> lines) {
    for (const char* line : lines) {
      session.feed({line, false, true}, std::nullopt);
    }
  }
  void report() {
    feed(
        {"tidemark: profile up=20.000 interval=1 blocks=6 slots=128 sites=1 samples=20 thinned=0 "
         "displaced=0 merged=0",
         "tidemark: site up=20.000 live_bytes=99 live_blocks=6 total_bytes=99 total_blocks=6 "
         "at=0x8005678 oldest=19s pool=_system_heap",
         "tidemark: owner up=20.000 live_bytes=20 live_blocks=1 state=alive name=main "
         "thread=0x20002000",
         "tidemark: owner up=20.000 live_bytes=40 live_blocks=2 state=ended name=worker "
         "thread=0x20002100",
         "tidemark: owner up=20.000 live_bytes=30 live_blocks=1 state=ended name=worker "
         "thread=0x20002200",
         "tidemark: owner up=20.000 live_bytes=9 live_blocks=2"});
  }
  Session session;
};

TEST(SessionProfile, ReportLinesTellOfThreads) {
  ProfiledConsole console;
  console.report();
  ASSERT_NE(console.session.profile().latest(), nullptr);
  const ProfileView view = view_profile(*console.session.profile().latest(), {});
  ASSERT_THAT(view.owners, SizeIs(3));
  EXPECT_EQ(view.owners[0].name, "worker");
  EXPECT_EQ(view.owners[0].state, wire::OwnerState::kEnded);
  EXPECT_EQ(view.owners[0].live.bytes, 70) << "threads of one name and state are one";
  EXPECT_EQ(view.owners[0].live.blocks, 3);
  EXPECT_EQ(view.owners[1].name, "main");
  EXPECT_EQ(view.owners[1].thread, 0x20002000u);
  EXPECT_EQ(view.owners[2].state, std::nullopt);
  EXPECT_EQ(view.owners[2].live.blocks, 2);
  console.report();
  EXPECT_THAT(console.session.profile().latest()->owner_summaries, SizeIs(4))
      << "a report replaces the one before";
}

TEST(SessionProfile, ThreadsOfReportLinesAreBounded) {
  ProfiledConsole console;
  console.report();
  for (int i = 0; i < 1000; ++i) {
    console.feed({"tidemark: owner up=20.000 live_bytes=1 live_blocks=1"});
  }
  EXPECT_THAT(console.session.profile().latest()->owner_summaries,
              SizeIs(ProfileCollector::kMostSummaries));
}

TEST(SessionProfile, AHelloLineTellsTheBuildOfItsBoot) {
  ProfiledConsole console;
  EXPECT_EQ(console.session.build_id(), "");
  console.feed(
      {"tidemark: hello up=0.000 format=1 period_ms=1000 block_ms=1000 report_s=10 "
       "build_id=00abff board=b"});
  EXPECT_EQ(console.session.build_id(), std::string("\0\xab\xff", 3));
  console.feed({"*** Booting Zephyr OS build v3.4.99 ***"});
  EXPECT_EQ(console.session.build_id(), "") << "it may be another firmware";
  console.feed({"tidemark: hello up=0.000 format=1 period_ms=1000 block_ms=1000 report_s=10"});
  EXPECT_EQ(console.session.build_id(), "");
}

TEST(SessionProfile, AGuardsFindingIsAFault) {
  ProfiledDevice device;
  device.hello();
  wire::GuardLine line{};
  line.fault = wire::GuardFault::kOverrun;
  line.block = 0x20000200;
  line.size = known<std::uint32_t>(32);
  line.damaged = 4;
  line.allocated_at = 0x08000101;
  line.owner = wire::name_of("main");
  const wire::MessageHeader header = {7, 1, 100, 9000, 0};
  device.session().feed_message(
      wire::span_of(wire::written([&](auto out) { return write_message(header, line, out); })));
  ASSERT_THAT(device.session().faults(), SizeIs(1));
  EXPECT_THAT(device.session().faults()[0].text,
              HasSubstr("written behind the end of a block of 32 bytes at 0x20000200"));
  EXPECT_THAT(device.session().faults()[0].text, HasSubstr("allocated by 0x08000101"));
  EXPECT_EQ(device.session().faults()[0].thread, "main");
}

TEST(SessionProfile, ProfilesAreComparedSiteBySite) {
  ProfiledDevice device;
  device.hello();
  device.snapshot();
  const ProfileView before = view_profile(*device.session().profile().latest(), {});
  device.set_frames(0x08000011, 0x08000021, 0x08000041);  // another user of the slab
  device.snapshot();
  ProfileView after = view_profile(*device.session().profile().latest(), {});
  for (SiteView& site : after.sites) {
    if (site.frames[0] == 0x08000021) {
      site.live.bytes += 500;
    }
  }
  const auto changes = compare_profiles(before, nullptr, after, nullptr);
  ASSERT_THAT(changes, SizeIs(4));
  EXPECT_EQ(changes[0].site.frames[0], 0x08000021u);
  EXPECT_EQ(changes[0].bytes(), 500);
  EXPECT_EQ(changes[1].bytes(), 50);
  EXPECT_EQ(changes[2].bytes(), 0);
  EXPECT_EQ(changes[3].bytes(), -50);
  EXPECT_TRUE(changes[3].of_before);
}

}  // namespace
}  // namespace tidemark::analysis
