// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/monitor.hpp"

/// The core's side of tidemark_listener_set and tidemark_sample_now.
namespace tidemark {

/// Who is told of each event, without a lock held. A pointer, so that an image whose application
/// sets no listener has nothing of it. The monitor's lock must be held.
using EventSink = void (*)(const Event& event);
void set_event_sink(EventSink sink);

/// Samples and tells of all that changed. kBusy from an interrupt.
Status sample_and_tell();

}  // namespace tidemark
