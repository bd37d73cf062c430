// SPDX-License-Identifier: Apache-2.0
#include "tool/ui/bars.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tidemark::ui {
namespace {

constexpr std::uint64_t kEighths = 8;
constexpr std::array<const char*, 8> kPartial = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
constexpr std::array<const char*, 8> kHeights = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<const char*, 8> kAsciiHeights = {"_", ".", "-", "=", "+", "*", "%", "#"};

std::string repeated(std::string_view unit, std::uint64_t times) {
  std::string text;
  for (std::uint64_t i = 0; i < times; ++i) {
    text += unit;
  }
  return text;
}

/// `value` of `capacity` in eighths of `columns`, rounded down, but never 0 for something.
std::uint64_t eighths(std::uint64_t value, std::uint64_t capacity, std::size_t columns) {
  if (capacity == 0 || value == 0 || columns == 0) {
    return 0;
  }
  return std::max<std::uint64_t>(std::min(value, capacity) * columns * kEighths / capacity, 1);
}

}  // namespace

void add_bar(Row& row, std::uint32_t used, std::uint32_t peak, std::uint32_t capacity,
             std::size_t columns, Style style, Charset charset) {
  const std::uint64_t filled = eighths(used, capacity, columns);
  const std::uint64_t marked = std::max(eighths(peak, capacity, columns), filled);
  if (charset == Charset::kAscii) {
    const std::uint64_t full = (filled + kEighths - 1) / kEighths;
    const std::uint64_t peaks = (marked + kEighths - 1) / kEighths - full;
    row.add(repeated("#", full), style);
    row.add(repeated("+", peaks), Style::kDim);
    row.add(repeated(".", columns - full - peaks), Style::kDim);
    return;
  }
  const std::uint64_t full = filled / kEighths;
  const char* partial = kPartial[filled % kEighths];
  const std::uint64_t covered = full + (filled % kEighths != 0 ? 1 : 0);
  const std::uint64_t peak_columns = (marked + kEighths - 1) / kEighths;
  row.add(repeated("█", full), style).add(partial, style);
  if (peak_columns > covered) {
    row.add(repeated("▒", peak_columns - covered), style);
  }
  row.add(repeated("░", columns - std::max(covered, peak_columns)), Style::kDim);
}

std::string sparkline(std::span<const std::uint32_t> points, std::uint32_t capacity,
                      std::size_t columns, Charset charset) {
  const auto& heights = charset == Charset::kUnicode ? kHeights : kAsciiHeights;
  const std::size_t count = std::min(points.size(), columns);
  std::string line;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = i * points.size() / count;
    const std::size_t to = std::max((i + 1) * points.size() / count, from + 1);
    const std::uint64_t value =
        *std::max_element(points.begin() + static_cast<std::ptrdiff_t>(from),
                          points.begin() + static_cast<std::ptrdiff_t>(to));
    const std::uint64_t height =
        capacity == 0 ? 0 : std::min<std::uint64_t>(value * heights.size() / capacity, 7);
    line += heights[height];
  }
  return line;
}

}  // namespace tidemark::ui
