// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "tool/analysis/session.hpp"
#include "tool/ui/bars.hpp"
#include "tool/ui/frame.hpp"

namespace tidemark::ui {

enum class Order : std::uint8_t { kByUse, kByName };

/// A line of the console pane.
struct ConsoleLine {
  enum class From : std::uint8_t { kDevice, kStderr, kTidemark };
  From from;
  std::string text;
};

/// All that the live view shows. The references outlive it.
struct ScreenModel {
  const analysis::Session& session;
  std::string source;
  std::string state{};  ///< What the source last said; may be empty.
  double lines_per_second = 0;
  std::deque<ConsoleLine> console{};
  Order order = Order::kByUse;
  bool paused = false;
  bool help = false;
  bool ended = false;
};

/// The screen for a terminal of that size; any size is fine, also 0. Never more rows or columns
/// than that. From top to bottom: source and uptime, verdict, heaps, stacks, pools, console,
/// keys; what does not fit is counted ("2 more"). Pure: the same model and size give the same
/// frame. O(cells + resources).
Frame lay_out(const ScreenModel& model, Size size, Charset charset);

}  // namespace tidemark::ui
