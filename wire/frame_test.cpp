// SPDX-License-Identifier: Apache-2.0
#include "wire/frame.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string_view>

#include "wire/crc32.hpp"
#include "wire/test_messages.hpp"

namespace tidemark::wire {
namespace {

Bytes frame_of(const Bytes& message) {
  Bytes out(kMaxFrameBytes);
  out.resize(write_frame(span_of(message), {out.data(), out.size()}));
  return out;
}

/// Empty: no frame.
Bytes message_of(const Bytes& body) {
  Bytes out(kMaxMessageBytes + kCrcBytes);
  out.resize(read_frame(span_of(body), {out.data(), out.size()}));
  return out;
}

Bytes inside(const Bytes& frame) {
  return {frame.begin() + 1, frame.end() - 1};
}

Bytes bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

TEST(Crc32, IsThatOfEthernet) {
  EXPECT_EQ(crc32(span_of(bytes_of("123456789"))), 0xCBF43926u);
  EXPECT_EQ(crc32({}), 0u);
  const std::uint32_t begun = crc32(span_of(bytes_of("1234")));
  EXPECT_EQ(crc32(span_of(bytes_of("56789")), begun), 0xCBF43926u);
}

TEST(Frame, HasNoZeroInsideAndGivesTheMessageBack) {
  std::mt19937 random(1);
  for (std::size_t size = 1; size <= kMaxMessageBytes; ++size) {
    for (int zeros : {0, 1, 2, 255}) {  // of 255 bytes about so many
      Bytes message(size);
      for (std::uint8_t& byte : message) {
        byte =
            static_cast<int>(random() % 255) < zeros ? 0 : static_cast<std::uint8_t>(random() | 1);
      }
      const Bytes frame = frame_of(message);
      ASSERT_GE(frame.size(), size + kCrcBytes + 3);
      ASSERT_LE(frame.size(), kMaxFrameBytes);
      EXPECT_EQ(frame.front(), 0);
      EXPECT_EQ(frame.back(), 0);
      const Bytes body = inside(frame);
      EXPECT_EQ(std::count(body.begin(), body.end(), 0), 0);
      EXPECT_EQ(message_of(body), message);
    }
  }
}

TEST(Frame, LongestFrameIsAsLongAsPromised) {
  const Bytes message(kMaxMessageBytes, 0xFF);
  EXPECT_EQ(frame_of(message).size(), kMaxFrameBytes);
  EXPECT_EQ(kMaxFrameBytes, 264u);
}

TEST(Frame, RefusesWhatIsNoMessage) {
  EXPECT_TRUE(frame_of({}).empty());
  EXPECT_TRUE(frame_of(Bytes(kMaxMessageBytes + 1, 1)).empty());
  const Bytes message = bytes_of("message");
  const std::size_t whole = frame_of(message).size();
  for (std::size_t room = 0; room < whole; ++room) {
    Bytes out(room + 1, 0x55);
    EXPECT_EQ(write_frame(span_of(message), {out.data(), room}), 0u);
    EXPECT_EQ(out.back(), 0x55);
  }
}

TEST(FrameReader, RefusesEveryFrameWithAChangedByte) {
  const Bytes body = inside(frame_of(bytes_of(std::string_view("mess\0age", 8))));
  for (std::size_t at = 0; at < body.size(); ++at) {
    for (int value = 0; value <= 255; ++value) {
      Bytes changed = body;
      changed[at] = static_cast<std::uint8_t>(value);
      if (changed != body) {
        EXPECT_TRUE(message_of(changed).empty()) << at << " " << value;
      }
    }
  }
}

TEST(FrameReader, RefusesEveryPieceOfAFrame) {
  const Bytes body = inside(frame_of(bytes_of("a message of some length")));
  for (std::size_t from = 0; from <= body.size(); ++from) {
    for (std::size_t to = from; to <= body.size(); ++to) {
      if (to - from < body.size()) {
        EXPECT_TRUE(message_of({body.begin() + static_cast<long>(from),
                                body.begin() + static_cast<long>(to)})
                        .empty());
      }
    }
  }
}

TEST(FrameReader, RefusesMoreThanAMessageAndAnEmptyOne) {
  EXPECT_TRUE(message_of({}).empty());
  EXPECT_TRUE(message_of({5, 0, 0, 0, 0}).empty());
  // The frame of an empty message: the CRC of nothing is 0.
  EXPECT_TRUE(message_of({1, 1, 1, 1, 1}).empty());
  EXPECT_TRUE(message_of(Bytes(100000, 0xFF)).empty());
}

}  // namespace
}  // namespace tidemark::wire
