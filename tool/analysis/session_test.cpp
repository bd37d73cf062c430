// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/session.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tool/analysis/summary.hpp"

namespace tidemark::analysis {
namespace {

using ingest::Skip;
using model::Kind;
using model::Verdict;

class Recorder : public SessionListener {
 public:
  void on_sample(const model::Resource&) override { ++samples; }
  void on_verdict(const model::Resource& resource, Verdict before) override {
    verdicts.push_back(fmt::format("{} {}->{}", resource.name, static_cast<int>(before),
                                   static_cast<int>(resource.verdict)));
  }
  void on_level(const model::Resource& resource) override {
    levels.push_back(fmt::format("{} {}", resource.name, static_cast<int>(resource.level)));
  }
  void on_boot(std::uint32_t boot, std::string_view why) override {
    boots.push_back(fmt::format("{} {}", boot, why));
  }
  int samples = 0;
  std::vector<std::string> verdicts;
  std::vector<std::string> levels;
  std::vector<std::string> boots;
};

class SessionTest : public testing::Test {
 protected:
  LineRole feed(std::string_view text) {
    return session_.feed(ingest::RawLine{text, false, true}, arrival_ms_);
  }
  void feed_mem_test(std::uint32_t rounds, const std::string& prefix_format = "") {
    for (std::uint32_t n = 0; n < rounds; ++n) {
      const std::string prefix =
          prefix_format.empty() ? "" : fmt::format(fmt::runtime(prefix_format), n / 60, n % 60);
      feed(prefix + "Stack | Free: 664 bytes");
      feed(fmt::format("{}Heap | Free: {} bytes, Allocated: {} bytes", prefix, 4000 - 120 * n,
                       112 * n));
    }
  }
  std::uint64_t skipped(Skip reason) const {
    return session_.coverage().skipped[static_cast<std::size_t>(reason)];
  }
  const model::Resource* find(Kind kind, std::string_view name) const {
    for (const auto& resource : session_.inventory().all()) {
      if (resource->kind == kind && resource->name == name) {
        return resource.get();
      }
    }
    return nullptr;
  }

  Recorder recorder_;
  std::optional<std::uint64_t> arrival_ms_;
  Session session_{SessionOptions{}, &recorder_};
};

constexpr const char* kStamp = "[00:{:02}:{:02}.000,000] <inf> main: ";

TEST_F(SessionTest, FaultsAreKeptWithTheirThread) {
  feed("Heap | Free: 3880 bytes, Allocated: 112 bytes");
  feed("<err> os: >>> ZEPHYR FATAL ERROR 2: Stack overflow on CPU 0");
  feed("<err> os: Current thread: 0x20000140 (rx)");
  feed("Current thread: 0x20000150 (other)");
  ASSERT_EQ(session_.faults().size(), 1u);
  EXPECT_EQ(session_.faults()[0], (Fault{2, "Stack overflow", "rx", 2, 0}));
  EXPECT_EQ(summarize(session_, Limits{}, false).outcome, Outcome::kBroken);
  for (int i = 0; i < 100; ++i) {
    feed("==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1");
  }
  EXPECT_EQ(session_.faults().size(), Session::kMostFaults);
  EXPECT_EQ(session_.fault_count(), 101u);
  EXPECT_EQ(session_.faults()[1].text, "AddressSanitizer: heap-use-after-free on address 0x1");
}

TEST_F(SessionTest, DroppedMessagesAreCounted) {
  feed("text");
  feed("--- 3 messages dropped ---");
  feed("--- 4 messages dropped ---");
  EXPECT_EQ(session_.coverage().messages_dropped, 7u);
  EXPECT_EQ(session_.coverage().first_dropped, 2u);
}

TEST_F(SessionTest, TheLeastLargestFreeBlockIsALimit) {
  for (const int largest : {1848, 500, 1000}) {
    feed(
        fmt::format("tidemark: heap up=1.000 name=net used=1200 free=2800 capacity=4000 "
                    "allocated=1120 peak=1200 level=ok verdict=none largest_min={}",
                    largest));
  }
  EXPECT_EQ(find(Kind::kHeap, "net")->least_largest_free, 500u);
  Limits limits;
  limits.min_largest_free = 500;
  EXPECT_TRUE(*summarize(session_, limits, false).resources[0].limits.at(0).holds);
  limits.min_largest_free = 501;
  EXPECT_FALSE(*summarize(session_, limits, false).resources[0].limits.at(0).holds);
}

TEST_F(SessionTest, MemTestWithStamps) {
  feed("*** Booting Zephyr OS build v3.7.0 ***");
  feed_mem_test(34, kStamp);
  const model::Resource* heap = find(Kind::kHeap, "_system_heap");
  ASSERT_NE(heap, nullptr);
  EXPECT_EQ(heap->used, 3960u);
  EXPECT_EQ(heap->capacity, 4000u);
  EXPECT_EQ(heap->allocated, 3696u);
  EXPECT_EQ(heap->verdict, Verdict::kLeak);
  ASSERT_EQ(heap->findings.size(), 2u);
  EXPECT_EQ(heap->findings[0].what, model::Finding::What::kLeak);
  EXPECT_LE(heap->findings[0].at_ms, 22'000u);
  EXPECT_EQ(heap->findings[0].boot, 1u);
  EXPECT_EQ(heap->findings[1].what, model::Finding::What::kLevel);
  EXPECT_EQ(heap->findings[1].level, model::Level::kCritical);
  EXPECT_EQ(heap->findings[1].at_ms, 33'000u) << "the second sample above 3,800 bytes";
  EXPECT_EQ(find(Kind::kThreadStack, "main")->free, 664u);
  EXPECT_EQ(recorder_.boots.size(), 0u) << "the first boot is no reboot";
  EXPECT_EQ(session_.coverage().covered_ms, 33'000u);
  EXPECT_EQ(session_.coverage().timed_by[static_cast<std::size_t>(TimeSource::kLogStamps)], 68u);
}

TEST_F(SessionTest, WithoutStampsASecondIsAssumedAndSaid) {
  feed_mem_test(25);
  EXPECT_EQ(find(Kind::kHeap, "_system_heap")->verdict, Verdict::kLeak);
  EXPECT_EQ(session_.coverage().timed_by[static_cast<std::size_t>(TimeSource::kAssumedPeriod)],
            50u);
  EXPECT_EQ(session_.coverage().covered_ms, 24'000u);
}

TEST_F(SessionTest, APeriodWinsOverTheTimeOfArrival) {
  SessionOptions options;
  options.period_ms = 60'000;
  Session session(options, nullptr);
  for (std::uint32_t n = 0; n < 10; ++n) {
    session.feed({"Heap | Free: 1000 bytes, Allocated: 0 bytes", false, true}, n);
  }
  EXPECT_EQ(session.coverage().covered_ms, 9u * 60'000);
}

TEST_F(SessionTest, TimeOfArrivalCountsFromTheFirstSample) {
  arrival_ms_ = 500'000;
  feed("Heap | Free: 1000 bytes, Allocated: 0 bytes");
  arrival_ms_ = 501'500;
  feed("Heap | Free: 1000 bytes, Allocated: 0 bytes");
  EXPECT_EQ(session_.now_ms(), 1500u);
  EXPECT_EQ(session_.coverage().timed_by[static_cast<std::size_t>(TimeSource::kArrival)], 2u);
}

TEST_F(SessionTest, ABannerBeginsANewLife) {
  feed_mem_test(25);
  feed("*** Booting Zephyr OS build v3.7.0 ***");
  EXPECT_EQ(recorder_.boots, std::vector<std::string>{"2 boot banner"});
  const model::Resource* heap = find(Kind::kHeap, "_system_heap");
  EXPECT_EQ(heap->verdict, Verdict::kNone);
  EXPECT_FALSE(heap->used);
  ASSERT_EQ(heap->findings.size(), 1u) << "what was found stays found";
  EXPECT_FALSE(heap->findings[0].ended_ms);
  feed_mem_test(25);
  ASSERT_EQ(heap->findings.size(), 2u);
  EXPECT_EQ(heap->findings[1].boot, 2u);
  EXPECT_EQ(session_.coverage().boots, 2u);
  EXPECT_EQ(session_.coverage().covered_ms, 48'000u);
}

TEST_F(SessionTest, TimeGoingBackBeginsANewLifeWithoutLosingASample) {
  feed_mem_test(25, kStamp);
  feed_mem_test(5, kStamp);
  EXPECT_EQ(recorder_.boots, std::vector<std::string>{"2 time went back"});
  EXPECT_EQ(find(Kind::kHeap, "_system_heap")->boot_samples, 5u);
  EXPECT_EQ(skipped(Skip::kTimeJump), 0u);
}

TEST_F(SessionTest, ADamagedStampIsSkipped) {
  feed_mem_test(10, kStamp);
  feed("[77:00:00.000,000] <inf> main: Stack | Free: 664 bytes");
  feed("[00:00:10.000,000] <inf> main: Stack | Free: 664 bytes");
  EXPECT_EQ(skipped(Skip::kTimeJump), 1u);
  EXPECT_TRUE(recorder_.boots.empty());
  EXPECT_EQ(session_.now_ms(), 10'000u);
}

TEST_F(SessionTest, ADamagedStampAtTheEndIsSkipped) {
  feed_mem_test(10, kStamp);
  feed("[77:00:00.000,000] <inf> main: Stack | Free: 664 bytes");
  session_.finish();
  EXPECT_EQ(skipped(Skip::kTimeJump), 1u);
}

TEST_F(SessionTest, ImpossibleCountersAreSkipped) {
  feed_mem_test(5);
  EXPECT_EQ(feed("Heap | Free: 99999 bytes, Allocated: 560 bytes"), LineRole::kSkipped);
  EXPECT_EQ(feed("Heap | Free: 4294967295 bytes, Allocated: 4294967295 bytes"), LineRole::kSkipped);
  EXPECT_EQ(skipped(Skip::kImpossible), 2u);
  EXPECT_EQ(session_.coverage().first_skipped[static_cast<std::size_t>(Skip::kImpossible)], 11u);
  EXPECT_EQ(find(Kind::kHeap, "_system_heap")->capacity, 4000u);
}

TEST_F(SessionTest, AFullHeapIsAFindingOfItsOwn) {
  for (int n = 0; n < 10; ++n) {
    feed("Heap | Free: 100 bytes, Allocated: 3900 bytes");
  }
  EXPECT_EQ(recorder_.levels, std::vector<std::string>{"_system_heap 2"});
  const model::Resource* heap = find(Kind::kHeap, "_system_heap");
  ASSERT_EQ(heap->findings.size(), 1u);
  EXPECT_EQ(heap->findings[0].what, model::Finding::What::kLevel);
  EXPECT_EQ(heap->findings[0].line, 2u);
}

TEST_F(SessionTest, DeviceLinesAreShownAsTheDevices) {
  feed("tidemark: hello up=0.010 format=1 period_ms=1000 block_ms=1000 report_s=10");
  feed(
      "tidemark: heap up=10.000 name=_system_heap used=1200 free=2800 capacity=4000 "
      "allocated=1120 peak=1200 level=ok verdict=none");
  feed(
      "tidemark: thread_stack up=10.000 name=main peak=360 free=664 size=1024 priority=0 "
      "level=ok");
  feed(
      "tidemark: mem_slab up=10.000 name=slab used=1 free=3 blocks=4 block_size=64 level=ok "
      "verdict=none");
  feed(
      "tidemark: verdict up=18.000 kind=heap name=_system_heap verdict=leak rate=120.0B/s "
      "rate_low=118.0B/s rate_high=122.0B/s left=15s window=16s");
  const model::Resource* heap = find(Kind::kHeap, "_system_heap");
  EXPECT_EQ(heap->judge, model::Judge::kDevice);
  EXPECT_EQ(heap->verdict, Verdict::kLeak);
  ASSERT_TRUE(heap->trend);
  EXPECT_EQ(heap->trend->rate_millibytes_per_hour, 120u * 3'600'000);
  EXPECT_EQ(heap->trend->left_s, 15u);
  EXPECT_EQ(heap->trend->window_ms, 16'000u);
  EXPECT_EQ(recorder_.verdicts, std::vector<std::string>{"_system_heap 0->2"});
  EXPECT_TRUE(heap->enough_input) << "ten blocks of a second";
  EXPECT_EQ(find(Kind::kThreadStack, "main")->capacity, 1024u);
  EXPECT_EQ(find(Kind::kMemSlab, "slab")->block_size, 64u);
  EXPECT_EQ(session_.coverage().boots, 1u);
}

TEST_F(SessionTest, ADeviceThatIsYoungHasNotSaidEnough) {
  feed("tidemark: hello up=0.010 format=1 period_ms=60000 block_ms=240000 report_s=60");
  feed(
      "tidemark: heap up=600.000 name=h used=1200 free=2800 capacity=4000 allocated=1120 "
      "peak=1200 level=ok verdict=none");
  EXPECT_FALSE(find(Kind::kHeap, "h")->enough_input);
  EXPECT_EQ(find(Kind::kHeap, "h")->missing_ms, (9u * 240 - 600) * 1000);
}

TEST_F(SessionTest, TheDevicesFiguresReplaceThoseOfTheApplication) {
  feed(
      "tidemark: heap up=10.000 name=_system_heap used=1200 free=2800 capacity=4000 "
      "allocated=1120 peak=1200 level=ok verdict=none");
  EXPECT_EQ(feed("Heap | Free: 2000 bytes, Allocated: 1800 bytes"), LineRole::kText);
  EXPECT_EQ(find(Kind::kHeap, "_system_heap")->free, 2800u);
}

TEST_F(SessionTest, NamesWithoutEndAreBounded) {
  for (std::size_t n = 0; n < model::Inventory::kMostResources + 10; ++n) {
    feed(fmt::format("tidemark: thread_stack up=1.000 name=t{} peak=1 free=1 size=2 level=ok", n));
  }
  EXPECT_EQ(session_.inventory().all().size(), model::Inventory::kMostResources);
  EXPECT_EQ(skipped(Skip::kTooManyNames), 10u);
}

TEST_F(SessionTest, CountsEveryLineOnce) {
  feed("text");
  feed("Stack | Free: x bytes");
  feed("Stack | Free: 1 bytes");
  const Coverage& coverage = session_.coverage();
  EXPECT_EQ(coverage.lines, 3u);
  EXPECT_EQ(coverage.text_lines + coverage.sample_lines + coverage.skipped_lines(), 3u);
}

TEST_F(SessionTest, EachStayAtALevelIsAFinding) {
  for (const int free : {400, 400, 400, 400, 400, 100, 100, 400, 400, 400, 400, 400}) {
    feed("Heap | Free: " + std::to_string(free) +
         " bytes, Allocated: " + std::to_string(4000 - free) + " bytes");
  }
  const model::Resource* heap = find(Kind::kHeap, "_system_heap");
  ASSERT_EQ(heap->findings.size(), 3u);
  EXPECT_EQ(heap->findings[0].level, model::Level::kWarn);
  EXPECT_TRUE(heap->findings[0].ended_ms);
  EXPECT_EQ(heap->findings[1].level, model::Level::kCritical);
  EXPECT_TRUE(heap->findings[1].ended_ms);
  EXPECT_EQ(heap->findings[2].level, model::Level::kWarn);
  EXPECT_FALSE(heap->findings[2].ended_ms);
}

// Cause: the sentence about an exhaustion gave the figures of the report line before it.
TEST_F(SessionTest, ALevelLineBringsTheFiguresOfItsTime) {
  feed(
      "tidemark: heap up=30.000 name=h used=3600 free=400 capacity=4000 allocated=3360 peak=3600 "
      "level=ok verdict=none");
  feed("tidemark: level up=33.000 kind=heap name=h level=warn used=3960 capacity=4000");
  const model::Resource* heap = find(Kind::kHeap, "h");
  ASSERT_NE(heap, nullptr);
  EXPECT_EQ(heap->used, 3960u);
  EXPECT_EQ(heap->free, 40u);
  EXPECT_EQ(heap->peak, 3960u);
  feed("tidemark: level up=34.000 kind=heap name=h level=ok used=0 capacity=0");
  EXPECT_EQ(heap->used, 3960u);
}

// Cause: a name with an escape sequence went to the terminal as it was.
TEST_F(SessionTest, NamesThatATerminalWouldObeyAreSpelledOut) {
  feed(
      "tidemark: heap up=1.000 name=\"\\x1b]0;x\\x07\" used=1 free=3 capacity=4 allocated=1 peak=1 "
      "level=ok verdict=none");
  EXPECT_NE(find(Kind::kHeap, "\\x1b]0;x\\x07"), nullptr);
}

// Cause: a leak in a resource beyond those that are kept ended as "healthy".
TEST_F(SessionTest, MoreNamesThanAreKeptCannotBeHealthy) {
  feed("tidemark: hello up=0.000 format=1 period_ms=1000 block_ms=1000 report_s=1");
  for (std::size_t n = 0; n <= model::Inventory::kMostResources; ++n) {
    feed(
        fmt::format("tidemark: heap up=60.000 name=h{} used=1 free=3 capacity=4 allocated=1 peak=1 "
                    "level=ok verdict=none",
                    n));
  }
  const Summary summary = summarize(session_, {}, false);
  EXPECT_TRUE(summary.names_dropped);
  EXPECT_EQ(summary.outcome, Outcome::kCannotTell);
}

}  // namespace
}  // namespace tidemark::analysis
