// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>

#include "wire/frame.hpp"

/// Any bytes as the inside of a frame: what is accepted is written again as the same frame.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidemark;
  std::uint8_t message[wire::kMaxMessageBytes + wire::kCrcBytes];
  const std::size_t length = wire::read_frame({data, size}, {message, sizeof(message)});
  std::uint8_t frame[wire::kMaxFrameBytes];
  if (length > 0) {
    const std::size_t written = wire::write_frame({message, length}, {frame, sizeof(frame)});
    if (written != size + 2 || !std::equal(data, data + size, frame + 1)) {
      std::abort();
    }
  }
  // And the bytes as a message come back.
  const std::size_t some = std::min(size, wire::kMaxMessageBytes);
  const std::size_t framed = wire::write_frame({data, some}, {frame, sizeof(frame)});
  if (some > 0 && (wire::read_frame({frame + 1, framed - 2}, {message, sizeof(message)}) != some ||
                   !std::equal(data, data + some, message))) {
    std::abort();
  }
  return 0;
}
