// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <zephyr/sys/util.h>

int char2hex(char c, std::uint8_t* x) {
  if (c >= '0' && c <= '9') {
    *x = static_cast<std::uint8_t>(c - '0');
  } else if (c >= 'a' && c <= 'f') {
    *x = static_cast<std::uint8_t>(c - 'a' + 10);
  } else if (c >= 'A' && c <= 'F') {
    *x = static_cast<std::uint8_t>(c - 'A' + 10);
  } else {
    return -EINVAL;
  }
  return 0;
}

int hex2char(std::uint8_t x, char* c) {
  if (x > 15) {
    return -EINVAL;
  }
  *c = "0123456789abcdef"[x];
  return 0;
}

std::size_t bin2hex(const std::uint8_t* buf, std::size_t buflen, char* hex, std::size_t hexlen) {
  if (hexlen < buflen * 2 + 1) {
    return 0;
  }
  for (std::size_t i = 0; i < buflen; ++i) {
    (void)hex2char(static_cast<std::uint8_t>(buf[i] >> 4), &hex[2 * i]);
    (void)hex2char(buf[i] & 0xf, &hex[2 * i + 1]);
  }
  hex[2 * buflen] = '\0';
  return 2 * buflen;
}

std::size_t hex2bin(const char* hex, std::size_t hexlen, std::uint8_t* buf, std::size_t buflen) {
  if (buflen < hexlen / 2 + hexlen % 2) {
    return 0;
  }
  // An odd number of digits begins with half a byte.
  std::size_t digit = 0;
  std::size_t bytes = 0;
  while (digit < hexlen) {
    std::uint8_t high = 0;
    std::uint8_t low = 0;
    bool half = digit == 0 && hexlen % 2 == 1;
    if ((!half && char2hex(hex[digit++], &high) < 0) || char2hex(hex[digit++], &low) < 0) {
      return 0;
    }
    buf[bytes++] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return bytes;
}

std::uint8_t u8_to_dec(char* buf, std::uint8_t buflen, std::uint8_t value) {
  char digits[3];
  std::uint8_t count = 0;
  do {
    digits[count++] = static_cast<char>('0' + value % 10);
    value = static_cast<std::uint8_t>(value / 10);
  } while (value != 0);
  // As in Zephyr the first digits come even where not all fit.
  std::uint8_t shown = count < buflen ? count : buflen;
  for (std::uint8_t i = 0; i < shown; ++i) {
    buf[i] = digits[count - 1 - i];
  }
  if (buflen > shown) {
    buf[shown] = '\0';
  }
  return shown;
}
