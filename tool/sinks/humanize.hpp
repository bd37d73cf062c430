// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Numbers as people read them.
namespace tidemark::sinks {

/// What stands for a value that is not known.
inline constexpr const char* kUnknown = "-";

/// "1,234,567".
std::string grouped(std::uint64_t value);
std::string grouped(const std::optional<std::uint32_t>& value);

/// "1 sample", "2,345 samples": `what` is one of them, and takes an s.
std::string counted(std::uint64_t count, std::string_view what);
/// The same of an estimate, rounded; a negative one is 0.
std::string counted(double count, std::string_view what);

/// Thousandths of a byte an hour as "120 B/s": in the first of B/s, B/min, B/h and B/day in which
/// it is 10 or more, else in B/day; three digits that count.
std::string rate(std::uint64_t millibytes_per_hour);
/// The number of rate() alone, in the unit that rate(`like`) has.
std::string rate_number(std::uint64_t millibytes_per_hour, std::uint64_t like);

/// "45 s", "12 min 30 s", "5 h 02 min", "11 d 9 h"; "more than 136 years" from 2^32 - 1 seconds on.
std::string duration(std::uint64_t seconds);
/// The same, with "0.4 s" and "1.5 s" below ten seconds.
std::string duration_ms(std::uint64_t milliseconds);

}  // namespace tidemark::sinks
