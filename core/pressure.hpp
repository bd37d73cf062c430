// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/span.hpp"
#include "tidemark/pressure.h"

/// Who is told when a level changes: the core's side of <tidemark/pressure.h>.
namespace tidemark {

/// After each sample, by whoever sampled: wakes the pressure queue where a change waits for it.
void look_for_pressure();

/// Calls all listeners with all that they have not been told of. By the pressure queue alone.
void tell_pressure();

namespace port {

/// Has tell_pressure() called on the pressure queue, soon. From any thread.
void wake_pressure();
/// Those that the image defines.
[[nodiscard]] Span<const tidemark_pressure_listener_entry> pressure_listeners();

}  // namespace port
}  // namespace tidemark
