// SPDX-License-Identifier: Apache-2.0
// --fail-alloc: allocations that fail on purpose, the same ones in each run with the same --seed.
#pragma once

#include <cstdint>

#include "memory/watch.hpp"

namespace hosted {

// Whether this request fails; `site` is where the call returns to. Deep stack.
bool fail_request(const Request& request, std::uintptr_t site);
// At the end of the process: fills g_end_facts and says on standard error what was done.
void end_failures();

}  // namespace hosted
