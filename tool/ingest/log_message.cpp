// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/log_message.hpp"

#include <algorithm>
#include <array>

#include "wire/crc32.hpp"
#include "wire/frame.hpp"

namespace tidemark::ingest {
namespace {

constexpr std::string_view kMark = "tidemark: msg ";
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kMostDigits = (wire::kMaxMessageBytes + wire::kCrcBytes + 2) / 3 * 4;

/// Empty iff `digits` is not base64: its length, its padding, or bits that must be zero.
std::vector<std::uint8_t> decode(std::string_view digits, std::size_t padding) {
  std::vector<std::uint8_t> bytes;
  const bool is_padded = padding == (4 - digits.size() % 4) % 4 && padding < 3;
  if (digits.size() > kMostDigits || !is_padded) {
    return bytes;
  }
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char digit : digits) {
    bits = bits << 6 | static_cast<std::uint32_t>(kAlphabet.find(digit));
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<std::uint8_t>(bits >> count));
      bits &= (1u << count) - 1;
    }
  }
  if (bits != 0) {
    bytes.clear();
  }
  return bytes;
}

/// Leaves nothing if the CRC is not that of what stands before it.
void take_crc_off(std::vector<std::uint8_t>& bytes) {
  const std::size_t size = bytes.size() > wire::kCrcBytes ? bytes.size() - wire::kCrcBytes : 0;
  std::uint32_t stated = 0;
  for (std::size_t i = 0; size > 0 && i < wire::kCrcBytes; ++i) {
    stated |= std::uint32_t{bytes[size + i]} << (8 * i);
  }
  bytes.resize(stated == wire::crc32({bytes.data(), size}) ? size : 0);
}

}  // namespace

std::optional<std::vector<std::uint8_t>> find_log_message(std::string_view line) {
  const std::size_t mark = line.find(kMark);
  if (mark == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view rest = line.substr(mark + kMark.size());
  const std::size_t end = std::min(rest.find_first_not_of(kAlphabet), rest.size());
  const std::string_view tail = rest.substr(end);
  const std::size_t padding = std::min(tail.find_first_not_of('='), tail.size());
  std::vector<std::uint8_t> bytes = decode(rest.substr(0, end), padding);
  take_crc_off(bytes);
  return bytes;
}

}  // namespace tidemark::ingest
