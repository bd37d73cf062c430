// SPDX-License-Identifier: Apache-2.0
// Any bytes are fed as a stream, in the steps in which the client reads: what is read stays inside
// of what was given, and each step asks for more or is the last.
#include "mqtt/packet.hpp"

#include <cstdlib>
#include <vector>

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

bool inside(const hosted::mqtt::Span& span, const std::vector<std::uint8_t>& bytes) {
  return span.data == nullptr ||
         (span.data >= bytes.data() && span.data + span.size <= bytes.data() + bytes.size());
}

// Reads one packet; returns where the next one begins, or `size` at an error or the end.
std::size_t read_one(const std::uint8_t* data, std::size_t size) {
  std::size_t have = 0;
  for (int steps = 0;; ++steps) {
    require(steps <= 8);
    // A copy of its own, so that AddressSanitizer sees a byte too far.
    std::vector<std::uint8_t> bytes(data, data + have);
    std::size_t needed = hosted::mqtt::bytes_needed(bytes.data(), have);
    if (needed == 0 || needed > size) {
      return size;
    }
    if (needed > have) {
      have = needed;
      continue;
    }
    require(needed == have);
    hosted::mqtt::Packet packet;
    if (!hosted::mqtt::read_packet(bytes.data(), have, &packet)) {
      return size;
    }
    require(inside(packet.topic, bytes) && inside(packet.body, bytes));
    require(packet.payload_bytes <= hosted::mqtt::kMostBytes);
    std::size_t next = have + packet.payload_bytes;
    return next < size ? next : size;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  while (size > 0) {
    std::size_t bytes = read_one(data, size);
    require(bytes > 0);
    data += bytes;
    size -= bytes;
  }
  return 0;
}
