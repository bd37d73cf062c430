// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/frame_splitter.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "tool/ingest/torn_frame.hpp"
#include "wire/frame.hpp"

namespace tidemark::ingest {
namespace {

constexpr std::size_t kLongestInside = wire::kMaxFrameBytes - 2 + kMaxTearBytes;
constexpr std::string_view kZero("\0", 1);

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t' || c == '\x1b';
  });
}

}  // namespace

FrameSplitter::FrameSplitter(OnText on_text, OnMessage on_message)
    : on_text_(std::move(on_text)), on_message_(std::move(on_message)) {}

void FrameSplitter::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t zero = bytes.find('\0');
    const std::string_view piece = bytes.substr(0, zero);
    if (!inside_) {
      if (!piece.empty()) {
        on_text_(piece);
      }
    } else if (held_.size() + piece.size() > kLongestInside) {
      pass_through();
      on_text_(piece);
    } else {
      held_ += piece;
    }
    if (zero == std::string_view::npos) {
      return;
    }
    end_of_segment();
    bytes.remove_prefix(zero + 1);
  }
}

void FrameSplitter::finish() {
  if (inside_) {
    pass_through();
  }
}

/// A zero came: it ends a frame, or else it may begin one.
void FrameSplitter::end_of_segment() {
  if (!inside_) {
    inside_ = true;
    return;
  }
  std::array<std::uint8_t, wire::kMaxMessageBytes + wire::kCrcBytes> message;
  const std::size_t size =
      wire::read_frame({reinterpret_cast<const std::uint8_t*>(held_.data()), held_.size()},
                       {message.data(), message.size()});
  if (size > 0) {
    inside_ = false;
    held_.clear();
    on_message_({message.data(), size});
    return;
  }
  const bool is_damaged = !is_printable(held_);
  if (const MendedFrame mended = is_damaged ? mend_frame(held_) : MendedFrame{};
      !mended.message.empty()) {
    inside_ = false;
    held_.clear();
    on_text_(mended.text);
    on_message_(
        {reinterpret_cast<const std::uint8_t*>(mended.message.data()), mended.message.size()});
    return;
  }
  damaged_ += is_damaged ? 1u : 0u;
  pass_through();
  inside_ = true;
}

/// What is held, and the zero before it, is text.
void FrameSplitter::pass_through() {
  inside_ = false;
  on_text_(kZero);
  if (!held_.empty()) {
    on_text_(held_);
  }
  held_.clear();
}

}  // namespace tidemark::ingest
