// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/monitor.hpp"
#include "core/profiler.hpp"
#include "core/telemetry.hpp"

/// The monitor of the image, and what its port does with it.
namespace tidemark {

/// Starts the monitor of the image: finds heaps, pools and stacks of interrupts. Once. Functions of
/// the C API that were called before it would find no tables, so it belongs before the
/// application's code.
void start(const Settings& settings, const Tables& tables);

/// Says hello; before the first tick(). Report lines show the build id of `identity` alone. `ring`
/// is for messages that the link does not take at once; empty: they are dropped.
void announce(const Identity& identity, Span<std::uint8_t> ring);

/// A sample, then the lines and calls for what changed, then the report if it is due. By one
/// thread, once a period.
void tick();

/// The monitor of the image. Needs start().
Monitor& image_monitor();

/// The profiler of the image: for hooks, before start() too, which costs them a call less inline.
/// Without CONFIG_TIDEMARK_PROFILE nobody may name it. The port starts it.
extern Profiler profiler_of_image;
inline Profiler& image_profiler() {
  return profiler_of_image;
}

}  // namespace tidemark
