// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/html_report.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace tidemark::sinks {
namespace {

using testing::HasSubstr;
using testing::Not;

class HtmlReportTest : public testing::Test {
 protected:
  HtmlReportTest() { chronicle_.follow(devices_); }
  void feed(const std::string& text) { devices_.feed({text, false, true}, std::nullopt); }
  std::string page(const std::string& source = "a.log") {
    devices_.finish();
    return html_report(judge(devices_, {}, false, source), chronicle_, "1.2.3");
  }

  analysis::Chronicle chronicle_;
  analysis::Devices devices_{analysis::SessionOptions{}, &chronicle_};
};

TEST_F(HtmlReportTest, ALeakHasItsSentenceItsChartAndItsEvent) {
  for (int n = 0; n < 34; ++n) {
    feed(fmt::format("Heap | Free: {} bytes, Allocated: {} bytes", 4000 - 120 * n, 112 * n));
  }
  const std::string html = page();
  EXPECT_THAT(html,
              HasSubstr("<p class=\"outcome bad\">LEAK: _system_heap leaks 120 B/s; full now."));
  EXPECT_THAT(html,
              HasSubstr("aria-label=\"heap _system_heap over 33 s: 3,960 of 4,000 bytes in use "
                        "at the end, peak 3,960; verdict: LEAK, CRITICAL\""));
  EXPECT_THAT(html, HasSubstr("title=\"leak seen at 22 s\""));
  EXPECT_THAT(html, HasSubstr("<td class=\"w bad\">leak</td>"));
  EXPECT_THAT(html, HasSubstr("34 lines: 34 samples"));
}

TEST_F(HtmlReportTest, HostileNamesAreEscaped) {
  feed(
      "tidemark: heap up=1.000 name=\"<script>alert(1)</script>\" used=1 free=9 capacity=10 "
      "allocated=1 peak=1 level=ok verdict=none");
  feed("tidemark: thread_stack up=1.000 name=\"'\\\"><img src=x>\" peak=1 free=9 size=10 level=ok");
  feed(">>> ZEPHYR FATAL ERROR 2: <b>bold</b> on CPU 0");
  const std::string html = page("</title><script>x</script>");
  EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("<b>bold")));
  EXPECT_THAT(html, Not(HasSubstr("<script>x")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

TEST_F(HtmlReportTest, NeedsNothingFromAnywhere) {
  feed("Heap | Free: 4000 bytes, Allocated: 0 bytes");
  const std::string html = page();
  for (const char* reference : {"http:", "https:", "src=", "url(", "@import", "fetch("}) {
    EXPECT_THAT(html, Not(HasSubstr(reference)));
  }
}

TEST_F(HtmlReportTest, AHugeInputGivesABoundedPage) {
  for (std::uint32_t n = 0; n < 200'000; ++n) {
    feed(
        fmt::format("tidemark: heap up={}.000 name=h{} used={} free={} capacity=4000 allocated={} "
                    "peak=4000 level=ok verdict=none",
                    n / 4, n % 4, n % 3989, 4000 - n % 3989, n % 3989));
  }
  for (std::uint32_t n = 0; n < 2000; ++n) {
    feed(fmt::format("tidemark: thread_stack up=50000.000 name=t{} peak=1 free=9 size=10 level=ok",
                     n));
  }
  const std::string html = page();
  EXPECT_LT(html.size(), 1'000'000u);
  EXPECT_THAT(html, HasSubstr("and 520 more."));
}

TEST(StackAdvice, LeavesAQuarterAndAtLeast128Bytes) {
  using What = StackAdvice::What;
  EXPECT_EQ(stack_advice(1024, 1000).what, What::kTooSmall);
  EXPECT_EQ(stack_advice(1024, 1000).size, 1280u);
  EXPECT_EQ(stack_advice(1024, 824).what, What::kFits);
  EXPECT_EQ(stack_advice(4096, 512).what, What::kTooLarge);
  EXPECT_EQ(stack_advice(4096, 512).size, 640u);
  EXPECT_EQ(stack_advice(256, 48).what, What::kFits) << "too little to be saved";
  EXPECT_EQ(stack_advice(320, 300).size, 448u);
  EXPECT_EQ(stack_advice(UINT32_MAX, UINT32_MAX).size, UINT32_MAX);
}

}  // namespace
}  // namespace tidemark::sinks
