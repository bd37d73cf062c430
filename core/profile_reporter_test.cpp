// SPDX-License-Identifier: Apache-2.0
#include "core/profile_reporter.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "core/test_monitor.hpp"

namespace tidemark {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

class ProfileReporterTest : public MonitorTest {
 protected:
  ProfileReporterTest() : heap_(port_.add_heap("_system_heap", 3000, 1000)) {
    worker_ = &port_.add_thread("worker", 512);
    start();
    profiler_.start(memory_->tables(), 1, 1);
    move_to(1000);
  }
  void move_to(std::uint64_t up_ms) {
    port_.up_ms = up_ms;
    profiler_.set_time(up_ms);
  }
  void allocate(std::uintptr_t block, std::size_t bytes, std::uintptr_t caller,
                const void* pool = nullptr) {
    allocate(block, bytes, caller, pool, worker_);
  }
  void allocate(std::uintptr_t block, std::size_t bytes, std::uintptr_t caller, const void* pool,
                const void* thread) {
    ASSERT_TRUE(profiler_.hits(bytes));
    profiler_.take({pool, pointer(block), bytes, pointer(caller), thread});
  }
  static std::string hexadecimal(const void* object) {
    std::ostringstream text;
    text << "0x" << std::hex << reinterpret_cast<std::uintptr_t>(object);
    return text.str();
  }
  static const void* pointer(std::uintptr_t value) { return reinterpret_cast<const void*>(value); }

  std::unique_ptr<ProfileMemory<64, 20, 4, 4>> memory_ =
      std::make_unique<ProfileMemory<64, 20, 4, 4>>();
  Profiler profiler_;
  FakeHeap& heap_;
  FakeThread* worker_;
};

TEST_F(ProfileReporterTest, PrintsTheSitesThatHoldMost) {
  allocate(0x1000, 24, 0x1a2d, &heap_);
  move_to(2024);
  allocate(0x2000, 100, 0xffff0001);
  allocate(0x3000, 100, 0xffff0001);
  allocate(0x4000, 8, 0x5);
  profiler_.released(pointer(0x4000));
  move_to(66024);
  report_profile(monitor_, profiler_);
  EXPECT_THAT(
      port_.take_lines(),
      ElementsAre("tidemark: profile up=66.024 interval=1 blocks=3 slots=64 sites=3 samples=4 "
                  "thinned=0 displaced=0 merged=0\n",
                  "tidemark: site up=66.024 live_bytes=200 live_blocks=2 total_bytes=200 "
                  "total_blocks=2 at=0xffff0001 oldest=1m04s pool=libc\n",
                  "tidemark: site up=66.024 live_bytes=24 live_blocks=1 total_bytes=24 "
                  "total_blocks=1 at=0x1a2d oldest=1m05s pool=_system_heap\n",
                  "tidemark: owner up=66.024 live_bytes=224 live_blocks=3 state=alive name=worker "
                  "thread=" +
                      hexadecimal(worker_) + "\n"));
}

TEST_F(ProfileReporterTest, PrintsTheThreadsThatHoldMostAndWhatEndedOnesLeft) {
  FakeThread* ended = &port_.add_thread("ended", 512);
  allocate(0x1000, 24, 0x1, &heap_);
  allocate(0x2000, 100, 0x1, &heap_, ended);
  allocate(0x3000, 100, 0x2, &heap_, nullptr);
  allocate(0x4000, 8, 0x2, &heap_, nullptr);
  profiler_.thread_ends(ended, "ended");
  report_profile(monitor_, profiler_);
  auto lines = port_.take_lines();
  ASSERT_GE(lines.size(), 3u);
  lines.erase(lines.begin(), lines.end() - 3);
  EXPECT_THAT(lines,
              ElementsAre("tidemark: owner up=1.000 live_bytes=108 live_blocks=2 state=interrupt\n",
                          "tidemark: owner up=1.000 live_bytes=100 live_blocks=1 state=ended "
                          "name=ended thread=" +
                              hexadecimal(ended) + "\n",
                          "tidemark: owner up=1.000 live_bytes=24 live_blocks=1 state=alive "
                          "name=worker thread=" +
                              hexadecimal(worker_) + "\n"));
}

TEST_F(ProfileReporterTest, BlocksWithoutASlotForTheirOwnerAreOneOwner) {
  std::vector<FakeThread*> threads;
  for (std::uintptr_t i = 1; i <= 6; ++i) {
    threads.push_back(&port_.add_thread("t", 512));
    allocate(0x1000 * i, 8, 0x1, &heap_, threads.back());
  }
  report_profile(monitor_, profiler_);
  const auto lines = port_.take_lines();
  EXPECT_EQ(lines[2], "tidemark: owner up=1.000 live_bytes=16 live_blocks=2\n");
  EXPECT_EQ(lines.size(), 2u + 1 + 4);
}

TEST_F(ProfileReporterTest, PrintsSoManySitesAtMost) {
  for (std::uintptr_t i = 1; i <= 20; ++i) {
    allocate(0x1000 * i, 8 * i, i);
  }
  report_profile(monitor_, profiler_);
  const auto lines = port_.take_lines();
  ASSERT_EQ(lines.size(), 1 + kProfileReportSites + 1);
  EXPECT_THAT(lines[1], testing::HasSubstr("live_bytes=160 "));
  EXPECT_THAT(lines[8], testing::HasSubstr("live_bytes=104 "));
}

TEST_F(ProfileReporterTest, NamesTheSuspectsOfAVerdictByTheAgeOfTheirBlocks) {
  allocate(0x1000, 1000, 0x1, &heap_);  // older than the window
  move_to(500000);
  allocate(0x2000, 24, 0x2, &heap_);
  allocate(0x3000, 40, 0x3, &heap_);
  allocate(0x4000, 90, 0x4);  // of another heap
  move_to(600000);
  allocate(0x5000, 900, 0x5, &heap_);  // younger than an eighth of it
  wire::VerdictLine verdict{};
  verdict.kind = wire::ResourceKind::kHeap;
  (void)verdict.name.append(text_of("_system_heap"));
  verdict.verdict = wire::Verdict::kLeak;
  verdict.window_s = known<std::uint32_t>(200);
  report_suspects(monitor_, profiler_, verdict);
  EXPECT_THAT(port_.take_lines(),
              ElementsAre("tidemark: suspect up=600.000 kind=heap name=_system_heap rank=1 "
                          "live_bytes=40 live_blocks=1 oldest=1m40s at=0x3 owner=worker\n",
                          "tidemark: suspect up=600.000 kind=heap name=_system_heap rank=2 "
                          "live_bytes=24 live_blocks=1 oldest=1m40s at=0x2 owner=worker\n"));
  verdict.verdict = wire::Verdict::kNone;
  report_suspects(monitor_, profiler_, verdict);
  verdict.verdict = wire::Verdict::kLeak;
  verdict.name = {};
  (void)verdict.name.append(text_of("other"));
  report_suspects(monitor_, profiler_, verdict);
  EXPECT_THAT(port_.take_lines(), ElementsAre());
}

TEST_F(ProfileReporterTest, BlocksWithoutASlotForTheirSiteAreOneSite) {
  for (std::uintptr_t i = 1; i <= 24; ++i) {
    allocate(0x1000 * i, 8, i);
  }
  move_to(2000);
  report_profile(monitor_, profiler_);
  const auto lines = port_.take_lines();
  ASSERT_GE(lines.size(), 2u);
  EXPECT_THAT(lines[1], StartsWith("tidemark: site up=2.000 live_bytes=32 live_blocks=4 "));
  EXPECT_EQ(lines[1].find(" at="), std::string::npos) << lines[1];
}

}  // namespace
}  // namespace tidemark
