// SPDX-License-Identifier: Apache-2.0
// The bytes are those of the figures in MQTT 3.1.1 (OASIS), sections 2 and 3.
#include "mqtt/packet.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hosted::mqtt {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes bytes_of(const Span& span) {
  return span.data == nullptr ? Bytes{} : Bytes(span.data, span.data + span.size);
}

std::size_t needed(const Bytes& bytes) {
  return bytes_needed(bytes.data(), bytes.size());
}

void write_text(Writer& writer, const std::string& text) {
  writer.text(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

TEST(PacketWriter, PutsTheHeaderBeforeTheBody) {
  std::uint8_t room[32];
  Writer writer(room, sizeof(room));
  write_text(writer, "a/b");
  writer.number(10);
  EXPECT_EQ(bytes_of(writer.finish(Type::kPublish, 0x2, 4)),
            (Bytes{0x32, 11, 0, 3, 'a', '/', 'b', 0, 10}));
}

TEST(PacketWriter, LengthTakesOneToFourBytes) {
  const struct {
    std::uint32_t more;
    Bytes header;
  } cases[] = {{0, {0xc0, 0}},
               {127, {0xc0, 0x7f}},
               {128, {0xc0, 0x80, 0x01}},
               {16383, {0xc0, 0xff, 0x7f}},
               {16384, {0xc0, 0x80, 0x80, 0x01}},
               {2097152, {0xc0, 0x80, 0x80, 0x80, 0x01}},
               {kMostBytes, {0xc0, 0xff, 0xff, 0xff, 0x7f}}};
  for (const auto& one : cases) {
    std::uint8_t room[kMostHeaderBytes];
    Writer writer(room, sizeof(room));
    EXPECT_EQ(bytes_of(writer.finish(Type::kPingreq, 0, one.more)), one.header) << one.more;
  }
}

// A payload that no length of four bytes tells wrote a fifth one behind the header's room.
TEST(PacketWriter, MoreThanALengthTellsIsNoPacket) {
  for (const std::uint32_t more : {kMostBytes + 1, UINT32_MAX}) {
    std::uint8_t room[32];
    Writer writer(room, sizeof(room));
    EXPECT_EQ(writer.finish(Type::kPublish, 0, more).data, nullptr) << more;
  }
}

TEST(PacketWriter, WithoutRoomIsNoPacket) {
  for (std::size_t size = 0; size < kMostHeaderBytes + 4; ++size) {
    std::uint8_t room[32] = {};
    Writer writer(room, size);
    write_text(writer, "ab");
    EXPECT_FALSE(writer.fits()) << size;
    EXPECT_EQ(writer.finish(Type::kConnect, 0, 0).data, nullptr) << size;
    EXPECT_EQ(room[size], 0) << "nothing behind the buffer";
  }
}

TEST(PacketReader, ReadsWhatABrokerSends) {
  Packet packet{};
  const Bytes connack = {0x20, 2, 1, 0};
  EXPECT_EQ(needed(connack), 4u);
  ASSERT_TRUE(read_packet(connack.data(), connack.size(), &packet));
  EXPECT_EQ(packet.type, Type::kConnack);
  EXPECT_EQ(bytes_of(packet.body), (Bytes{1, 0}));

  const Bytes puback = {0x40, 2, 0x12, 0x34};
  ASSERT_TRUE(read_packet(puback.data(), puback.size(), &packet));
  EXPECT_EQ(packet.type, Type::kPuback);
  EXPECT_EQ(packet.id, 0x1234);

  const Bytes suback = {0x90, 4, 0, 7, 1, 0x80};
  ASSERT_TRUE(read_packet(suback.data(), suback.size(), &packet));
  EXPECT_EQ(packet.id, 7);
  EXPECT_EQ(bytes_of(packet.body), (Bytes{1, 0x80}));
}

TEST(PacketReader, LeavesThePayloadOfAPublish) {
  const Bytes publish = {0x32, 9, 0, 3, 'a', '/', 'b', 0, 10, 'x', 'y'};
  ASSERT_EQ(needed(publish), 9u) << "header, topic and id";
  Packet packet{};
  ASSERT_TRUE(read_packet(publish.data(), 9, &packet));
  EXPECT_EQ(bytes_of(packet.topic), (Bytes{'a', '/', 'b'}));
  EXPECT_EQ(packet.id, 10);
  EXPECT_EQ(packet.flags, 2);
  EXPECT_EQ(packet.payload_bytes, 2u);
}

TEST(PacketReader, AsksForMoreOfWhatIsCutShort) {
  const Bytes publish = {0x30, 7, 0, 3, 'a', '/', 'b', 'x', 'y'};
  for (std::size_t size = 0; size < 7; ++size) {
    EXPECT_GT(bytes_needed(publish.data(), size), size) << size;
  }
}

TEST(PacketReader, RefusesWhatIsNoPacket) {
  EXPECT_EQ(needed({0x20, 0x80, 0x80, 0x80, 0x80}), 0u) << "a length of five bytes";
  EXPECT_EQ(needed({0x30, 3, 0, 9, 'a'}), 0u) << "shorter than its topic";
  Packet packet{};
  const Bytes empty_puback = {0x40, 0};
  EXPECT_FALSE(read_packet(empty_puback.data(), empty_puback.size(), &packet));
}

}  // namespace
}  // namespace hosted::mqtt
