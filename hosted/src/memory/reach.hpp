// SPDX-License-Identifier: Apache-2.0
// Which blocks a pointer leads to: from all variables of the application, the modules and the
// runtime, from the host's malloc() memory, from the used part of living threads' stacks, from
// registers, and from blocks so found. A pointer to any byte of a block counts. Conservative: a
// number that looks like an address keeps a block.
#pragma once

#include <cstddef>
#include <cstdint>

#include "memory/host_array.hpp"
#include "memory/watch.hpp"

namespace hosted {

// A stack of a thread, remembered from its creation on: only the used part of a living thread's is
// searched for pointers.
void remember_stack(std::uintptr_t start, std::uintptr_t end);

// Sets `reachable` of all live blocks, and returns them by address. On the host stack. The array is
// valid until the next call. O(memory of the process): some 10 ms as a rule.
const HostArray<BlockRecord*>& find_reachable();

}  // namespace hosted
