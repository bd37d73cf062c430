// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/humanize.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tidemark::sinks {
namespace {

struct RateUnit {
  const char* name;
  double millibytes_per_hour;
};
constexpr RateUnit kRateUnits[] = {
    {"B/s", 3'600'000.0}, {"B/min", 60'000.0}, {"B/h", 1'000.0}, {"B/day", 1'000.0 / 24.0}};

const RateUnit& unit_for(std::uint64_t millibytes_per_hour) {
  for (const RateUnit& unit : kRateUnits) {
    if (static_cast<double>(millibytes_per_hour) >= 10.0 * unit.millibytes_per_hour) {
      return unit;
    }
  }
  return kRateUnits[3];
}

std::string number_in(std::uint64_t millibytes_per_hour, const RateUnit& unit) {
  const double value = static_cast<double>(millibytes_per_hour) / unit.millibytes_per_hour;
  return value >= 99.95 ? grouped(static_cast<std::uint64_t>(std::llround(value)))
                        : fmt::format("{:.1f}", value);
}

}  // namespace

std::string grouped(std::uint64_t value) {
  const std::string digits = std::to_string(value);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) {
      text += ',';
    }
    text += digits[i];
  }
  return text;
}

std::string grouped(const std::optional<std::uint32_t>& value) {
  return value ? grouped(std::uint64_t{*value}) : kUnknown;
}

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", grouped(count), what, count == 1 ? "" : "s");
}

std::string counted(double count, std::string_view what) {
  return counted(static_cast<std::uint64_t>(std::llround(std::max(0.0, count))), what);
}

std::string rate(std::uint64_t millibytes_per_hour) {
  const RateUnit& unit = unit_for(millibytes_per_hour);
  return number_in(millibytes_per_hour, unit) + " " + unit.name;
}

std::string rate_number(std::uint64_t millibytes_per_hour, std::uint64_t like) {
  return number_in(millibytes_per_hour, unit_for(like));
}

std::string duration(std::uint64_t seconds) {
  constexpr std::uint64_t kMinute = 60;
  constexpr std::uint64_t kHour = 60 * kMinute;
  constexpr std::uint64_t kDay = 24 * kHour;
  if (seconds >= 0xFFFFFFFFu) {
    return "more than 136 years";
  }
  if (seconds < kMinute) {
    return fmt::format("{} s", seconds);
  }
  if (seconds < kHour) {
    const std::uint64_t rest = seconds % kMinute;
    return rest == 0 ? fmt::format("{} min", seconds / kMinute)
                     : fmt::format("{} min {:02} s", seconds / kMinute, rest);
  }
  if (seconds < kDay) {
    return fmt::format("{} h {:02} min", seconds / kHour, seconds % kHour / kMinute);
  }
  return fmt::format("{} d {} h", seconds / kDay, seconds % kDay / kHour);
}

std::string duration_ms(std::uint64_t milliseconds) {
  if (milliseconds < 10'000 && milliseconds % 1000 != 0) {
    return fmt::format("{:.1f} s", static_cast<double>(milliseconds) / 1000.0);
  }
  return duration((milliseconds + 500) / 1000);
}

}  // namespace tidemark::sinks
