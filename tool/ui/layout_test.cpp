// SPDX-License-Identifier: Apache-2.0
#include "tool/ui/layout.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <clocale>
#include <string>

namespace tidemark::ui {
namespace {

using testing::Test;

class LayoutTest : public Test {
 protected:
  void feed(const std::string& text) {
    session_.feed(ingest::RawLine{text, false, true}, std::nullopt);
  }
  void feed_leak(std::uint32_t samples) {
    for (std::uint32_t n = 0; n < samples; ++n) {
      feed("Stack | Free: 664 bytes");
      feed(fmt::format("Heap | Free: {} bytes, Allocated: {} bytes", 4000 - 120 * n, 112 * n));
    }
  }
  void feed_device(int heaps, int threads) {
    feed("tidemark: hello up=0.000 format=1 period_ms=1000 block_ms=1000 report_s=10");
    for (int n = 0; n < heaps; ++n) {
      feed(
          fmt::format("tidemark: heap up=10.000 name=heap{} used={} free={} capacity=4000 "
                      "allocated=10 peak=2000 level=ok verdict=none",
                      n, 1000 + n, 3000 - n));
    }
    for (int n = 0; n < threads; ++n) {
      feed(fmt::format(
          "tidemark: thread_stack up=10.000 name=t{} peak={} free={} size=1000 level=ok", n,
          100 + n, 900 - n));
    }
  }
  std::vector<std::string> text(std::size_t rows, std::size_t columns,
                                Charset charset = Charset::kAscii) const {
    std::vector<std::string> lines;
    for (const Row& row : lay_out(model_, {rows, columns}, charset)) {
      lines.push_back(row.text());
    }
    return lines;
  }
  std::string joined(std::size_t rows, std::size_t columns) const {
    std::string all;
    for (const std::string& line : text(rows, columns)) {
      all += line + "\n";
    }
    return all;
  }

  analysis::Session session_{analysis::SessionOptions{}, nullptr};
  ScreenModel model_{session_, "/dev/ttyUSB0 at 115200 baud"};
};

TEST_F(LayoutTest, TheLeakOfMemTestAt80By24) {
  feed_leak(24);
  model_.lines_per_second = 2.0;
  model_.console.push_back({ConsoleLine::From::kDevice, "wifi: connected"});
  const auto lines = text(24, 80);
  ASSERT_EQ(lines.size(), 24u);
  EXPECT_EQ(lines[0],
            " tidemark  /dev/ttyUSB0 at 115200 baud                 up 00:00:23  2.0 lines/s ");
  EXPECT_EQ(lines[1].substr(0, 48), " LEAK: _system_heap leaks 120 B/s; full in 10 s.");
  EXPECT_EQ(lines[3].substr(0, 5), "HEAPS");
  EXPECT_EQ(lines[4],
            "_system_heap   ###########....      2,760/4,000   69%    120 B/s      10s   LEAK");
  EXPECT_EQ(lines[5], "               ___...--===++**  peak 2,760  free 1,240  allocated 2,576");
  EXPECT_EQ(lines[7].substr(0, 13), "THREAD STACKS");
  EXPECT_EQ(lines[8].substr(0, 50), "main           size unknown            664 free   ");
  EXPECT_EQ(lines[10].substr(0, 11), "CONSOLE ---");
  EXPECT_EQ(lines[11].substr(0, 16), "wifi: connected ");
  EXPECT_EQ(lines[23].substr(0, 8), " q quit ");
}

TEST_F(LayoutTest, SaysWhyTheDeviceHasRestarted) {
  feed_device(1, 1);
  feed_device(0, 0);
  feed(
      "tidemark: restart up=0.010 reason=critical lived=600.000 restarts=1 recent=1 safe_mode=no "
      "resource=heap0");
  feed("tidemark: thread_stack up=10.000 name=t0 peak=100 free=900 size=1000 level=ok");
  const auto lines = text(24, 80);
  EXPECT_NE(lines[0].find("boot 2 (critical for too long)  up 00:00:10"), std::string::npos);
  EXPECT_EQ(lines[1],
            " RESTARTED: critical for too long after 10 min: heap0 did not recover.          ");
}

TEST_F(LayoutTest, WhoHoldsTheLeakIsReadToItsEnd) {
  for (const char* line :
       {"tidemark: verdict up=30.000 kind=heap name=lost verdict=leak left=15s window=16s",
        "tidemark: suspect up=30.000 kind=heap name=lost rank=1 live_bytes=640 live_blocks=20 "
        "oldest=16s at=0x8001234 owner=a_thread_with_a_rather_long_name"}) {
    feed(line);
  }
  EXPECT_NE(joined(24, 60).find("rather_long_name)."), std::string::npos) << joined(24, 60);
  EXPECT_EQ(joined(12, 60).find("rather_long_name)."), std::string::npos) << "one row";
}

TEST_F(LayoutTest, SaysThatItWaitsAndHowLong) {
  EXPECT_NE(joined(24, 80).find("waiting for the first figures"), std::string::npos);
  feed_leak(6);
  EXPECT_NE(joined(24, 80).find("no leak so far; a firm verdict takes 32 s more"),
            std::string::npos);
}

TEST_F(LayoutTest, AnySizeIsFine) {
  feed_leak(24);
  feed_device(12, 30);
  model_.state = "connected";
  model_.console.push_back({ConsoleLine::From::kStderr, std::string(500, 'x')});
  for (const bool help : {false, true}) {
    model_.help = help;
    for (std::size_t rows = 0; rows <= 50; ++rows) {
      for (std::size_t columns = 0; columns <= 130; ++columns) {
        const Frame frame = lay_out(model_, {rows, columns}, Charset::kUnicode);
        ASSERT_LE(frame.size(), rows) << rows << "x" << columns;
        for (const Row& row : frame) {
          ASSERT_LE(columns_of(row.text()), columns) << rows << "x" << columns;
        }
      }
    }
  }
}

TEST_F(LayoutTest, WhatDoesNotFitIsCounted) {
  feed_device(12, 30);
  const std::string all = joined(24, 80);
  EXPECT_NE(all.find("and "), std::string::npos) << all;
  EXPECT_NE(all.find(" more\n"), std::string::npos) << all;
  EXPECT_NE(all.find("CONSOLE"), std::string::npos) << all;
}

TEST_F(LayoutTest, TheFullestComeFirstOrTheNamesInOrder) {
  feed_device(0, 3);
  std::string all = joined(24, 80);
  EXPECT_LT(all.find("\nt2 "), all.find("\nt0 ")) << all;
  model_.order = Order::kByName;
  all = joined(24, 80);
  EXPECT_LT(all.find("\nt0 "), all.find("\nt2 ")) << all;
}

TEST_F(LayoutTest, TheSkippedLinesAndTheBootShow) {
  feed_leak(3);
  feed("Stack | Free: x bytes");
  feed("*** Booting Zephyr OS ***");
  feed_leak(1);
  const std::string first = text(24, 100)[0];
  EXPECT_NE(first.find("1 skipped"), std::string::npos) << first;
  EXPECT_NE(first.find("boot 2"), std::string::npos) << first;
}

TEST(Bars, Ascii) {
  Row row(20);
  add_bar(row, 500, 750, 1000, 8, Style::kGood, Charset::kAscii);
  EXPECT_EQ(row.text(), "####++..");
}

TEST(Bars, UnicodeHasEighths) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  Row row(20);
  add_bar(row, 563, 563, 1000, 8, Style::kGood, Charset::kUnicode);
  EXPECT_EQ(row.text(), "████▌░░░");
  Row peak(20);
  add_bar(peak, 250, 1000, 1000, 4, Style::kGood, Charset::kUnicode);
  EXPECT_EQ(peak.text(), "█▒▒▒");
}

TEST(Bars, EdgesOfTheRange) {
  for (const Charset charset : {Charset::kAscii, Charset::kUnicode}) {
    for (const std::uint32_t used : {0u, 1u, 999u, 1000u, 4'294'967'295u}) {
      for (const std::uint32_t capacity : {0u, 1000u, 4'294'967'295u}) {
        for (std::size_t columns = 0; columns < 12; ++columns) {
          Row row(40);
          add_bar(row, used, used, capacity, columns, Style::kGood, charset);
          ASSERT_EQ(columns_of(row.text()), columns) << used << "/" << capacity;
        }
      }
    }
  }
  Row sliver(10);
  add_bar(sliver, 1, 1, 1'000'000, 4, Style::kGood, Charset::kAscii);
  EXPECT_EQ(sliver.text(), "#...") << "something in use is not nothing";
}

TEST(Sparkline, ScalesToTheCapacity) {
  const std::vector<std::uint32_t> points = {0, 250, 500, 1000};
  EXPECT_EQ(sparkline(points, 1000, 10, Charset::kAscii), "_-+#");
  EXPECT_EQ(sparkline(points, 1000, 2, Charset::kAscii), "-#") << "the greatest of each share";
  EXPECT_EQ(sparkline(points, 0, 10, Charset::kAscii), "____");
  EXPECT_EQ(sparkline({}, 1000, 10, Charset::kAscii), "");
}

TEST(RowTest, CutsAndPads) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  Row row(10);
  row.left("abcdef", 4).right("xy", 4).add("long tail");
  EXPECT_EQ(row.text(), "abc~  xylo");
  EXPECT_EQ(columns_of("\xe4\xb8\xad"), 2u) << "a wide character";
  EXPECT_EQ(cut_to("\xe4\xb8\xad\xe4\xb8\xad", 3), "\xe4\xb8\xad");
}

}  // namespace
}  // namespace tidemark::ui
