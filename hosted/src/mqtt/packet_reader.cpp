// SPDX-License-Identifier: Apache-2.0
#include "mqtt/packet.hpp"

namespace hosted::mqtt {
namespace {

struct Header {
  std::size_t bytes;   // of the header; 0: not all there
  std::uint32_t body;  // bytes behind it
  bool wrong;
};

std::uint16_t number_at(const std::uint8_t* data) {
  return static_cast<std::uint16_t>(data[0] << 8 | data[1]);
}

// Seven bits a byte, the lowest first; the eighth says that another follows.
Header read_header(const std::uint8_t* data, std::size_t size) {
  std::uint32_t body = 0;
  for (std::size_t i = 1; i < size; ++i) {
    if (i == kMostHeaderBytes) {
      return {0, 0, true};
    }
    body |= (data[i] & 0x7FU) << (7 * (i - 1));
    if ((data[i] & 0x80U) == 0) {
      return {i + 1, body, false};
    }
  }
  // The last byte that may be a header's is there and asks for another.
  return {0, 0, size >= kMostHeaderBytes};
}

Type type_of(const std::uint8_t* data) {
  return static_cast<Type>(data[0] >> 4);
}

// QoS above 0: the packet has an id.
bool has_id(const std::uint8_t* data) {
  return (data[0] & 0x06U) != 0;
}

std::size_t publish_bytes(const std::uint8_t* data, std::size_t size, const Header& header) {
  std::size_t wanted = 2;
  if (size >= header.bytes + wanted) {
    wanted += number_at(data + header.bytes) + (has_id(data) ? 2U : 0U);
  }
  return wanted > header.body ? 0 : header.bytes + wanted;
}

bool read_body(const std::uint8_t* data, std::size_t size, Packet* packet) {
  switch (packet->type) {
    case Type::kConnack:
      packet->body = {data, size};
      return size >= 2;
    case Type::kPuback:
    case Type::kPubrec:
    case Type::kPubrel:
    case Type::kPubcomp:
    case Type::kUnsuback:
    case Type::kSuback:
      if (size < 2) {
        return false;
      }
      packet->id = number_at(data);
      packet->body = {data + 2, size - 2};
      return true;
    default:
      return true;
  }
}

}  // namespace

std::size_t bytes_needed(const std::uint8_t* data, std::size_t size) {
  if (size < 2) {
    return 2;
  }
  Header header = read_header(data, size);
  if (header.wrong) {
    return 0;
  }
  if (header.bytes == 0) {
    return size + 1;
  }
  return type_of(data) == Type::kPublish ? publish_bytes(data, size, header)
                                         : header.bytes + header.body;
}

bool read_packet(const std::uint8_t* data, std::size_t size, Packet* packet) {
  Header header = read_header(data, size);
  *packet = {type_of(data), static_cast<std::uint8_t>(data[0] & 0x0FU), 0, 0, {}, {}};
  const std::uint8_t* body = data + header.bytes;
  std::size_t bytes = size - header.bytes;
  if (packet->type != Type::kPublish) {
    return read_body(body, bytes, packet);
  }
  packet->topic = {body + 2, number_at(body)};
  if (has_id(data)) {
    packet->id = number_at(packet->topic.data + packet->topic.size);
  }
  packet->payload_bytes = header.body - static_cast<std::uint32_t>(bytes);
  return true;
}

}  // namespace hosted::mqtt
