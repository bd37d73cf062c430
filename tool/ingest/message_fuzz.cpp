// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tool/ingest/frame_splitter.hpp"
#include "tool/ingest/message_decoder.hpp"

namespace {

/// Slots rise, and lie within what the part tells of.
template <typename Part>
void check_part(const tidemark::ingest::DeviceLine& line) {
  const auto* part = std::get_if<Part>(&line);
  if (part == nullptr) {
    return;
  }
  std::uint32_t least = part->first;
  for (const auto& used : part->used) {
    if (used.slot < least || used.slot >= part->end) {
      std::abort();
    }
    least = used.slot + 1;
  }
  if (part->snapshot == 0 || part->first >= part->end || part->end > tidemark::ingest::kMostSlots) {
    std::abort();
  }
}

}  // namespace

/// Any bytes as a stream of text and frames, and as messages one after another (each begins with
/// its length): nothing breaks, and what comes out keeps the promises of the header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidemark;
  ingest::MessageDecoder decoder;
  std::uint64_t time = 0;
  const auto check = [&](const ingest::DeviceLine& line) {
    if (std::holds_alternative<ingest::NewBoot>(line)) {
      time = 0;
    } else if (const auto* use = std::get_if<ingest::UseLine>(&line)) {
      if (use->used > use->resource.capacity || use->up_ms < time) {
        std::abort();
      }
      time = use->up_ms;
    }
    check_part<ingest::SitesPart>(line);
    check_part<ingest::OwnersPart>(line);
    check_part<ingest::BlocksPart>(line);
  };
  for (std::size_t at = 0; at < size;) {
    const std::size_t length = std::min<std::size_t>(data[at], size - at - 1);
    decoder.feed({data + at + 1, length}, check);
    at += length + 1;
  }
  std::size_t text = 0;
  std::size_t frames = 0;
  ingest::FrameSplitter splitter([&](std::string_view piece) { text += piece.size(); },
                                 [&](Span<const std::uint8_t> message) {
                                   frames += message.size();
                                   decoder.feed(message, check);
                                 });
  splitter.feed({reinterpret_cast<const char*>(data), size});
  splitter.finish();
  if (text + frames > size || (frames == 0 && text != size)) {
    std::abort();
  }
  return 0;
}
