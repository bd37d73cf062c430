// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/monitor.hpp"

/// Report lines of a monitor, through port::write_line. Threads only. Each call takes the monitor's
/// lock for the making of one line at a time, never while a line is printed. 500 bytes of stack
/// beside what the port's output needs. A line that the port loses is counted.
namespace tidemark {

/// `build_id`: at most wire::kMaxBuildIdBytes; empty: unknown.
void report_hello(Monitor& monitor, Span<const std::uint8_t> build_id);
void report_event(Monitor& monitor, const Event& event);
/// Every heap, pool and stack sampled so far, then coverage and self. kBusy: nothing was
/// printed, for the caller is an interrupt.
Status report_all(Monitor& monitor);

}  // namespace tidemark
