// SPDX-License-Identifier: Apache-2.0
// Fatal errors, inside.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hosted {

struct FaultReport {
  int signal;
  std::uintptr_t pc, sp, address;
};

// Where fatal errors are handled: a stack of its own.
inline constexpr std::size_t kExceptionStackBytes = 64 * 1024;
void* exception_stack_top();
// Signal context: remembers the fault that fault_landing will report.
void keep_fault(const FaultReport& report);
// Runs on the exception stack, outside signal context. Does not return.
void fault_landing();

// The rule of an API was broken: prints "hosted: <who> called <call>: <rule>" and raises a kernel
// oops for the caller. Does not return.
[[noreturn]] void rule_broken(const char* call, const char* rule);

// Reports `reason` on the exception stack and then does as z_fatal_error. For errors that the
// kernel finds.
[[noreturn]] void raise_fatal(unsigned int reason);

}  // namespace hosted
