// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/source_spec.hpp"

#include <gtest/gtest.h>

namespace tidemark::ingest {
namespace {

template <typename T>
T spec(std::string_view text) {
  const auto parsed = parse_source_spec(text);
  return std::get<T>(std::get<SourceSpec>(parsed));
}

bool refused(std::string_view text) {
  return std::holds_alternative<Problem>(parse_source_spec(text));
}

TEST(SourceSpec, StdinAndFiles) {
  EXPECT_EQ(spec<StdinSpec>("-"), StdinSpec{});
  EXPECT_EQ(spec<PathSpec>("console.log"), (PathSpec{"console.log", kDefaultBaud}));
  EXPECT_EQ(spec<PathSpec>("a:9600"), (PathSpec{"a:9600", kDefaultBaud}));
}

TEST(SourceSpec, SerialDevices) {
  EXPECT_EQ(spec<PathSpec>("/dev/ttyUSB0"), (PathSpec{"/dev/ttyUSB0", 115200}));
  EXPECT_EQ(spec<PathSpec>("/dev/ttyUSB0:9600"), (PathSpec{"/dev/ttyUSB0", 9600}));
  EXPECT_EQ(spec<PathSpec>("/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0").path,
            "/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0");
  EXPECT_TRUE(refused("/dev/ttyUSB0:000"));
  EXPECT_TRUE(refused("/dev/ttyUSB0:99999999999"));
}

TEST(SourceSpec, Tcp) {
  EXPECT_EQ(spec<TcpSpec>("tcp:localhost:4321"), (TcpSpec{"localhost", "4321"}));
  EXPECT_EQ(spec<TcpSpec>("tcp:[::1]:4321"), (TcpSpec{"::1", "4321"}));
  for (const char* text : {"tcp:", "tcp:host", "tcp::1", "tcp:host:", "tcp:host:0",
                           "tcp:host:65536", "tcp:host:x", "tcp:[]:1"}) {
    EXPECT_TRUE(refused(text)) << text;
  }
}

TEST(SourceSpec, Udp) {
  EXPECT_EQ(spec<UdpSpec>("udp:5555"), (UdpSpec{"", "5555"}));
  EXPECT_EQ(spec<UdpSpec>("udp:127.0.0.1:5555"), (UdpSpec{"127.0.0.1", "5555"}));
  EXPECT_EQ(spec<UdpSpec>("udp:[::1]:5555"), (UdpSpec{"::1", "5555"}));
  for (const char* text : {"udp:", "udp:0", "udp:65536", "udp:host", "udp::1", "udp:host:0"}) {
    EXPECT_TRUE(refused(text)) << text;
  }
}

TEST(SourceSpec, Mqtt) {
  EXPECT_EQ(spec<MqttSpec>("mqtt://localhost/tidemark/+"),
            (MqttSpec{"localhost", 1883, "tidemark/+", "", ""}));
  EXPECT_EQ(spec<MqttSpec>("mqtt://me:p%40s%2Fs@broker:1884/#"),
            (MqttSpec{"broker", 1884, "#", "me", "p@s/s"}));
  EXPECT_EQ(spec<MqttSpec>("mqtt://me@[::1]:1884/a"), (MqttSpec{"::1", 1884, "a", "me", ""}));
  for (const char* text :
       {"mqtt://", "mqtt://host", "mqtt://host/", "mqtt:///topic", "mqtt://host:0/t",
        "mqtt://:pw@host/t", "mqtt://a%4@host/t", "mqtt://a%zz@host/t", "mqtts://host/t"}) {
    EXPECT_TRUE(refused(text)) << text;
  }
}

TEST(SourceSpec, AProblemDoesNotRepeatThePassword) {
  const auto parsed = parse_source_spec("mqtt://me:secret@host:99999/t");
  const std::string line = to_line(std::get<Problem>(parsed));
  EXPECT_EQ(line.find("secret"), std::string::npos) << line;
}

TEST(SourceSpec, NothingIsNone) {
  EXPECT_TRUE(refused(""));
}

}  // namespace
}  // namespace tidemark::ingest
