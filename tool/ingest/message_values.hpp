// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "tool/ingest/message_reader.hpp"

/// What the readers of messages share. Private to tool/ingest.
namespace tidemark::ingest {

using nlohmann::json;

/// Takes values out of JSON; once one was missing or wrong, good() is false.
class Reader {
 public:
  template <typename T>
  void number(const json* value, T* out) {
    if (value == nullptr || !in_range<T>(*value)) {
      good_ = false;
      return;
    }
    *out = value->get<T>();
  }
  template <typename T>
  void optional(const json* value, Optional<T>* out) {
    if (value != nullptr) {
      number(value, &out->value);
      out->present = good_;
    }
  }
  template <typename Enum>
  void enumerated(const json* value, Enum last, Enum* out) {
    std::uint8_t index = 0;
    number(value, &index);
    require(index <= static_cast<std::uint8_t>(last));
    *out = static_cast<Enum>(index);
  }
  /// Text or bytes of 1 to `N`; where it is not `needed` it may be missing.
  template <std::size_t N>
  void text(const json* value, bool needed, FixedText<N>* out) {
    if (value == nullptr) {
      require(!needed);
      return;
    }
    const std::string bytes = bytes_of(*value);
    require(!bytes.empty() && bytes.size() <= N);
    (void)out->append(Text(bytes.data(), bytes.size()));
  }
  void binary(const json* value, bool needed, std::size_t most, std::string* out) {
    if (value == nullptr) {
      require(!needed);
      return;
    }
    require(value->is_binary());
    *out = value->is_binary() ? bytes_of(*value) : std::string();
    require(!out->empty() && out->size() <= most);
  }
  void require(bool holds) { good_ = good_ && holds; }
  [[nodiscard]] bool good() const { return good_; }

 private:
  template <typename T>
  static bool in_range(const json& value) {
    if (value.is_number_unsigned()) {
      return value.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<T>::max()};
    }
    if constexpr (std::numeric_limits<T>::is_signed) {
      return value.is_number_integer() &&
             value.get<std::int64_t>() >= std::numeric_limits<T>::min();
    }
    return false;
  }
  std::string bytes_of(const json& value) {
    if (value.is_string()) {
      return value.get<std::string>();
    }
    if (value.is_binary()) {
      const auto& binary = value.get_binary();
      return {binary.begin(), binary.end()};
    }
    good_ = false;
    return {};
  }

  bool good_ = true;
};

inline const json* find(const json& map, const char* key) {
  const auto at = map.find(key);
  return at == map.end() ? nullptr : &*at;
}

inline const json* at(const json& array, std::size_t index) {
  return index < array.size() ? &array[index] : nullptr;
}

/// The body of a message of the profile, of which `whole` is all. `kind`: p, q, o or r. False: it
/// is malformed.
bool read_profile(const json& whole, const json& body, char kind, Message* out);
bool read_guard(const json& map, wire::GuardLine* out);
/// The body of a message about recovery. `kind`: l, a, b or w. False: it is malformed.
bool read_recovery(const json& body, char kind, Message* out);

}  // namespace tidemark::ingest
