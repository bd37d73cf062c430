// SPDX-License-Identifier: Apache-2.0
// Sources, filters and who gets a message.
#include <zephyr/kernel.h>
#include <zephyr/logging/log_ctrl.h>

#include <cstring>

#include "host/call.hpp"
#include "log/log.hpp"

#ifndef CONFIG_LOG_MODE_MINIMAL

using namespace hosted;

namespace {

constexpr bool kFiltering = IS_ENABLED(CONFIG_LOG_RUNTIME_FILTERING);

bool g_started = false;
bool g_attached = false;
std::uint32_t g_late = 0;  // a bit for each backend with autostart that is not ready yet

// Of all slots but the first.
std::uint32_t highest_filter(std::uint32_t filters) {
  std::uint32_t highest = LOG_LEVEL_NONE;
  for (unsigned slot = LOG_FILTER_FIRST_BACKEND_SLOT_IDX; slot < LOG_FILTERS_NUM_OF_SLOTS; ++slot) {
    std::uint32_t level = LOG_FILTER_SLOT_GET(&filters, slot);
    highest = level > highest ? level : highest;
  }
  return highest;
}

void set_all_filters(const log_backend* backend, std::uint32_t level) {
  for (std::uint32_t source = 0; kFiltering && source < log_src_cnt_get(0); ++source) {
    (void)log_filter_set(backend, 0, static_cast<std::int16_t>(source), level);
  }
}

bool passes(const log_backend* backend, log_msg* message) {
  int source = kFiltering ? log_msg_get_source_id(message) : -1;
  if (source < 0) {
    return true;
  }
  std::uint32_t* filters = z_log_dynamic_filters_get(static_cast<std::uint32_t>(source));
  return log_msg_get_level(message) <= LOG_FILTER_SLOT_GET(filters, backend->cb->id);
}

void enable_ready(std::uint32_t index) {
  const log_backend* backend = log_backend_get(index);
  if (log_backend_is_ready(backend) == 0) {
    g_late &= ~(1U << index);
    log_backend_enable(backend, backend->cb->ctx, CONFIG_LOG_MAX_LEVEL);
  }
}

}  // namespace

namespace hosted {

void start_backends(bool wait, bool may_sleep) {
  if (!g_started) {
    g_started = true;
    auto count = static_cast<std::uint32_t>(log_backend_count_get());
    __ASSERT(count < LOG_FILTERS_NUM_OF_SLOTS, "too many log backends");
    for (std::uint32_t i = 0; i < count; ++i) {
      const log_backend* backend = log_backend_get(i);
      if (backend->autostart) {
        log_backend_init(backend);
        g_late |= 1U << i;
        enable_ready(i);
      }
    }
  }
  constexpr int kAskAgainMs = 10;
  while (wait && may_sleep && start_late_backends()) {
    (void)k_msleep(kAskAgainMs);
  }
  if (wait && !may_sleep) {
    (void)start_late_backends();
  }
}

bool start_late_backends() {
  for (std::uint32_t i = 0; i < 32; ++i) {
    if ((g_late & (1U << i)) != 0) {
      enable_ready(i);
    }
  }
  return g_late != 0;
}

bool backend_attached() {
  return g_attached;
}

bool console_only() {
  const log_backend* console = console_backend();
  if (console == nullptr || IS_ENABLED(CONFIG_LOG_FRONTEND)) {
    return false;
  }
  for (int i = 0; i < log_backend_count_get(); ++i) {
    const log_backend* backend = log_backend_get(static_cast<std::uint32_t>(i));
    // Before the first is enabled the console stands in, so that nothing of the boot is lost.
    if (backend->cb->active != (backend == console) && (g_attached || backend->cb->active)) {
      return false;
    }
  }
  return true;
}

void process_message(log_msg* message) {
  if (!g_attached && console_backend() == nullptr && IS_ENABLED(CONFIG_SHELL_LOG_BACKEND) &&
      !IS_ENABLED(CONFIG_SHELL_START_OBSCURED)) {
    host_call([message] { write_to_console(message); });  // the shell does not run yet
  }
  for (int i = 0; i < log_backend_count_get(); ++i) {
    const log_backend* backend = log_backend_get(static_cast<std::uint32_t>(i));
    bool stands_in = !g_attached && backend == console_backend();
    if (stands_in || (backend->cb->active && passes(backend, message))) {
      backend->api->process(backend, reinterpret_cast<union log_msg_generic*>(message));
    }
  }
}

void notify_dropped(std::uint32_t count) {
  for (int i = 0; i < log_backend_count_get(); ++i) {
    const log_backend* backend = log_backend_get(static_cast<std::uint32_t>(i));
    if (backend->cb->active) {
      log_backend_dropped(backend, count);
    }
  }
}

void notify_backends(log_backend_evt event) {
  for (int i = 0; i < log_backend_count_get(); ++i) {
    log_backend_notify(log_backend_get(static_cast<std::uint32_t>(i)), event, nullptr);
  }
}

void init_filters() {
  for (std::uint32_t i = 0; kFiltering && i < log_src_cnt_get(0); ++i) {
    std::uint32_t level = log_compiled_level_get(0, i);
    level = level > CONFIG_LOG_OVERRIDE_LEVEL ? level : CONFIG_LOG_OVERRIDE_LEVEL;
    LOG_FILTER_SLOT_SET(z_log_dynamic_filters_get(i), LOG_FILTER_AGGR_SLOT_IDX, level);
  }
}

}  // namespace hosted

extern "C" {

uint32_t log_src_cnt_get(uint32_t domain_id) {
  return domain_id == 0 ? z_log_sources_count() : 0;
}

const char* log_source_name_get(uint32_t domain_id, uint32_t source_id) {
  return source_id < log_src_cnt_get(domain_id) ? TYPE_SECTION_START(log_const)[source_id].name
                                                : nullptr;
}

int log_source_id_get(const char* name) {
  for (uint32_t i = 0; i < log_src_cnt_get(0); ++i) {
    if (std::strcmp(TYPE_SECTION_START(log_const)[i].name, name) == 0) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

uint8_t log_compiled_level_get(uint8_t domain_id, uint32_t source_id) {
  return source_id < log_src_cnt_get(domain_id) ? TYPE_SECTION_START(log_const)[source_id].level
                                                : uint8_t{0};
}

const char* log_domain_name_get(uint32_t) {
  return CONFIG_LOG_DOMAIN_NAME;
}

uint32_t* z_log_dynamic_filters_get(uint32_t source_id) {
  return &TYPE_SECTION_START(log_dynamic)[source_id].filters;
}

uint32_t log_filter_get(struct log_backend const* const backend, uint32_t domain_id,
                        int16_t source_id, bool runtime) {
  auto source = static_cast<uint32_t>(source_id);
  __ASSERT_NO_MSG(source_id < static_cast<int>(log_src_cnt_get(domain_id)));
  if (!kFiltering || !runtime) {
    return log_compiled_level_get(static_cast<uint8_t>(domain_id), source);
  }
  return source_id < 0 ? LOG_LEVEL_DBG
                       : LOG_FILTER_SLOT_GET(z_log_dynamic_filters_get(source), backend->cb->id);
}

uint32_t log_filter_set(struct log_backend const* const backend, uint32_t domain_id,
                        int16_t source_id, uint32_t level) {
  if (!kFiltering) {
    return level;
  }
  __ASSERT_NO_MSG(source_id < static_cast<int>(log_src_cnt_get(domain_id)));
  if (source_id < 0) {
    return LOG_LEVEL_NONE;
  }
  if (backend == nullptr) {
    uint32_t highest = LOG_LEVEL_NONE;
    STRUCT_SECTION_FOREACH (log_backend, each) {
      uint32_t set = log_filter_set(each, domain_id, source_id, level);
      highest = set > highest ? set : highest;
    }
    return highest;
  }
  uint32_t most = log_filter_get(backend, domain_id, source_id, false);
  most = most > CONFIG_LOG_OVERRIDE_LEVEL ? most : CONFIG_LOG_OVERRIDE_LEVEL;
  level = level < most ? level : most;
  uint32_t* filters = z_log_dynamic_filters_get(static_cast<uint32_t>(source_id));
  LOG_FILTER_SLOT_SET(filters, backend->cb->id, level);
  LOG_FILTER_SLOT_SET(filters, LOG_FILTER_AGGR_SLOT_IDX, highest_filter(*filters));
  return level;
}

void log_backend_enable(struct log_backend const* const backend, void* ctx, uint32_t level) {
  auto index = static_cast<uint32_t>(backend - log_backend_get(0));
  log_backend_id_set(backend, static_cast<uint8_t>(LOG_FILTER_FIRST_BACKEND_SLOT_IDX + index));
  backend->cb->level = static_cast<uint8_t>(level);
  set_all_filters(backend, level);
  log_backend_activate(backend, ctx);
  bool first = !g_attached;
  g_attached = true;
  if (first && IS_ENABLED(CONFIG_LOG_PROCESS_THREAD)) {
    log_thread_trigger();
  }
}

void log_backend_disable(struct log_backend const* const backend) {
  if (log_backend_is_active(backend)) {
    set_all_filters(backend, LOG_LEVEL_NONE);
  }
  log_backend_deactivate(backend);
}

const struct log_backend* log_backend_get_by_name(const char* backend_name) {
  STRUCT_SECTION_FOREACH (log_backend, backend) {
    if (std::strcmp(backend_name, backend->name) == 0) {
      return backend;
    }
  }
  return nullptr;
}

const struct log_backend* log_format_set_all_active_backends(size_t log_type) {
  const log_backend* failed = nullptr;
  STRUCT_SECTION_FOREACH (log_backend, backend) {
    if (backend->cb->active &&
        log_backend_format_set(backend, static_cast<uint32_t>(log_type)) != 0) {
      failed = backend;
    }
  }
  return failed;
}

}  // extern "C"

#endif
