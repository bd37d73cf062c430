// SPDX-License-Identifier: Apache-2.0
// Time slicing of preemptible threads of equal priority.
#pragma once

#include <cstdint>

namespace hosted {

// The tick at which the running thread's slice ends; UINT64_MAX if it has none.
std::uint64_t slice_end_tick();
// ISR: if the slice has ended by `tick`, the running thread goes behind those of its priority.
void end_slice_at(std::uint64_t tick);

}  // namespace hosted
