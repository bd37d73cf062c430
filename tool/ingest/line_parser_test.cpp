// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/line_parser.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tidemark::ingest {
namespace {

ParsedLine parse(std::string_view text, bool ended = true) {
  return parse_line(RawLine{text, false, ended});
}

std::optional<TutorialLine> tutorial(std::string_view text) {
  const ParsedLine line = parse(text);
  const auto* found = std::get_if<TutorialLine>(&line);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<Skip> skip(std::string_view text, bool ended = true) {
  const ParsedLine line = parse(text, ended);
  const auto* found = std::get_if<Skip>(&line);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

bool is_text(std::string_view text) {
  return std::holds_alternative<ConsoleText>(parse(text));
}

TEST(LineParser, TheTutorialsTwoLines) {
  EXPECT_EQ(tutorial("Stack | Free: 664 bytes"), (TutorialLine{std::nullopt, 664, std::nullopt}));
  EXPECT_EQ(tutorial("Heap | Free: 3880 bytes, Allocated: 112 bytes"),
            (TutorialLine{HeapCounts{3880, 112}, std::nullopt, std::nullopt}));
}

TEST(LineParser, WithZephyrsPrefixAndColours) {
  const LogStamp second{LogStamp::Form::kClock, 1'000'000};
  EXPECT_EQ(tutorial("[00:00:01.000,000] <inf> main: Stack | Free: 664 bytes"),
            (TutorialLine{std::nullopt, 664, second}));
  EXPECT_EQ(tutorial("\x1b[0m[00:00:01.000,000] \x1b[32m<inf> main: Heap | Free: 3880 bytes, "
                     "Allocated: 112 bytes\x1b[0m"),
            (TutorialLine{HeapCounts{3880, 112}, std::nullopt, second}));
}

TEST(LineParser, OtherTextMayStandRoundIt) {
  EXPECT_EQ(tutorial("uart:~$ Stack | Free: 1 bytes; Heap | Free: 2 bytes, Allocated: 3 bytes."),
            (TutorialLine{HeapCounts{2, 3}, 1, std::nullopt}));
  EXPECT_EQ(tutorial("Heap  |  Free :  2  bytes ,  Allocated :  3  bytes"),
            (TutorialLine{HeapCounts{2, 3}, std::nullopt, std::nullopt}));
}

TEST(LineParser, AnotherHeapIsNotThisHeap) {
  EXPECT_TRUE(is_text("MyHeap | Free: 2 bytes, Allocated: 3 bytes"));
  EXPECT_TRUE(is_text("Heap | unknown (error -95)"));
  EXPECT_TRUE(is_text("Heap Free: 2 bytes"));
}

TEST(LineParser, NumbersThatAreNone) {
  EXPECT_EQ(skip("Stack | Free: -1 bytes"), Skip::kBadNumber);
  EXPECT_EQ(skip("Stack | Free: many bytes"), Skip::kBadNumber);
  EXPECT_EQ(skip("Stack | Free: 4294967296 bytes"), Skip::kBadNumber);
  EXPECT_EQ(skip("Stack | Free: 12x34 bytes"), Skip::kBadNumber);
  EXPECT_EQ(skip("Heap | Free: 1 bytes, Allocated: 99999999999999999999 bytes"), Skip::kBadNumber);
  EXPECT_EQ(skip("Heap | Free: 1 bytes; Allocated: 2 bytes"), Skip::kBadNumber);
  EXPECT_EQ(tutorial("Stack | Free: 4294967295 bytes")->stack_free, 4294967295u);
}

TEST(LineParser, ALineThatStopsInTheMiddle) {
  const std::string whole = "Heap | Free: 3880 bytes, Allocated: 112 bytes";
  const std::size_t label = std::string("Heap | Free:").size();
  for (std::size_t size = label; size < whole.size(); ++size) {
    EXPECT_EQ(skip(whole.substr(0, size)), Skip::kCutShort) << whole.substr(0, size);
  }
  EXPECT_TRUE(is_text(whole.substr(0, label - 1)));
}

TEST(LineParser, ReportLines) {
  const ParsedLine line = parse(
      "[00:00:10.000,000] <inf> tidemark: heap up=10.000 name=_system_heap used=1200 free=2800 "
      "capacity=4000 allocated=1120 peak=1200 level=ok verdict=none");
  const auto* report = std::get_if<wire::ReportLine>(&line);
  ASSERT_NE(report, nullptr);
  ASSERT_EQ(report->kind, wire::LineKind::kHeap);
  EXPECT_EQ(report->heap.used, 1200u);
  EXPECT_EQ(report->heap.up_ms, 10'000u);
}

TEST(LineParser, MalformedReportLinesAreSkippedAndUnknownKindsAreText) {
  EXPECT_EQ(skip("tidemark: heap up=10.000 name=_system_heap"), Skip::kBadReport);
  EXPECT_EQ(skip("tidemark: hello up=0.000 format=1", false), Skip::kCutShort);
  EXPECT_TRUE(is_text("tidemark: some_new_kind up=1.000 key=value"));
}

TEST(LineParser, AnUnendedReportLineIsNotTrusted) {
  const std::string line = "tidemark: level up=1.000 kind=heap name=h level=ok used=1 capacity=40";
  EXPECT_TRUE(std::holds_alternative<wire::ReportLine>(parse(line, true)));
  EXPECT_EQ(skip(line, false), Skip::kCutShort);
}

TEST(LineParser, BootBanners) {
  EXPECT_TRUE(std::holds_alternative<BootBanner>(parse("*** Booting Zephyr OS build v3.7.0 ***")));
  EXPECT_TRUE(
      std::holds_alternative<BootBanner>(parse("\xff\xfe*** Booting nRF Connect SDK v2.6.0 ***")));
}

TEST(LineParser, Rubbish) {
  EXPECT_EQ(skip(std::string_view("\0\x01\x02", 3)), Skip::kBinary);
  EXPECT_EQ(skip("\xff\xfe\xfd\xfc"), Skip::kBinary);
  EXPECT_TRUE(is_text(""));
  EXPECT_EQ(std::get<Skip>(parse_line(RawLine{"Stack | Free: 1 bytes", true, true})),
            Skip::kTooLong);
}

TEST(LineParser, RubbishBeforeAMessageDoesNotSpoilIt) {
  const std::string line = std::string("\xf8\0\x80\0", 4) + "Stack | Free: 664 bytes";
  EXPECT_EQ(tutorial(line)->stack_free, 664u);
}

}  // namespace
}  // namespace tidemark::ingest
