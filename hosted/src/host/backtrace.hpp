// SPDX-License-Identifier: Apache-2.0
// Who called whom, when something is wrong: from the unwind tables that the compiler writes, which
// cover the runtime, the application and the host's libraries.
#pragma once

#include <ucontext.h>

#include <cstddef>
#include <cstdint>

namespace hosted {

struct Backtrace {
  static constexpr std::size_t kMost = 16;
  std::size_t count;
  std::uintptr_t frames[kMost];  // innermost first; return addresses, but maybe the first
  bool first_is_exact;           // the first is the instruction itself
};

// The callers of whoever calls this. On the host stack (host_call).
Backtrace trace_here();
// What a signal interrupted. In its handler; a broken stack ends the trace early.
Backtrace trace_from(const ucontext_t& context);
// First thing in a handler of SIGSEGV and SIGBUS: if trace_from() made that signal, returns there.
void leave_broken_trace();

// Prints it to standard error, without the runtime's own functions at its inner end. On the host
// stack or outside.
void print_trace(const Backtrace& trace);
// Whether it began in the runtime and not in the application's own code. Deep stack.
bool in_runtime(const Backtrace& trace);
// Of the public calls at the inner end of the trace the one that the application made: its name, or
// "" if the application's own code is innermost, or nothing is known. Deep stack.
const char* called(const Backtrace& trace, char* buffer, std::size_t size);
// The innermost function of the application: "fill+0x14", or "". Deep stack.
const char* site_of(const Backtrace& trace, char* buffer, std::size_t size);

}  // namespace hosted
