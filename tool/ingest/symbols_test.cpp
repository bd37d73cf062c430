// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/symbols.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

// libdw itself loses a little memory over damaged debug information (seen in 0.188). LeakSanitizer
// asks this function; without it nobody does.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libdw.so";
}

namespace tidemark::ingest {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string fixture(const std::string& name) {
  return std::string(SYMBOLS_FIXTURE_FOLDER "/") + name;
}

std::unique_ptr<Symbols> open_or_die(const std::string& file) {
  auto opened = Symbols::open(file);
  if (auto* problem = std::get_if<Problem>(&opened)) {
    ADD_FAILURE() << to_line(*problem);
    return nullptr;
  }
  return std::move(std::get<std::unique_ptr<Symbols>>(opened));
}

std::string why_refused(const std::string& file) {
  auto opened = Symbols::open(file);
  const auto* problem = std::get_if<Problem>(&opened);
  return problem != nullptr ? problem->why : "it was opened";
}

/// What the fixture's program says of itself.
struct Truth {
  unsigned long return_address = 0;
  unsigned line = 0;
  unsigned long object = 0;
};

Truth truth() {
  Truth found;
  FILE* out = popen(fixture("placed.elf").c_str(), "r");
  if (out == nullptr || std::fscanf(out, "return %lx %u\nobject %lx", &found.return_address,
                                    &found.line, &found.object) != 3) {
    ADD_FAILURE() << "the fixture does not run";
  }
  pclose(out);
  return found;
}

class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& bytes)
      : path_(::testing::TempDir() + "tidemark_elf_" + std::to_string(getpid())) {
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Symbols, NamesTheCallAndWhatItStandsIn) {
  const auto symbols = open_or_die(fixture("placed.elf"));
  const Truth expected = truth();
  const auto frames = symbols->call_before(expected.return_address);
  ASSERT_THAT(frames, SizeIs(2));
  EXPECT_EQ(frames[0].function, "store::Cache::put");
  EXPECT_THAT(frames[0].file, EndsWith("symbols_fixture/program.cpp"));
  EXPECT_EQ(frames[0].line, expected.line);
  EXPECT_TRUE(frames[0].inlined);
  EXPECT_EQ(frames[1].function, "main");
  EXPECT_GT(frames[1].line, expected.line);
  EXPECT_FALSE(frames[1].inlined);
  EXPECT_EQ(symbols->object_at(expected.object), "the_object");
  EXPECT_EQ(symbols->object_at(expected.object + 4), "");
  EXPECT_EQ(symbols->detail(), Symbols::Detail::kLines);
  EXPECT_TRUE(symbols->is_placed());
  EXPECT_THAT(symbols->build_id(), SizeIs(20));
}

TEST(Symbols, WithoutDebugInformationNamesTheFunction) {
  const auto symbols = open_or_die(fixture("no_dwarf.elf"));
  const auto frames = symbols->call_before(truth().return_address);
  ASSERT_THAT(frames, SizeIs(1));
  EXPECT_EQ(frames[0], (SourceFrame{"main", "", 0, false}));
  EXPECT_EQ(symbols->detail(), Symbols::Detail::kFunctions);
}

TEST(Symbols, StrippedKnowsOnlyWhatIsCode) {
  const auto symbols = open_or_die(fixture("stripped.elf"));
  const Truth expected = truth();
  EXPECT_THAT(symbols->call_before(expected.return_address), SizeIs(0));
  EXPECT_TRUE(symbols->has_code(expected.return_address));
  EXPECT_EQ(symbols->detail(), Symbols::Detail::kAddresses);
  EXPECT_TRUE(same_build(symbols->build_id(), open_or_die(fixture("placed.elf"))->build_id()));
}

TEST(Symbols, AddressesOutsideOfTheImageAreNotItsCode) {
  const auto symbols = open_or_die(fixture("placed.elf"));
  for (const std::uint64_t address : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0},
                                      std::uint64_t{0x20001234}, std::uint64_t{truth().object}}) {
    EXPECT_FALSE(symbols->has_code(address)) << address;
    EXPECT_THAT(symbols->call_before(address), SizeIs(0)) << address;
  }
}

TEST(Symbols, TellsThatItIsPositionIndependent) {
  EXPECT_FALSE(open_or_die(fixture("pie.elf"))->is_placed());
}

#ifdef HAS_THUMB_FIXTURE
TEST(Symbols, OnArmBitZeroIsNoPartOfTheAddress) {
  const auto symbols = open_or_die(fixture("thumb.elf"));
  // first() ends in `bl other; adds; pop`: the address behind the call is found among all of them.
  std::string seen;
  for (std::uint64_t address = 0x1001; address < 0x1040; address += 2) {
    const auto frames = symbols->call_before(address);
    ASSERT_EQ(frames, symbols->call_before(address - 1)) << address;
    if (!frames.empty() && !seen.ends_with(frames[0].function + " ")) {
      seen += frames[0].function + " ";
      EXPECT_THAT(frames[0].file, EndsWith("thumb.c"));
    }
  }
  EXPECT_THAT(seen, HasSubstr("first "));
  EXPECT_THAT(seen, HasSubstr("second "));
}

// Zephyr's linker scripts put the note among the constants, where no section says that it is one.
TEST(Symbols, FindsTheBuildIdThatTheDeviceSends) {
  EXPECT_EQ(open_or_die(fixture("thumb.elf"))->build_id(), "abcd");
}
#endif

TEST(Symbols, RefusesWhatIsNoProgram) {
  EXPECT_EQ(why_refused(fixture("object.elf")), "is an object file that is not linked");
  EXPECT_EQ(why_refused(fixture("")), "is no file");
  EXPECT_THAT(why_refused(fixture("none.elf")), HasSubstr("o such file"));
  const TemporaryFile empty("");
  EXPECT_EQ(why_refused(empty.path()), "is no ELF file, or cut off");
  const TemporaryFile text("tidemark 1 up=1000 heap\n");
  EXPECT_EQ(why_refused(text.path()), "is no ELF file, or cut off");
  const TemporaryFile cut(bytes_of(fixture("placed.elf")).substr(0, 40));
  EXPECT_EQ(why_refused(cut.path()), "is no ELF file, or cut off");
}

TEST(Symbols, ComparesBuilds) {
  EXPECT_EQ(same_build("abcdef", "abcdef"), true);
  EXPECT_EQ(same_build("abcdef", "abc"), true);
  EXPECT_EQ(same_build("abcdef", "abd"), false);
  EXPECT_EQ(same_build("", "abc"), std::nullopt);
  EXPECT_EQ(same_build("abc", ""), std::nullopt);
  EXPECT_EQ(short_build("\x01\xfe"), "01fe");
}

/// Damaged files, the same at every run: whatever is found in them, nothing crashes.
TEST(Symbols, SurvivesDamagedFiles) {
  const std::string whole = bytes_of(fixture("placed.elf"));
  const Truth expected = truth();
  std::mt19937 random(5);
  int opened = 0;
  std::size_t found = 0;
  constexpr int kRuns = 600;
  for (int run = 0; run < kRuns; ++run) {
    std::string bytes = whole;
    for (unsigned change = 0; change <= random() % 64; ++change) {
      // Half of the changes in the headers of the file and its sections.
      const std::size_t at = random() % 4 == 0   ? random() % 64
                             : random() % 3 == 0 ? bytes.size() - 1 - random() % 2500
                                                 : random() % bytes.size();
      bytes[at] = static_cast<char>(random() % 2 == 0 ? random() : 0xff);
    }
    if (random() % 8 == 0) {
      bytes.resize(random() % bytes.size());
    }
    bytes.replace(0, 4, whole.substr(0, 4));
    const TemporaryFile file(bytes);
    const auto symbols = Symbols::open(file.path());
    if (const auto* good = std::get_if<std::unique_ptr<Symbols>>(&symbols)) {
      ++opened;
      found += (*good)->object_at(expected.object).size();
      for (std::uint64_t step = 0; step < 64; ++step) {
        found += (*good)->call_before(expected.return_address - 128 + 4 * step).size();
      }
    }
  }
  EXPECT_GT(opened, kRuns / 20);
  EXPECT_GT(found, 0u);
}

}  // namespace
}  // namespace tidemark::ingest
