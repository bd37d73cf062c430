// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/core_dump.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidemark::ingest {
namespace {

using testing::HasSubstr;
using namespace std::string_literals;

const std::string kHeader32 = "ZE\x01\0\x03\0\x05\0\x04\0\0\0"s;
// r0, r1, r2, r3, r12, lr, pc, xpsr, sp
const std::string kRegisters = "A\x02\0\x24\0"s + std::string(32, '\x11') + "\x40\x02\0\x20"s;
// 0x20000000, 8 bytes
const std::string kMemory = "M\x01\0\0\0\0\x20\x08\0\0\x20\x01\x02\x03\x04\x05\x06\x07\x08"s;

CoreDump dump_of(std::string_view input) {
  auto result = parse_core_dump(input, "a.log");
  const auto* problem = std::get_if<Problem>(&result);
  EXPECT_EQ(problem, nullptr) << to_line(*problem);
  return problem != nullptr ? CoreDump{} : std::move(std::get<CoreDump>(result));
}

std::string problem_of(std::string_view input) {
  const auto result = parse_core_dump(input, "a.log");
  const auto* problem = std::get_if<Problem>(&result);
  return problem != nullptr ? to_line(*problem) : "none";
}

/// As the logging backend writes it: 32 bytes a line, each write begins a new one.
std::string log_lines(const std::vector<std::string>& writes) {
  constexpr char kDigits[] = "0123456789abcdef";
  const std::string prefix = "[00:00:00.030,000] \x1b[1;31m<err> coredump: #CD:";
  std::string text = prefix + "BEGIN#\x1b[0m\r\n";
  for (const std::string& bytes : writes) {
    for (std::size_t at = 0; at < bytes.size(); at += 32) {
      text += prefix;
      for (const char c : bytes.substr(at, 32)) {
        text += kDigits[static_cast<unsigned char>(c) / 16];
        text += kDigits[static_cast<unsigned char>(c) % 16];
      }
      text += "\x1b[0m\r\n";
    }
  }
  return text + prefix + "END#\x1b[0m\r\n";
}

TEST(CoreDump, BinaryIsRead) {
  const CoreDump dump = dump_of(kHeader32 + kRegisters + kMemory);
  EXPECT_EQ(dump.target, CoreDump::Target::kCortexM);
  EXPECT_EQ(dump.pointer_bytes, 4u);
  EXPECT_EQ(dump.reason, 4u);
  EXPECT_EQ(dump.registers.size(), 36u);
  EXPECT_EQ(dump.stack_pointer(), 0x20000240u);
  ASSERT_EQ(dump.regions.size(), 1u);
  EXPECT_EQ(dump.word_at(0x20000004), 0x08070605u);
  EXPECT_EQ(dump.word_at(0x20000005), std::nullopt);
  EXPECT_EQ(dump.word_at(0x1ffffffc), std::nullopt);
  EXPECT_EQ(dump.number_at(0x20000007, 1), 8u);
}

TEST(CoreDump, LogIsReadBetweenOtherText) {
  std::string log = log_lines({kHeader32, kRegisters, kMemory});
  log.insert(log.find("#CD:4102") - 20, "a line of the application\n#CD\n");
  const CoreDump dump = dump_of("*** Booting Zephyr\n" + log + "more\n#CD:00\n");
  EXPECT_EQ(dump.word_at(0x20000000), 0x04030201u);
  EXPECT_EQ(dump.dumps, 1u);
}

TEST(CoreDump, LastOfSeveralIsTaken) {
  std::string other = kMemory;
  other.back() = '\x7f';
  const std::string cut = log_lines({kHeader32, kMemory}).substr(0, 200);
  const CoreDump dump =
      dump_of(log_lines({kHeader32, kMemory}) + log_lines({kHeader32, other}) + cut);
  EXPECT_EQ(dump.number_at(0x20000007, 1), 0x7fu);
  EXPECT_EQ(dump.dumps, 3u);
}

TEST(CoreDump, NewerFormIsRead) {
  const std::string header = "ZE\x02\0\x02\0\x06\0\0\0\0\0"s;
  const std::string threads = "T\x01\0\x04\0abcd"s;
  const std::string memory = "M\x01\0\0\x10\0\0\0\0\0\0\x08\x10\0\0\0\0\0\0\1\2\3\4\5\6\7\x08"s;
  const CoreDump dump = dump_of(header + threads + memory);
  EXPECT_EQ(dump.pointer_bytes, 8u);
  EXPECT_EQ(dump.word_at(0x1000), 0x0807060504030201u);
  EXPECT_EQ(dump.stack_pointer(), std::nullopt);
  EXPECT_TRUE(dump.registers.empty());
}

TEST(CoreDump, FlashPartitionIsRead) {
  const std::string image = "CD\x01\0\x40\0\0\0\0\0\0\0\0\0\0\0"s + std::string(16, '\0') +
                            kHeader32 + kMemory + std::string(100, '\xff');
  EXPECT_EQ(dump_of(image).regions.size(), 1u);
}

TEST(CoreDump, OverlapsCountOnce) {
  const std::string second = "M\x01\0\x04\0\0\x20\x0c\0\0\x20\x21\x22\x23\x24\x25\x26\x27\x28"s;
  const CoreDump dump = dump_of(kHeader32 + second + kMemory);
  ASSERT_EQ(dump.regions.size(), 2u);
  EXPECT_EQ(dump.word_at(0x20000004), 0x08070605u);
  EXPECT_EQ(dump.word_at(0x20000008), 0x28272625u);
  EXPECT_EQ(dump.regions[1].end(), 0x2000000cu);
}

TEST(CoreDump, WhatIsNotWholeIsRefused) {
  const std::string whole = kHeader32 + kRegisters + kMemory;
  EXPECT_THAT(problem_of(whole.substr(0, whole.size() - 3)),
              HasSubstr("3 bytes of it are missing"));
  EXPECT_THAT(problem_of(whole.substr(0, 14)), HasSubstr("in the middle of a header"));
  EXPECT_THAT(problem_of(kHeader32 + "Q\x01\0"s), HasSubstr("of no known kind"));
  EXPECT_THAT(problem_of(kHeader32 + "M\x01\0\x08\0\0\x20\x08\0\0\x20"s), HasSubstr("no sense"));
  EXPECT_THAT(problem_of("hello\n"), HasSubstr("a.log: it holds no core dump; give "));
  EXPECT_THAT(problem_of(""), HasSubstr("it holds no core dump"));
  const std::string log = log_lines({kHeader32, kRegisters, kMemory});
  EXPECT_THAT(problem_of(log.substr(0, log.size() - 60)), HasSubstr("breaks off before its end"));
  std::string torn = log;
  torn.insert(torn.find("#CD:4d01") + 9, "hello");
  EXPECT_THAT(problem_of(torn), HasSubstr("line 5 of it is damaged"));
  std::string lost = log;
  const std::size_t line = lost.find("[00:00:00.030,000] \x1b[1;31m<err> coredump: #CD:4102");
  lost.erase(line, lost.find('\n', line) + 1 - line);
  EXPECT_THAT(problem_of(lost), HasSubstr("cannot be used"));
  std::string failed = log;
  failed.insert(failed.find("#CD:4102"), "#CD:ERROR CANNOT DUMP#\n");
  EXPECT_THAT(problem_of(failed), HasSubstr("could not write all of it"));
}

}  // namespace
}  // namespace tidemark::ingest
