// SPDX-License-Identifier: Apache-2.0
#include <zephyr/sys/base64.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int value_of(std::uint8_t c) {
  const char* at = c != 0 ? std::strchr(kAlphabet, c) : nullptr;
  return at != nullptr ? static_cast<int>(at - kAlphabet) : -1;
}

// What a text has beside line ends: digits, and at most two = at its end. False if it is malformed.
bool count(const std::uint8_t* src, std::size_t slen, std::size_t& digits, std::size_t& padding) {
  digits = 0;
  padding = 0;
  for (std::size_t i = 0; i < slen; ++i) {
    bool space = false;
    for (; i < slen && src[i] == ' '; ++i) {
      space = true;
    }
    if (i == slen) {
      break;
    }
    if (src[i] == '\n' || (src[i] == '\r' && i + 1 < slen && src[i + 1] == '\n')) {
      continue;
    }
    if (space) {
      return false;
    }
    if (src[i] == '=') {
      if (++padding > 2) {
        return false;
      }
    } else if (padding > 0 || value_of(src[i]) < 0) {
      return false;
    } else {
      ++digits;
    }
  }
  return true;
}

}  // namespace

int base64_encode(std::uint8_t* dst, std::size_t dlen, std::size_t* olen, const std::uint8_t* src,
                  std::size_t slen) {
  if (slen == 0) {
    *olen = 0;
    return 0;
  }
  std::size_t length = (slen + 2) / 3 * 4;
  if (dst == nullptr || dlen < length + 1) {
    *olen = length + 1;
    return -ENOMEM;
  }
  std::size_t out = 0;
  for (std::size_t i = 0; i < slen; i += 3) {
    std::size_t have = slen - i < 3 ? slen - i : 3;
    std::uint32_t bits = 0;
    for (std::size_t n = 0; n < 3; ++n) {
      bits = bits << 8 | (n < have ? src[i + n] : 0U);
    }
    for (std::size_t n = 0; n < 4; ++n) {
      char digit = kAlphabet[bits >> (18 - 6 * n) & 0x3f];
      dst[out++] = static_cast<std::uint8_t>(n <= have ? digit : '=');
    }
  }
  dst[out] = 0;
  *olen = out;
  return 0;
}

int base64_decode(std::uint8_t* dst, std::size_t dlen, std::size_t* olen, const std::uint8_t* src,
                  std::size_t slen) {
  std::size_t digits = 0;
  std::size_t padding = 0;
  if (!count(src, slen, digits, padding)) {
    return -EINVAL;
  }
  if (digits + padding == 0) {
    *olen = 0;
    return 0;
  }
  std::size_t need = (6 * (digits + padding) + 7) / 8 - padding;
  if (dst == nullptr || dlen < need) {
    *olen = need;
    return -ENOMEM;
  }
  std::uint32_t bits = 0;
  std::size_t seen = 0;
  std::size_t out = 0;
  for (std::size_t i = 0; i < slen; ++i) {
    int value = value_of(src[i]);
    if (value < 0 && src[i] != '=') {
      continue;
    }
    bits = bits << 6 | static_cast<std::uint32_t>(value < 0 ? 0 : value);
    if (++seen % 4 == 0) {
      for (std::size_t n = 0; n < 3 && out < need; ++n) {
        dst[out++] = static_cast<std::uint8_t>(bits >> (16 - 8 * n));
      }
    }
  }
  *olen = out;
  return 0;
}
