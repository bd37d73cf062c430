// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/monitor.hpp"

/// Names for what was noted by its address. By threads, with no lock held. O(heaps).
namespace tidemark {

/// Appends the name under which the heap is watched; nothing where it is not.
void name_heap(Monitor& monitor, const void* heap, wire::Name* out);
/// Appends the name of a thread that may have ended; nothing where it has none.
void name_thread(const void* thread, wire::Name* out);

}  // namespace tidemark
