// SPDX-License-Identifier: Apache-2.0
// Names for addresses: from the program's own symbol table, and lines from whoever knows them. All
// of it needs a deep stack (host_call) and is slow: for reports.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hosted {

// "function+0x14" for code, "variable" or "variable+0x8" for data; "0x401234" if no symbol covers
// it. Returns `buffer`.
const char* symbol_name(std::uintptr_t address, char* buffer, std::size_t size);
inline const char* object_name(const void* object, char* buffer, std::size_t size) {
  return symbol_name(reinterpret_cast<std::uintptr_t>(object), buffer, size);
}
// The same, quick if asked again for the objects of the last calls.
const char* object_name_cached(const void* object, char* buffer, std::size_t size);
// Whether some symbol has that name; used to refuse names that nothing has.
bool symbol_exists(const char* name);
// Calls visit() with the memory of each variable that has this in its name.
void visit_variables(const char* name_part,
                     void (*visit)(void* context, std::uintptr_t start, std::uintptr_t end),
                     void* context);

// Prints return addresses to standard error, one line a frame, "    #0 0x401234 in fill main.c:12".
// Lines come from AddressSanitizer if it is there, else from addr2line (binutils); without it only
// functions are named. `first_is_exact`: the first one is the instruction that failed, no return
// address. Else the first ones are left out where they are a wrapper's (__wrap_x).
void print_frames(const std::uintptr_t* frames, std::size_t count, bool first_is_exact = false);
// The same of one return address, "fill main.c:12". Returns `buffer`.
const char* call_place(std::uintptr_t frame, char* buffer, std::size_t size);

}  // namespace hosted
