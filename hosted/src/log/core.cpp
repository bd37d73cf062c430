// SPDX-License-Identifier: Apache-2.0
// What logging has one of: its state, the clock of its messages, start and panic.
#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/logging/log_ctrl.h>
#include <zephyr/logging/log_frontend.h>
#include <zephyr/logging/log_internal.h>
#include <zephyr/logging/log_output.h>

#include "host/process.hpp"
#include "log/log.hpp"

#ifndef CONFIG_LOG_MODE_MINIMAL

namespace hosted {
namespace {

log_timestamp_t default_timestamp() {
#ifdef CONFIG_LOG_TIMESTAMP_64BIT
  return static_cast<log_timestamp_t>(sys_clock_tick_get());
#else
  return k_cycle_get_32();
#endif
}

int init_core() {
  ensure_ready();
  return 0;
}
SYS_INIT(init_core, EARLY, 0);

}  // namespace

LogState g_log{.timestamp = default_timestamp};

void ensure_ready() {
  if (!g_log.core_ready) {
    log_core_init();
  }
}

bool own_timestamp() {
  return g_log.timestamp != default_timestamp;
}

std::uint64_t long_timestamp(log_timestamp_t timestamp) {
#ifdef CONFIG_LOG_TIMESTAMP_64BIT
  return timestamp;
#else
  if (own_timestamp()) {
    return timestamp;
  }
  std::uint64_t now = k_cycle_get_64();
  return now - static_cast<std::uint32_t>(static_cast<std::uint32_t>(now) - timestamp);
#endif
}

}  // namespace hosted

using namespace hosted;

extern "C" {

void z_log_dropped(bool buffered) {
  ++g_log.dropped;
  if (buffered) {
    --g_log.buffered;
  }
}

uint32_t z_log_dropped_read_and_clear(void) {
  uint32_t count = g_log.dropped;
  g_log.dropped = 0;
  return count;
}

bool z_log_dropped_pending(void) {
  return g_log.dropped > 0;
}

log_timestamp_t z_log_timestamp(void) {
  return g_log.timestamp();
}

int log_set_timestamp_func(log_timestamp_get_t timestamp_getter, uint32_t freq) {
  if (timestamp_getter == nullptr) {
    return -EINVAL;
  }
  g_log.timestamp = timestamp_getter;
  log_output_timestamp_freq_set(freq);
  return 0;
}

void log_core_init(void) {
  g_log.core_ready = true;
  g_log.panic = false;
  g_log.dropped = 0;
  g_log.buffered = 0;
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

void log_panic(void) {
  if (g_log.panic) {
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
  g_log.panic = true;
  flush_output();
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
