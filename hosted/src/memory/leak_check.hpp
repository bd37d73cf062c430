// SPDX-License-Identifier: Apache-2.0
// --leak-check: blocks that nothing in the program's memory points to any more.
#pragma once

#include <cstdint>

struct k_thread;

namespace hosted {

void read_leak_check(const char* argument, const char* value);
// "full": lists reachable blocks too. Else see leak_scan.hpp.
void read_leak_check_more(const char* argument, const char* value);

// A thread begins on this stack; see remember_stack().
void note_stack(std::uintptr_t start, std::uintptr_t end);

// At the end, on the host stack: lists leaks if asked for, fills g_end_facts, and returns the
// process's status: 1 if there are leaks and `status` is 0.
int check_leaks(int status);
// The same for a boot that ends with a restart; what it finds counts at the end of the process.
void check_leaks_before_reboot();

}  // namespace hosted
