// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/kernel_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tidemark::ingest {
namespace {

class KernelTextTest : public testing::Test {
 protected:
  KernelFigures feed(std::string_view text) { return reader_.feed(text); }
  std::optional<StackFigures> stack(std::string_view text) {
    const KernelFigures figures = feed(text);
    const auto* found = std::get_if<StackFigures>(&figures);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  std::optional<HeapCounts> heap(std::string_view text) {
    const KernelFigures figures = feed(text);
    const auto* found = std::get_if<HeapCounts>(&figures);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  std::string name_of(std::string_view text) {
    const auto figures = stack(text);
    return figures ? figures->name : "";
  }
  bool is_text(std::string_view text) { return std::holds_alternative<std::monostate>(feed(text)); }

  KernelTextReader reader_;
};

StackFigures figures(std::string name, std::uint32_t size, std::uint32_t unused,
                     std::optional<std::int8_t> priority = std::nullopt) {
  return {false, std::move(name), size, unused, priority, std::nullopt};
}

TEST_F(KernelTextTest, TheAnalyzersLinesByPrintk) {
  EXPECT_TRUE(is_text("Thread analyze:"));
  EXPECT_EQ(stack(" worker              : unused 616 usage 408 / 1024 (39 %)"),
            figures("worker", 1024, 616));
  EXPECT_EQ(stack(" main                : STACK: unused 840 usage 184 / 1024 (17 %); CPU: 0 %"),
            figures("main", 1024, 840));
  EXPECT_EQ(stack(" a name of more than twenty bytes: unused    4 usage   60 /   64 ( 93 %)"),
            figures("a name of more than twenty bytes", 64, 4));
  EXPECT_TRUE(is_text("      : Total CPU cycles used: 4711"));
}

TEST_F(KernelTextTest, TheAnalyzersLinesInALog) {
  const auto found = stack(
      "[00:00:10.012,000] <inf> thread_analyzer:  thread_analyzer     : STACK: unused 1344 usage "
      "704 / 2048 (34 %); CPU: 0 %");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "thread_analyzer");
  EXPECT_EQ(found->stamp, (LogStamp{LogStamp::Form::kClock, 10'012'000}));
  EXPECT_EQ(name_of("I:  idle                : unused 200 usage 56 / 256 (21 %)"), "idle");
}

TEST_F(KernelTextTest, InterruptStacks) {
  StackFigures isr = figures("isr0", 2048, 1720);
  isr.of_isr = true;
  EXPECT_EQ(stack(" ISR0                : STACK: unused 1720 usage 328 / 2048 (16 %)"), isr);
  EXPECT_EQ(stack("0x20003b30 IRQ 00                           (real size 2048):\tunused 1720"
                  "\tusage  328 / 2048 (16 %)"),
            isr);
  EXPECT_EQ(name_of(" ISR12               : unused 1720 usage 328 / 2048 (16 %)"), "isr12");
}

TEST_F(KernelTextTest, ASecondThreadOfOneName) {
  const std::string rx = " rx                  : unused 10 usage 90 / 100 (90 %)";
  const std::string tx = " tx                  : unused 10 usage 90 / 100 (90 %)";
  for (int round = 0; round < 3; ++round) {
    // The heading of the last round is lost.
    if (round < 2) {
      EXPECT_TRUE(is_text("Thread analyze:"));
    }
    EXPECT_EQ(name_of(tx), "tx");
    EXPECT_EQ(name_of(rx), "rx");
    EXPECT_EQ(name_of(rx), "rx#2");
  }
}

TEST_F(KernelTextTest, AThreadWithoutAName) {
  EXPECT_EQ(name_of(" 0x20000440          : unused 10 usage 90 / 100 (90 %)"), "thread@0x20000440");
  EXPECT_EQ(
      name_of("0x20000440 NA         (real size  100):\tunused   10\tusage   90 /  100 (90 %)"),
      "thread@0x20000440");
}

TEST_F(KernelTextTest, WhatTheAnalyzerCouldNotFindOutIsUnknown) {
  EXPECT_TRUE(is_text(" user                : unable to get stack space (-22)"));
  EXPECT_TRUE(is_text(" user                : unused 0 usage 1024 / 1024 (100 %)"));
  EXPECT_EQ(name_of(" user                : unused 0 usage 1024 / 1024 (100 %)"), "user");
}

TEST_F(KernelTextTest, AStackForSystemCallsIsNotTheThreads) {
  EXPECT_TRUE(is_text("                     : PRIV_STACK: unused  900 usage  124 / 1024 ( 12 %)"));
}

TEST_F(KernelTextTest, TheTableOfTheShell) {
  EXPECT_EQ(
      stack("0x20000c20 main                             (real size 1024):\tunused  200\tusage "
            " 824 / 1024 (80 %)"),
      figures("main", 1024, 200));
  EXPECT_EQ(
      stack("0x20000cf8 main                             (real size 1024):\tunused  200\tusage "
            " 824 / 1024 (80 %) CPU 1"),
      figures("main#2", 1024, 200));
}

TEST_F(KernelTextTest, TheListOfTheShell) {
  EXPECT_TRUE(is_text("uart:~$ *0x20000c20 main      "));
  EXPECT_TRUE(is_text("\toptions: 0x1, priority: -3 timeout: 0"));
  EXPECT_TRUE(is_text("\tstate: queued, entry: 0x5561"));
  EXPECT_EQ(stack("\tstack size 1024, unused 200, usage 824 / 1024 (80 %)"),
            figures("main", 1024, 200, -3));
  EXPECT_TRUE(is_text("\tstack size 1024, unused 200, usage 824 / 1024 (80 %)")) << "whose?";
}

TEST_F(KernelTextTest, TheHeapOfTheShell) {
  EXPECT_TRUE(is_text("uart:~$ free:           3948"));
  EXPECT_TRUE(is_text("allocated:      68"));
  EXPECT_TRUE(is_text("[00:00:01.000,000] <inf> app: something else"));
  EXPECT_EQ(heap("max. allocated: 136"), (HeapCounts{3948, 68, 136}));
  EXPECT_TRUE(is_text("max. allocated: 136")) << "once only";
}

TEST_F(KernelTextTest, PartsOfAHeapThatDoNotBelongTogether) {
  EXPECT_TRUE(is_text("free: 3948"));
  EXPECT_TRUE(is_text("max. allocated: 136"));
  EXPECT_TRUE(is_text("free: 3948"));
  EXPECT_TRUE(is_text("allocated: 68"));
  for (unsigned i = 0; i <= KernelTextReader::kMostBetween; ++i) {
    EXPECT_TRUE(is_text("other text"));
  }
  EXPECT_TRUE(is_text("max. allocated: 136"));
  EXPECT_TRUE(is_text("free: 3948"));
  EXPECT_TRUE(is_text("allocated: 68"));
  EXPECT_EQ(std::get<Skip>(feed("max. allocated: 67")), Skip::kBadNumber);
}

TEST_F(KernelTextTest, SumsThatDoNotHold) {
  EXPECT_EQ(std::get<Skip>(feed(" main : unused 841 usage 184 / 1024 (17 %)")), Skip::kBadNumber);
  EXPECT_EQ(std::get<Skip>(feed(" main : unused 0 usage 0 / 0 (0 %)")), Skip::kBadNumber);
}

TEST_F(KernelTextTest, OtherTextIsText) {
  for (const char* text :
       {"", "unused", "12 unused buffers", " main : unused", " main : unused 840 usage 184 / 1024",
        "x: unused 840 usage 184 / 1024 (17 %", " : unused 840 usage 184 / 1024 (17 %)",
        " main : unused -1 usage 184 / 183 (17 %)", "free: many", "free: 4000 bytes", "0x",
        "0xzz name", " main : unused 840 usage 99999999999 / 1024 (17 %)"}) {
    EXPECT_TRUE(is_text(text)) << text;
  }
}

TEST_F(KernelTextTest, NamesOfAHostileInputAreBounded) {
  for (unsigned i = 0; i < 3 * KernelTextReader::kMostThreads; ++i) {
    const std::string name = "n" + std::to_string(i);
    EXPECT_EQ(name_of("0x" + std::to_string(i) + " " + name +
                      " (real size 4):\tunused 2\tusage 2 / 4 (50 %)"),
              name);
    EXPECT_EQ(name_of(" " + name + " : unused 2 usage 2 / 4 (50 %)"), name);
  }
  EXPECT_TRUE(is_text(std::string(1000, 'x') + " : unused 2 usage 2 / 4 (50 %)"));
}

TEST_F(KernelTextTest, ANewBootForgetsTheAddresses) {
  const char* other = "0x200 rx (real size 4):\tunused 2\tusage 2 / 4 (50 %)";
  EXPECT_EQ(name_of("0x100 rx (real size 4):\tunused 2\tusage 2 / 4 (50 %)"), "rx");
  EXPECT_EQ(name_of(other), "rx#2");
  reader_.restart();
  EXPECT_EQ(name_of(other), "rx");
}

}  // namespace
}  // namespace tidemark::ingest
