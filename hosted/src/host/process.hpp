// SPDX-License-Identifier: Apache-2.0
// The process: its standard output and its end.
#pragma once

#include <cstdarg>
#include <cstddef>

namespace hosted {

// All of these may be called on any stack; they go to the host stack themselves.

// Appends to standard output, which is kept in a buffer of 64 KiB: see flush_output.
void write_output(const char* text, std::size_t length);
// Formats to standard output; returns what vprintf returns.
using Formatter = int (*)(char* str, std::size_t size, const char* format, std::va_list args);
int format_output(const char* format, std::va_list args, Formatter formatter);
[[gnu::format(printf, 1, 2)]] void print(const char* format, ...);
// Ends the process with status 1 if standard output cannot be written.
void flush_output();
// One line on standard error, "tidemark-hosted: " before it, standard output flushed first.
[[gnu::format(printf, 1, 2)]] void complain(const char* format, ...);
// Why the process ends, for --end-report.
enum class End { kExit, kStopped, kNothingLeft, kSignal, kFatal, kRefused };
// Flushes and ends the process through exit(). Standard output that could not be written makes a
// status of 0 a 1.
[[noreturn]] void end_process(int status, End end = End::kExit);

// Starts the program anew with address space randomisation off, so that addresses in the output do
// not differ between runs. Does nothing if that is forbidden (some containers) or done already.
// First thing in main().
void fix_addresses(char** argv);
// Sets the buffer of standard output up. On the host stack, once.
void open_output();
bool output_is_terminal();

}  // namespace hosted
