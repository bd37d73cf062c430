// SPDX-License-Identifier: Apache-2.0
// The edge of levels: limits of single resources, and who is called when a level changes.
#include "core/c_text.hpp"
#include "core/features.hpp"
#include "core/lock_guard.hpp"
#include "core/pressure.hpp"
#include "core/run.hpp"

namespace tidemark {
namespace {

// Those that were added while running, newest first. The monitor's lock guards both.
constinit tidemark_pressure_listener* g_listeners = nullptr;
// Who is called next: a removal moves it on.
constinit tidemark_pressure_listener* g_next = nullptr;

static_assert(TIDEMARK_CAUSE_LEFT == static_cast<int>(wire::LevelCause::kLeft),
              "the causes have the same numbers");

estimate::PressureLimit to_core(const tidemark_limit& limit) {
  return {limit.used_percent, limit.free, limit.largest_free_bytes, limit.left_s};
}

tidemark_limit to_c(const estimate::PressureLimit& limit) {
  return {limit.used_percent, limit.free, limit.largest_free, limit.left_s};
}

void fill(const Event& event, tidemark_pressure_event* out) {
  *out = tidemark_pressure_event{};
  out->kind = static_cast<tidemark_kind>(event.level.kind);
  out->object = event.object;
  copy_text(event.level.name, out->name);
  out->level = static_cast<tidemark_level>(event.level.level);
  out->before = static_cast<tidemark_level>(event.before);
  out->has_cause = event.level.level != wire::Level::kOk;
  out->cause = event.level.cause.present
                   ? static_cast<tidemark_level_cause>(event.level.cause.value)
                   : TIDEMARK_CAUSE_USED;
  out->used = event.level.used;
  out->capacity = event.level.capacity;
}

// The listener to be called next, copied; `call` null: there is none.
tidemark_pressure_listener take_next() {
  const LockGuard guard;
  if (g_next == nullptr) {
    return {};
  }
  const tidemark_pressure_listener next = *g_next;
  g_next = next.next;
  return next;
}

void begin_round() {
  const LockGuard guard;
  g_next = g_listeners;
}

// Not inlined, so that the monitor's event does not lie on the stack while listeners run.
[[gnu::noinline]] bool take_event(tidemark_pressure_event* out) {
  Event event;
  const bool has_event = image_monitor().take_event(&event, Audience::kPressure);
  if (has_event) {
    fill(event, out);
  }
  return has_event;
}

tidemark_pressure_listener** find_listener(const tidemark_pressure_listener* listener) {
  tidemark_pressure_listener** link = &g_listeners;
  while (*link != nullptr && *link != listener) {
    link = &(*link)->next;
  }
  return link;
}

Status add_listener(tidemark_pressure_listener* listener) {
  if (listener == nullptr || listener->call == nullptr) {
    return Status::kInvalid;
  }
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  if (*find_listener(listener) != nullptr) {
    return Status::kExists;
  }
  listener->next = g_listeners;
  g_listeners = listener;
  return Status::kOk;
}

Status remove_listener(tidemark_pressure_listener* listener) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  tidemark_pressure_listener** link = find_listener(listener);
  if (*link == nullptr) {
    return Status::kNotFound;
  }
  *link = listener->next;
  g_next = g_next == listener ? listener->next : g_next;
  listener->next = nullptr;
  return Status::kOk;
}

Status set_limits(const void* object, const tidemark_limits* limits) {
  if (limits == nullptr) {
    return image_monitor().set_limits(object, nullptr);
  }
  const estimate::PressureLimits own = {{to_core(limits->warn), to_core(limits->critical)}};
  return image_monitor().set_limits(object, &own);
}

Status get_limits(const void* object, tidemark_limits* out) {
  estimate::PressureLimits limits;
  if (out == nullptr) {
    return Status::kInvalid;
  }
  const Status status = image_monitor().limits_of(object, &limits);
  if (status == Status::kOk) {
    *out = {to_c(limits.of[0]), to_c(limits.of[1])};
  }
  return status;
}

}  // namespace

void look_for_pressure() {
  if (image_monitor().has_untold_level(Audience::kPressure)) {
    port::wake_pressure();
  }
}

void tell_pressure() {
  for (tidemark_pressure_event event; take_event(&event);) {
    for (const tidemark_pressure_listener_entry& listener : port::pressure_listeners()) {
      listener.call(&event, listener.user_data);
    }
    begin_round();
    for (auto next = take_next(); next.call != nullptr; next = take_next()) {
      next.call(&event, next.user_data);
    }
  }
}

}  // namespace tidemark

using namespace tidemark;  // all below is the C API

extern "C" {

int tidemark_limits_set(const void* object, const tidemark_limits* limits) {
  if constexpr (!kWithPressure) {
    return port::to_errno(Status::kAbsent);
  }
  return port::to_errno(set_limits(object, limits));
}

int tidemark_limits_get(const void* object, tidemark_limits* out) {
  if constexpr (!kWithPressure) {
    return port::to_errno(Status::kAbsent);
  }
  return port::to_errno(get_limits(object, out));
}

int tidemark_pressure_listener_add(tidemark_pressure_listener* listener) {
  if constexpr (!kWithPressure) {
    return port::to_errno(Status::kAbsent);
  }
  return port::to_errno(add_listener(listener));
}

int tidemark_pressure_listener_remove(tidemark_pressure_listener* listener) {
  if constexpr (!kWithPressure) {
    return port::to_errno(Status::kAbsent);
  }
  return port::to_errno(remove_listener(listener));
}

int tidemark_level_get(const void* object, tidemark_level* out) {
  wire::Level level;
  if (out == nullptr) {
    return port::to_errno(Status::kInvalid);
  }
  const Status status = image_monitor().level_of(object, &level);
  if (status == Status::kOk) {
    *out = static_cast<tidemark_level>(level);
  }
  return port::to_errno(status);
}

tidemark_level tidemark_worst_level(void) {
  return static_cast<tidemark_level>(image_monitor().worst_level());
}

}  // extern "C"
