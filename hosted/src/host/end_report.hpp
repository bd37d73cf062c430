// SPDX-License-Identifier: Apache-2.0
// How the process ended, as one JSON object for programs that run programs (--end-report=FILE).
// The format is in docs/reference/hosted/fault_injection.md.
#pragma once

#include <cstdarg>
#include <cstdint>

#include "host/process.hpp"

namespace hosted {

// The first allocation that --fail-alloc failed. Strings are the caller's, cut if too long.
struct FailedAllocation {
  std::uint32_t boot = 0;   // from 1
  std::uint64_t index = 0;  // counted from 1 among the allocations that matched
  std::uint64_t bytes = 0;
  char heap[64] = "";
  char thread[64] = "";
  char call[48] = "";
  char site[160] = "";
};

// The first fatal error.
struct FatalFacts {
  bool known = false;
  std::uint32_t boot = 0;  // from 1
  unsigned reason = 0;
  std::uint64_t at_us = 0;  // virtual time of all boots
  char reason_text[32] = "";
  char thread[64] = "";
  char message[256] = "";
  char site[160] = "";  // the application's innermost function; empty: not known
};

// Of all boots of the process.
struct EndFacts {
  std::uint64_t allocations_matched = 0;
  std::uint64_t allocations_failed = 0;
  FailedAllocation first_failed;  // if allocations_failed > 0
  bool leaks_checked = false;
  std::uint64_t leaked_blocks = 0;
  std::uint64_t leaked_bytes = 0;
  std::uint64_t undefined_places = 0;  // reports of UndefinedBehaviorSanitizer
  FatalFacts fatal;
};
extern EndFacts g_end_facts;

// A fatal error has happened. The first one is kept, as later ones follow from it.
void note_fatal(unsigned reason, const char* reason_text, const char* thread);
// Where the next fatal error comes from, if that is known.
void note_site(const char* site);
// A line that may say why a fatal error is about to happen; the last one before note_fatal counts.
void note_line(const char* line);
// The same for assert_print(): an indented line, the message, is added to the line before.
void note_assertion(const char* format, std::va_list args);

// Once, by end_process() and by what ends the process past it.
void write_end_report(End end, int status);

}  // namespace hosted
