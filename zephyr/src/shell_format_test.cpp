// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/shell_format.h"

#include <gtest/gtest.h>

#include <cstring>

#include "wire/report_line.hpp"

namespace tidemark {
namespace {

class ShellFormatTest : public testing::Test {
 protected:
  ShellFormatTest() { std::memset(cell_, '#', sizeof(cell_)); }
  ~ShellFormatTest() override { EXPECT_EQ(cell_[TIDEMARK_CELL_SIZE], '#') << "beyond the cell"; }

  char cell_[TIDEMARK_CELL_SIZE + 1];
};

/// The same value in a verdict line: the part behind `key=`.
std::string in_line(const char* key, std::uint64_t rate, std::uint32_t left) {
  wire::VerdictLine line{};
  line.name.push('x');
  line.verdict = wire::Verdict::kLeak;
  line.rate_millibytes_per_hour = known(rate);
  line.left_s = known(left);
  char text[wire::kLineCapacity];
  wire::write_report_line(line, Span<char>(text, sizeof(text)));
  const std::string whole(text);
  const std::size_t begin = whole.find(key) + std::strlen(key);
  return whole.substr(begin, whole.find_first_of(" \n", begin) - begin);
}

TEST_F(ShellFormatTest, WritesNumbers) {
  EXPECT_STREQ(tidemark_number_cell(true, 0, cell_), "0");
  EXPECT_STREQ(tidemark_number_cell(true, UINT32_MAX, cell_), "4294967295");
  EXPECT_STREQ(tidemark_number_cell(false, 7, cell_), "-");
}

TEST_F(ShellFormatTest, WritesPercentsOfWhatIsKnown) {
  EXPECT_STREQ(tidemark_percent_cell(true, 3520, 4000, cell_), "88");
  EXPECT_STREQ(tidemark_percent_cell(true, UINT32_MAX, UINT32_MAX, cell_), "100");
  EXPECT_STREQ(tidemark_percent_cell(true, UINT32_MAX - 1, UINT32_MAX, cell_), "99");
  EXPECT_STREQ(tidemark_percent_cell(true, 0, 0, cell_), "-");
  EXPECT_STREQ(tidemark_percent_cell(false, 1, 2, cell_), "-");
}

TEST_F(ShellFormatTest, WritesRatesAsReportLinesDo) {
  for (const std::uint64_t rate : {0ull, 1ull, 9999ull, 10000ull, 599999ull, 600000ull, 35999999ull,
                                   36000000ull, 432000000ull, ~0ull}) {
    EXPECT_EQ(tidemark_rate_cell(true, rate, cell_), in_line(" rate=", rate, 0));
  }
  EXPECT_STREQ(tidemark_rate_cell(true, 432000000, cell_), "120.0B/s");
  EXPECT_STREQ(tidemark_rate_cell(false, 432000000, cell_), "-");
}

TEST_F(ShellFormatTest, WritesDurationsAsReportLinesDo) {
  for (const std::uint32_t seconds :
       {0u, 59u, 60u, 3599u, 3600u, 86399u, 86400u, 1000000u, UINT32_MAX - 1, UINT32_MAX}) {
    EXPECT_EQ(tidemark_duration_cell(true, seconds, cell_), in_line(" left=", 0, seconds));
  }
  EXPECT_STREQ(tidemark_duration_cell(true, 3725, cell_), "1h02m");
  EXPECT_STREQ(tidemark_duration_cell(false, 1, cell_), "-");
}

TEST_F(ShellFormatTest, WritesAddressesWithoutLeadingZeros) {
  EXPECT_STREQ(tidemark_address_cell(0, cell_), "0x0");
  EXPECT_STREQ(tidemark_address_cell(0x20000a40, cell_), "0x20000a40");
  EXPECT_STREQ(tidemark_address_cell(UINTPTR_MAX, cell_),
               sizeof(std::uintptr_t) == 8 ? "0xffffffffffffffff" : "0xffffffff");
}

}  // namespace
}  // namespace tidemark
