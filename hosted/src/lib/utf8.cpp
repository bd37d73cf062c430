// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstddef>
#include <cstring>

#include <zephyr/sys/util_utf8.h>

namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Bytes of the character that begins with this one; 1 if it is no beginning.
std::size_t length_of(char first) {
  auto byte = static_cast<unsigned char>(first);
  return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

}  // namespace

char* utf8_trunc(char* utf8_str) {
  std::size_t length = std::strlen(utf8_str);
  std::size_t first = length;
  while (first > 0 && continues(utf8_str[--first])) {
  }
  if (length > 0 && first + length_of(utf8_str[first]) > length) {
    utf8_str[first] = '\0';
  }
  return utf8_str;
}

char* utf8_lcpy(char* dst, const char* src, std::size_t n) {
  if (n > 0) {
    std::size_t length = strnlen(src, n - 1);
    std::memcpy(dst, src, length);
    dst[length] = '\0';
    (void)utf8_trunc(dst);
  }
  return dst;
}

int utf8_count_chars(const char* s) {
  int count = 0;
  for (; *s != '\0'; ++count) {
    if (continues(*s) || static_cast<unsigned char>(*s) >= 0xF8U) {
      return -EINVAL;
    }
    for (std::size_t left = length_of(*s++); left > 1; --left) {
      if (!continues(*s++)) {
        return -EINVAL;
      }
    }
  }
  return count;
}
