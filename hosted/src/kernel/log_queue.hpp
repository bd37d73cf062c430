// SPDX-License-Identifier: Apache-2.0
// Where text for the console goes: at once to standard output, or into the queue of deferred
// logging.
#pragma once

#include <cstdarg>

namespace hosted {

// printk's text. With deferred logging and CONFIG_LOG_PRINTK it takes its turn among the messages.
void console_text(const char* format, std::va_list args);

}  // namespace hosted
