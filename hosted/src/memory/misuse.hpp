// SPDX-License-Identifier: Apache-2.0
// What is said when an application hurts memory: which block, whose, allocated and freed where.
#pragma once

#include <cstdint>

#include "memory/watch.hpp"

namespace hosted {

// Says on standard error why `address` cannot be freed by request.call. Deep stack.
void describe_bad_free(const Request& request, std::uintptr_t address, const Stack& stack);
// What follows: a kernel oops of the caller.
[[noreturn]] void bad_free();
// Both, for builds that keep no records; `site` is where the call returns to.
[[noreturn]] void bad_plain_free(const char* call, Family family, const void* owner,
                                 const void* block, void* site);

// free() of the host was given `block`, which lies in a heap or slab. Does not return if so.
void check_host_free(const char* call, const void* block, void** frame);

// AddressSanitizer: has its reports followed by what is known of the block. Once, at the start.
void install_reports();

}  // namespace hosted
