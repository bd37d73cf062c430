// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/monitor.hpp"

/// The core's side of tidemark_listener_set and tidemark_sample_now.
namespace tidemark {

/// Calls the listener, if one is set, with the event in the form of the C API. No lock is held.
void call_listener(const Event& event);

/// Samples and tells of all that changed. kBusy from an interrupt.
Status sample_and_tell();

}  // namespace tidemark
