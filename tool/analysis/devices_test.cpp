// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/devices.hpp"

#include <gtest/gtest.h>

#include <string>

#include "wire/crc32.hpp"
#include "wire/test_messages.hpp"

namespace tidemark::analysis {
namespace {

using wire::Bytes;
using wire::span_of;
using wire::written;

class DevicesTest : public testing::Test {
 protected:
  Bytes hello(std::uint32_t device, std::uint16_t boot, const std::string& id) {
    wire::HelloLine line{};
    line.format = wire::kFormat;
    line.block_ms = 1000;
    const wire::MessageHeader header{device, boot, 0, 0, 0};
    const Bytes bytes(id.begin(), id.end());
    const wire::HelloMessage message{&line, span_of(bytes), {build_, sizeof(build_)}, 1};
    return written([&](auto out) { return write_message(header, message, out); });
  }
  LineRole feed(const Bytes& message, bool retained = false) {
    return devices_.feed_message(span_of(message), retained);
  }

  std::uint8_t build_[2] = {0xab, 0x01};
  Devices devices_{SessionOptions{}, nullptr};
};

TEST_F(DevicesTest, EachHasItsSession) {
  feed(hello(1, 7, "sensor-1"));
  feed(hello(2, 9, "sensor-2"));
  feed(hello(1, 7, "sensor-1"));
  ASSERT_EQ(devices_.count(), 2u);
  EXPECT_EQ(device_name(devices_.at(0)), "sensor-1");
  EXPECT_EQ(device_name(devices_.at(1)), "sensor-2");
  EXPECT_EQ(&devices_.current(), &devices_.at(0));
  EXPECT_EQ(devices_.at(0).message_counts().messages, 2u);
  EXPECT_EQ(devices_.at(1).message_counts().foreign, 0u);
  EXPECT_EQ(build_text(devices_.at(0)), "ab01");
}

TEST_F(DevicesTest, TextIsOfTheFirstDevice) {
  devices_.feed({"Heap | Free: 3880 bytes, Allocated: 112 bytes", false, true}, std::nullopt);
  feed(hello(1, 7, "sensor-1"));
  EXPECT_EQ(devices_.count(), 1u);
  EXPECT_EQ(devices_.at(0).inventory().all().size(), 1u);
}

TEST_F(DevicesTest, BeyondTheMostTheyAreForeign) {
  for (std::uint32_t device = 0; device < Devices::kMostDevices + 3; ++device) {
    feed(hello(device, 1, "x"));
  }
  EXPECT_EQ(devices_.count(), Devices::kMostDevices);
  EXPECT_EQ(devices_.at(0).message_counts().foreign, 3u);
}

TEST_F(DevicesTest, AnIdThatIsNoTextIsShownInHexadecimal) {
  feed(hello(1, 7, std::string("\x01\xff", 2)));
  EXPECT_EQ(device_name(devices_.at(0)), "01ff");
}

TEST_F(DevicesTest, WithoutAMessageThereIsNoName) {
  EXPECT_EQ(device_name(devices_.at(0)), "");
  EXPECT_EQ(feed({0xa1}), LineRole::kSkipped);
  EXPECT_EQ(devices_.at(0).message_counts().malformed, 1u);
}

TEST_F(DevicesTest, ARetainedHelloOfTheKnownBootSaysNothingNew) {
  feed(hello(1, 7, "sensor-1"), true);
  EXPECT_EQ(device_name(devices_.at(0)), "sensor-1");
  feed(hello(1, 7, "sensor-1"), true);
  EXPECT_EQ(devices_.at(0).message_counts().late, 1u);
  feed(hello(1, 8, "sensor-1"), true);
  EXPECT_EQ(devices_.at(0).message_counts().late, 1u);
}

TEST_F(DevicesTest, ALineOfTheLogLinkIsItsMessage) {
  Bytes message = hello(3, 7, "logger");
  const std::uint32_t crc = wire::crc32({message.data(), message.size()});
  for (unsigned shift = 0; shift < 32; shift += 8) {
    message.push_back(static_cast<std::uint8_t>(crc >> shift));
  }
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text = "[00:00:01.000,000] <inf> tidemark: tidemark: msg ";
  for (std::size_t i = 0; i < message.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      bits = bits << 8 | (i + j < message.size() ? message[i + j] : 0u);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      text += i + j > message.size() ? '=' : kDigits[bits >> (18 - 6 * j) & 63];
    }
  }
  devices_.feed({text, false, true}, std::nullopt);
  EXPECT_EQ(device_name(devices_.at(0)), "logger");
  EXPECT_EQ(devices_.feed({"tidemark: msg oWF", false, true}, std::nullopt), LineRole::kSkipped);
}

}  // namespace
}  // namespace tidemark::analysis
