// SPDX-License-Identifier: Apache-2.0
// Real time: holds virtual time back to the host's clock.
#pragma once

#include <cstdint>

namespace hosted {

// Called before virtual time moves to `virtual_us`. In real time it flushes the output and sleeps
// until the host's clock gets there; else it only flushes when the last flush is 50 ms of host time
// ago. Returns early when the process is asked to end. Runs itself on the host stack.
void pace(std::uint64_t virtual_us);

}  // namespace hosted
