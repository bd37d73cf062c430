// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/monitor.hpp"
#include "wire/report_line.hpp"

namespace tidemark {

/// Prints a line through the port; one that is lost is counted. Static, so that a function that
/// calls it alone has it inline.
template <typename Line>
static void print_line(Monitor& monitor, const Line& line) {
  char text[wire::kLineCapacity];
  wire::write_report_line(line, Span<char>(text, sizeof(text)));
  if (!port::write_line(text)) {
    monitor.count_lost_line();
  }
}

}  // namespace tidemark
