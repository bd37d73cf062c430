// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/guard.hpp"
#include "core/monitor.hpp"
#include "core/telemetry.hpp"

/// Who is told of the guard's faults.
namespace tidemark {

/// The next slice of the sweep, then every fault that waits: a report line, a message, the
/// listener. By the monitor's thread, with no lock held. `telemetry` may be null. A kilobyte of
/// stack for a fault.
void sweep_and_tell(Monitor& monitor, Telemetry* telemetry);

/// Prints a fault's line, without names. From any context, once: nothing runs afterwards. Nothing
/// in an image without report lines.
void print_finding(const GuardFinding& finding);

/// Who is told, as EventSink. The monitor's lock must be held.
using GuardSink = void (*)(const GuardFinding& finding, const wire::GuardLine& line);
void set_guard_sink(GuardSink sink);

}  // namespace tidemark
