// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace tidemark::ingest {

/// One line of input without its LF and without CRs at either end. `text` is valid during the call
/// that hands it over. It may hold any byte other than LF.
struct RawLine {
  std::string_view text;
  bool too_long;  ///< It had more bytes than the splitter keeps; `text` is its beginning.
  bool ended;     ///< An LF ended it. False only for a last line that the input cut short.
};

/// Cuts a stream of bytes into lines with bounded memory: of a longer line the rest is dropped
/// until the next LF. LF, CR LF and LF CR are ends of line; a CR inside stays. An empty line is a
/// line. O(bytes). Not thread-safe.
class LineSplitter {
 public:
  static constexpr std::size_t kDefaultMaxBytes = 8192;
  using OnLine = std::function<void(const RawLine&)>;

  explicit LineSplitter(std::size_t max_line_bytes = kDefaultMaxBytes);

  /// Hands each line that `bytes` ends to `on_line`, in order. Any split of the input into calls
  /// gives the same lines.
  void feed(std::string_view bytes, const OnLine& on_line);

  /// The input is at its end: hands over what came after the last LF, if anything did. The splitter
  /// is then as new.
  void finish(const OnLine& on_line);

 private:
  void keep(std::string_view bytes);
  void hand_over(bool ended, const OnLine& on_line);

  std::string line_;
  std::size_t max_bytes_;
  bool too_long_ = false;
  bool any_ = false;  // bytes since the last LF, dropped ones too
};

}  // namespace tidemark::ingest
