// SPDX-License-Identifier: Apache-2.0
#include "wire/report_line.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "wire/test_line_text.hpp"

namespace tidemark::wire {
namespace {

const std::string kHeap =
    "tidemark: heap up=10.000 name=h used=12 free=28 capacity=40 allocated=10 peak=13 level=ok "
    "verdict=none";

HeapLine heap_line() {
  return HeapLine{
      10000, name("h"), 12, 28, 40, 10, 13, Level::kOk, Verdict::kNone, {}, {}, {}, {},
  };
}

ParseOutcome outcome(const std::string& text) {
  ReportLine line{};
  return parsed(text, &line);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Parser, TakesALineWithAnyEnd) {
  for (const std::string end : {"", "\n", "\r\n", "\r"}) {
    ReportLine line{};
    ASSERT_EQ(parsed(kHeap + end, &line), ParseOutcome::kMessage);
    EXPECT_TRUE(same_message(line, message(heap_line())));
  }
}

TEST(Parser, SkipsWhatStandsBeforeAndEscapes) {
  EXPECT_EQ(outcome("[00:00:10.000,000] <inf> " + kHeap), ParseOutcome::kMessage);
  EXPECT_EQ(outcome("\x1b[0m\x1b[1;32muart:~$ \x1b[m" + kHeap + "\x1b[0m\n"),
            ParseOutcome::kMessage);
  EXPECT_EQ(outcome(replaced(kHeap, "used", "us\x1b[1med")), ParseOutcome::kMessage);
  EXPECT_EQ(outcome(replaced(kHeap, "tide", "ti\x1b[31mde")), ParseOutcome::kMessage);
  // A log module named as the marker, and a line that a crash cut off before the next one.
  EXPECT_EQ(outcome("<inf> tidemark: " + kHeap), ParseOutcome::kMessage);
  EXPECT_EQ(outcome(kHeap.substr(0, 40) + kHeap), ParseOutcome::kMessage);
}

TEST(Parser, SkipsUnknownKeysAndKinds) {
  EXPECT_EQ(outcome(kHeap + " colour=blue other=\"a b\" other=2"), ParseOutcome::kMessage);
  EXPECT_EQ(outcome("tidemark: net_buf up=1.000 name=rx"), ParseOutcome::kUnknown);
}

TEST(Parser, LeavesOtherTextAlone) {
  for (const std::string text :
       {"", "\n", "Heap | Free: 4000 bytes, Allocated: 0 bytes", "tidemark",
        "tidemark: ", "tidemark:heap up=1.000", "tidemark: /dev/ttyX: no such file; give a device",
        "tidemark: cannot open x: no such file; name another", "tidemark: Heap up=1.000",
        "tidemark: other"}) {
    EXPECT_EQ(outcome(text), ParseOutcome::kNotOurs) << text;
  }
}

TEST(Parser, RejectsALineThatLacksOrRepeatsARequiredKey) {
  EXPECT_EQ(outcome("tidemark: heap"), ParseOutcome::kMalformed);
  for (const std::string part : {" up=10.000", " name=h", " used=12", " free=28", " capacity=40",
                                 " allocated=10", " peak=13", " level=ok", " verdict=none"}) {
    EXPECT_EQ(outcome(replaced(kHeap, part, "")), ParseOutcome::kMalformed) << part;
    EXPECT_EQ(outcome(kHeap + part), ParseOutcome::kMalformed) << part;
  }
  EXPECT_EQ(outcome(kHeap + " left=1s left=1s"), ParseOutcome::kMalformed);
}

TEST(Parser, RejectsWhatBreaksTheGrammar) {
  for (const std::string& bad :
       {kHeap + " ", kHeap + " x", kHeap + " x=", kHeap + "  x=1", kHeap + " x=\"", kHeap + " =1",
        kHeap + " x=a\"b", kHeap + " x=\"a\"b", kHeap + " x=a\tb", kHeap + " x=\x1b[",
        replaced(kHeap, "name=h", "name=\"\""), replaced(kHeap, "name=h", "name=\"\\y\""),
        replaced(kHeap, "name=h", "name=\"\\x1\""), replaced(kHeap, "name=h", "name=\"\\x1G\""),
        replaced(kHeap, "name=h", "name=" + std::string(49, 'n')),
        replaced(kHeap, "used=12", "used=\"12\"")}) {
    EXPECT_EQ(outcome(bad), ParseOutcome::kMalformed) << bad;
  }
}

TEST(Parser, RejectsValuesOutOfRange) {
  const std::vector<std::pair<std::string, std::string>> edits = {
      {"used=12", "used=-12"},
      {"used=12", "used=12x"},
      {"peak=13", "peak=4294967296"},
      {"peak=13", "peak=99999999999999999999999"},
      {"peak=13", "peak=0x13"},
      {"up=10.000", "up=10"},
      {"up=10.000", "up=10.00"},
      {"up=10.000", "up=10.0000"},
      {"up=10.000", "up=.000"},
      {"up=10.000", "up=18446744073709551.616"},
      {"level=ok", "level=OK"},
      {"verdict=none", "verdict=perhaps"},
      {"used=12", "used=13"},  // the sum is wrong then
      {"free=28", "free=41"},
      {"free=28", "free=4294967284"},  // the sum only fits when it wraps
  };
  for (const auto& [from, to] : edits) {
    EXPECT_EQ(outcome(replaced(kHeap, from, to)), ParseOutcome::kMalformed) << to;
  }
  for (const std::string bad : {"rate=1B/s", "rate=1.0", "rate=1.0B/week", "rate=.0B/s",
                                "rate=1.00B/s", "rate=5124095576030.5B/s", "rate=-1.0B/s"}) {
    EXPECT_EQ(outcome(kHeap + " " + bad), ParseOutcome::kMalformed) << bad;
  }
  for (const std::string bad :
       {"left=", "left=5", "left=s", "left=5s5s", "left=5m5m", "left=5m60s", "left=1h5s",
        "left=1d24h", "left=1d5m", "left=1h60m", "left=1h5m5s", "left=4294967295s", "left=>136",
        "left=49711d0h", "left=99999999999999999999s"}) {
    EXPECT_EQ(outcome(kHeap + " " + bad), ParseOutcome::kMalformed) << bad;
  }
  EXPECT_EQ(outcome("tidemark: thread_stack up=1.000 name=t peak=1 free=1 size=2 level=ok "
                    "priority=128"),
            ParseOutcome::kMalformed);
  EXPECT_EQ(outcome("tidemark: thread_stack up=1.000 name=t peak=1 free=1 size=2 level=ok "
                    "priority=-129"),
            ParseOutcome::kMalformed);
  EXPECT_EQ(outcome("tidemark: hello up=1.000 format=1 period_ms=0 block_ms=1 report_s=0"),
            ParseOutcome::kMalformed);
  const std::string hello = "tidemark: hello up=1.000 format=1 period_ms=1 block_ms=1 report_s=0";
  for (const std::string& bad : {std::string("abc"), std::string("aB"), std::string("0x12"),
                                 std::string("\"\\xab\""), std::string(42, 'a')}) {
    EXPECT_EQ(outcome(hello + " build_id=" + bad), ParseOutcome::kMalformed) << bad;
  }
  EXPECT_EQ(outcome("tidemark: owner up=1.000 live_bytes=1 live_blocks=1 state=asleep"),
            ParseOutcome::kMalformed);
}

TEST(Parser, ReadsDurationsAndRates) {
  const std::vector<std::pair<std::string, std::uint32_t>> durations = {
      {"0s", 0},
      {"59s", 59},
      {"100s", 100},
      {"12m", 720},
      {"12m05s", 725},
      {"12m5s", 725},
      {"90m", 5400},
      {"5h02m", 18120},
      {"11d9h", 982800},
      {">136y", kForeverSeconds},
      {"4294967294s", 4294967294u}};
  for (const auto& [text, seconds] : durations) {
    ReportLine line{};
    ASSERT_EQ(parsed(kHeap + " left=" + text, &line), ParseOutcome::kMessage) << text;
    EXPECT_EQ(line.heap.left_s, known(seconds)) << text;
  }
  const std::vector<std::pair<std::string, std::uint64_t>> rates = {
      {"120.0B/s", 432000000}, {"0.1B/s", 360000}, {"1.0B/min", 60000}, {"1.0B/h", 1000},
      {"24.0B/day", 1000},     {"0.1B/day", 5},    {"0.0B/day", 0}};
  for (const auto& [text, rate] : rates) {
    ReportLine line{};
    ASSERT_EQ(parsed(kHeap + " rate=" + text, &line), ParseOutcome::kMessage) << text;
    EXPECT_EQ(line.heap.rate_millibytes_per_hour, known(rate)) << text;
  }
}

TEST(Parser, TakesTheLongestLineAndNoLonger) {
  const std::string text = kHeap + " x=";
  const std::string full = text + std::string(kMaxLineBytes - 1 - text.size(), 'x');
  EXPECT_EQ(outcome(full + "\n"), ParseOutcome::kMessage);
  EXPECT_EQ(outcome(std::string(10000, ' ') + full), ParseOutcome::kMessage);
  EXPECT_EQ(outcome(full + "x\n"), ParseOutcome::kMalformed);
  EXPECT_EQ(outcome(full + std::string(100000, 'x')), ParseOutcome::kMalformed);
}

TEST(Parser, LeavesTheMessageAloneUnlessItReadsOne) {
  ReportLine line = message(heap_line());
  EXPECT_EQ(parsed(kHeap + " left=", &line), ParseOutcome::kMalformed);
  EXPECT_TRUE(same_message(line, message(heap_line())));
}

TEST(Writer, RefusesASmallBufferAndANamelessResource) {
  char buffer[kLineCapacity];
  buffer[0] = 'x';
  EXPECT_EQ(write_report_line(heap_line(), Span<char>(buffer, kLineCapacity - 1)), 0u);
  EXPECT_EQ(buffer[0], '\0');
  EXPECT_EQ(write_report_line(heap_line(), Span<char>()), 0u);
  HeapLine nameless = heap_line();
  nameless.name = {};
  EXPECT_EQ(write_report_line(nameless, Span<char>(buffer, kLineCapacity)), 0u);
  EXPECT_EQ(write_report_line(heap_line(), Span<char>(buffer, kLineCapacity)), kHeap.size() + 1);
  EXPECT_EQ(std::string(buffer), kHeap + "\n");
}

TEST(Writer, DropsOptionalFieldsBeforeItCutsAName) {
  HeapLine line{~0ull,
                name(std::string(35, 'n')),
                ~0u,
                0,
                ~0u,
                ~0u,
                ~0u,
                Level::kOk,
                Verdict::kLeak,
                known<std::uint64_t>(432000000),
                known(5u),
                known(0u),
                {}};
  ReportLine read{};
  ASSERT_EQ(parsed(written_line(line), &read), ParseOutcome::kMessage);
  EXPECT_EQ(read.heap.name, line.name);
  EXPECT_FALSE(read.heap.rate_millibytes_per_hour.present);
  EXPECT_FALSE(read.heap.largest_min.present);
  EXPECT_FALSE(read.heap.left_s.present);  // it would have fitted, but stands behind a dropped one
}

TEST(Writer, CutsOnlyTheNameWhenALineIsTooLong) {
  const HeapLine line{~0ull,
                      name(std::string(48, '\x01')),
                      ~0u,
                      0,
                      ~0u,
                      ~0u,
                      ~0u,
                      Level::kWarn,
                      Verdict::kWatch,
                      {},
                      {},
                      {},
                      {}};
  const std::string text = written_line(line);
  EXPECT_LE(text.size(), kMaxLineBytes);
  ReportLine read{};
  ASSERT_EQ(parsed(text, &read), ParseOutcome::kMessage);
  EXPECT_EQ(read.heap.capacity, ~0u);
  EXPECT_GE(read.heap.name.size, 1u);
  EXPECT_LT(read.heap.name.size, 48u);
}

TEST(Parser, ReadsTheLevelOfEarlierDevices) {
  ReportLine read{};
  ASSERT_EQ(
      parsed("tidemark: level up=1.000 kind=heap name=h level=exhaustion used=9 capacity=9", &read),
      ParseOutcome::kMessage);
  EXPECT_EQ(read.level.level, Level::kWarn);
  EXPECT_EQ(written_line(read.level),
            "tidemark: level up=1.000 kind=heap name=h level=warn used=9 capacity=9\n");
}

TEST(Parser, AddressesAreHexadecimal) {
  const std::string_view begin = "tidemark: guard up=1.000 fault=overrun damaged=1 block=";
  ReportLine read{};
  ASSERT_EQ(parsed(std::string(begin) + "0xfedcba9876543210", &read), ParseOutcome::kMessage);
  EXPECT_EQ(read.guard.block, 0xfedc'ba98'7654'3210u);
  for (const char* wrong : {"0x", "0x1ffffffffffffffff", "10", "0X10", "0x1F", "x10", "\"0x10\""}) {
    EXPECT_EQ(parsed(std::string(begin) + wrong, &read), ParseOutcome::kMalformed) << wrong;
  }
}

TEST(Parser, ProfileAddsUp) {
  ReportLine read{};
  const std::string rest = " sites=1 samples=9 thinned=0 displaced=0 merged=0";
  EXPECT_EQ(parsed("tidemark: profile up=1.000 interval=1 blocks=2 slots=2" + rest, &read),
            ParseOutcome::kMessage);
  EXPECT_EQ(parsed("tidemark: profile up=1.000 interval=1 blocks=3 slots=2" + rest, &read),
            ParseOutcome::kMalformed);
  EXPECT_EQ(parsed("tidemark: profile up=1.000 interval=0 blocks=2 slots=2" + rest, &read),
            ParseOutcome::kMalformed);
}

TEST(Parser, TheValueOfAnEventIsOfItsKind) {
  const std::string begin = "tidemark: restart_event up=1.000 before=5s ";
  ReportLine read{};
  ASSERT_EQ(parsed(begin + "value=stuck name=logs event=reclaim", &read), ParseOutcome::kMessage);
  EXPECT_EQ(read.restart_event.value, static_cast<std::uint8_t>(ReclaimOutcome::kStuck));
  for (const char* wrong :
       {"event=level value=stuck", "event=verdict value=failed", "event=guard value=ok",
        "event=reclaim value=\"stuck\"", "event=other value=ok",
        "event=reclaim value=", "event=reclaim", "value=stuck"}) {
    EXPECT_EQ(outcome(begin + wrong), ParseOutcome::kMalformed) << wrong;
  }
}

TEST(Parser, RecoveryLinesHaveTheirRanges) {
  const std::string reclaim =
      "tidemark: reclaim up=1.000 name=n cause=warn outcome=gave said=1 measured=-1 took_ms=0 "
      "calls=1";
  EXPECT_EQ(outcome(reclaim), ParseOutcome::kMessage);
  for (const char* wrong : {"=--1", "=-", "=", "=-2147483649", "=2147483648", "=+1"}) {
    EXPECT_EQ(outcome(replaced(reclaim, "=-1", wrong)), ParseOutcome::kMalformed) << wrong;
  }
  EXPECT_EQ(outcome(replaced(reclaim, "=gave", "=gives")), ParseOutcome::kMalformed);
  const std::string restart =
      "tidemark: restart up=1.000 reason=panic lived=5.000 restarts=1 recent=1 safe_mode=no";
  EXPECT_EQ(outcome(restart), ParseOutcome::kMessage);
  EXPECT_EQ(outcome(restart + " build_id=c0de"), ParseOutcome::kMessage);
  for (const char* wrong : {" build_id=c0d", " build_id=C0DE", " build_id=0x00", " size=-1"}) {
    EXPECT_EQ(outcome(restart + wrong), ParseOutcome::kMalformed) << wrong;
  }
  EXPECT_EQ(outcome(replaced(restart, "=no", "=1")), ParseOutcome::kMalformed);
  EXPECT_EQ(
      outcome("tidemark: restart_level up=1.000 kind=heap name=h level=ok verdict=none used=2 "
              "capacity=1"),
      ParseOutcome::kMalformed);
}

/// Messages whose values are drawn from the whole range of each, small and extreme ones often.
class Draw {
 public:
  std::uint64_t u64() { return random_() >> (random_() % 64); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(u64()); }
  template <typename T>
  Optional<T> maybe(T value) {
    return random_() % 2 != 0 ? known(value) : Optional<T>{};
  }
  Name any_name(std::size_t longest) {
    std::string text(1 + random_() % longest, ' ');
    const bool plain = random_() % 2 != 0;
    for (char& c : text) {
      const auto drawn = random_();
      c = static_cast<char>(plain ? 'a' + drawn % 26 : drawn % 256);
    }
    return name(text);
  }

  Name any_build_id() {
    Name text{};
    for (std::size_t digits = random_() % (kMaxBuildIdBytes + 1) * 2; digits > 0; --digits) {
      text.push("0123456789abcdef"[random_() % 16]);
    }
    return text;
  }

  ResourceKind any_of(std::initializer_list<ResourceKind> kinds) {
    return kinds.begin()[random_() % kinds.size()];
  }

  template <typename Enum>
  Enum any(std::uint64_t count) {
    return static_cast<Enum>(random_() % count);
  }

  ReportLine message_of_any_kind() {
    const auto up = u64();
    const auto part = u32() / 2;
    const auto rest = u32() / 2;
    const auto level = static_cast<Level>(random_() % 3);
    const auto verdict = static_cast<Verdict>(random_() % 3);
    const auto kind = static_cast<ResourceKind>(random_() % 6);
    switch (random_() % 19) {
      case 0:
        return message(HelloLine{up, u32(), u32() | 1, u32() | 1, u32(), any_name(20), any_name(20),
                                 any_build_id()});
      case 1:
        return message(HeapLine{up, any_name(48), part, rest, part + rest, u32(), u32(), level,
                                verdict, maybe(u64()), maybe(u32()), maybe(u32()), maybe(u32())});
      case 2:
        return message(StackLine{up, any_of({ResourceKind::kThreadStack, ResourceKind::kIsrStack}),
                                 any_name(48), part, rest, part + rest,
                                 maybe(static_cast<std::int8_t>(u32())), level});
      case 3:
        return message(BlockPoolLine{
            up,
            any_of({ResourceKind::kMemSlab, ResourceKind::kMemBlocks, ResourceKind::kNetBufPool}),
            any_name(48), part, rest, part + rest, u32(), maybe(u32()), level, verdict,
            maybe(u32())});
      case 4:
        return message(VerdictLine{up, kind, any_name(48), verdict, maybe(u64()), maybe(u64()),
                                   maybe(u64()), maybe(u32()), maybe(u32())});
      case 5:
        return message(LevelLine{up, kind, any_name(48), level, part, part + rest,
                                 maybe(static_cast<LevelCause>(random_() % 4))});
      case 6:
        return message(CoverageLine{up, u32(), u32(), u32(), u32(), u32(), u32(),
                                    blind("runtime_heaps"), maybe(u32()), maybe(u32()),
                                    maybe(u32()), maybe(u32())});
      case 7:
        return message(ProfileLine{up, 0, u32() | 1, part, part + rest, u32(), 0, 0, 0, u32(),
                                   u32(), u32(), u32(), 0, maybe(u32()), maybe(u64())});
      case 8:
        return message(SiteSummaryLine{up,
                                       u64(),
                                       any_name(48),
                                       u32(),
                                       u32(),
                                       u64(),
                                       u64(),
                                       maybe(u32()),
                                       maybe(u32()),
                                       {u64(), u64(), u64()}});
      case 9:
        return message(SuspectLine{up, kind, any_name(48), u32() | 1, u64(), u32(), u32(), u32(),
                                   any_name(48)});
      case 10:
        return message(GuardLine{up, static_cast<GuardFault>(random_() % 5), u64(), maybe(u32()),
                                 any_name(48), u64(), u64(), any_name(48), maybe(u32()), u32()});
      case 11:
        return message(ReclaimLine{up, any_name(48), any<ReclaimCause>(4), any<ReclaimOutcome>(5),
                                   u32(), static_cast<std::int32_t>(u32()), u32(), u32(),
                                   maybe(u32())});
      case 12:
        return message(AllocationFailureLine{up, any<AllocationRung>(5), u32(), u32(), u32(), u32(),
                                             any_name(48), any_name(48), u64(), maybe(u32()),
                                             maybe(u32()), maybe(u32())});
      case 13:
        return message(RestartLine{up, any<RestartReason>(10), u64(), u32(), u32(),
                                   random_() % 2 != 0, any_name(48), any_name(48), u64(),
                                   maybe(u32()), maybe(u32()), any_build_id()});
      case 14:
        return message(RestartLevelLine{up, kind, any_name(48), level, verdict, part, part + rest});
      case 15:
        return message(RestartSiteLine{up, u64(), u32(), u32()});
      case 16:
        return message(RestartEventLine{up, u32(), any<RestartEventKind>(5),
                                        static_cast<std::uint8_t>(random_() % 2), any_name(16)});
      case 17: {
        const auto state = static_cast<OwnerState>(random_() % 3);
        return message(OwnerSummaryLine{up, maybe(state), any_name(48), u64(), u32(), u32()});
      }
      default:
        return message(SelfLine{up, u32(), u32(), maybe(u32()), maybe(u32()), maybe(u32()),
                                maybe(u32()), maybe(u32())});
    }
  }

 private:
  std::mt19937_64 random_{20261122};
};

// Rates and durations are cut to what people read, so the property is that of the text: what is
// written reads as a message that is written the same.
TEST(RoundTrip, TextOfAnyMessageReadsAndIsWrittenTheSame) {
  Draw draw;
  for (int i = 0; i < 50000; ++i) {
    const ReportLine original = draw.message_of_any_kind();
    const std::string text = written(original);
    ASSERT_FALSE(text.empty());
    ASSERT_LE(text.size(), kMaxLineBytes);
    ReportLine read{};
    ASSERT_EQ(parsed(text, &read), ParseOutcome::kMessage) << text;
    ASSERT_EQ(read.kind, original.kind);
    ASSERT_EQ(written(read), text);
  }
}

}  // namespace
}  // namespace tidemark::wire
