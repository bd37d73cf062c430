// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace hosted {

// From the current thread's resource pool, in ISRs from the system heap. nullptr if there is none
// or it is exhausted. Freed by k_free.
void* thread_malloc(std::size_t bytes);

}  // namespace hosted
