// SPDX-License-Identifier: Apache-2.0
// The text of a format and its arguments as Zephyr's cbprintf makes it, which is not glibc's in
// every case: what is invalid or not configured is printed as it stands in the format.
#pragma once

#include <cstdarg>
#include <cstddef>
#include <string_view>

namespace hosted {

// As vsnprintf: at most `size` bytes with the final NUL (none with size 0), and returns the length
// of the whole text. Runs on the host stack.
int format_text(char* str, std::size_t size, const char* format, std::va_list args);

// The text of a floating point conversion without its sign, blanks and zeros for the width.
struct FloatText {
  char data[400];
  std::size_t length = 0;
  bool finite = true;
};

struct FloatRequest {
  char specifier;  // of aAeEfFgG
  int precision;   // < 0: not given
  bool alternate;  // '#'
};

// `value` is not negative. 17 decimal digits and more are zeros, a half is rounded down, both as in
// Zephyr.
void format_float(double value, FloatRequest request, FloatText* text);

}  // namespace hosted
