// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/line_splitter.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tidemark::ingest {
namespace {

struct Line {
  std::string text;
  bool too_long;
  bool ended;
  bool operator==(const Line&) const = default;
};

std::vector<Line> split(std::string_view input, std::size_t chunk, std::size_t max_bytes) {
  LineSplitter splitter(max_bytes);
  std::vector<Line> lines;
  const auto collect = [&](const RawLine& line) {
    lines.push_back({std::string(line.text), line.too_long, line.ended});
  };
  for (std::size_t at = 0; at < input.size(); at += chunk) {
    splitter.feed(input.substr(at, chunk), collect);
  }
  splitter.finish(collect);
  return lines;
}

TEST(LineSplitter, NoInputGivesNoLine) {
  EXPECT_TRUE(split("", 1, 10).empty());
}

TEST(LineSplitter, EndsOfLine) {
  const std::vector<Line> expected = {
      {"one", false, true}, {"two", false, true}, {"", false, true}, {"three", false, true}};
  EXPECT_EQ(split("one\ntwo\n\nthree\n", 100, 10), expected);
  EXPECT_EQ(split("one\r\ntwo\r\r\n\r\nthree\r\n", 100, 10), expected);
  EXPECT_EQ(split("one\n\rtwo\n\r\n\rthree\n", 100, 10), expected);
}

TEST(LineSplitter, ACarriageReturnInsideStays) {
  EXPECT_EQ(split("10%\r20%\n", 100, 10), (std::vector<Line>{{"10%\r20%", false, true}}));
}

TEST(LineSplitter, TheLastLineMayLackItsEnd) {
  EXPECT_EQ(split("one\ntw", 100, 10),
            (std::vector<Line>{{"one", false, true}, {"tw", false, false}}));
}

TEST(LineSplitter, ALongLineIsCutAndTheNextIsWhole) {
  EXPECT_EQ(split("12345678901\nok\n", 100, 10),
            (std::vector<Line>{{"1234567890", true, true}, {"ok", false, true}}));
}

TEST(LineSplitter, ALineOfExactlyTheLimitIsWhole) {
  EXPECT_EQ(split("1234567890\n", 100, 10), (std::vector<Line>{{"1234567890", false, true}}));
  EXPECT_EQ(split("1234567890\r\n", 100, 10), (std::vector<Line>{{"1234567890", false, true}}));
}

TEST(LineSplitter, ALongLineThatTheInputCutsShort) {
  EXPECT_EQ(split(std::string(50, 'x'), 7, 10),
            (std::vector<Line>{{std::string(10, 'x'), true, false}}));
}

TEST(LineSplitter, ZeroBytesAndOtherRubbishPass) {
  const std::string rubbish("\x00\xff\x01z\n", 5);
  EXPECT_EQ(split(rubbish, 1, 10),
            (std::vector<Line>{{std::string("\x00\xff\x01z", 4), false, true}}));
}

TEST(LineSplitter, HowTheInputIsCutIntoCallsDoesNotMatter) {
  const std::string input = "one\r\n\r\n" + std::string(30, 'y') + "\r\ntwo\n\rthree\n\nend\r";
  const std::vector<Line> whole = split(input, input.size(), 10);
  for (std::size_t chunk = 1; chunk < input.size(); ++chunk) {
    EXPECT_EQ(split(input, chunk, 10), whole) << "chunks of " << chunk;
  }
}

}  // namespace
}  // namespace tidemark::ingest
