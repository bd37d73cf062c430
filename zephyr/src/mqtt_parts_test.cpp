// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/mqtt_parts.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

namespace tidemark {
namespace {

std::string id_of(const std::string& bytes) {
  const auto id = mqtt_id({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  return {id.bytes, id.size};
}

TEST(MqttId, PrintableTextStaysAndOtherBytesAreHexadecimal) {
  EXPECT_EQ(id_of("pump-17"), "pump-17");
  EXPECT_EQ(id_of("0123456789abcdef"), "0123456789abcdef");
  EXPECT_EQ(id_of(std::string("\x00\x9f\xff", 3)), "009fff");
  EXPECT_EQ(id_of(std::string(16, '\xa5')), "a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5");
}

TEST(MqttId, NoTopicGetsALevelOrAWildcardByAnId) {
  EXPECT_EQ(id_of("a/b"), "612f62");
  EXPECT_EQ(id_of("#"), "23");
  EXPECT_EQ(id_of("+"), "2b");
  EXPECT_EQ(id_of("a b"), "612062");
  EXPECT_EQ(id_of("\x7f"), "7f");
  EXPECT_EQ(id_of(""), "");
}

TEST(MqttBackoff, DoublesUpToTheMost) {
  MqttBackoff backoff;
  for (const std::uint32_t expected : {1000u, 2000u, 4000u, 8000u, 10000u, 10000u}) {
    EXPECT_EQ(backoff.next_ms(10000, 0), expected);
  }
  backoff.reset();
  EXPECT_EQ(backoff.next_ms(10000, 0), 1000u);
}

TEST(MqttBackoff, TheLongestThatCanBeConfiguredDoesNotOverflow) {
  MqttBackoff backoff;
  std::uint32_t last = 0;
  for (int i = 0; i < 40; ++i) {
    last = backoff.next_ms(86400000, 0);
  }
  EXPECT_EQ(last, 86400000u);
}

TEST(MqttBackoff, RandomTakesAtMostHalf) {
  for (const std::uint32_t random : {0u, 1u, 499u, 500u, 501u, 0xFFFFFFFFu}) {
    MqttBackoff backoff;
    const std::uint32_t wait = backoff.next_ms(60000, random);
    EXPECT_GE(wait, 500u);
    EXPECT_LE(wait, 1000u);
  }
  MqttBackoff backoff;
  EXPECT_EQ(backoff.next_ms(1, 0xFFFFFFFF), 1u);
}

TEST(MqttFlight, TheOldestIsAcknowledgedFirst) {
  MqttFlight flight;
  EXPECT_FALSE(flight.remove(1));
  EXPECT_EQ(flight.add(), 1);
  EXPECT_EQ(flight.add(), 2);
  EXPECT_FALSE(flight.remove(2));
  EXPECT_EQ(flight.count(), 2u);
  EXPECT_TRUE(flight.remove(1));
  EXPECT_FALSE(flight.remove(1));
  EXPECT_TRUE(flight.remove(2));
  EXPECT_EQ(flight.count(), 0u);
}

TEST(MqttFlight, IdsWrapToOneAndNeverAreZero) {
  MqttFlight flight;
  for (int i = 1; i <= 0xFFFF; ++i) {
    ASSERT_EQ(flight.add(), i);
    ASSERT_TRUE(flight.remove(static_cast<std::uint16_t>(i)));
  }
  EXPECT_EQ(flight.add(), 1);
  EXPECT_TRUE(flight.remove(1));
  EXPECT_EQ(flight.add(), 2);
  flight.reset();
  EXPECT_EQ(flight.count(), 0u);
  EXPECT_EQ(flight.add(), 1);
}

}  // namespace
}  // namespace tidemark
