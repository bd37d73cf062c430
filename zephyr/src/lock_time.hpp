// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

/// Notes that a lock of the kernel's was held from `begin`, a value of k_cycle_get_32(), until now.
/// Any thread; two at once may lose the shorter one or, rarely, the longer one.
void tidemark_note_lock_time(std::uint32_t begin);
