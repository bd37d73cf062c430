// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wire/message_writer.hpp"

/// What the writers of messages share. Private to wire/. Functions that take a key are not inlined:
/// there are fifty calls.
namespace tidemark::wire {

[[gnu::noinline]] void key(CborWriter& writer, const char* literal);
[[gnu::noinline]] void field(CborWriter& writer, const char* literal, std::uint64_t value);
/// The key and the value of what each message begins with.
[[gnu::noinline]] void put_header(CborWriter& writer, const MessageHeader& header);
/// A message up to its body, whose key is `kind`.
[[gnu::noinline]] void begin(CborWriter& writer, const MessageHeader& header, std::uint32_t first,
                             char kind);

template <typename T>
void field(CborWriter& writer, const char* literal, const Optional<T>& value) {
  if (value.present) {
    field(writer, literal, value.value);
  }
}

template <typename... T>
std::size_t count_present(const Optional<T>&... values) {
  return (std::size_t{0} + ... + (values.present ? 1 : 0));
}

/// An optional address, which is absent when it is 0, and a name, when it is empty.
inline void address_field(CborWriter& writer, const char* literal, std::uint64_t value) {
  if (value != 0) {
    field(writer, literal, value);
  }
}
inline void name_field(CborWriter& writer, const char* literal, Text name) {
  if (!name.empty()) {
    key(writer, literal);
    writer.name(name);
  }
}

template <typename... T>
std::size_t count_given(const T&... names) {
  return (std::size_t{0} + ... + (names.empty() ? 0 : 1));
}

template <typename T>
void element(CborWriter& writer, const Optional<T>& value) {
  if (value.present) {
    writer.uint(value.value);
  } else {
    writer.null();
  }
}

inline std::size_t finished(const CborWriter& writer) {
  return writer.overflowed() ? 0 : writer.size();
}

template <typename Enum>
std::uint64_t number(Enum value) {
  return static_cast<std::uint64_t>(value);
}

}  // namespace tidemark::wire
