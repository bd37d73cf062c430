// SPDX-License-Identifier: Apache-2.0
// The host's signals: faults become Zephyr's fatal errors, requests to end become an orderly exit.
#pragma once

namespace hosted {

// Installs the handlers and the signal stack. Called once, on the host stack.
void install_signals();

extern volatile bool g_end_requested;

// SIGINT, SIGTERM or SIGPIPE has come.
inline bool end_requested() {
  return g_end_requested;
}

// Flushes what was written and ends the process with status 0 (as native_sim), but with 1
// if standard output cannot be written.
[[noreturn]] void end_by_signal();

}  // namespace hosted
