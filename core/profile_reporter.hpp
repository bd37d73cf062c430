// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/monitor.hpp"
#include "core/profiler.hpp"

/// Report lines of the profile, as those of core/reporter.hpp: threads only, 700 bytes of stack.
namespace tidemark {

/// The profile, and then the kProfileReportSites sites and as many owners that hold most.
void report_profile(Monitor& monitor, Profiler& profiler);

/// After a verdict that says watch or leak: up to three sites that hold most of what was allocated
/// while the window watched. Else nothing.
void report_suspects(Monitor& monitor, Profiler& profiler, const wire::VerdictLine& verdict);

}  // namespace tidemark
