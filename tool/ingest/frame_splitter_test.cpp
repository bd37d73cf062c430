// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/frame_splitter.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "wire/frame.hpp"

namespace tidemark::ingest {
namespace {

using namespace std::string_literals;

std::string frame_of(std::string_view message) {
  std::uint8_t out[wire::kMaxFrameBytes];
  const std::size_t size = wire::write_frame(
      {reinterpret_cast<const std::uint8_t*>(message.data()), message.size()}, {out, sizeof(out)});
  return {reinterpret_cast<const char*>(out), size};
}

struct Output {
  std::string text;
  std::vector<std::string> messages;
  std::uint64_t damaged = 0;
};

Output split(std::string_view input, std::size_t piece = 1u << 20) {
  Output out;
  FrameSplitter splitter([&](std::string_view text) { out.text += text; },
                         [&](Span<const std::uint8_t> message) {
                           out.messages.emplace_back(message.begin(), message.end());
                         });
  for (std::size_t at = 0; at < input.size(); at += piece) {
    splitter.feed(input.substr(at, piece));
  }
  splitter.finish();
  out.damaged = splitter.damaged();
  return out;
}

TEST(FrameSplitter, SeparatesFramesFromText) {
  const std::string input = "one\n" + frame_of("a\0b"s) + "two\n" + frame_of("c") + frame_of("d");
  for (std::size_t piece : {1u, 2u, 3u, 7u, 1000u}) {
    const Output out = split(input, piece);
    EXPECT_EQ(out.text, "one\ntwo\n");
    EXPECT_EQ(out.messages, (std::vector<std::string>{"a\0b"s, "c", "d"}));
    EXPECT_EQ(out.damaged, 0u);
  }
}

TEST(FrameSplitter, TextGoesThroughAtOnce) {
  std::string text;
  FrameSplitter splitter([&](std::string_view piece) { text += piece; }, [](auto) {});
  splitter.feed("uart:~$ ");
  EXPECT_EQ(text, "uart:~$ ");
  splitter.feed(frame_of("message"));
  splitter.feed("x");
  EXPECT_EQ(text, "uart:~$ x");
}

TEST(FrameSplitter, WhatIsNoFrameComesOutAsItWentIn) {
  for (const std::string& input :
       {""s, "\0"s, "\0\0"s, "\0\0\0text\0"s, "a\0b\0c\n"s, std::string(1000, '\0'),
        "\0"s + std::string(100000, 'x') + "\0"s}) {
    const Output out = split(input, 3);
    EXPECT_EQ(out.text, input);
    EXPECT_TRUE(out.messages.empty());
    EXPECT_EQ(out.damaged, 0u) << "that is text with zeros";
  }
}

TEST(FrameSplitter, DamagedFrameIsTextAndCostsNothingElse) {
  std::string damaged = frame_of("first");
  damaged[3] = static_cast<char>(damaged[3] ^ 4);
  const Output out = split("a\n" + damaged + frame_of("second") + "b\n");
  EXPECT_EQ(out.messages, std::vector<std::string>{"second"});
  EXPECT_EQ(out.damaged, 1u);
}

TEST(FrameSplitter, LostDelimiterCostsAtMostTheFrameAfterIt) {
  const std::string first = frame_of("first"), second = frame_of("second"),
                    third = frame_of("third");
  for (const std::string& input :
       {first.substr(0, first.size() - 1) + second + third, first + second.substr(1) + third,
        first.substr(1) + second + third}) {
    const Output out = split(input);
    ASSERT_GE(out.messages.size(), 1u);
    EXPECT_EQ(out.messages.back(), "third");
  }
}

TEST(FrameSplitter, TornFrameGivesItsTextAndItsMessage) {
  const std::string frame = frame_of("a\x80message\0of some length"s);
  for (std::size_t piece : {1u, 5u, 1000u}) {
    const Output out =
        split("one\n" + frame.substr(0, 6) + "two\n" + frame.substr(6) + "three\n" + frame_of("b"),
              piece);
    EXPECT_EQ(out.text, "one\ntwo\nthree\n");
    EXPECT_EQ(out.messages, (std::vector<std::string>{"a\x80message\0of some length"s, "b"}));
    EXPECT_EQ(out.damaged, 0u);
  }
}

// Of issue 4's link: 1 % of the bytes changed and 1 % gone.
TEST(FrameSplitter, LossyLinkGivesNothingWrong) {
  std::mt19937 random(7);
  std::size_t sent = 0, whole = 0, arrived = 0;
  Output out;
  FrameSplitter splitter([](auto) {},
                         [&](Span<const std::uint8_t> message) {
                           out.messages.emplace_back(message.begin(), message.end());
                         });
  for (; sent < 20000; ++sent) {
    std::string message(30, 0);
    for (char& c : message) {
      c = static_cast<char>(random());
    }
    const std::string frame = "text\n" + frame_of(message);
    std::string line;
    for (char c : frame) {
      const auto dice = random() % 100;
      if (dice != 0) {
        line += dice == 1 ? static_cast<char>(random()) : c;
      }
    }
    out.messages.clear();
    splitter.feed(line);
    whole += line == frame ? 1u : 0u;
    for (const std::string& got : out.messages) {
      EXPECT_EQ(got, message) << "never what was not sent";
    }
    arrived += out.messages.size();
  }
  EXPECT_GT(whole, sent / 4);
  EXPECT_GE(arrived * 100, whole * 60) << "a damaged frame costs one more at most";
  EXPECT_LE(arrived, sent);
}

}  // namespace
}  // namespace tidemark::ingest
