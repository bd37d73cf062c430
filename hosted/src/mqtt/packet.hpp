// SPDX-License-Identifier: Apache-2.0
// Packets of MQTT 3.1 and 3.1.1 (OASIS): what a broker sends is read, what a client sends is
// written. Nothing here waits, allocates or knows of sockets. No includes of ours, so that the
// fuzzer compiles the reader alone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hosted::mqtt {

enum class Type : std::uint8_t {
  kConnect = 1,
  kConnack,
  kPublish,
  kPuback,
  kPubrec,
  kPubrel,
  kPubcomp,
  kSubscribe,
  kSuback,
  kUnsubscribe,
  kUnsuback,
  kPingreq,
  kPingresp,
  kDisconnect,
};

constexpr std::uint32_t kMostBytes = 0x0FFFFFFF;  // behind the fixed header
constexpr std::size_t kMostHeaderBytes = 5;

struct Span {
  const std::uint8_t* data;
  std::size_t size;
};

// What the reader understands; `body` and `topic` lie in what was read.
struct Packet {
  Type type;
  std::uint8_t flags;           // low four bits of the first byte
  std::uint16_t id;             // 0 where the type has none
  std::uint32_t payload_bytes;  // kPublish: they follow what was read
  Span topic;                   // kPublish
  Span body;                    // kConnack: its two bytes; kSuback: one return code a topic
};

// How many bytes the packet that begins with these has, of a PUBLISH without the payload, as far as
// that can be said: more than `size` if more must be read to say so, `size` if all is there. At
// most 5 + 65,539 for a PUBLISH, 5 + kMostBytes for others. 0 if this is no packet: a length of
// more than four bytes, or a PUBLISH too short for its topic.
std::size_t bytes_needed(const std::uint8_t* data, std::size_t size);

// Reads a packet of exactly bytes_needed() bytes. False if it is too short for its type. Types that
// a broker does not send are read without their contents.
bool read_packet(const std::uint8_t* data, std::size_t size, Packet* packet);

// Writes packets into a buffer of fixed size. The body comes first, as its length is in the header.
class Writer {
 public:
  Writer(std::uint8_t* buffer, std::size_t size);
  void byte(std::uint8_t value);
  void number(std::uint16_t value);
  // Two bytes of length and the text, of which more than 65,535 bytes never fit.
  void text(const std::uint8_t* text, std::size_t size);
  // Puts the header before the body. `more`: bytes that the caller sends behind it. Returns what to
  // send; no data if there was no room for all, or if all is more than kMostBytes.
  Span finish(Type type, std::uint8_t flags, std::uint32_t more);
  bool fits() const { return fits_; }
  std::size_t body_bytes() const { return used_ - kMostHeaderBytes; }

 private:
  std::uint8_t* buffer_;
  std::size_t size_;
  std::size_t used_;
  bool fits_;
};

}  // namespace hosted::mqtt
