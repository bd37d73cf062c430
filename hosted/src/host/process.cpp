// SPDX-License-Identifier: Apache-2.0
#include "host/process.hpp"

#include <sys/personality.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "host/call.hpp"
#include "host/end_report.hpp"
#include "host/real_alloc.hpp"
#include "host/real_stdio.hpp"
#include "kernel/console.hpp"
#include "kernel/context.hpp"
#include "memory/fail_alloc.hpp"
#include "memory/leak_check.hpp"
#include "memory/ubsan_report.hpp"
#include "memory/valgrind.hpp"

namespace hosted {
namespace {

char g_output_buffer[64 * 1024];
bool g_terminal = false;
int g_output_error = 0;  // errno of the first failure to write
bool g_ending = false;

// On the host stack. Says it once.
bool flush_and_check() {
  bool failed = real::fflush(stdout) != 0 || std::ferror(stdout) != 0;
  if (failed && g_output_error == 0) {
    g_output_error = errno != 0 ? errno : EIO;
    (void)real::fprintf(stderr,
                        "tidemark-hosted: standard output: %s; ending, as the rest would be lost\n",
                        std::strerror(g_output_error));
  }
  return !failed;
}

}  // namespace

extern "C" [[noreturn]] void __real_exit(int status);
extern "C" [[noreturn]] void __wrap_exit(int status);

// The application's own exit() ends in the same order as everything else.
void __wrap_exit(int status) {
  end_process(status);
}

void fix_addresses(char** argv) {
  if (on_valgrind()) {
    return;  // it loads programs at fixed addresses itself, and cannot be left by exec
  }
  constexpr unsigned long kAsk = 0xffffffff;
  int current = ::personality(kAsk);
  if (current == -1 || (current & ADDR_NO_RANDOMIZE) != 0) {
    return;
  }
  if (::personality(static_cast<unsigned long>(current) | ADDR_NO_RANDOMIZE) == -1) {
    return;
  }
  // The check guards against a system that grants the wish and then ignores it.
  if ((::personality(kAsk) & ADDR_NO_RANDOMIZE) != 0) {
    (void)::execv("/proc/self/exe", argv);
  }
}

void open_output() {
  g_terminal = ::isatty(STDOUT_FILENO) != 0;
  (void)std::setvbuf(stdout, g_output_buffer, _IOFBF, sizeof g_output_buffer);
}

bool output_is_terminal() {
  return g_terminal;
}

void write_output(const char* text, std::size_t length) {
  host_call([&] { (void)real::fwrite(text, 1, length, stdout); });
}

int format_output(const char* format, std::va_list args, Formatter formatter) {
  int written = 0;
  host_call([&] {
    // Formatted apart from the stream, so that a bad pointer among the arguments leaves the stream
    // whole.
    static char line[1024];
    std::va_list again;
    va_copy(again, args);
    written = formatter(line, sizeof line, format, args);
    if (written < 0) {
      va_end(again);
      return;
    }
    auto length = static_cast<std::size_t>(written);
    if (length < sizeof line) {
      (void)real::fwrite(line, 1, length, stdout);
    } else if (char* big = static_cast<char*>(real::malloc(length + 1))) {
      (void)formatter(big, length + 1, format, again);
      (void)real::fwrite(big, 1, length, stdout);
      real::free(big);
    }
    va_end(again);
  });
  return written;
}

void print(const char* format, ...) {
  std::va_list args;
  va_start(args, format);
  (void)format_output(format, args, real::vsnprintf);
  va_end(args);
}

void flush_output() {
  host_call([] {
    if (!flush_and_check() && !g_ending) {
      end_process(1);
    }
  });
}

void complain(const char* format, ...) {
  std::va_list args;
  va_start(args, format);
  host_call([&] {
    (void)real::fflush(stdout);
    char line[1024];
    (void)real::vsnprintf(line, sizeof line, format, args);
    note_line(line);
    (void)real::fprintf(stderr, "tidemark-hosted: %s\n", line);
  });
  va_end(args);
}

void end_process(int status, End end) {
  host_call([status, end] {
    g_ending = true;
    finish_log();
    bool flushed = flush_and_check();
    int checked = end != End::kRefused ? count_undefined(check_leaks(status)) : status;
    int final_status = !flushed && checked == 0 ? 1 : checked;
    if (end != End::kRefused) {
      end_failures();
    }
    write_end_report(end, final_status);
#ifdef CONFIG_ASAN
    open_guards();  // LeakSanitizer reads all variables, and these pages lie among them
#endif
    __real_exit(final_status);
  });
  __builtin_unreachable();
}

}  // namespace hosted
