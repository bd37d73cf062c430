// SPDX-License-Identifier: Apache-2.0
// Messages: how they are made.
#include <zephyr/kernel.h>
#include <zephyr/logging/log.h>
#include <zephyr/logging/log_frontend.h>
#include <zephyr/logging/log_internal.h>

#include <cstring>

#include "host/call.hpp"
#include "host/real_alloc.hpp"
#include "kernel/console.hpp"
#include "kernel/format.hpp"
#include "kernel/sched.hpp"
#include "log/log.hpp"

LOG_MODULE_REGISTER(os, CONFIG_KERNEL_LOG_LEVEL);

#ifndef CONFIG_LOG_MODE_MINIMAL

namespace hosted {
namespace {

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
  return static_cast<log_msg*>(real::calloc(1, size));
}

#ifdef CONFIG_LOG_MODE_DEFERRED
// Outside host calls: it may wait.
bool wait_for_room() {
#ifdef CONFIG_LOG_BLOCK_IN_THREAD
  if (!in_isr() && !g_kernel.pre_kernel && g_kernel.spinlocks == 0) {
    return k_sem_take(&g_log_room, CONFIG_LOG_BLOCK_IN_THREAD_TIMEOUT_MS < 0
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
  message->hdr.timestamp = g_log.timestamp();
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
  host_call([message] { real::free(message); });
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
  return !kDeferred && !kFrontend && console_only() && !own_timestamp();
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

}  // namespace

#ifdef CONFIG_LOG_PRINTK
void log_text(const char* format, std::va_list args) {
  if (!kDeferred && console_only()) {
    (void)format_output(format, args, format_text);
    return;
  }
  z_log_vprintk(format, args);
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
    host_call([message] { real::free(message); });
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

}  // extern "C"

#endif
