// SPDX-License-Identifier: Apache-2.0
// A text that grows.
#include "host/real_alloc.hpp"
#include "kernel/format.hpp"
#include "log/log.hpp"

#ifndef CONFIG_LOG_MODE_MINIMAL

namespace hosted {

void Text::vappend(const char* format, std::va_list args) {
  std::va_list again;
  va_copy(again, args);
  int length =
      format_text(data_ != nullptr ? data_ + size_ : nullptr, capacity_ - size_, format, again);
  va_end(again);
  if (length < 0) {
    return;
  }
  auto more = static_cast<std::size_t>(length);
  if (size_ + more + 1 > capacity_) {
    if (!reserve(more)) {
      return;
    }
    (void)format_text(data_ + size_, more + 1, format, args);
  }
  size_ += more;
}

void Text::append(const char* format, ...) {
  std::va_list args;
  va_start(args, format);
  vappend(format, args);
  va_end(args);
}

void Text::add_returns(std::size_t from) {
  std::size_t lines = 0;
  for (std::size_t i = from; i < size_; ++i) {
    lines += data_[i] == '\n' ? 1 : 0;
  }
  if (lines == 0 || !reserve(lines)) {
    return;
  }
  std::size_t to = size_ + lines;
  for (std::size_t i = size_; i-- > from;) {
    data_[--to] = data_[i];
    if (data_[i] == '\n') {
      data_[--to] = '\r';
    }
  }
  size_ += lines;
}

void Text::release() {
  real::free(data_);
  data_ = nullptr;
  size_ = 0;
  capacity_ = 0;
}

bool Text::reserve(std::size_t more) {
  if (size_ + more + 1 <= capacity_) {
    return true;
  }
  std::size_t wanted = 2 * (size_ + more + 1);
  auto* grown = static_cast<char*>(real::realloc(data_, wanted));
  if (grown == nullptr) {
    return false;
  }
  data_ = grown;
  capacity_ = wanted;
  return true;
}

}  // namespace hosted

#endif
