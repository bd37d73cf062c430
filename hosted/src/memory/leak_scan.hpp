// SPDX-License-Identifier: Apache-2.0
// --leak-check=every:<time>: searches for lost blocks during the run, at virtual times. A block
// that two searches on end do not find is told once, at once, on the console, in one line.
#pragma once

#include <cstdint>

namespace hosted {

// "every:60s" or "every:60s,min-age:10s".
void read_leak_scan(const char* argument, const char* value);

// When the next search is due; UINT64_MAX: there is none.
extern std::uint64_t g_next_leak_scan_us;
// Searches now, on the host stack, and says when to do so again. Nothing but searches happens until
// `until_us`, so that most of those in between may be left out.
void scan_for_leaks(std::uint64_t until_us);

}  // namespace hosted
