// SPDX-License-Identifier: Apache-2.0
#include "core/restart.hpp"

#include "core/features.hpp"
#include "core/monitor.hpp"
#include "core/port.hpp"
#include "core/profile_views.hpp"
#include "core/run.hpp"

namespace tidemark {
namespace {

constinit EvidenceStore g_store({port::read_evidence, port::write_evidence});
constinit EvidenceAtHand g_at_hand = {};
constinit RestartSettings g_settings = {};

/// What is known of the life before this one.
struct Past {
  EvidenceFound found;
  bool has_pulse;
  bool is_told;
  bool is_safe_mode;
  bool series_ended;  // by who left safe mode
  std::uint64_t pulse_ms;
};
constinit Past g_past = {};

// Set under the lock. What is kept is kept, and one restart is under way. Before the memory is
// opened it is not known which slot is the older one.
constinit bool g_is_open = false;
constinit bool g_is_kept = false;
constinit bool g_is_restarting = false;

class EvidenceLock {
 public:
  EvidenceLock() : key_(port::evidence_lock()) {}
  ~EvidenceLock() { port::evidence_unlock(key_); }
  EvidenceLock(const EvidenceLock&) = delete;
  EvidenceLock& operator=(const EvidenceLock&) = delete;

 private:
  unsigned int key_;
};

// A fatal error may end this context between any two of its stores: they are to be in this order.
void in_order() {
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

// By then the sample before may be a period old, so the profile is asked anew.
[[gnu::noinline]] void refresh_sites() {
  if constexpr (kWithProfile) {
    Profiler& profiler = image_profiler();
    g_at_hand.sites.count = 0;
    RankedSlot ranked[wire::kRestartSites];
    const std::size_t found = top_slots(profiler, Holders::kSites, {ranked, wire::kRestartSites});
    std::uint8_t count = 0;
    for (std::size_t i = 0; i < found; ++i) {
      wire::SiteLine site{};
      SiteLive live{};
      if (profiler.site_at(ranked[i].slot, &site)) {
        profiler.live_of_site(ranked[i].slot, &live);
        g_at_hand.sites.items[count] = {site.frames[0], live.bytes, live.blocks};
        ++count;
      }
    }
    g_at_hand.sites.count = count;
  }
}

Text text_at(const char* text) {
  std::size_t size = 0;
  while (text != nullptr && text[size] != '\0' && size < kEvidenceNameBytes) {
    ++size;
  }
  return {text, size};
}

void describe(const RestartCause& cause, EvidenceHead* head) {
  if (g_store.head(head)) {
    succeed(head);
  }
  head->lives = g_past.series_ended ? std::uint8_t{0} : head->lives;
  head->restarts += is_counted(cause.reason) && head->restarts != UINT32_MAX ? 1u : 0u;
  head->reason = cause.reason;
  head->was_safe_mode = in_safe_mode();
  head->lived_ms = port::uptime_ms();
  head->at = reinterpret_cast<std::uintptr_t>(cause.at);
  head->size = cause.size;
  head->largest_free = cause.largest_free;
  set_evidence_name(cause.resource, &head->resource);
  set_evidence_name(cause.thread.empty() ? text_at(port::running_thread_name()) : cause.thread,
                    &head->thread);
  for (const std::uint8_t byte : port::build_id()) {
    (void)head->build.push(static_cast<char>(byte));
  }
}

[[gnu::noinline]] void write_record(const RestartCause& cause) {
  EvidenceHead head{};
  describe(cause, &head);
  g_store.write(head, g_at_hand);
  in_order();
  g_is_kept = true;
}

void call_before_restart(wire::RestartReason reason) {
  for (const tidemark_before_restart& one : port::before_restart()) {
    port::note_before_restart(one.name);
    one.call(static_cast<tidemark_restart_reason>(reason), one.user_data);
  }
  port::note_before_restart(nullptr);
}

}  // namespace

void keep_evidence(const RestartCause& cause) {
  refresh_sites();  // with the profile's lock, for a few records at a time
  const EvidenceLock lock;
  if (g_is_open && !g_is_kept) {
    write_record(cause);
  }
}

void keep_evidence_of_fault(const RestartCause& cause) {
  if (!g_is_open || g_is_kept) {
    return;
  }
  if (port::may_read_profile_after_fault()) {
    refresh_sites();
  }
  write_record(cause);
}

void restart_now(const RestartCause& cause) {
  keep_evidence(cause);
  if (port::may_call_out()) {
    bool is_first = false;
    {
      const EvidenceLock lock;
      is_first = !g_is_restarting;
      g_is_restarting = true;
    }
    if (!is_first) {
      port::wait_for_restart();
    }
    port::arm_restart_deadline();
    call_before_restart(cause.reason);
  }
  port::restart_device();
}

bool may_restart() {
  return !in_safe_mode();
}

void note_event(wire::RestartEventKind kind, std::uint8_t value, Text name) {
  EvidenceEvent event{static_cast<std::uint32_t>(port::uptime_ms() / 1000), kind, value, {}};
  set_evidence_name(name, &event.name);
  const EvidenceLock lock;
  auto& events = g_at_hand.events;
  if (events.count == wire::kRestartEvents) {  // the oldest gives way, before it is written over
    --events.count;
    g_at_hand.first_event =
        static_cast<std::uint8_t>((g_at_hand.first_event + 1u) % wire::kRestartEvents);
  }
  in_order();
  events.items[(g_at_hand.first_event + events.count) % wire::kRestartEvents] = event;
  in_order();
  ++events.count;
}

EvidenceFound open_evidence_again() {
  g_past.found = g_store.open();
  EvidenceHead head{};
  g_past.is_safe_mode = g_past.found == EvidenceFound::kNew && g_store.head(&head) &&
                        recent_restarts(head, g_settings.loop_minutes) >= g_settings.loop_restarts;
  return g_past.found;
}

EvidenceFound open_evidence(const RestartSettings& settings) {
  g_settings = settings;
  g_past = {};
  g_at_hand = {};
  g_is_kept = g_is_restarting = false;
  if constexpr (kWithEvidencePulse) {
    g_past.has_pulse = g_store.read_pulse(&g_past.pulse_ms);
    g_store.note_pulse(0);
  }
  g_is_open = true;
  return open_evidence_again();
}

EvidenceFound evidence_found() {
  return g_past.found;
}

bool newest_record(std::size_t* offset) {
  return g_store.newest(offset);
}

void refresh_evidence(Monitor& monitor) {
  EvidenceLevel levels[wire::kRestartLevels];
  const std::size_t count = monitor.unwell({levels, wire::kRestartLevels});
  if (count != 0 || g_at_hand.levels.count != 0) {
    const EvidenceLock lock;
    g_at_hand.levels.count = 0;
    in_order();
    for (std::size_t i = 0; i < count; ++i) {
      g_at_hand.levels.items[i] = levels[i];
    }
    in_order();
    g_at_hand.levels.count = static_cast<std::uint8_t>(count);
  }
  if constexpr (kWithEvidencePulse) {
    const EvidenceLock lock;
    g_store.note_pulse(port::uptime_ms());
  }
}

bool in_safe_mode() {
  return g_past.is_safe_mode && port::uptime_ms() < std::uint64_t{g_settings.loop_minutes} * 60'000;
}

Status leave_safe_mode() {
  if (!in_safe_mode()) {
    return Status::kNotFound;
  }
  g_past.is_safe_mode = false;
  g_past.series_ended = true;
  return Status::kOk;
}

namespace {

void append_hex(std::uint8_t byte, wire::Name* out) {
  static constexpr char kDigits[] = "0123456789abcdef";
  out->push(kDigits[byte >> 4]);
  out->push(kDigits[byte & 15]);
}

void to_line(const EvidenceHead& head, wire::RestartLine* out) {
  out->reason = head.reason;
  out->lived_ms = head.lived_ms;
  out->restarts = head.restarts;
  out->recent = recent_restarts(head, g_settings.loop_minutes);
  (void)out->resource.append(head.resource.text());
  (void)out->thread.append(head.thread.text());
  out->at = head.at;
  out->size = head.size;
  out->largest_free = head.largest_free;
  for (const char byte : head.build.text()) {
    append_hex(static_cast<std::uint8_t>(byte), &out->build_id);
  }
}

}  // namespace

bool ended_life(wire::RestartLine* out) {
  const bool has_record = g_past.found == EvidenceFound::kNew;
  if (!has_record && !g_past.has_pulse) {
    return false;
  }
  *out = {};
  EvidenceHead head{};
  if (has_record && g_store.head(&head)) {
    to_line(head, out);
  } else {
    out->reason = wire::RestartReason::kUnknown;
    out->lived_ms = g_past.pulse_ms;
    out->restarts = g_store.head(&head) ? head.restarts : 0;
  }
  out->safe_mode = in_safe_mode();
  out->up_ms = port::uptime_ms();
  return true;
}

bool take_restart(wire::RestartLine* out) {
  if (g_past.is_told || !ended_life(out)) {
    return false;
  }
  g_past.is_told = true;
  return true;
}

bool restart_level_at(std::size_t index, wire::RestartLevelLine* out) {
  EvidenceLevel level{};
  if (g_past.found != EvidenceFound::kNew || !g_store.level_at(index, &level)) {
    return false;
  }
  *out = {port::uptime_ms(), level.kind,    {}, level.level, level.verdict,
          level.used,        level.capacity};
  (void)out->name.append(level.name.text());
  return true;
}

bool restart_site_at(std::size_t index, wire::RestartSiteLine* out) {
  EvidenceSite site{};
  if (g_past.found != EvidenceFound::kNew || !g_store.site_at(index, &site)) {
    return false;
  }
  *out = {port::uptime_ms(), site.at, site.live_bytes, site.live_blocks};
  return true;
}

bool restart_event_at(std::size_t index, wire::RestartEventLine* out) {
  EvidenceEvent event{};
  if (g_past.found != EvidenceFound::kNew || !g_store.event_at(index, &event)) {
    return false;
  }
  *out = {port::uptime_ms(), event.up_s, event.kind, event.value, {}};
  (void)out->name.append(event.name.text());
  return true;
}

}  // namespace tidemark

void tidemark_restart(const char* why) {
  using namespace tidemark;
  RestartCause cause{};
  cause.reason = wire::RestartReason::kRequest;
  cause.resource = text_at(why);
  cause.at = __builtin_return_address(0);
  restart_now(cause);
}
