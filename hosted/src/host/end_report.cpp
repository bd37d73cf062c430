// SPDX-License-Identifier: Apache-2.0
#include "host/end_report.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <iterator>

#include "host/call.hpp"
#include "host/options.hpp"
#include "host/real_stdio.hpp"
#include "host/restart.hpp"

namespace hosted {

EndFacts g_end_facts;
HOSTED_CARRIED(g_end_facts)

namespace {

const char* g_path = nullptr;
int g_file = -1;

char g_last_line[sizeof FatalFacts::message];
char g_last_site[sizeof FatalFacts::site];

// A buffer that a damaged heap cannot hurt, as this runs after faults.
struct Writer {
  char text[8192];
  std::size_t used = 0;

  void add(const char* format, ...) __attribute__((format(printf, 2, 3))) {
    std::va_list args;
    va_start(args, format);
    int length = real::vsnprintf(text + used, sizeof text - used, format, args);
    va_end(args);
    if (length > 0) {
      used += static_cast<std::size_t>(length);
      used = used < sizeof text ? used : sizeof text - 1;
    }
  }
  void add_string(const char* name, const char* value) {
    add("\"%s\":\"", name);
    for (const char* c = value; *c != '\0'; ++c) {
      auto byte = static_cast<unsigned char>(*c);
      if (byte == '"' || byte == '\\') {
        add("\\%c", byte);
      } else if (byte < 0x20 || byte >= 0x7f) {
        // Other than ASCII may be cut in the middle of a character, so it is not passed on as
        // UTF-8.
        add("\\u%04x", byte);
      } else {
        add("%c", byte);
      }
    }
    add("\"");
  }
};

void copy(char* to, std::size_t size, const char* from) {
  std::size_t length = std::strlen(from);
  length = length < size ? length : size - 1;
  std::memcpy(to, from, length);
  to[length] = '\0';
}

const char* text_of(End end) {
  constexpr const char* kTexts[] = {"exit",   "stopped", "nothing_left",
                                    "signal", "fatal",   "refused"};
  return kTexts[static_cast<int>(end)];
}

void add_allocations(Writer& out, const EndFacts& facts) {
  out.add(",\"allocations\":{\"matched\":%llu,\"failed\":%llu",
          static_cast<unsigned long long>(facts.allocations_matched),
          static_cast<unsigned long long>(facts.allocations_failed));
  if (facts.allocations_failed > 0) {
    const FailedAllocation& first = facts.first_failed;
    out.add(",\"first_failed\":{\"boot\":%u,\"index\":%llu,\"bytes\":%llu,", first.boot,
            static_cast<unsigned long long>(first.index),
            static_cast<unsigned long long>(first.bytes));
    out.add_string("heap", first.heap);
    out.add(",");
    out.add_string("thread", first.thread);
    out.add(",");
    out.add_string("call", first.call);
    out.add(",");
    out.add_string("site", first.site);
    out.add("}");
  }
  out.add("}");
}

void add_seconds(Writer& out, const char* name, std::uint64_t us) {
  constexpr std::uint64_t kSecond = 1'000'000;
  out.add("\"%s\":%llu.%06llu", name, static_cast<unsigned long long>(us / kSecond),
          static_cast<unsigned long long>(us % kSecond));
}

void add_fatal(Writer& out, const FatalFacts& fatal) {
  out.add(",\"fatal\":{\"boot\":%u,", fatal.boot);
  add_seconds(out, "virtual_seconds", fatal.at_us);
  out.add(",\"reason\":%u,", fatal.reason);
  out.add_string("reason_text", fatal.reason_text);
  out.add(",");
  out.add_string("thread", fatal.thread);
  out.add(",");
  out.add_string("message", fatal.message);
  if (fatal.site[0] != '\0') {
    out.add(",");
    out.add_string("site", fatal.site);
  }
  out.add("}");
}

void compose(Writer& out, End end, int status) {
  out.add("{\"version\":1,\"end\":\"%s\",\"status\":%d,\"boots\":%u,", text_of(end), status,
          boot_number());
  add_seconds(out, "virtual_seconds", total_us());
  add_allocations(out, g_end_facts);
  if (g_end_facts.fatal.known) {
    add_fatal(out, g_end_facts.fatal);
  }
  if (g_end_facts.leaks_checked) {
    out.add(",\"leaks\":{\"blocks\":%llu,\"bytes\":%llu}",
            static_cast<unsigned long long>(g_end_facts.leaked_blocks),
            static_cast<unsigned long long>(g_end_facts.leaked_bytes));
  }
  out.add("}\n");
}

void read_end_report(const char* argument, const char* value) {
  if (g_file >= 0) {
    refuse(argument, "given twice", "give one file");
  }
  // Opened now, so that a path that cannot be written is refused before anything runs.
  g_path = value;
  g_file = ::open(value, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (g_file < 0) {
    refuse(argument, std::strerror(errno), "give a file that can be written");
  }
}

constexpr Option kOptions[] = {
    {"end-report", "<file>", "write how the program ended to <file>, as JSON", read_end_report},
};
constexpr OptionGroup kEndGroup = {"For programs that run this one", kOptions, std::size(kOptions),
                                   nullptr};
HOSTED_OPTIONS(kEndGroup)

}  // namespace

void note_fatal(unsigned reason, const char* reason_text, const char* thread) {
  FatalFacts& fatal = g_end_facts.fatal;
  if (fatal.known) {
    return;
  }
  fatal.known = true;
  fatal.boot = boot_number();
  fatal.at_us = total_us();
  fatal.reason = reason;
  copy(fatal.reason_text, sizeof fatal.reason_text, reason_text);
  copy(fatal.thread, sizeof fatal.thread, thread);
  copy(fatal.message, sizeof fatal.message, g_last_line[0] != '\0' ? g_last_line : reason_text);
  copy(fatal.site, sizeof fatal.site, g_last_site);
  g_last_site[0] = '\0';
}

void note_site(const char* site) {
  copy(g_last_site, sizeof g_last_site, site);
}

void note_line(const char* line) {
  copy(g_last_line, sizeof g_last_line, line);
}

void note_assertion(const char* format, std::va_list args) {
  // Where an oops was says nothing of why.
  if (format[0] == '@') {
    return;
  }
  host_call([&] {
    std::size_t used = format[0] == '\t' ? std::strlen(g_last_line) : 0;
    (void)real::vsnprintf(g_last_line + used, sizeof g_last_line - used, format, args);
    if (g_last_line[used] == '\t') {
      g_last_line[used] = ' ';
    }
    std::size_t length = std::strlen(g_last_line);
    if (length > 0 && g_last_line[length - 1] == '\n') {
      g_last_line[length - 1] = '\0';
    }
  });
}

void write_end_report(End end, int status) {
  if (g_file < 0) {
    return;
  }
  static Writer out;
  compose(out, end, status);
  std::size_t done = 0;
  while (done < out.used) {
    ssize_t count = ::write(g_file, out.text + done, out.used - done);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      (void)real::fprintf(stderr,
                          "tidemark-hosted: --end-report=%s: %s; the report is incomplete\n",
                          g_path, std::strerror(errno));
      break;
    }
    done += static_cast<std::size_t>(count);
  }
  (void)::close(g_file);
  g_file = -1;
}

}  // namespace hosted
