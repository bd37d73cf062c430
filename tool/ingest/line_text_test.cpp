// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/line_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tidemark::ingest {
namespace {

using Form = LogStamp::Form;

TEST(WithoutEscapes, RemovesColoursAndTitles) {
  EXPECT_EQ(without_escapes("\x1b[1;32muart:~$ \x1b[mhelp"), "uart:~$ help");
  EXPECT_EQ(without_escapes("\x1b]0;title\aafter"), "after");
  EXPECT_EQ(without_escapes("a\x1b"
                            "cb"),
            "ab");
}

TEST(WithoutEscapes, ASequenceThatTheLineCutsGoes) {
  EXPECT_EQ(without_escapes("text\x1b"), "text");
  EXPECT_EQ(without_escapes("text\x1b[1;3"), "text");
  EXPECT_EQ(without_escapes("text\x1b]0;tit"), "text");
}

TEST(Printable, ReplacesWhatATerminalWouldObey) {
  EXPECT_EQ(printable("a\tb\x01"
                      "c\x7f"
                      "d"),
            "a b?c?d");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a?b");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "?31m")
      << "the one-byte form of ESC [";
}

TEST(Printable, KeepsUtf8AndReplacesWhatIsNot) {
  EXPECT_EQ(printable("21.5 \xc2\xb0"
                      "C \xe2\x82\xac \xf0\x9f\x98\x80"),
            "21.5 \xc2\xb0"
            "C \xe2\x82\xac \xf0\x9f\x98\x80");
  EXPECT_EQ(printable("\xff\xc0\xaf"), "???");
  EXPECT_EQ(printable("\xed\xa0\x80"), "???") << "a surrogate";
  EXPECT_EQ(printable("\xe2\x82"), "??") << "cut short";
}

TEST(LooksBinary, TellsRubbishFromText) {
  EXPECT_FALSE(looks_binary(""));
  EXPECT_FALSE(looks_binary("Heap | Free: 1 bytes, Allocated: 2 bytes"));
  EXPECT_FALSE(looks_binary("\x1b[31mred\x1b[0m\t\r"));
  EXPECT_TRUE(looks_binary(std::string_view("text\0text", 9)));
  EXPECT_TRUE(looks_binary("\xff\xfe\xfd text"));
  EXPECT_FALSE(looks_binary("a long line with one \xff flipped byte"));
}

TEST(FindLogStamp, ZephyrsClock) {
  EXPECT_EQ(find_log_stamp("[00:00:01.000,000] <inf> main: x"),
            (LogStamp{Form::kClock, 1'000'000}));
  EXPECT_EQ(find_log_stamp("[01:02:03.456,789] x"), (LogStamp{Form::kClock, 3'723'456'789}));
  EXPECT_EQ(find_log_stamp("[123:00:00.000,000] x"),
            (LogStamp{Form::kClock, 123ull * 3600 * 1'000'000}));
  EXPECT_EQ(find_log_stamp("uart:~$ [00:00:02.000,001] <wrn> m: x"),
            (LogStamp{Form::kClock, 2'000'001}));
}

TEST(FindLogStamp, DateForm) {
  EXPECT_EQ(find_log_stamp("[1970-01-02 00:00:01.000,000] <inf> x"),
            (LogStamp{Form::kClock, 86'401'000'000}));
  EXPECT_EQ(find_log_stamp("[1970-13-02 00:00:01.000,000] <inf> x"), std::nullopt);
}

TEST(FindLogStamp, SecondsAndTicks) {
  EXPECT_EQ(find_log_stamp("[    1.500000] x"), (LogStamp{Form::kSeconds, 1'500'000}));
  EXPECT_EQ(find_log_stamp("[00001000] <inf> x"), (LogStamp{Form::kTicks, 1000}));
  EXPECT_EQ(find_log_stamp("> [123456] <inf> x"), (LogStamp{Form::kTicks, 123456}));
}

TEST(FindLogStamp, OtherBracketsAreNone) {
  EXPECT_EQ(find_log_stamp("no stamp"), std::nullopt);
  EXPECT_EQ(find_log_stamp("[12345] x"), std::nullopt);
  EXPECT_EQ(find_log_stamp("buffer [123456] x"), std::nullopt);
  EXPECT_EQ(find_log_stamp("[00:60:00.000,000] x"), std::nullopt);
  EXPECT_EQ(find_log_stamp("[00:00:01.000,00"), std::nullopt);
  EXPECT_EQ(find_log_stamp("[99999999999999999999999999] x"), std::nullopt);
  EXPECT_EQ(find_log_stamp("["), std::nullopt);
}

}  // namespace
}  // namespace tidemark::ingest
