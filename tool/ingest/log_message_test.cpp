// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/log_message.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tidemark::ingest {
namespace {

using Bytes = std::vector<std::uint8_t>;

std::optional<Bytes> in_line(const std::string& text) {
  return find_log_message("[00:00:01.000,000] \x1b[0m<inf> tidemark: tidemark: msg " + text);
}

TEST(LogMessage, WhereverItStands) {
  EXPECT_EQ(find_log_message("tidemark: msg oWFoAVLRpUc="), (Bytes{0xa1, 0x61, 0x68, 0x01}));
  EXPECT_EQ(in_line("oWFoAVLRpUc=\x1b[0m\r"), (Bytes{0xa1, 0x61, 0x68, 0x01}));
  EXPECT_EQ(in_line("oWFoyV10GA== more text"), (Bytes{0xa1, 0x61, 0x68}));
  EXPECT_EQ(in_line("AAD/EtlB"), (Bytes{0, 0}));
}

TEST(LogMessage, OtherLinesHaveNone) {
  EXPECT_EQ(find_log_message(""), std::nullopt);
  EXPECT_EQ(find_log_message("tidemark: heap up=1.000"), std::nullopt);
  EXPECT_EQ(find_log_message("tidemark: msg"), std::nullopt);
}

TEST(LogMessage, DamagedOnesAreEmpty) {
  for (const char* text :
       {"", "oWFoAQ==", "oWFo", "o", "====", "oWFoyV10GA=", "oWFoyV10GA===", "oWFoyV10GA"}) {
    EXPECT_EQ(in_line(text), Bytes{}) << text;
  }
  EXPECT_EQ(in_line(std::string(4000, 'A')), Bytes{}) << "longer than any message";
}

TEST(LogMessage, EachDigitIsChecked) {
  // The CRC-32 of "123456789" is 0xcbf43926.
  const std::string whole = "MTIzNDU2Nzg5Jjn0yw==";
  EXPECT_EQ(in_line(whole), (Bytes{'1', '2', '3', '4', '5', '6', '7', '8', '9'}));
  for (std::size_t i = 0; i + 2 < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(in_line(damaged), Bytes{}) << damaged;
  }
}

}  // namespace
}  // namespace tidemark::ingest
