// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tool/model/course.hpp"

/// Private to the report page.
namespace tidemark::sinks {

/// Something on the time axis.
struct ChartMark {
  enum class What : std::uint8_t { kBoot, kFailedBoot, kWatch, kAlarm };
  What what;
  std::uint64_t at_ms;
  std::string text;  ///< For the pointer that rests on it.
};

struct Chart {
  const model::Course& course;
  std::uint64_t begin_ms = 0;  ///< Of the time axis.
  std::uint64_t end_ms = 0;
  std::optional<std::uint32_t> capacity;
  std::optional<std::uint32_t> peak;
  std::vector<ChartMark> marks;
  std::string description;  ///< What the chart shows, for those who do not see it.
};

/// The chart as HTML: an SVG that fills its width, with labels beside it that keep their size, and
/// its values for the page's script. The figures are numbers, all text is escaped. At most about
/// 40 KB.
std::string html_chart(const Chart& chart);

}  // namespace tidemark::sinks
