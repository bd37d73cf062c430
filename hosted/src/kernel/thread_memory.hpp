// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace hosted {

// From the current thread's resource pool, in ISRs or if it has none from the system heap. nullptr
// if exhausted. Freed by k_free.
void* thread_malloc(std::size_t bytes);

}  // namespace hosted
