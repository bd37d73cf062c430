// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/torn_frame.hpp"

#include <gtest/gtest.h>

#include "wire/frame.hpp"

namespace tidemark::ingest {
namespace {

/// A frame without its delimiters.
std::string body_of(std::string_view message) {
  std::uint8_t out[wire::kMaxFrameBytes];
  const std::size_t size = wire::write_frame(
      {reinterpret_cast<const std::uint8_t*>(message.data()), message.size()}, {out, sizeof(out)});
  return {reinterpret_cast<const char*>(out) + 1, size - 2};
}

constexpr std::string_view kText =
    "\x1b[1;31m[00:00:01.000] <err> app: too hot\x1b[0m\r\nand hotter\r\n";

TEST(TornFrame, IsFoundWhereverTheTextStands) {
  for (const std::string& message :
       {std::string("short"), std::string("printable, with\na line of its own"),
        std::string("\0\x80\n\0 x\n", 7), std::string(wire::kMaxMessageBytes, 'x')}) {
    const std::string body = body_of(message);
    for (std::size_t at = 0; at < body.size(); ++at) {
      const MendedFrame mended =
          mend_frame(body.substr(0, at) + std::string(kText) + body.substr(at));
      EXPECT_EQ(mended.message, message) << at;
      EXPECT_EQ(mended.text.size(), kText.size()) << "or one that reads the same";
    }
  }
}

TEST(TornFrame, WhatIsNoneStaysNone) {
  const std::string body = body_of("a message\nin two lines");
  EXPECT_EQ(mend_frame("").message, "");
  EXPECT_EQ(mend_frame("text\nmore text\n").message, "");
  EXPECT_EQ(mend_frame(body + "text\n").message, "") << "that zero may begin another frame";
  EXPECT_EQ(mend_frame(body.substr(0, 5) + "no line" + body.substr(5)).message, "");
  EXPECT_EQ(mend_frame(body.substr(0, 5) + "te\x80xt\n" + body.substr(5)).message, "");
  std::string changed = body.substr(0, 5) + "text\n" + body.substr(5);
  changed[1] = static_cast<char>(changed[1] ^ 1);
  EXPECT_EQ(mend_frame(changed).message, "");
  EXPECT_EQ(mend_frame(std::string(774, '\n')).message, "");
}

}  // namespace
}  // namespace tidemark::ingest
