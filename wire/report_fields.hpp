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
  kLevelCause,
  kResourceKind,
  kWide,     // uint64_t, decimal
  kAddress,  // uint64_t, hexadecimal after 0x; an optional one is absent when it is 0
  kGuardFault,
  kOwnerState,
  // What lines about recovery alone have.
  kSigned,  // int32_t, decimal
  kFlag,    // bool, and so on: words
  kReclaimCause,
  kReclaimOutcome,
  kAllocationRung,
  kRestartReason,
  kRestartEvent,
  kEventValue,  // uint8_t, behind the RestartEventKind that says whose word it is
};

/// Whether the writer has the forms from kSigned on: no line of a device without recovery has them.
#if defined(CONFIG_TIDEMARK) && !defined(CONFIG_TIDEMARK_RECLAIM) && \
    !defined(CONFIG_TIDEMARK_LADDER) && !defined(CONFIG_TIDEMARK_EVIDENCE)
inline constexpr bool kWritesRecovery = false;
#else
inline constexpr bool kWritesRecovery = true;
#endif

/// Whether the writer has kLevelCause: elsewhere there is one cause, which is not written.
#if defined(CONFIG_TIDEMARK) && !defined(CONFIG_TIDEMARK_LEVEL_RULES)
inline constexpr bool kWritesLevelCause = false;
#else
inline constexpr bool kWritesLevelCause = true;
#endif

/// Whether it has the four before: a device without a profile, a guard and recovery has no line
/// with them.
#if defined(CONFIG_TIDEMARK) && !defined(CONFIG_TIDEMARK_PROFILE) && !defined(CONFIG_TIDEMARK_GUARD)
inline constexpr bool kWritesAddresses = kWritesRecovery;
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
constexpr bool fits<Optional<LevelCause>>(Form form, bool is_optional) {
  return form == Form::kLevelCause && is_optional;
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
constexpr bool fits<Optional<OwnerState>>(Form form, bool is_optional) {
  return form == Form::kOwnerState && is_optional;
}
template <>
constexpr bool fits<ResourceKind>(Form form, bool is_optional) {
  return form == Form::kResourceKind && !is_optional;
}

template <>
constexpr bool fits<std::int32_t>(Form form, bool is_optional) {
  return form == Form::kSigned && !is_optional;
}
template <>
constexpr bool fits<bool>(Form form, bool is_optional) {
  return form == Form::kFlag && !is_optional;
}
template <>
constexpr bool fits<ReclaimCause>(Form form, bool is_optional) {
  return form == Form::kReclaimCause && !is_optional;
}
template <>
constexpr bool fits<ReclaimOutcome>(Form form, bool is_optional) {
  return form == Form::kReclaimOutcome && !is_optional;
}
template <>
constexpr bool fits<AllocationRung>(Form form, bool is_optional) {
  return form == Form::kAllocationRung && !is_optional;
}
template <>
constexpr bool fits<RestartReason>(Form form, bool is_optional) {
  return form == Form::kRestartReason && !is_optional;
}
template <>
constexpr bool fits<RestartEventKind>(Form form, bool is_optional) {
  return form == Form::kRestartEvent && !is_optional;
}
template <>
constexpr bool fits<std::uint8_t>(Form form, bool is_optional) {
  return form == Form::kEventValue && !is_optional;
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
inline constexpr const char* kLevelWords[] = {"ok", "warn", "critical"};
inline constexpr const char* kLevelCauseWords[] = {"used", "free", "largest", "left"};
inline constexpr const char* kVerdictWords[] = {"none", "watch", "leak"};

inline constexpr const char* kGuardFaultWords[] = {"overrun", "underrun", "use_after_free",
                                                   "double_free", "foreign_free"};

inline constexpr const char* kOwnerStateWords[] = {"interrupt", "alive", "ended"};
inline constexpr const char* kFlagWords[] = {"no", "yes"};
inline constexpr const char* kReclaimCauseWords[] = {"warn", "critical", "allocation", "request"};
inline constexpr const char* kReclaimOutcomeWords[] = {"gave", "gave_nothing", "overstated", "late",
                                                       "stuck"};
inline constexpr const char* kAllocationRungWords[] = {"reclaim", "reserve", "shed", "handler",
                                                       "failed"};
inline constexpr const char* kRestartReasonWords[] = {
    "unknown",   "out_of_memory", "critical",  "monitor_stalled", "stack_overflow",
    "assertion", "panic",         "exception", "request",         "health_check"};
inline constexpr const char* kRestartEventWords[] = {"level", "verdict", "reclaim",
                                                     "allocation_failure", "guard"};

/// Words of an enumeration, in its order.
struct Words {
  const char* const* words;
  std::uint8_t count;
};
template <std::size_t N>
constexpr Words words_of(const char* const (&words)[N]) {
  return {words, N};
}
/// From Form::kFlag on.
inline constexpr Words kRecoveryWords[] = {
    words_of(kFlagWords),           words_of(kReclaimCauseWords),  words_of(kReclaimOutcomeWords),
    words_of(kAllocationRungWords), words_of(kRestartReasonWords), words_of(kRestartEventWords)};
/// Of the value of an event, from RestartEventKind::kLevel on.
inline constexpr Words kEventValueWords[] = {
    words_of(kLevelWords), words_of(kVerdictWords), words_of(kReclaimOutcomeWords),
    words_of(kAllocationRungWords), words_of(kGuardFaultWords)};

/// Words for the value of a form from kFlag on, which is one byte at `value`.
constexpr Words recovery_words(Form form, const unsigned char* value) {
  return form == Form::kEventValue
             ? kEventValueWords[value[-1]]
             : kRecoveryWords[static_cast<unsigned>(form) - static_cast<unsigned>(Form::kFlag)];
}

inline constexpr const char kMarker[] = "tidemark: ";

/// What write_report_line() does for a line of this layout.
std::size_t write_line(const Layout& layout, const char* kind, const void* line, Span<char> out);

}  // namespace tidemark::wire
