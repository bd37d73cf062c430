// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/profile_report.hpp"

#include <gmock/gmock.h>

#include "tool/analysis/test_profile.hpp"
#include "tool/sinks/flame_page.hpp"

namespace tidemark::sinks {
namespace {

using analysis::ProfiledDevice;
using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(ProfiledDevice& device, bool since_mark = false) {
  const auto report = report_profile(device.session(), "night.cap", since_mark);
  return report ? profile_text(*report) : "";
}

TEST(ProfileReport, ShowsSitesOwnersAndHowItWasTaken) {
  ProfiledDevice device;
  device.hello();
  device.snapshot();
  const std::string text = text_of(device);
  EXPECT_THAT(text, HasSubstr("night.cap: 1,750 bytes in 4 blocks live after"));
  EXPECT_THAT(text, HasSubstr("1,000"));
  EXPECT_THAT(text, HasSubstr("< 0.5 s  worker, ended  0x08000021"));
  EXPECT_THAT(text, HasSubstr("ended; left this behind"));
  EXPECT_THAT(text, HasSubstr("Every block is recorded: figures are exact."));
  EXPECT_THAT(text, HasSubstr("--elf build/zephyr/zephyr.elf names them"));
  EXPECT_THAT(text, Not(HasSubstr("PARTIAL")));
}

TEST(ProfileReport, SaysWhoHoldsTheLeak) {
  ProfiledDevice device;
  device.hello();
  device.verdict(wire::Verdict::kLeak, 40'000);
  device.snapshot();
  const std::string text = text_of(device);
  EXPECT_THAT(text, HasSubstr("LEAK: _system_heap leaks full in 11 s. 100 % of it from 0x08000021 "
                              "(thread worker, which has ended).\n"));
  EXPECT_THAT(text, HasSubstr("in window"));
  EXPECT_THAT(text, HasSubstr("blocks that are 5 s to 40 s old"));
}

TEST(ProfileReport, SaysWhatIsMissing) {
  ProfiledDevice device;
  device.hello();
  device.snapshot(true);
  EXPECT_THAT(text_of(device), HasSubstr("PARTIAL: of this snapshot 4 of 4 blocks arrived"));
  EXPECT_EQ(report_profile(ProfiledDevice().session(), "x", false), std::nullopt);
}

TEST(ProfileReport, EstimatesHaveTheirError) {
  ProfiledDevice device;
  device.hello();
  device.snapshot(false, 512);
  const std::string text = text_of(device);
  EXPECT_THAT(text, HasSubstr("Sampled each 512 bytes on average: figures are estimates"));
  EXPECT_THAT(text, HasSubstr(" %"));
}

TEST(ProfileReport, SinceTheMark) {
  ProfiledDevice device;
  device.hello();
  device.snapshot();
  EXPECT_THAT(text_of(device, true), HasSubstr("350 bytes in 2 blocks live since the mark"));
}

TEST(ProfileReport, JsonHasAllOfIt) {
  ProfiledDevice device;
  device.hello();
  device.verdict(wire::Verdict::kLeak, 40'000);
  device.snapshot();
  const auto json = profile_json(*report_profile(device.session(), "night.cap", false));
  EXPECT_EQ(json["device"], "s1");
  EXPECT_EQ(json["profile"]["whole"], true);
  EXPECT_EQ(json["sites"].size(), 3u);
  EXPECT_EQ(json["sites"][0]["place"], "0x08000021");
  EXPECT_EQ(json["sites"][0]["heap"], "_system_heap");
  EXPECT_EQ(json["sites"][0]["live"]["bytes"], 700);
  EXPECT_EQ(json["sites"][0]["in_window"]["blocks"], 2);
  EXPECT_EQ(json["sites"][0]["lifetimes"][1], 40);
  EXPECT_EQ(json["owners"][1]["state"], "ended");
}

TEST(ProfileReport, ADifferenceNamesWhatGrew) {
  ProfiledDevice older;
  older.hello();
  older.snapshot();
  ProfiledDevice newer;
  newer.hello();
  newer.set_frames(0x08000011, 0x08000022, 0x08000031);
  newer.snapshot();
  const auto before = report_profile(older.session(), "a.cap", false);
  const auto after = report_profile(newer.session(), "b.cap", false);
  const std::string text = diff_text(*before, *after);
  EXPECT_THAT(text, HasSubstr("a.cap to b.cap: +0 bytes, from 1,750 to 1,750"));
  EXPECT_THAT(text, HasSubstr("+700"));
  EXPECT_THAT(text, HasSubstr("-700"));
  EXPECT_EQ(diff_json(*before, *after)["changes"][0]["bytes"], 700);
}

#ifdef HAS_FLAME_BUNDLE
TEST(ProfileReport, TheFlamePageHoldsItsDataAndNeedsNothingBeside) {
  ASSERT_TRUE(has_flame_page());
  ProfiledDevice device;
  device.hello();
  device.snapshot();
  const auto report = report_profile(device.session(), "<night>.cap", false);
  const std::string page = flame_page(*report, "0.1");
  EXPECT_THAT(page, HasSubstr("&lt;night&gt;.cap"));
  EXPECT_THAT(page, Not(HasSubstr("<night>")));
  EXPECT_THAT(page, HasSubstr(R"("name":"worker, ended","kind":"thread","value":700)"));
  EXPECT_THAT(page, Not(HasSubstr("src=")));
  EXPECT_THAT(page, Not(HasSubstr("@import")));
}
#endif

}  // namespace
}  // namespace tidemark::sinks
