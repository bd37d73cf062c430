// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <utility>

#include "tool/ingest/frame_splitter.hpp"
#include "tool/ingest/line_splitter.hpp"

namespace tidemark::ingest {

/// What comes from a device's line: lines of text, with messages in frames between them or in the
/// middle of one. A FrameSplitter and behind it a LineSplitter; see these.
class StreamSplitter {
 public:
  StreamSplitter(LineSplitter::OnLine on_line, FrameSplitter::OnMessage on_message)
      : on_line_(std::move(on_line)),
        frames_([this](std::string_view text) { lines_.feed(text, on_line_); },
                std::move(on_message)) {}
  StreamSplitter(const StreamSplitter&) = delete;
  StreamSplitter& operator=(const StreamSplitter&) = delete;

  void feed(std::string_view bytes) { frames_.feed(bytes); }

  /// The input is at its end, or bytes are missing here.
  void finish() {
    frames_.finish();
    lines_.finish(on_line_);
  }

 private:
  LineSplitter::OnLine on_line_;
  LineSplitter lines_;
  FrameSplitter frames_;
};

}  // namespace tidemark::ingest
