// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/span.hpp"

namespace tidemark::ingest {

/// Separates frames (wire/SCHEMA.md) from the console text that shares their line. What is no valid
/// frame passes through as text, in its place, so that no byte is lost: a capture without frames,
/// even one with zero bytes in it, comes out as it went in. A frame that lines of text have torn is
/// mended (torn_frame.hpp), its text first. Any split of the input into calls gives the same
/// output. Memory: one frame and kMaxTearBytes. O(bytes) but for what is mended. Not thread-safe.
class FrameSplitter {
 public:
  /// Text, in pieces of any length; valid during the call.
  using OnText = std::function<void(std::string_view)>;
  /// The message of a frame whose CRC is right; valid during the call.
  using OnMessage = std::function<void(Span<const std::uint8_t>)>;

  FrameSplitter(OnText on_text, OnMessage on_message);

  void feed(std::string_view bytes);

  /// The input is at its end, or bytes are missing here: what looked like the begin of a frame is
  /// text. The splitter is then as new.
  void finish();

  /// Frames begun and ended that were damaged, as far as that can be told from text with zero bytes
  /// in it: what stood between two zeros, was not empty and not printable, and was no frame.
  [[nodiscard]] std::uint64_t damaged() const { return damaged_; }

 private:
  void end_of_segment();
  void pass_through();

  OnText on_text_;
  OnMessage on_message_;
  std::string held_;  // since the zero that may begin a frame
  bool inside_ = false;
  std::uint64_t damaged_ = 0;
};

}  // namespace tidemark::ingest
