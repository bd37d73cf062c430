// SPDX-License-Identifier: Apache-2.0
// The backend that writes to the console. It carries the name that the configuration gives it:
// applications find backends by name.
#include <zephyr/kernel.h>
#include <zephyr/logging/log_backend_std.h>

#include <cstdlib>

#include "host/call.hpp"
#include "host/process.hpp"
#include "log/log.hpp"

#ifndef CONFIG_LOG_MODE_MINIMAL

namespace {

// The console ends its lines with LF alone.
int console_out(uint8_t* data, size_t length, void*) {
  size_t begin = 0;
  for (size_t i = 0; i <= length; ++i) {
    if (i == length || data[i] == '\r') {
      hosted::write_output(reinterpret_cast<const char*>(data) + begin, i - begin);
      begin = i + 1;
    }
  }
  return static_cast<int>(length);
}

uint8_t g_console_buffer[1];
LOG_OUTPUT_DEFINE(console_output, console_out, g_console_buffer, sizeof g_console_buffer);

uint32_t console_flags() {
  static const bool colours = hosted::output_is_terminal() && std::getenv("NO_COLOR") == nullptr;
  uint32_t flags = log_backend_std_get_flags() | uint32_t{LOG_OUTPUT_FLAG_CRLF_LFONLY};
  return colours ? flags : flags & ~static_cast<uint32_t>(LOG_OUTPUT_FLAG_COLORS);
}

}  // namespace

namespace hosted {

void write_to_console(log_msg* message) {
  static Text text;
  text.clear();
  compose(text, &console_output, message, long_timestamp(log_msg_get_timestamp(message)),
          console_flags());
  write_output(text.data(), text.size());
}

void write_dropped_to_console(std::uint32_t count) {
  constexpr std::uint32_t kMost = 9999;
  bool colours = (console_flags() & LOG_OUTPUT_FLAG_COLORS) != 0;
  print("%s--- %u messages dropped ---\n%s", colours ? "\x1b[1;31m" : "",
        count < kMost ? count : kMost, colours ? "\x1b[0m" : "");
}

}  // namespace hosted

#if defined(CONFIG_LOG_BACKEND_UART) || defined(CONFIG_LOG_BACKEND_NATIVE_POSIX)

namespace {

uint32_t g_console_format = CONFIG_LOG_BACKEND_NATIVE_POSIX_OUTPUT_DEFAULT;

bool plain_text() {
  return g_console_format == LOG_OUTPUT_TEXT &&
         !IS_ENABLED(CONFIG_LOG_OUTPUT_FORMAT_CUSTOM_TIMESTAMP);
}

void console_process(const struct log_backend* const, union log_msg_generic* msg) {
  if (plain_text()) {
    hosted::host_call([msg] { hosted::write_to_console(&msg->log); });
  } else {
    uint32_t flags = 0;
    hosted::host_call([&] { flags = console_flags(); });
    log_format_func_t_get(g_console_format)(&console_output, &msg->log, flags);
  }
}

void console_panic(const struct log_backend* const) {
  hosted::flush_output();
}

[[maybe_unused]] void console_dropped(const struct log_backend* const, uint32_t cnt) {
  hosted::host_call([cnt] { hosted::write_dropped_to_console(cnt); });
}

int console_format_set(const struct log_backend* const, uint32_t log_type) {
  g_console_format = log_type;
  return 0;
}

const struct log_backend_api g_console_api = {
    console_process, IS_ENABLED(CONFIG_LOG_MODE_IMMEDIATE) ? nullptr : console_dropped,
    console_panic,   nullptr,
    nullptr,         console_format_set,
    nullptr,
};

#ifdef CONFIG_LOG_BACKEND_UART
LOG_BACKEND_DEFINE(log_backend_uart, g_console_api, true);
#define CONSOLE_BACKEND (&log_backend_uart)
#else
LOG_BACKEND_DEFINE(log_backend_native_posix, g_console_api, true);
#define CONSOLE_BACKEND (&log_backend_native_posix)
#endif

}  // namespace

namespace hosted {

// The compiler takes an element of the section and this object for different ones, whatever their
// addresses, and would fold a comparison away.
const log_backend* console_backend() {
  const log_backend* backend = CONSOLE_BACKEND;
  asm("" : "+r"(backend));
  return backend;
}

}  // namespace hosted

#else

namespace hosted {

const log_backend* console_backend() {
  return nullptr;
}

}  // namespace hosted

#endif

#endif
