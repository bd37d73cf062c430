// SPDX-License-Identifier: Apache-2.0
// Logging, inside. Whatever touches the buffer or formats runs on the host stack, so that a signal
// never finds it half done; what the application has written (backends, outputs, time stamps) runs
// on the stack of who logs or processes.
#pragma once

#include <zephyr/kernel.h>
#include <zephyr/logging/log_backend.h>
#include <zephyr/logging/log_ctrl.h>
#include <zephyr/logging/log_msg.h>
#include <zephyr/logging/log_output.h>

#include <cstdarg>
#include <cstddef>
#include <cstdint>

namespace hosted {

#ifndef CONFIG_LOG_MODE_MINIMAL
inline constexpr bool kDeferred = IS_ENABLED(CONFIG_LOG_MODE_DEFERRED);
inline constexpr bool kFrontend = IS_ENABLED(CONFIG_LOG_FRONTEND);
inline constexpr bool kFrontendOnly = IS_ENABLED(CONFIG_LOG_FRONTEND_ONLY);

// What logging has one of (core.cpp).
struct LogState {
  bool core_ready = false;
  bool panic = false;
  std::uint32_t dropped = 0;   // messages, since it was last told
  std::uint32_t buffered = 0;  // messages that wait in the buffer
  log_timestamp_get_t timestamp = nullptr;
};
extern LogState g_log;

// log_core_init(), unless it has run.
void ensure_ready();
// The application has set a clock for messages.
bool own_timestamp();
#endif

// A text that grows. On the host stack only.
class Text {
 public:
  Text() = default;
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  void vappend(const char* format, std::va_list args);
  [[gnu::format(printf, 2, 3)]] void append(const char* format, ...);
  // Puts CR before each LF from `from` on.
  void add_returns(std::size_t from);
  void clear() { size_ = 0; }
  void release();
  char* data() { return data_; }
  std::size_t size() const { return size_; }

 private:
  bool reserve(std::size_t more);
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// --- the buffer of deferred logging (ring.cpp); on the host stack ---

// Room for `words` words of 32 bits in one piece; the oldest messages go if `may_drop`. nullptr:
// none. O(messages dropped).
log_msg* ring_alloc(std::uint32_t words, bool may_drop);
// The message that ring_alloc gave room for is complete.
void ring_commit(log_msg* message);
// A copy of the oldest message, which leaves the buffer; free() it. nullptr: there is none.
log_msg* ring_take();
bool ring_pending();
void ring_clear();
struct RingUsage {
  std::uint32_t size, used, most;  // bytes
};
RingUsage ring_usage();

// --- the processing of deferred messages (process.cpp) ---

// One more message is in the buffer: the processing thread is woken when it is due.
void tell_processor();
// Tells the backends how many messages were dropped, if it is due or `now`.
void report_dropped(bool now);
#ifdef CONFIG_LOG_BLOCK_IN_THREAD
// Given each time that a message leaves the buffer.
extern k_sem g_log_room;
#endif

// --- backends (backends.cpp, console_backend.cpp) ---

// Those with autostart: initialises them and enables the ready ones. With `wait` it returns when
// all are ready, sleeping if it may.
void start_backends(bool wait, bool may_sleep);
// Enables those that have become ready. Whether some are not yet.
bool start_late_backends();
bool backend_attached();
// To all that are enabled and whose filters let it pass.
void process_message(log_msg* message);
void notify_dropped(std::uint32_t count);
void notify_backends(log_backend_evt event);
void init_filters();

// The backend of the console; nullptr if it is not compiled in.
const log_backend* console_backend();
// Nobody but the console gets messages, so that its text may be written without a message.
bool console_only();
// Writes the message to standard output without the kernel. On the host stack.
void write_to_console(log_msg* message);
void write_dropped_to_console(std::uint32_t count);

// --- output.cpp ---

// The text of a message for `flags`, the time stamp printed as it is in 64 bits. On the host stack.
void compose(Text& text, const log_output* output, log_msg* message, std::uint64_t timestamp,
             std::uint32_t flags);

// The stamp in 64 bits if the clock is the default one, which wraps after 71 minutes.
std::uint64_t long_timestamp(log_timestamp_t timestamp);

}  // namespace hosted
