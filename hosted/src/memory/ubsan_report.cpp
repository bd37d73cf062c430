// SPDX-License-Identifier: Apache-2.0
#include "memory/ubsan_report.hpp"

#ifdef CONFIG_UBSAN

#include <cstdio>

#include "host/call.hpp"
#include "host/end_report.hpp"
#include "host/real_stdio.hpp"
#include "memory/describe.hpp"

// The sanitizer's own interface; no header of it comes with the compilers.
extern "C" {
// Called before it prints. The data are of the report that is about to be printed.
void __ubsan_on_report(void);
void __ubsan_get_current_report_data(const char** kind, const char** message, const char** file,
                                     unsigned* line, unsigned* column, char** address);
// Read when it starts; UBSAN_OPTIONS of the environment goes further.
const char* __ubsan_default_options(void);
}

const char* __ubsan_default_options(void) {
  return "print_stacktrace=1";
}

void __ubsan_on_report(void) {
  const char* kind = nullptr;
  const char* message = nullptr;
  const char* file = nullptr;
  unsigned line = 0;
  unsigned column = 0;
  char* address = nullptr;
  __ubsan_get_current_report_data(&kind, &message, &file, &line, &column, &address);
  hosted::host_call([&] {
    ++hosted::g_end_facts.undefined_places;
    char who[80];
    char text[400];
    (void)hosted::real::snprintf(text, sizeof text, "%s: undefined behaviour: %s",
                                 hosted::describe_caller(who, sizeof who), message);
    (void)hosted::real::fflush(stdout);
    hosted::note_line(text);
    (void)hosted::real::fprintf(stderr, "tidemark-hosted: %s; UndefinedBehaviorSanitizer says:\n",
                                text);
  });
}

namespace hosted {

int count_undefined(int status) {
  unsigned long long places = g_end_facts.undefined_places;
  if (places == 0) {
    return status;
  }
  (void)real::fprintf(stderr,
                      "tidemark-hosted: undefined behaviour at %llu place%s of the program, "
                      "reported above\n",
                      places, places == 1 ? "" : "s");
  return status == 0 ? 1 : status;
}

}  // namespace hosted

#else

namespace hosted {
int count_undefined(int status) {
  return status;
}
}  // namespace hosted

#endif
