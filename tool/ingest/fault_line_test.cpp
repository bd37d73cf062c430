// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/fault_line.hpp"

#include <gtest/gtest.h>

namespace tidemark::ingest {
namespace {

template <typename Line>
Line get(std::string_view text) {
  const FaultLine found = find_fault(text);
  const Line* line = std::get_if<Line>(&found);
  return line == nullptr ? Line{} : *line;
}

TEST(FaultLine, FatalError) {
  EXPECT_EQ(get<FatalErrorLine>(">>> ZEPHYR FATAL ERROR 2: Stack overflow on CPU 0"),
            (FatalErrorLine{2, "Stack overflow"}));
  EXPECT_EQ(get<FatalErrorLine>("[00:00:33.010,000] <err> os: >>> ZEPHYR FATAL ERROR 4: Kernel "
                                "panic on CPU 0"),
            (FatalErrorLine{4, "Kernel panic"}));
}

TEST(FaultLine, CurrentThread) {
  EXPECT_EQ(get<CurrentThreadLine>("<err> os: Current thread: 0x20000140 (main)").name, "main");
  EXPECT_EQ(get<CurrentThreadLine>("Current thread: 0x20000140 (rx (2))").name, "rx (2)");
}

TEST(FaultLine, Sanitizers) {
  const auto address =
      get<SanitizerLine>("==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1");
  EXPECT_EQ(address.tool, "AddressSanitizer");
  EXPECT_EQ(address.text, "heap-use-after-free on address 0x1");
  const auto undefined = get<SanitizerLine>("main.c:7:3: runtime error: shift exponent 32");
  EXPECT_EQ(undefined.tool, "UndefinedBehaviorSanitizer");
  EXPECT_EQ(undefined.text, "shift exponent 32");
  const auto lost = get<SanitizerLine>(
      "x tidemark-hosted: leak: 72 bytes of heap _system_heap, allocated with k_malloc in lose");
  EXPECT_EQ(lost.tool, "leak check");
  EXPECT_EQ(lost.text, "72 bytes of heap _system_heap, allocated with k_malloc in lose");
}

TEST(FaultLine, Dropped) {
  EXPECT_EQ(get<DroppedLine>("--- 12 messages dropped ---").messages, 12u);
}

TEST(FaultLine, OrdinaryText) {
  for (const char* text :
       {"", ">>> ZEPHYR FATAL ERROR", ">>> ZEPHYR FATAL ERROR x: y", ">>> ZEPHYR FATAL ERROR 2",
        "Current thread: main", "Current thread: 0x1", "==ERROR: nothing", "==ERROR: Foo: bar",
        "--- x messages dropped ---", "--- 99999999999999999999999 messages dropped ---",
        "--- 3 messages kept ---"}) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(find_fault(text))) << text;
  }
}

TEST(FaultLine, WhatIsCopiedIsHarmlessAndShort) {
  const auto line = get<FatalErrorLine>(">>> ZEPHYR FATAL ERROR 3: \x01" + std::string(999, 'x'));
  EXPECT_EQ(line.text, "?" + std::string(199, 'x'));
}

}  // namespace
}  // namespace tidemark::ingest
