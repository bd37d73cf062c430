// SPDX-License-Identifier: Apache-2.0
// Fatal errors, inside.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host/backtrace.hpp"

namespace hosted {

struct FaultReport {
  enum class Access : std::uint8_t { kRead, kWrite, kJump };
  int signal;
  std::uintptr_t pc, sp, address;
  Access access;       // for SIGSEGV and SIGBUS
  bool address_known;  // not if it is one that no pointer can have
  Backtrace trace;
};

// Where fatal errors are handled: a stack of its own.
inline constexpr std::size_t kExceptionStackBytes = 64 * 1024;
void* exception_stack_top();
// "thread 'main'", "an interrupt handler, over thread 'idle'".
const char* describe_context(char* buffer, std::size_t size);

// Signal context: remembers the fault that fault_landing will report.
void keep_fault(const FaultReport& report);
// Runs on the exception stack, outside signal context. Does not return.
void fault_landing();

// The rule of an API was broken: prints "tidemark-hosted: <who> called <call>: <rule>" and from
// where, and raises a kernel oops for the caller. Does not return.
[[noreturn]] void rule_broken(const char* call, const char* rule);

// Remembers who called, for the end report of a fatal error that the caller raises.
void trace_caller();

// Reports `reason` on the exception stack and then does as z_fatal_error. For errors that the
// kernel finds.
[[noreturn]] void raise_fatal(unsigned int reason);

}  // namespace hosted
