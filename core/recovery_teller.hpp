// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/monitor.hpp"
#include "core/telemetry.hpp"

/// Who is told of recovery: console, link, and the record of this life's end.
namespace tidemark {

/// Tells of the life that ended, in the first call, and of what waits of the calls of reclaimers
/// and of the allocations that climbed: report lines, messages, and with evidence an event at hand.
/// How many wait, and so what a tick can cost, is bounded by the queues of core/reclaim.hpp and
/// core/ladder.hpp; what found no room there is counted in the next line (`left_out`). By the
/// monitor's thread, with no lock held. `telemetry` may be null. A kilobyte of stack.
void tell_recovery(Monitor& monitor, Telemetry* telemetry);

}  // namespace tidemark
