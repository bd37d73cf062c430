// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wire/report_line.hpp"

/// What tables of keys consist of, and the words of the values. Private to wire/.
namespace tidemark::wire {

/// How the value behind a key is written, and so which type holds it.
enum class Form : std::uint8_t {
  kCount,     // uint32_t, decimal
  kDuration,  // uint32_t, seconds
  kUptime,    // uint64_t, milliseconds
  kRate,      // uint64_t, thousandths of a byte an hour
  kPriority,  // int8_t
  kName,      // Name; an optional one is absent when it is empty
  kBlind,     // BlindList, the same
  kLevel,
  kVerdict,
  kResourceKind,
  kWide,     // uint64_t, decimal
  kAddress,  // uint64_t, hexadecimal after 0x; an optional one is absent when it is 0
  kGuardFault,
};

/// Whether the writer has the last three forms: no line of a device without a profile and a guard
/// has them.
#if defined(CONFIG_TIDEMARK) && !defined(CONFIG_TIDEMARK_PROFILE) && !defined(CONFIG_TIDEMARK_GUARD)
inline constexpr bool kWritesAddresses = false;
#else
inline constexpr bool kWritesAddresses = true;
#endif

struct Field {
  const char* key;
  std::uint8_t offset;  // in the line's structure
  Form form;
  bool is_optional;  // except for texts and addresses an Optional<T> then
};

/// Keys of a line.
struct Layout {
  const Field* fields;
  std::uint8_t count;
};

template <typename Member>
constexpr bool fits(Form, bool) {
  return false;
}
template <>
constexpr bool fits<std::uint32_t>(Form form, bool is_optional) {
  return (form == Form::kCount || form == Form::kDuration) && !is_optional;
}
template <>
constexpr bool fits<std::uint64_t>(Form form, bool is_optional) {
  return form == Form::kAddress || ((form == Form::kUptime || form == Form::kWide) && !is_optional);
}
template <>
constexpr bool fits<Optional<std::uint32_t>>(Form form, bool is_optional) {
  return (form == Form::kCount || form == Form::kDuration) && is_optional;
}
template <>
constexpr bool fits<Optional<std::uint64_t>>(Form form, bool is_optional) {
  return (form == Form::kRate || form == Form::kUptime) && is_optional;
}
template <>
constexpr bool fits<Optional<std::int8_t>>(Form form, bool is_optional) {
  return form == Form::kPriority && is_optional;
}
template <>
constexpr bool fits<Name>(Form form, bool) {
  return form == Form::kName;
}
template <>
constexpr bool fits<BlindList>(Form form, bool is_optional) {
  return form == Form::kBlind && is_optional;
}
template <>
constexpr bool fits<Level>(Form form, bool is_optional) {
  return form == Form::kLevel && !is_optional;
}
template <>
constexpr bool fits<Verdict>(Form form, bool is_optional) {
  return form == Form::kVerdict && !is_optional;
}
template <>
constexpr bool fits<GuardFault>(Form form, bool is_optional) {
  return form == Form::kGuardFault && !is_optional;
}
template <>
constexpr bool fits<ResourceKind>(Form form, bool is_optional) {
  return form == Form::kResourceKind && !is_optional;
}

template <typename T>
struct Referred {
  using Type = T;
};
template <typename T>
struct Referred<T&> {
  using Type = T;
};
/// Of a member, and of an element of one.
template <typename T>
using TypeOf = typename Referred<T>::Type;

template <typename Member, std::size_t offset, Form form, bool is_optional>
consteval Field make_field(const char* key) {
  static_assert(offset < 256, "an offset is kept in one byte");
  static_assert(fits<Member>(form, is_optional), "the form does not fit the member's type");
  return Field{key, static_cast<std::uint8_t>(offset), form, is_optional};
}

#define TIDEMARK_REQUIRED(key, member, form) \
  make_field<TypeOf<decltype(Line::member)>, offsetof(Line, member), Form::form, false>(key)
#define TIDEMARK_OPTIONAL(key, member, form) \
  make_field<TypeOf<decltype(Line::member)>, offsetof(Line, member), Form::form, true>(key)

/// Keys of each kind of line: required ones first, in the order in which a line shows them.
template <typename Line>
struct FieldsOf;

template <typename Line>
inline constexpr Layout kLayoutOf = {FieldsOf<Line>::kFields,
                                     sizeof(FieldsOf<Line>::kFields) / sizeof(Field)};

// Words of the enumerations, in their order.
inline constexpr const char* kResourceKindWords[] = {"heap",       "thread_stack", "mem_slab",
                                                     "mem_blocks", "net_buf_pool", "isr_stack"};
inline constexpr const char* kLevelWords[] = {"ok", "exhaustion"};
inline constexpr const char* kVerdictWords[] = {"none", "watch", "leak"};

inline constexpr const char* kGuardFaultWords[] = {"overrun", "underrun", "use_after_free",
                                                   "double_free", "foreign_free"};

inline constexpr const char kMarker[] = "tidemark: ";

/// What write_report_line() does for a line of this layout.
std::size_t write_line(const Layout& layout, const char* kind, const void* line, Span<char> out);

}  // namespace tidemark::wire
