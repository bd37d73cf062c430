// SPDX-License-Identifier: Apache-2.0
// Deferred messages: the thread that processes them, when it is woken, and what was dropped.
#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/logging/log_ctrl.h>
#include <zephyr/logging/log_internal.h>

#include "host/call.hpp"
#include "host/real_alloc.hpp"
#include "log/log.hpp"

#ifndef CONFIG_LOG_MODE_MINIMAL

namespace hosted {

#ifdef CONFIG_LOG_BLOCK_IN_THREAD
K_SEM_DEFINE(g_log_room, 0, 1);
#endif

namespace {

[[maybe_unused]] std::uint64_t g_last_report = 0;
[[maybe_unused]] k_tid_t g_processor = nullptr;
K_SEM_DEFINE(g_wanted, 0, 1);
k_timer g_timer;

#ifdef CONFIG_LOG_MODE_DEFERRED

void take_processor(k_tid_t thread) {
  g_processor = thread;
  constexpr std::uint32_t kThreshold = CONFIG_LOG_PROCESS_TRIGGER_THRESHOLD;
  if (kThreshold > 0 && thread != nullptr && g_log.buffered + 1 > kThreshold) {
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

#ifdef CONFIG_LOG_MODE_DEFERRED
void tell_processor() {
  std::uint32_t before = g_log.buffered++;
  if (g_log.panic) {
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

void report_dropped(bool now) {
  if (z_log_dropped_pending() &&
      (now || static_cast<std::uint64_t>(k_uptime_get()) - g_last_report >
                  CONFIG_LOG_FAILURE_REPORT_PERIOD)) {
    notify_dropped(z_log_dropped_read_and_clear());
  }
  // Zephyr's own arithmetic: from the second call on it is almost always due.
  g_last_report += CONFIG_LOG_FAILURE_REPORT_PERIOD;
}

void finish_log() {
  host_call([] {
    while (log_msg* message = ring_take()) {
      write_to_console(message);
      real::free(message);
    }
    if (g_log.dropped > 0) {
      write_dropped_to_console(g_log.dropped);
      g_log.dropped = 0;
    }
  });
}
#endif

}  // namespace hosted

using namespace hosted;

extern "C" {

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
  k_sem_give(&g_log_room);
#endif
#endif
  return reinterpret_cast<union log_msg_generic*>(message);
}

void z_log_msg_free(union log_msg_generic* msg) {
  host_call([msg] { real::free(msg); });
}

bool z_log_msg_pending(void) {
#ifdef CONFIG_LOG_MODE_DEFERRED
  return ring_pending();
#else
  return false;
#endif
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

bool log_process(void) {
#ifdef CONFIG_LOG_MODE_DEFERRED
  if (!backend_attached()) {
    return false;
  }
  if (union log_msg_generic* message = z_log_msg_claim(nullptr)) {
    --g_log.buffered;
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
  return g_log.buffered;
}

void log_flush(void) {
  constexpr int kAskAgainMs = 10;
  if (IS_ENABLED(CONFIG_LOG_PROCESS_THREAD) && !g_log.panic) {
    while (log_data_pending()) {
      log_thread_trigger();
      (void)k_msleep(kAskAgainMs);
    }
  } else {
    while (log_process()) {
    }
  }
}

}  // extern "C"

#endif
