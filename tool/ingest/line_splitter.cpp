// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/line_splitter.hpp"

#include <algorithm>

namespace tidemark::ingest {

LineSplitter::LineSplitter(std::size_t max_line_bytes)
    : max_bytes_(std::max<std::size_t>(max_line_bytes, 1)) {}

void LineSplitter::feed(std::string_view bytes, const OnLine& on_line) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) {
      keep(bytes);
      return;
    }
    keep(bytes.substr(0, end));
    hand_over(true, on_line);
    bytes.remove_prefix(end + 1);
  }
}

void LineSplitter::finish(const OnLine& on_line) {
  if (any_) {
    hand_over(false, on_line);
  }
}

void LineSplitter::keep(std::string_view bytes) {
  any_ = any_ || !bytes.empty();
  // One byte more than the limit, so that a CR before the LF is not counted against the line.
  const std::size_t room = max_bytes_ + 1 - line_.size();
  line_.append(bytes.substr(0, room));
  too_long_ = too_long_ || bytes.size() > room;
}

void LineSplitter::hand_over(bool ended, const OnLine& on_line) {
  std::string_view text = line_;
  while (!too_long_ && !text.empty() && text.back() == '\r') {
    text.remove_suffix(1);
  }
  while (!text.empty() && text.front() == '\r') {
    text.remove_prefix(1);
  }
  const bool too_long = too_long_ || text.size() > max_bytes_;
  on_line(RawLine{text.substr(0, max_bytes_), too_long, ended});
  line_.clear();
  too_long_ = false;
  any_ = false;
}

}  // namespace tidemark::ingest
