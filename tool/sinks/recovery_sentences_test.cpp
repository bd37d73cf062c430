// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/recovery_sentences.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tool/sinks/html_report.hpp"
#include "tool/sinks/json_recovery.hpp"
#include "tool/sinks/junit.hpp"
#include "tool/sinks/sentences.hpp"
#include "tool/sinks/text_summary.hpp"

namespace tidemark::sinks {
namespace {

using testing::HasSubstr;
using testing::Not;

class RecoverySentencesTest : public testing::Test {
 protected:
  RecoverySentencesTest() { chronicle_.follow(devices_); }
  void feed(const std::string& text) { devices_.feed({text, false, true}, std::nullopt); }
  void boot() {
    feed("tidemark: hello up=0.000 format=1 period_ms=1000 block_ms=1000 report_s=10");
  }
  void heap(std::uint32_t seconds) {
    feed(
        fmt::format("tidemark: heap up={}.000 name=h used=10 free=90 capacity=100 allocated=9 "
                    "peak=10 level=ok verdict=none",
                    seconds));
  }
  void live_twice() {
    boot();
    heap(100);
    boot();
    feed(
        "tidemark: restart up=1.000 reason=out_of_memory lived=259200.000 restarts=1 recent=1 "
        "safe_mode=no at=0x1a2d size=2048 largest_free=16 resource=_system_heap thread=worker");
    feed(
        "tidemark: restart_level up=1.000 kind=heap name=_system_heap level=critical "
        "verdict=leak used=3990 capacity=4000");
    feed("tidemark: restart_site up=1.000 live_bytes=2640 live_blocks=33 at=0x1b2d");
    feed("tidemark: restart_event up=1.000 before=1m50s event=reclaim value=overstated name=lru");
    heap(10);
  }
  const analysis::Session& session() const { return devices_.at(0); }
  analysis::Summary summary() const { return analysis::summarize(session(), {}, false); }
  std::string page() {
    devices_.finish();
    return html_report(judge(devices_, {}, false, "a.log"), chronicle_, "1");
  }

  analysis::Chronicle chronicle_;
  analysis::Devices devices_{analysis::SessionOptions{}, &chronicle_};
};

TEST_F(RecoverySentencesTest, SayWhyItRestartedAndWhatToDo) {
  live_twice();
  EXPECT_EQ(outcome_sentence(session(), summary(), {}),
            "RESTART: the device restarted once because something failed; why: out of memory after "
            "3 d 0 h: _system_heap had no 2,048 bytes (largest free block: 16 bytes), in thread "
            "worker, at 0x00001a2d. It held 2,640 bytes in 33 blocks from 0x00001b2d. tidemark "
            "report shows each life.");
  EXPECT_EQ(outcome_name(session(), summary()), "restart");
  EXPECT_THAT(text_summary(session(), summary(), {}, "a.log", false),
              HasSubstr("restarts: 1, all explained: 1 out of memory."));
  EXPECT_THAT(junit_xml(session(), summary(), {}, "a.log"),
              HasSubstr("name=\"device: restarts\">\n      <failure type=\"restart\""));
}

TEST_F(RecoverySentencesTest, UptimeIsCutAndTellsWhatIsNotExplained) {
  live_twice();
  // Three days, less a second until the next boot told of it; and ten seconds, with eleven more in
  // which a report may not have come yet.
  EXPECT_EQ(uptime_sentence(session(), 0),
            "uptime 99.999 %; restarts: 1, all explained: 1 out of memory.");
  EXPECT_EQ(uptime_sentence(session(), 2 * 259'210'000ull),
            "uptime 50.001 %; restarts: 1, all explained: 1 out of memory.");
  boot();
  heap(10);
  EXPECT_THAT(uptime_sentence(session(), 0),
              HasSubstr("restarts: 2, 1 unexplained: 1 out of memory."));
}

TEST_F(RecoverySentencesTest, NothingIsSaidOfADeviceThatTellsNothing) {
  boot();
  heap(10);
  EXPECT_EQ(uptime_sentence(session(), 0), "");
  EXPECT_EQ(restarts_sentence(session()), "");
  EXPECT_EQ(allocations_sentence(session()), "");
  EXPECT_THAT(junit_xml(session(), summary(), {}, "a.log"), Not(HasSubstr("device:")));
  EXPECT_THAT(page(), Not(HasSubstr("Lives of the device")));
}

TEST_F(RecoverySentencesTest, FailedAllocationsAndBadReclaimersHaveTheirs) {
  boot();
  feed(
      "tidemark: reclaim up=4.000 name=lru cause=warn outcome=overstated said=4096 measured=0 "
      "took_ms=2 calls=1");
  feed(
      "tidemark: allocation_failure up=5.000 rung=failed size=64 steps=3 failed=2 at_once=1 "
      "at=0x1a2d heap=h thread=main");
  heap(10);
  EXPECT_EQ(outcome_name(session(), summary()), "allocation_failure");
  EXPECT_EQ(allocations_sentence(session()),
            "2 allocations got NULL after all rungs of the ladder, and 1 more at once, where one "
            "may not wait (first told: line 3): 64 bytes of h in thread main, called by "
            "0x00001a2d: not to be had. Give it more reclaimers or a larger heap.");
  EXPECT_THAT(text_summary(session(), summary(), {}, "a.log", false),
              HasSubstr("RECLAIM     reclaimer lru overstated what it gave once"));
  const auto json = json_recovery(session(), 0);
  EXPECT_EQ(json["failed_allocations"], 2);
  EXPECT_EQ(json["allocations"][0]["rung"], "failed");
  EXPECT_EQ(json["reclaimers"][0]["outcomes"]["overstated"], 1);
}

TEST_F(RecoverySentencesTest, ThePageShowsTheLivesOnOneTimeLine) {
  live_twice();
  const std::string html = page();
  EXPECT_THAT(html, HasSubstr("<h3>Lives of the device</h3>"));
  EXPECT_THAT(html, HasSubstr("aria-label=\"2 lives one after another over"));
  EXPECT_THAT(html, HasSubstr("<i class=\"end bad\""));
  EXPECT_THAT(html, HasSubstr("<h4>Life 1</h4><span class=\"kind\">lived 3 d 0 h</span>"));
  EXPECT_THAT(html, HasSubstr("3,990 of 4,000, critical, leak"));
  EXPECT_THAT(html, HasSubstr("2,640 bytes in 33 blocks from 0x00001b2d"));
  EXPECT_THAT(html, HasSubstr("1 min 50 s before</span> reclaimer lru overstated"));
  EXPECT_THAT(html, HasSubstr("restart after a failure"));
}

TEST_F(RecoverySentencesTest, ManyLivesAreBehindAClick) {
  for (int i = 0; i < 40; ++i) {
    live_twice();
  }
  const std::string html = page();
  EXPECT_THAT(html, HasSubstr("<h4>Life 7</h4>"));
  EXPECT_THAT(html, HasSubstr("<details><summary>20 later ends</summary>"));
  EXPECT_THAT(html, HasSubstr("and 16 more."));
}

TEST_F(RecoverySentencesTest, HostileNamesAreEscaped) {
  boot();
  heap(10);
  boot();
  feed(
      "tidemark: restart up=1.000 reason=request lived=5.000 restarts=1 recent=1 safe_mode=yes "
      "resource=\"<b>x</b>\" thread=\"<u>\\x1b[31m\"");
  feed(
      "tidemark: restart_level up=1.000 kind=heap name=\"<b>x</b>\" level=ok verdict=none "
      "used=0 capacity=0");
  feed("tidemark: restart_event up=1.000 before=5s event=guard value=overrun name=\"<b>x</b>\"");
  feed(
      "tidemark: reclaim up=4.000 name=\"<b>x</b>\" cause=warn outcome=late said=1 "
      "measured=-2147483648 took_ms=4294967295 calls=1");
  heap(10);
  const std::string html = page();
  EXPECT_THAT(html, Not(HasSubstr("<b>x")));
  EXPECT_THAT(html, Not(HasSubstr("<u>")));
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;x&lt;/b&gt;"));
  EXPECT_THAT(html, HasSubstr("it is in safe mode now"));
}

}  // namespace
}  // namespace tidemark::sinks
