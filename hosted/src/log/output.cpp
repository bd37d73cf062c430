// SPDX-License-Identifier: Apache-2.0
// Messages as text.
#include <zephyr/kernel.h>
#include <zephyr/logging/log_ctrl.h>
#include <zephyr/logging/log_output.h>
#include <zephyr/logging/log_output_custom.h>

#include <cctype>
#include <cinttypes>
#include <cstring>

#include "host/call.hpp"
#include "host/real_alloc.hpp"
#include "host/real_stdio.hpp"
#include "kernel/cbprintf.hpp"
#include "log/log.hpp"

#ifndef CONFIG_LOG_MODE_MINIMAL

#ifndef CONFIG_LOG_TAG_MAX_LEN
#define CONFIG_LOG_TAG_MAX_LEN 0
#endif
#ifndef CONFIG_LOG_TAG_DEFAULT
#define CONFIG_LOG_TAG_DEFAULT ""
#endif

namespace hosted {

namespace {

constexpr std::size_t kHexLine = 16;
constexpr std::size_t kHexGroup = 8;
constexpr std::uint32_t kMillion = 1'000'000;
constexpr const char* kSeverity[] = {"", "err", "wrn", "inf", "dbg"};
constexpr char kNoColour[] = "\x1b[0m";

std::uint32_t g_freq = 0;
std::uint32_t g_divider = 1;
char g_tag[CONFIG_LOG_TAG_MAX_LEN + 1] = CONFIG_LOG_TAG_DEFAULT;
log_format_func_t g_custom_format = nullptr;
[[maybe_unused]] log_timestamp_format_func_t g_custom_timestamp = nullptr;

// What a message is made of.
struct Line {
  std::uint64_t timestamp;
  const char* domain;
  const char* source;
  k_tid_t tid;
  std::uint8_t level;
  void* package;
  const std::uint8_t* data;
  std::size_t data_len;
  std::uint32_t flags;
  bool returns;  // a raw text whose lines end with CR LF
};

const char* line_end(std::uint32_t flags) {
  return (flags & LOG_OUTPUT_FLAG_CRLF_NONE) != 0     ? ""
         : (flags & LOG_OUTPUT_FLAG_CRLF_LFONLY) != 0 ? "\n"
                                                      : "\r\n";
}

void append_timestamp(Text& text, std::uint64_t timestamp, std::uint32_t flags) {
  constexpr bool kLinux = IS_ENABLED(CONFIG_LOG_OUTPUT_FORMAT_LINUX_TIMESTAMP);
  if ((flags & (LOG_OUTPUT_FLAG_FORMAT_TIMESTAMP | LOG_OUTPUT_FLAG_FORMAT_SYSLOG)) == 0 &&
      !kLinux) {
    text.append("[%0*" PRIu64 "] ", IS_ENABLED(CONFIG_LOG_TIMESTAMP_64BIT) ? 16 : 8, timestamp);
    return;
  }
  if (g_freq == 0) {
    return;
  }
  timestamp /= g_divider;
  std::uint64_t seconds = timestamp / g_freq;
  auto rest = static_cast<std::uint32_t>(timestamp % g_freq);
  std::uint32_t ms = static_cast<std::uint32_t>(std::uint64_t{rest} * 1000U / g_freq);
  auto us = static_cast<std::uint32_t>(
      1000U * (std::uint64_t{rest} * 1000U - std::uint64_t{ms} * g_freq) / g_freq);
  if (kLinux) {
    text.append("[%5" PRIu64 ".%06u] ", seconds, ms * 1000U + us);
  } else {
    text.append("[%02" PRIu64 ":%02u:%02u.%03u,%03u] ", seconds / 3600,
                static_cast<unsigned>(seconds / 60 % 60), static_cast<unsigned>(seconds % 60), ms,
                us);
  }
}

const char* colour_of(std::uint8_t level) {
  switch (level) {
    case LOG_LEVEL_ERR:
      return "\x1b[1;31m";
    case LOG_LEVEL_WRN:
      return "\x1b[1;33m";
    case LOG_LEVEL_INF:
      return IS_ENABLED(CONFIG_LOG_INFO_COLOR_GREEN) ? "\x1b[1;32m" : kNoColour;
    default:
      return kNoColour;
  }
}

// Behind the time stamp; returns how many characters it takes on a screen.
std::size_t append_ids(Text& text, const Line& line) {
  if ((line.flags & LOG_OUTPUT_FLAG_COLORS) != 0) {
    text.append("%s", colour_of(line.level));
  }
  std::size_t begin = text.size();
  if ((line.flags & LOG_OUTPUT_FLAG_LEVEL) != 0) {
    text.append("<%s> ", kSeverity[line.level]);
  }
#ifdef CONFIG_LOG_THREAD_ID_PREFIX
  if ((line.flags & LOG_OUTPUT_FLAG_THREAD) != 0) {
#ifdef CONFIG_THREAD_NAME
    text.append("[%s] ", line.tid == nullptr ? "irq" : k_thread_name_get(line.tid));
#else
    text.append("[%p] ", static_cast<void*>(line.tid));
#endif
  }
#endif
  if (line.domain != nullptr) {
    text.append("%s/", line.domain);
  }
  if (line.source != nullptr && (line.flags & LOG_OUTPUT_FLAG_SKIP_SOURCE) == 0) {
    text.append("%s: ", line.source);
  }
  return text.size() - begin;
}

std::size_t append_tag(Text& text) {
  std::size_t begin = text.size();
  if (const char* tag = z_log_get_tag()) {
    text.append("%s ", tag);
  }
  return text.size() - begin;
}

void append_hex_line(Text& text, const std::uint8_t* data, std::size_t length, std::size_t indent) {
  text.append("%*s", static_cast<int>(indent), "");
  for (std::size_t i = 0; i < kHexLine; ++i) {
    const char* gap = i > 0 && i % kHexGroup == 0 ? " " : "";
    if (i < length) {
      text.append("%s%02x ", gap, data[i]);
    } else {
      text.append("%s   ", gap);
    }
  }
  text.append("|");
  for (std::size_t i = 0; i < kHexLine; ++i) {
    const char* gap = i > 0 && i % kHexGroup == 0 ? " " : "";
    int c = i >= length ? ' ' : std::isprint(data[i]) != 0 ? data[i] : '.';
    text.append("%s%c", gap, c);
  }
}

void append_package(Text& text, void* package) {
  PackageArguments arguments(package);
#ifdef CONFIG_CBPRINTF_PACKAGE_SUPPORT_TAGGED_ARGUMENTS
  if (arguments.tagged) {
    int size = untag(arguments.format, arguments.args, nullptr, 0);
    void* plain = size > 0 ? real::malloc(static_cast<std::size_t>(size)) : nullptr;
    if (plain != nullptr) {
      (void)untag(arguments.format, arguments.args, plain, static_cast<std::size_t>(size));
      PackageArguments inner(plain);
      text.vappend(inner.format, inner.args);
      real::free(plain);
    }
    return;
  }
#endif
  text.vappend(arguments.format, arguments.args);
}

// What follows the prefix, which took `indent` characters.
void append_rest(Text& text, const Line& line, std::size_t indent) {
  bool raw = line.level == LOG_LEVEL_INTERNAL_RAW_STRING;
  std::size_t begin = text.size();
  if (line.package != nullptr) {
    append_package(text, line.package);
  }
  if (raw && line.returns) {
    text.add_returns(begin);
  }
  for (std::size_t done = 0; done < line.data_len; done += kHexLine) {
    std::size_t left = line.data_len - done;
    text.append("%s", line_end(line.flags));
    append_hex_line(text, line.data + done, left < kHexLine ? left : kHexLine, indent);
  }
  if (!raw) {
    text.append("%s%s", (line.flags & LOG_OUTPUT_FLAG_COLORS) != 0 ? kNoColour : "",
                line_end(line.flags));
  }
}

std::size_t append_prefix(Text& text, const Line& line) {
  if (line.level == LOG_LEVEL_INTERNAL_RAW_STRING) {
    return 0;
  }
  std::size_t begin = text.size();
  (void)append_tag(text);
  if ((line.flags & LOG_OUTPUT_FLAG_TIMESTAMP) != 0) {
    append_timestamp(text, line.timestamp, line.flags);
  }
  std::size_t stamped = text.size() - begin;
  return stamped + append_ids(text, line);
}

void deliver_piece(const log_output* output, std::uint8_t* data, std::size_t length) {
  while (length > 0) {
    int taken = output->func(data, length, output->control_block->ctx);
    if (taken <= 0) {
      return;
    }
    data += taken;
    length -= static_cast<std::size_t>(taken);
  }
}

// Hands the text on as Zephyr does: through the buffer, or byte by byte in immediate mode.
void deliver(const log_output* output, const char* text, std::size_t length) {
  for (std::size_t i = 0; i < length; ++i) {
    auto byte = static_cast<std::uint8_t>(text[i]);
    if (IS_ENABLED(CONFIG_LOG_MODE_IMMEDIATE)) {
      deliver_piece(output, &byte, 1);
      continue;
    }
    if (static_cast<std::size_t>(output->control_block->offset) == output->size) {
      log_output_flush(output);
    }
    output->buf[output->control_block->offset++] = byte;
  }
}

// Builds a text on the host stack and delivers it on the caller's.
template <typename Build>
void build_and_deliver(const log_output* output, Build build) {
  Text text;
  host_call([&] { build(text); });
  deliver(output, text.data(), text.size());
  host_call([&] { text.release(); });
}

#ifdef CONFIG_LOG_OUTPUT_FORMAT_CUSTOM_TIMESTAMP
int print_to_output(const log_output* output, const char* format, ...) {
  int length = 0;
  std::va_list args;
  va_start(args, format);
  build_and_deliver(output, [&](Text& text) {
    text.vappend(format, args);
    length = static_cast<int>(text.size());
  });
  va_end(args);
  return length;
}

// The application's part of the prefix is printed by itself, so the others go out apart.
std::size_t output_custom_prefix(const log_output* output, const Line& line) {
  std::size_t length = 0;
  build_and_deliver(output, [&](Text& text) { length = append_tag(text); });
  if ((line.flags & LOG_OUTPUT_FLAG_TIMESTAMP) != 0) {
    length += static_cast<std::size_t>(log_custom_timestamp_print(
        output, static_cast<log_timestamp_t>(line.timestamp), print_to_output));
  }
  build_and_deliver(output, [&](Text& text) { length += append_ids(text, line); });
  return length;
}
#endif

void output_line(const log_output* output, const Line& line) {
#ifdef CONFIG_LOG_OUTPUT_FORMAT_CUSTOM_TIMESTAMP
  if (line.level != LOG_LEVEL_INTERNAL_RAW_STRING) {
    std::size_t indent = output_custom_prefix(output, line);
    build_and_deliver(output, [&](Text& text) { append_rest(text, line, indent); });
    log_output_flush(output);
    return;
  }
#endif
  build_and_deliver(output,
                    [&](Text& text) { append_rest(text, line, append_prefix(text, line)); });
  log_output_flush(output);
}

Line line_of(log_msg* message, std::uint64_t timestamp, std::uint32_t flags) {
  std::size_t package_len = 0;
  std::size_t data_len = 0;
  std::uint8_t* package = log_msg_get_package(message, &package_len);
  std::uint8_t* data = log_msg_get_data(message, &data_len);
  int source = log_msg_get_source_id(message);
  bool raw_source = log_msg_get_source(message) == reinterpret_cast<const void*>(1);
  return {timestamp,
          nullptr,
          source >= 0 ? log_source_name_get(0, static_cast<std::uint32_t>(source)) : nullptr,
          static_cast<k_tid_t>(log_msg_get_tid(message)),
          log_msg_get_level(message),
          package_len > 0 ? package : nullptr,
          data,
          data_len,
          flags,
          !raw_source && (flags & LOG_OUTPUT_FLAG_CRLF_LFONLY) == 0};
}

}  // namespace

void compose(Text& text, const log_output*, log_msg* message, std::uint64_t timestamp,
             std::uint32_t flags) {
  Line line = line_of(message, timestamp, flags);
  append_rest(text, line, append_prefix(text, line));
}

}  // namespace hosted

using namespace hosted;

extern "C" {

void log_output_msg_process(const struct log_output* log_output, struct log_msg* msg,
                            uint32_t flags) {
  output_line(log_output, line_of(msg, log_msg_get_timestamp(msg), flags));
}

void log_output_process(const struct log_output* log_output, log_timestamp_t timestamp,
                        const char* domain, const char* source, const k_tid_t tid, uint8_t level,
                        const uint8_t* package, const uint8_t* data, size_t data_len,
                        uint32_t flags) {
  Line line{timestamp, domain,
            source,    tid,
            level,     const_cast<uint8_t*>(package),
            data,      data_len,
            flags,     source != reinterpret_cast<const char*>(1)};
  if (!line.returns) {
    line.source = nullptr;
  }
  output_line(log_output, line);
}

void log_output_dropped_process(const struct log_output* output, uint32_t cnt) {
  constexpr uint32_t kMost = 9999;
  build_and_deliver(output, [&](Text& text) {
    text.append("%s--- %u messages dropped ---\r\n%s",
                IS_ENABLED(CONFIG_LOG_BACKEND_SHOW_COLOR) ? colour_of(LOG_LEVEL_ERR) : "",
                cnt < kMost ? cnt : kMost,
                IS_ENABLED(CONFIG_LOG_BACKEND_SHOW_COLOR) ? kNoColour : "");
  });
  log_output_flush(output);
}

void log_output_flush(const struct log_output* output) {
  deliver_piece(output, output->buf, static_cast<size_t>(output->control_block->offset));
  output->control_block->offset = 0;
}

void log_output_timestamp_freq_set(uint32_t freq) {
  g_divider = 1;
  while (freq > kMillion) {
    freq /= 2;
    g_divider *= 2;
  }
  g_freq = freq;
}

uint64_t log_output_timestamp_to_us(log_timestamp_t timestamp) {
  return g_freq == 0 ? 0 : uint64_t{timestamp / g_divider} * kMillion / g_freq;
}

log_format_func_t log_format_func_t_get(uint32_t log_type) {
  switch (log_type) {
    case LOG_OUTPUT_TEXT:
      return log_output_msg_process;
    case LOG_OUTPUT_CUSTOM:
      return IS_ENABLED(CONFIG_LOG_CUSTOM_FORMAT_SUPPORT) ? log_custom_output_msg_process : nullptr;
    default:
      return nullptr;
  }
}

size_t log_format_table_size(void) {
  return LOG_OUTPUT_CUSTOM + 1;
}

void log_custom_output_msg_process(const struct log_output* log_output, struct log_msg* msg,
                                   uint32_t flags) {
  if (g_custom_format != nullptr) {
    g_custom_format(log_output, msg, flags);
  }
}

void log_custom_output_msg_set(log_format_func_t format) {
  g_custom_format = format;
}

int log_custom_timestamp_print(const struct log_output* output, const log_timestamp_t timestamp,
                               const log_timestamp_printer_t printer) {
  return g_custom_timestamp != nullptr ? g_custom_timestamp(output, timestamp, printer) : 0;
}

void log_custom_timestamp_set(log_timestamp_format_func_t format) {
  g_custom_timestamp = format;
}

const char* z_log_get_tag(void) {
  return CONFIG_LOG_TAG_MAX_LEN > 0 ? g_tag : nullptr;
}

int log_set_tag(const char* tag) {
#if CONFIG_LOG_TAG_MAX_LEN > 0
  if (tag == nullptr) {
    return -EINVAL;
  }
  size_t length = std::strlen(tag);
  bool cut = length > CONFIG_LOG_TAG_MAX_LEN;
  size_t kept = cut ? CONFIG_LOG_TAG_MAX_LEN : length;
  std::memcpy(g_tag, tag, kept);
  g_tag[kept] = '\0';
  if (cut) {
    g_tag[kept - 1] = '~';
  }
  return cut ? -ENOMEM : 0;
#else
  (void)tag;
  return -ENOTSUP;
#endif
}

}  // extern "C"

#endif
