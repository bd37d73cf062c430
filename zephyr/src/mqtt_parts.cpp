// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/mqtt_parts.hpp"

namespace tidemark {

FixedText<kMaxMqttIdBytes> mqtt_id(Span<const std::uint8_t> id) {
  bool is_text = !id.empty();
  for (const std::uint8_t byte : id) {
    is_text = is_text && byte > ' ' && byte < 0x7F && byte != '#' && byte != '+' && byte != '/';
  }
  FixedText<kMaxMqttIdBytes> text = {};
  for (const std::uint8_t byte : id) {
    if (is_text) {
      (void)text.push(static_cast<char>(byte));
      continue;
    }
    constexpr char kDigits[] = "0123456789abcdef";
    (void)text.push(kDigits[byte >> 4]);
    (void)text.push(kDigits[byte & 0x0F]);
  }
  return text;
}

std::uint32_t MqttBackoff::next_ms(std::uint32_t most_ms, std::uint32_t random) {
  const std::uint32_t whole = wait_ms_ < most_ms ? wait_ms_ : most_ms;
  wait_ms_ = whole <= most_ms / 2 ? 2 * whole : most_ms;
  return whole - random % (whole / 2 + 1);
}

std::uint16_t MqttFlight::add() {
  const std::uint16_t id = next_;
  next_ = id == 0xFFFF ? std::uint16_t{1} : static_cast<std::uint16_t>(id + 1);
  ++count_;
  return id;
}

bool MqttFlight::remove(std::uint16_t id) {
  if (count_ == 0 || id != oldest_) {
    return false;
  }
  oldest_ = id == 0xFFFF ? std::uint16_t{1} : static_cast<std::uint16_t>(id + 1);
  --count_;
  return true;
}

}  // namespace tidemark
