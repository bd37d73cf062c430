// SPDX-License-Identifier: Apache-2.0
// Where the formatters write: a buffer that keeps what fits and counts what was written.
#pragma once

#include <cstddef>
#include <string_view>

namespace hosted {

class Sink {
 public:
  Sink(char* at, std::size_t room) : at_(at), room_(room) {}
  void put(char c) {
    if (count_ + 1 < room_) {
      at_[count_] = c;
    }
    ++count_;
  }
  void put(std::string_view text) {
    for (char c : text) {
      put(c);
    }
  }
  // Nothing if `count` is not positive.
  void fill(char c, long count) {
    for (; count > 0; --count) {
      put(c);
    }
  }
  int count() const { return static_cast<int>(count_); }
  // Ends the text with a NUL and returns its whole length.
  int finish() {
    if (room_ > 0) {
      at_[count_ < room_ ? count_ : room_ - 1] = '\0';
    }
    return count();
  }

 private:
  char* at_;
  std::size_t room_;
  std::size_t count_ = 0;
};

}  // namespace hosted
