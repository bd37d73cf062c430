// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "tool/ui/frame.hpp"

namespace tidemark::ui {

enum class Charset : std::uint8_t { kAscii, kUnicode };

/// A bar of `columns`: filled up to `used`, marked up to `peak`, empty up to `capacity`. Anything
/// in use shows at least a sliver. Values above `capacity` count as it; a capacity of 0 gives an
/// empty bar.
void add_bar(Row& row, std::uint32_t used, std::uint32_t peak, std::uint32_t capacity,
             std::size_t columns, Style style, Charset charset);

/// The course of `points` in at most `columns` characters, the newest at the right, scaled from 0
/// to `capacity`. More points than columns: each shows the greatest of its share.
std::string sparkline(std::span<const std::uint32_t> points, std::uint32_t capacity,
                      std::size_t columns, Charset charset);

}  // namespace tidemark::ui
