// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/span.hpp"

/// Callers beyond the first, for CONFIG_TIDEMARK_PROFILE_FRAMES > 1. Any context; only for blocks
/// that are sampled.
///
/// `path[0]`: where the hook returns to, already set; the rest of it is filled as far as can be
/// seen, and is null beyond. `frame`: of the hook, by __builtin_frame_address(0).
///
/// Cortex-M has no frame pointers: the thread's stack is searched upwards for values that are Thumb
/// return addresses: odd, within the image's code, and behind a BL or BLX. A stale one may lie
/// there, so these frames are probable, not certain; at most kScanWords are looked at, some 8
/// instructions each. Elsewhere frame pointers are followed, where the application's code has
/// them (-fno-omit-frame-pointer), within kFrameBytes of each other. In an interrupt handler there
/// is the first frame only.
void tidemark_walk_stack(const void* frame, tidemark::Span<const void*> path);
