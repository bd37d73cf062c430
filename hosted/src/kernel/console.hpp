// SPDX-License-Identifier: Apache-2.0
// The console and what logging has to do with it.
#pragma once

#include <cstdarg>

namespace hosted {

// Writes what deferred logging still holds to standard output, for the end of the process. Any
// stack; does nothing without CONFIG_LOG_MODE_DEFERRED.
void finish_log();

// With CONFIG_LOG_PRINTK: takes printk's text as a message. It is formatted on the host stack.
void log_text(const char* format, std::va_list args);

}  // namespace hosted
