// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/fixed_text.hpp"
#include "base/span.hpp"

/// What the MQTT link decides without a network. Each object belongs to one thread.
namespace tidemark {

inline constexpr std::size_t kMaxMqttIdBytes = 2 * 16;  ///< A device id in hexadecimal.

/// `id` as it stands where it is printable and has no wildcard or level of a topic in it, and else
/// its bytes in hexadecimal.
FixedText<kMaxMqttIdBytes> mqtt_id(Span<const std::uint8_t> id);

/// How long to wait before the next attempt to connect.
class MqttBackoff {
 public:
  static constexpr std::uint32_t kFirstMs = 1000;

  /// Twice as long as before, at most `most_ms`; of that a half to the whole, by `random`, so that
  /// devices which lost one broker do not come back in step.
  [[nodiscard]] std::uint32_t next_ms(std::uint32_t most_ms, std::uint32_t random);
  /// The broker was reached.
  void reset() { wait_ms_ = kFirstMs; }

 private:
  std::uint32_t wait_ms_ = kFirstMs;
};

/// Message ids of what is in flight: 1 to 65,535 in a row, the oldest acknowledged first, as MQTT
/// 3.1.1 (4.6) has it.
class MqttFlight {
 public:
  static constexpr std::size_t kMost = 4;

  /// The id of the next message; there is room for it only while count() < kMost.
  [[nodiscard]] std::uint16_t add();
  /// Returns false, and changes nothing, iff `id` is not the oldest in flight.
  [[nodiscard]] bool remove(std::uint16_t id);
  void reset() { *this = MqttFlight(); }
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  std::uint16_t next_ = 1;
  std::uint16_t oldest_ = 1;
  std::size_t count_ = 0;
};

}  // namespace tidemark
