// SPDX-License-Identifier: Apache-2.0
// Messages are formatted when they are made, in every mode: the deferred mode defers their
// printing, not their formatting.
#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/logging/log.h>
#include <zephyr/logging/log_ctrl.h>

#include <cctype>
#include <cinttypes>
#include <cstdlib>
#include <cstring>

#include "host/call.hpp"
#include "host/process.hpp"
#include "host/real_stdio.hpp"
#include "kernel/log_queue.hpp"
#include "kernel/sched.hpp"
#include "kernel/timeout.hpp"

#ifdef CONFIG_LOG
LOG_MODULE_REGISTER(os, CONFIG_KERNEL_LOG_LEVEL);
#endif

namespace hosted {

#ifndef CONFIG_LOG

void console_text(const char* format, std::va_list args) {
  (void)format_output(format, args);
}

#else

namespace {

#ifdef CONFIG_LOG_MODE_DEFERRED
constexpr bool kDeferred = true;
#else
constexpr bool kDeferred = false;
#endif
#ifdef CONFIG_LOG_PRINTK
constexpr bool kPrintkIsLog = true;
#else
constexpr bool kPrintkIsLog = false;
#endif
#ifdef CONFIG_LOG_MODE_MINIMAL
constexpr bool kMinimal = true;
#else
constexpr bool kMinimal = false;
#endif

constexpr const char* kSeverity[] = {"", "err", "wrn", "inf", "dbg"};
constexpr char kInitial[] = " EWID";
constexpr std::size_t kHexLine = 16;
constexpr std::size_t kHexGroup = 8;

// A text that grows; on the host stack only.
class Text {
 public:
  void vappend(const char* format, std::va_list args) {
    std::va_list again;
    va_copy(again, args);
    int length = real::vsnprintf(nullptr, 0, format, again);
    va_end(again);
    if (length > 0 && reserve(static_cast<std::size_t>(length))) {
      (void)real::vsnprintf(data_ + size_, static_cast<std::size_t>(length) + 1, format, args);
      size_ += static_cast<std::size_t>(length);
    }
  }
  [[gnu::format(printf, 2, 3)]] void append(const char* format, ...) {
    std::va_list args;
    va_start(args, format);
    vappend(format, args);
    va_end(args);
  }
  void clear() { size_ = 0; }
  const char* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  bool reserve(std::size_t more) {
    if (size_ + more + 1 <= capacity_) {
      return true;
    }
    std::size_t wanted = 2 * (size_ + more + 1);
    auto* grown = static_cast<char*>(std::realloc(data_, wanted));
    if (grown == nullptr) {
      return false;
    }
    data_ = grown;
    capacity_ = wanted;
    return true;
  }

  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

struct Pending {
  Pending* next;
  std::size_t size;
};

Text g_text;
Pending* g_first = nullptr;
Pending** g_last = &g_first;
std::uint32_t g_count = 0;
std::size_t g_bytes = 0;
std::uint32_t g_dropped = 0;
bool g_panic = false;

void drop_first() {
  Pending* first = g_first;
  g_first = first->next;
  if (g_first == nullptr) {
    g_last = &g_first;
  }
  --g_count;
  g_bytes -= first->size;
  std::free(first);
}

// The buffer is a number of bytes that the texts may take together; the oldest go first.
void enqueue_text() {
#ifdef CONFIG_LOG_MODE_DEFERRED
  while (g_first != nullptr && g_bytes + g_text.size() > CONFIG_LOG_BUFFER_SIZE) {
    drop_first();
    ++g_dropped;
  }
#endif
  auto* entry = static_cast<Pending*>(std::malloc(sizeof(Pending) + g_text.size()));
  if (entry == nullptr) {
    ++g_dropped;
    return;
  }
  entry->next = nullptr;
  entry->size = g_text.size();
  std::memcpy(entry + 1, g_text.data(), g_text.size());
  *g_last = entry;
  g_last = &entry->next;
  ++g_count;
  g_bytes += entry->size;
}

bool print_first() {
  if (g_dropped > 0) {
    print("--- %" PRIu32 " messages dropped ---\n", g_dropped);
    g_dropped = 0;
  }
  if (g_first != nullptr) {
    write_output(reinterpret_cast<const char*>(g_first + 1), g_first->size);
    drop_first();
  }
  return g_first != nullptr;
}

#ifdef CONFIG_LOG_MODE_DEFERRED
K_SEM_DEFINE(g_log_wanted, 0, 1);
k_timer g_log_timer;
#endif

// Tells the printing thread of one more message. Outside host calls: it may switch threads.
void tell_thread() {
#ifdef CONFIG_LOG_MODE_DEFERRED
  if (g_panic) {
    return;
  }
  if (g_count == CONFIG_LOG_PROCESS_TRIGGER_THRESHOLD) {
    k_timer_stop(&g_log_timer);
    k_sem_give(&g_log_wanted);
  } else if (g_count == 1) {
    k_timer_start(&g_log_timer, K_MSEC(CONFIG_LOG_PROCESS_THREAD_SLEEP_MS), K_NO_WAIT);
  }
#endif
}

// What `build` appends to the text becomes one message.
template <typename Build>
void emit(Build build) {
  host_call([&] {
    g_text.clear();
    build();
    if (kDeferred && !g_panic) {
      enqueue_text();
    } else {
      write_output(g_text.data(), g_text.size());
    }
  });
  if (kDeferred) {
    tell_thread();
  }
}

void append_colour([[maybe_unused]] int level, [[maybe_unused]] bool begin) {
#ifdef CONFIG_LOG_BACKEND_SHOW_COLOR
  static const bool wanted = output_is_terminal() && std::getenv("NO_COLOR") == nullptr;
  if (!wanted || level > LOG_LEVEL_WRN) {
    return;
  }
  g_text.append("%s", !begin ? "\x1b[0m" : level == LOG_LEVEL_ERR ? "\x1b[1;31m" : "\x1b[1;33m");
#endif
}

// Returns the length of the prefix, by which hexdumps are indented.
std::size_t append_prefix(const log_source_const_data* source, int level, const char* func) {
  std::size_t start = g_text.size();
  if (kMinimal) {
    g_text.append("%c: ", kInitial[level]);
    return 0;
  }
  constexpr std::uint64_t kMillion = 1'000'000;
  std::uint64_t us = now_us();
  std::uint64_t seconds = us / kMillion;
#ifdef CONFIG_LOG_BACKEND_FORMAT_TIMESTAMP
  g_text.append("[%02" PRIu64 ":%02" PRIu64 ":%02" PRIu64 ".%03" PRIu64 ",%03" PRIu64 "] ",
                seconds / 3600, seconds / 60 % 60, seconds % 60, us % kMillion / 1000, us % 1000);
#else
  g_text.append("[%016" PRIu64 "] ", sys_clock_cycle_get_64());
#endif
  std::size_t coloured = g_text.size();
  append_colour(level, true);
  coloured = g_text.size() - coloured;
  g_text.append("<%s> %s%s", kSeverity[level], source->name, func != nullptr ? "." : ": ");
  std::size_t length = g_text.size() - start - coloured;
  if (func != nullptr) {
    g_text.append("%s: ", func);
  }
  return length;
}

void append_hex_line(const unsigned char* data, std::size_t length, std::size_t indent) {
  g_text.append("\n%*s", static_cast<int>(indent), "");
  for (std::size_t i = 0; i < kHexLine; ++i) {
    const char* gap = i > 0 && i % kHexGroup == 0 ? " " : "";
    if (i < length) {
      g_text.append("%s%02x ", gap, data[i]);
    } else {
      g_text.append("%s   ", gap);
    }
  }
  g_text.append("|");
  for (std::size_t i = 0; i < kHexLine; ++i) {
    const char* gap = i > 0 && i % kHexGroup == 0 ? " " : "";
    int c = i >= length ? ' ' : std::isprint(data[i]) != 0 ? data[i] : '.';
    g_text.append("%s%c", gap, c);
  }
}

}  // namespace

void console_text(const char* format, std::va_list args) {
  if (kPrintkIsLog && kDeferred) {
    emit([&] { g_text.vappend(format, args); });
  } else {
    (void)format_output(format, args);
  }
}

#ifdef CONFIG_LOG_MODE_DEFERRED
namespace {

K_THREAD_STACK_DEFINE(g_log_stack, CONFIG_LOG_PROCESS_THREAD_STACK_SIZE);
k_thread g_log_thread;

void log_thread(void*, void*, void*) {
  for (;;) {
    while (log_process()) {
    }
    (void)k_sem_take(&g_log_wanted, K_FOREVER);
  }
}

void log_timer_expired(k_timer*) {
  k_sem_give(&g_log_wanted);
}

int start_log_thread() {
  k_timer_init(&g_log_timer, log_timer_expired, nullptr);
  k_thread_create(&g_log_thread, g_log_stack, CONFIG_LOG_PROCESS_THREAD_STACK_SIZE, log_thread,
                  nullptr, nullptr, nullptr, K_LOWEST_APPLICATION_THREAD_PRIO, 0, K_NO_WAIT);
  (void)k_thread_name_set(&g_log_thread, "logging");
  return 0;
}
SYS_INIT(start_log_thread, POST_KERNEL, 0);

}  // namespace
#endif

#endif

}  // namespace hosted

using namespace hosted;

extern "C" {

#ifdef CONFIG_LOG

void z_log_message(const log_source_const_data* source, uint8_t level, const char* func,
                   const char* fmt, ...) {
  va_list args;
  va_start(args, fmt);
  emit([&] {
    (void)append_prefix(source, level, func);
    g_text.vappend(fmt, args);
    append_colour(level, false);
    g_text.append("\n");
  });
  va_end(args);
}

void z_log_hexdump(const log_source_const_data* source, uint8_t level, const char* func,
                   const void* data, size_t length, const char* title) {
  emit([&] {
    std::size_t indent = append_prefix(source, level, func);
    g_text.append("%s", title != nullptr ? title : "");
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (size_t done = 0; done < length; done += kHexLine) {
      append_hex_line(bytes + done, length - done < kHexLine ? length - done : kHexLine, indent);
    }
    append_colour(level, false);
    g_text.append("\n");
  });
}

void z_log_raw(const char* fmt, ...) {
  va_list args;
  va_start(args, fmt);
  emit([&] { g_text.vappend(fmt, args); });
  va_end(args);
}

void log_panic(void) {
  g_panic = true;
  host_call([] {
    while (print_first()) {
    }
    flush_output();
  });
}

bool log_process(void) {
  bool more = false;
  host_call([&] { more = print_first(); });
  return more;
}

uint32_t log_buffered_cnt(void) {
  return g_count;
}

#endif

}  // extern "C"
