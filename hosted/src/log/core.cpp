// SPDX-License-Identifier: Apache-2.0
// Messages: how they are made, and the thread that processes deferred ones.
#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/logging/log.h>
#include <zephyr/logging/log_ctrl.h>
#include <zephyr/logging/log_frontend.h>
#include <zephyr/logging/log_internal.h>

#include <cstdlib>
#include <cstring>

#include "host/call.hpp"
#include "host/process.hpp"
#include "kernel/console.hpp"
#include "kernel/sched.hpp"
#include "kernel/timeout.hpp"
#include "log/log.hpp"

LOG_MODULE_REGISTER(os, CONFIG_KERNEL_LOG_LEVEL);

#ifndef CONFIG_LOG_MODE_MINIMAL

namespace hosted {
namespace {

constexpr bool kDeferred = IS_ENABLED(CONFIG_LOG_MODE_DEFERRED);
constexpr bool kFrontend = IS_ENABLED(CONFIG_LOG_FRONTEND);
constexpr bool kFrontendOnly = IS_ENABLED(CONFIG_LOG_FRONTEND_ONLY);

log_timestamp_t default_timestamp() {
#ifdef CONFIG_LOG_TIMESTAMP_64BIT
  return static_cast<log_timestamp_t>(sys_clock_tick_get());
#else
  return k_cycle_get_32();
#endif
}

bool g_core_ready = false;
bool g_panic = false;
std::uint32_t g_dropped = 0;
std::uint32_t g_buffered = 0;
log_timestamp_get_t g_timestamp = default_timestamp;
[[maybe_unused]] std::uint64_t g_last_report = 0;
[[maybe_unused]] k_tid_t g_processor = nullptr;

K_SEM_DEFINE(g_wanted, 0, 1);
#ifdef CONFIG_LOG_BLOCK_IN_THREAD
K_SEM_DEFINE(g_room, 0, 1);
#endif
k_timer g_timer;

void ensure_ready() {
  if (!g_core_ready) {
    log_core_init();
  }
}

bool backends_in_use() {
  return !(kFrontend && (kFrontendOnly || log_backend_count_get() == 0));
}

struct Parts {
  const void* source;
  log_msg_desc desc;
  const void* data;
  std::uint32_t flags;
  const char* format;
};

// The length of the package, which is entered in the description; false: it is too long.
bool measure(Parts& parts, std::va_list args) {
  int length = 0;
  if (parts.format != nullptr) {
    length = cbvprintf_package(nullptr, Z_LOG_MSG_ALIGN_OFFSET, parts.flags, parts.format, args);
  }
  if (length < 0 || length > static_cast<int>(Z_LOG_MSG_MAX_PACKAGE)) {
    return false;
  }
  parts.desc.package_len = static_cast<std::uint32_t>(length) & Z_LOG_MSG_MAX_PACKAGE;
  return true;
}

void fill(log_msg* message, const Parts& parts, std::va_list args) {
  if (parts.desc.package_len > 0) {
    (void)cbvprintf_package(message->data, parts.desc.package_len, parts.flags, parts.format, args);
  }
  if (parts.data != nullptr) {
    std::memcpy(message->data + parts.desc.package_len, parts.data, parts.desc.data_len);
  }
}

log_msg* heap_message(const log_msg_desc& desc) {
  std::size_t size = log_msg_get_total_wlen(desc) * sizeof(std::uint32_t);
  return static_cast<log_msg*>(std::calloc(1, size));
}

#ifdef CONFIG_LOG_MODE_DEFERRED
// Outside host calls: it may wait.
bool wait_for_room() {
#ifdef CONFIG_LOG_BLOCK_IN_THREAD
  if (!in_isr() && !g_kernel.pre_kernel && g_kernel.spinlocks == 0) {
    return k_sem_take(&g_room, CONFIG_LOG_BLOCK_IN_THREAD_TIMEOUT_MS < 0
                                   ? K_FOREVER
                                   : K_MSEC(CONFIG_LOG_BLOCK_IN_THREAD_TIMEOUT_MS)) == 0;
  }
#endif
  return false;
}

bool may_drop() {
  return IS_ENABLED(CONFIG_LOG_MODE_OVERFLOW) &&
         !(IS_ENABLED(CONFIG_LOG_BLOCK_IN_THREAD) && !in_isr());
}
#endif

#ifdef CONFIG_LOG_MODE_DEFERRED
// One more message is in the buffer.
void tell_processor() {
  std::uint32_t before = g_buffered++;
  if (g_panic) {
    (void)log_process();
  } else if (g_processor != nullptr) {
    if (before == 0) {
      k_timer_start(&g_timer, K_MSEC(CONFIG_LOG_PROCESS_THREAD_SLEEP_MS), K_NO_WAIT);
    } else if (CONFIG_LOG_PROCESS_TRIGGER_THRESHOLD > 0 &&
               before + 1 == CONFIG_LOG_PROCESS_TRIGGER_THRESHOLD) {
      k_timer_stop(&g_timer);
      k_sem_give(&g_wanted);
    }
  }
}
#endif

void warn_too_long(const char* format) {
  // Of a raw text there is no source to name.
  LOG_WRN("Message (\"%.40s\") dropped because it exceeds size limitation (%u)", format,
          static_cast<unsigned>(Z_LOG_MSG_MAX_PACKAGE));
}

void stamp(log_msg* message, const void* source, const log_msg_desc& desc) {
  message->hdr.desc = desc;
  message->hdr.source = source;
#ifdef CONFIG_LOG_THREAD_ID_PREFIX
  message->hdr.tid = k_is_in_isr() ? nullptr : k_current_get();
#endif
  message->hdr.timestamp = g_timestamp();
}

// A message of its own memory: for backends that get it now, and for a frontend.
void create_on_heap(Parts& parts, std::va_list args) {
  log_msg* message = nullptr;
  bool fits = true;
  host_call([&] {
    fits = measure(parts, args);
    message = fits ? heap_message(parts.desc) : nullptr;
    if (message != nullptr) {
      fill(message, parts, args);
    }
  });
  if (message == nullptr) {
    z_log_dropped(false);
    return;
  }
#ifdef CONFIG_LOG_FRONTEND
  log_frontend_msg(parts.source, parts.desc, parts.format != nullptr ? message->data : nullptr,
                   parts.data);
#endif
  if (backends_in_use()) {
    if (!kDeferred) {
      stamp(message, parts.source, parts.desc);
      process_message(message);
    } else if (log_msg* room = z_log_msg_alloc(log_msg_get_total_wlen(parts.desc))) {
      std::memcpy(room->data, message->data, parts.desc.package_len + parts.desc.data_len);
      z_log_msg_finalize(room, parts.source, parts.desc, nullptr);
    } else {
      z_log_dropped(false);
    }
  }
  host_call([message] { std::free(message); });
}

[[gnu::noinline]] void create(Parts& parts, std::va_list args) {
  ensure_ready();
  if (!kDeferred || kFrontend) {
    create_on_heap(parts, args);
    return;
  }
#ifdef CONFIG_LOG_MODE_DEFERRED
  log_msg* message = nullptr;
  bool fits = true;
  host_call([&] {
    fits = measure(parts, args);
    message = fits ? ring_alloc(log_msg_get_total_wlen(parts.desc), may_drop()) : nullptr;
    if (message != nullptr) {
      fill(message, parts, args);
    }
  });
  if (!fits) {
    warn_too_long(parts.format);
    return;
  }
  if (message == nullptr && wait_for_room()) {
    message = z_log_msg_alloc(log_msg_get_total_wlen(parts.desc));
    host_call([&] {
      if (message != nullptr) {
        fill(message, parts, args);
      }
    });
  }
  z_log_msg_finalize(message, parts.source, parts.desc, nullptr);
#endif
}

Parts parts_of(const void* source, std::uint32_t how, const void* data, std::size_t length,
               const char* format) {
  Parts parts{};
  parts.source = source;
  parts.desc.level = how & 7U;
  parts.desc.data_len =
      (length < Z_LOG_MSG_MAX_DATA ? static_cast<std::uint32_t>(length) : Z_LOG_MSG_MAX_DATA) &
      Z_LOG_MSG_MAX_DATA;
  parts.data = data;
  parts.flags = Z_LOG_MSG_CBPRINTF_FLAGS((how & Z_LOG_HOW_PREFIX) != 0 ? 1U : 0U);
  parts.format = format;
  return parts;
}

// Nothing of the application's runs for the message, so all of it may be done on the host stack.
bool console_at_once() {
  return !kDeferred && !kFrontend && console_only() && g_timestamp == default_timestamp;
}

[[gnu::noinline]] void create_of(const void* source, std::uint32_t how, const void* data,
                                 std::size_t length, const char* format, std::va_list args) {
  Parts parts = parts_of(source, how, data, length, format);
  create(parts, args);
}

// The callers' stacks are small: what this keeps on them is little more than its arguments.
void emit(const void* source, std::uint32_t how, const void* data, std::size_t length,
          const char* format, std::va_list args) {
  if (console_at_once()) {
    host_call([=] { create_of(source, how, data, length, format, args); });
  } else {
    create_of(source, how, data, length, format, args);
  }
}

#ifdef CONFIG_LOG_MODE_DEFERRED

void report_dropped(bool now) {
  if (z_log_dropped_pending() &&
      (now || static_cast<std::uint64_t>(k_uptime_get()) - g_last_report >
                  CONFIG_LOG_FAILURE_REPORT_PERIOD)) {
    notify_dropped(z_log_dropped_read_and_clear());
  }
  // Zephyr's own arithmetic: from the second call on it is almost always due.
  g_last_report += CONFIG_LOG_FAILURE_REPORT_PERIOD;
}

void take_processor(k_tid_t thread) {
  g_processor = thread;
  constexpr std::uint32_t kThreshold = CONFIG_LOG_PROCESS_TRIGGER_THRESHOLD;
  if (kThreshold > 0 && thread != nullptr && g_buffered + 1 > kThreshold) {
    k_sem_give(&g_wanted);
  }
}

void timer_expired(k_timer*) {
  k_sem_give(&g_wanted);
}

#ifdef CONFIG_LOG_PROCESS_THREAD
K_THREAD_STACK_DEFINE(g_log_stack, CONFIG_LOG_PROCESS_THREAD_STACK_SIZE);
k_thread g_log_thread;

void log_thread(void*, void*, void*) {
  start_backends(false, false);
  take_processor(k_current_get());
  bool processed = false;
  for (;;) {
    bool late = start_late_backends();
    if (log_process()) {
      processed = true;
      continue;
    }
    if (processed) {
      processed = false;
      notify_backends(LOG_BACKEND_EVT_PROCESS_THREAD_DONE);
    }
    constexpr int kAskAgainMs = 50;
    (void)k_sem_take(&g_wanted, late ? K_MSEC(kAskAgainMs) : K_FOREVER);
  }
}
#endif

#endif

int init_core() {
  ensure_ready();
  return 0;
}
SYS_INIT(init_core, EARLY, 0);

int start_logging() {
#ifdef CONFIG_LOG_MODE_DEFERRED
  k_timer_init(&g_timer, timer_expired, nullptr);
#endif
#if defined(CONFIG_LOG_MODE_DEFERRED) && defined(CONFIG_LOG_PROCESS_THREAD)
#ifdef CONFIG_LOG_PROCESS_THREAD_CUSTOM_PRIORITY
  constexpr int kPriority = CONFIG_LOG_PROCESS_THREAD_PRIORITY;
#else
  constexpr int kPriority = K_LOWEST_APPLICATION_THREAD_PRIO;
#endif
  k_thread_create(&g_log_thread, g_log_stack, CONFIG_LOG_PROCESS_THREAD_STACK_SIZE, log_thread,
                  nullptr, nullptr, nullptr, kPriority, 0,
                  K_MSEC(CONFIG_LOG_PROCESS_THREAD_STARTUP_DELAY_MS));
  (void)k_thread_name_set(&g_log_thread, "logging");
#else
  start_backends(false, false);
#endif
  return 0;
}
SYS_INIT(start_logging, POST_KERNEL, CONFIG_LOG_CORE_INIT_PRIORITY);

}  // namespace

std::uint64_t long_timestamp(log_timestamp_t timestamp) {
#ifdef CONFIG_LOG_TIMESTAMP_64BIT
  return timestamp;
#else
  if (g_timestamp != default_timestamp) {
    return timestamp;
  }
  std::uint64_t now = k_cycle_get_64();
  return now - static_cast<std::uint32_t>(static_cast<std::uint32_t>(now) - timestamp);
#endif
}

#ifdef CONFIG_LOG_PRINTK
void log_text(const char* format, std::va_list args) {
  if (!kDeferred && console_only()) {
    (void)format_output(format, args);
    return;
  }
  z_log_vprintk(format, args);
}
#endif

#ifdef CONFIG_LOG_MODE_DEFERRED
void finish_log() {
  host_call([] {
    while (log_msg* message = ring_take()) {
      write_to_console(message);
      std::free(message);
    }
    if (g_dropped > 0) {
      write_dropped_to_console(g_dropped);
      g_dropped = 0;
    }
  });
}
#endif

}  // namespace hosted

using namespace hosted;

extern "C" {

void z_log_emit_v(const void* source, uint32_t how, const char* fmt, va_list ap) {
  emit(source, how, nullptr, 0, fmt, ap);
}

void z_log_emit(const void* source, uint32_t how, const char* fmt, ...) {
  va_list args;
  va_start(args, fmt);
  z_log_emit_v(source, how, fmt, args);
  va_end(args);
}

void z_log_emit_data(const void* source, uint32_t how, const void* data, size_t length,
                     const char* fmt, ...) {
  va_list args;
  va_start(args, fmt);
  emit(source, how, data, length, fmt, args);
  va_end(args);
}

void z_log_vprintk(const char* fmt, va_list ap) {
  z_log_emit_v(nullptr, LOG_LEVEL_INTERNAL_RAW_STRING, fmt, ap);
}

void z_log_msg_runtime_vcreate(uint8_t domain_id, const void* source, uint8_t level,
                               const void* data, size_t dlen, uint32_t package_flags,
                               const char* fmt, va_list ap) {
  Parts parts = parts_of(source, level, data, dlen, fmt);
  parts.desc.domain = domain_id & 7U;
  parts.flags = package_flags;
  create(parts, ap);
}

void z_log_msg_runtime_create(uint8_t domain_id, const void* source, uint8_t level,
                              const void* data, size_t dlen, uint32_t package_flags,
                              const char* fmt, ...) {
  va_list args;
  va_start(args, fmt);
  z_log_msg_runtime_vcreate(domain_id, source, level, data, dlen, package_flags, fmt, args);
  va_end(args);
}

void z_log_msg_static_create(const void* source, const struct log_msg_desc desc, uint8_t* package,
                             const void* data) {
  ensure_ready();
  constexpr std::uint32_t kFlags =
      CBPRINTF_PACKAGE_CONVERT_RW_STR | CBPRINTF_PACKAGE_CONVERT_PTR_CHECK;
  log_msg_desc out = desc;
  int length = 0;
  if (desc.package_len > 0) {
    length = cbprintf_package_copy(package, desc.package_len, nullptr, 0, kFlags, nullptr, 0);
    if (length > static_cast<int>(Z_LOG_MSG_MAX_PACKAGE)) {
      warn_too_long("a package");
      return;
    }
  }
  out.package_len = static_cast<std::uint32_t>(length) & Z_LOG_MSG_MAX_PACKAGE;
#ifdef CONFIG_LOG_FRONTEND
  log_frontend_msg(source, desc, package, data);
#endif
  if (!backends_in_use()) {
    return;
  }
  log_msg* message = nullptr;
  if (kDeferred) {
    message = z_log_msg_alloc(log_msg_get_total_wlen(out));
  } else {
    host_call([&] { message = heap_message(out); });
  }
  if (message != nullptr && length > 0) {
    (void)cbprintf_package_copy(package, desc.package_len, message->data,
                                static_cast<size_t>(length), kFlags, nullptr, 0);
  }
  z_log_msg_finalize(message, source, out, data);
  if (!kDeferred) {
    host_call([message] { std::free(message); });
  }
}

struct log_msg* z_log_msg_alloc(uint32_t wlen) {
  log_msg* message = nullptr;
#ifdef CONFIG_LOG_MODE_DEFERRED
  host_call([&] { message = ring_alloc(wlen, may_drop()); });
  while (message == nullptr && wait_for_room()) {
    host_call([&] { message = ring_alloc(wlen, false); });
  }
#else
  (void)wlen;
#endif
  return message;
}

void z_log_msg_finalize(struct log_msg* msg, const void* source, const struct log_msg_desc desc,
                        const void* data) {
  if (msg == nullptr) {
    z_log_dropped(false);
    return;
  }
  if (data != nullptr) {
    std::memcpy(msg->data + desc.package_len, data, desc.data_len);
  }
  stamp(msg, source, desc);
  z_log_msg_commit(msg);
}

void z_log_msg_commit(struct log_msg* msg) {
  if (kDeferred) {
#ifdef CONFIG_LOG_MODE_DEFERRED
    host_call([msg] { ring_commit(msg); });
    tell_processor();
#endif
  } else {
    process_message(msg);
  }
}

void z_log_msg_init(void) {
#ifdef CONFIG_LOG_MODE_DEFERRED
  host_call([] { ring_clear(); });
#endif
}

union log_msg_generic* z_log_msg_claim(k_timeout_t*) {
  log_msg* message = nullptr;
#ifdef CONFIG_LOG_MODE_DEFERRED
  host_call([&] { message = ring_take(); });
#ifdef CONFIG_LOG_BLOCK_IN_THREAD
  k_sem_give(&g_room);
#endif
#endif
  return reinterpret_cast<union log_msg_generic*>(message);
}

void z_log_msg_free(union log_msg_generic* msg) {
  host_call([msg] { std::free(msg); });
}

bool z_log_msg_pending(void) {
#ifdef CONFIG_LOG_MODE_DEFERRED
  return ring_pending();
#else
  return false;
#endif
}

void z_log_dropped(bool buffered) {
  ++g_dropped;
  if (buffered) {
    --g_buffered;
  }
}

uint32_t z_log_dropped_read_and_clear(void) {
  uint32_t count = g_dropped;
  g_dropped = 0;
  return count;
}

bool z_log_dropped_pending(void) {
  return g_dropped > 0;
}

log_timestamp_t z_log_timestamp(void) {
  return g_timestamp();
}

int log_set_timestamp_func(log_timestamp_get_t timestamp_getter, uint32_t freq) {
  if (timestamp_getter == nullptr) {
    return -EINVAL;
  }
  g_timestamp = timestamp_getter;
  log_output_timestamp_freq_set(freq);
  return 0;
}

void log_core_init(void) {
  g_core_ready = true;
  g_panic = false;
  g_dropped = 0;
  g_buffered = 0;
#ifdef CONFIG_LOG_FRONTEND
  log_frontend_init();
#endif
  (void)log_set_timestamp_func(default_timestamp, IS_ENABLED(CONFIG_LOG_TIMESTAMP_64BIT)
                                                      ? CONFIG_SYS_CLOCK_TICKS_PER_SEC
                                                      : sys_clock_hw_cycles_per_sec());
  z_log_msg_init();
  init_filters();
}

void log_init(void) {
  ensure_ready();
  start_backends(true, true);
}

void log_thread_set(k_tid_t process_tid) {
  __ASSERT_NO_MSG(!IS_ENABLED(CONFIG_LOG_PROCESS_THREAD));
#ifdef CONFIG_LOG_MODE_DEFERRED
  take_processor(process_tid);
#else
  (void)process_tid;
#endif
}

void log_thread_trigger(void) {
  if (kDeferred) {
    k_timer_stop(&g_timer);
    k_sem_give(&g_wanted);
  }
}

void log_panic(void) {
  if (g_panic) {
    return;
  }
  ensure_ready();
  if (!kFrontendOnly) {
    start_backends(true, false);
  }
#ifdef CONFIG_LOG_FRONTEND
  log_frontend_panic();
#endif
  STRUCT_SECTION_FOREACH (log_backend, backend) {
    if (!kFrontendOnly && log_backend_is_active(backend)) {
      log_backend_panic(backend);
    }
  }
  while (!kFrontendOnly && log_process()) {
  }
#ifdef CONFIG_LOG_MODE_DEFERRED
  report_dropped(true);
#endif
  g_panic = true;
  flush_output();
}

bool log_process(void) {
#ifdef CONFIG_LOG_MODE_DEFERRED
  if (!backend_attached()) {
    return false;
  }
  if (union log_msg_generic* message = z_log_msg_claim(nullptr)) {
    --g_buffered;
    process_message(&message->log);
    z_log_msg_free(message);
  }
  report_dropped(false);
  return z_log_msg_pending();
#else
  return false;
#endif
}

uint32_t log_buffered_cnt(void) {
  return g_buffered;
}

void log_flush(void) {
  constexpr int kAskAgainMs = 10;
  if (IS_ENABLED(CONFIG_LOG_PROCESS_THREAD) && !g_panic) {
    while (log_data_pending()) {
      log_thread_trigger();
      (void)k_msleep(kAskAgainMs);
    }
  } else {
    while (log_process()) {
    }
  }
}

int log_mem_get_usage(uint32_t* buf_size, uint32_t* usage) {
#ifdef CONFIG_LOG_MODE_DEFERRED
  RingUsage now = ring_usage();
  *buf_size = now.size;
  *usage = now.used;
  return 0;
#else
  (void)buf_size;
  (void)usage;
  return -EINVAL;
#endif
}

int log_mem_get_max_usage(uint32_t* max) {
#if !defined(CONFIG_LOG_MODE_DEFERRED)
  (void)max;
  return -EINVAL;
#elif !defined(CONFIG_LOG_MEM_UTILIZATION)
  (void)max;
  return -ENOTSUP;
#else
  *max = ring_usage().most;
  return 0;
#endif
}

}  // extern "C"

#endif
