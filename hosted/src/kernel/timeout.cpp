// SPDX-License-Identifier: Apache-2.0
#include "kernel/timeout.hpp"
#include "kernel/console.hpp"

#include <zephyr/timeout_q.h>

#include <algorithm>
#include <cerrno>
#include <cinttypes>

#include "host/call.hpp"
#include "host/options.hpp"
#include "host/outside.hpp"
#include "host/pace.hpp"
#include "host/process.hpp"
#include "host/restart.hpp"
#include "kernel/sched.hpp"
#include "kernel/slice.hpp"
#include "memory/leak_scan.hpp"

namespace hosted {

HardEvent g_hard_event;

namespace {

constexpr std::uint64_t kTicksPerSecond = CONFIG_SYS_CLOCK_TICKS_PER_SEC;
constexpr std::uint64_t kMicrosPerSecond = 1'000'000;

_timeout* g_root = nullptr;
std::uint64_t g_order = 0;
std::uint64_t g_now_us = 0;
std::uint64_t g_announced =
    0;  // ticks announced so far; within an announcement, the tick of what expires
bool g_announcing = false;
std::uint32_t g_reads = 0;  // of the clock, since time moved

std::uint64_t tick_at(std::uint64_t us) {
  return us / kMicrosPerSecond * kTicksPerSecond +
         us % kMicrosPerSecond * kTicksPerSecond / kMicrosPerSecond;
}

// A tick beyond the last representable microsecond (580,000 years) never comes.
std::uint64_t us_at(std::uint64_t tick) {
  constexpr std::uint64_t kLastSecond = UINT64_MAX / kMicrosPerSecond - 1;
  if (tick / kTicksPerSecond > kLastSecond) {
    return UINT64_MAX;
  }
  std::uint64_t rest = tick % kTicksPerSecond * kMicrosPerSecond;
  return tick / kTicksPerSecond * kMicrosPerSecond + (rest + kTicksPerSecond - 1) / kTicksPerSecond;
}

// What expires in an announcement counts from its own tick, not from the present.
std::uint64_t current_tick() {
  return g_announcing ? g_announced : tick_at(g_now_us);
}

bool before(const _timeout* a, const _timeout* b) {
  return a->tick != b->tick ? a->tick < b->tick : a->order < b->order;
}

// Both are roots without siblings; returns the one that leads.
_timeout* meld(_timeout* a, _timeout* b) {
  if (b == nullptr) {
    return a;
  }
  if (a == nullptr) {
    return b;
  }
  if (before(b, a)) {
    std::swap(a, b);
  }
  b->next = a->child;
  if (b->next != nullptr) {
    b->next->prev = b;
  }
  b->prev = a;
  a->child = b;
  return a;
}

// Melds a list of siblings: pairs from left to right, then the pairs from right to left.
_timeout* meld_siblings(_timeout* first) {
  _timeout* pairs = nullptr;
  while (first != nullptr) {
    _timeout* a = first;
    _timeout* b = a->next;
    first = b != nullptr ? b->next : nullptr;
    a->next = nullptr;
    if (b != nullptr) {
      b->next = nullptr;
    }
    _timeout* pair = meld(a, b);
    pair->next = pairs;
    pairs = pair;
  }
  _timeout* root = nullptr;
  while (pairs != nullptr) {
    _timeout* rest = pairs->next;
    pairs->next = nullptr;
    root = meld(root, pairs);
    pairs = rest;
  }
  return root;
}

void set_root(_timeout* root) {
  g_root = root;
  if (root != nullptr) {
    root->prev = root;
  }
}

void remove(_timeout* timeout) {
  _timeout* children = meld_siblings(timeout->child);
  if (timeout == g_root) {
    set_root(children);
  } else {
    if (timeout->prev->child == timeout) {
      timeout->prev->child = timeout->next;
    } else {
      timeout->prev->next = timeout->next;
    }
    if (timeout->next != nullptr) {
      timeout->next->prev = timeout->prev;
    }
    set_root(meld(g_root, children));
  }
  timeout->child = nullptr;
  timeout->next = nullptr;
  timeout->prev = nullptr;
}

void announce(void*) {
  std::uint64_t target = tick_at(g_now_us);
  g_announcing = true;
  while (g_root != nullptr && g_root->tick <= target) {
    _timeout* due = g_root;
    g_announced = due->tick;
    remove(due);
    due->fn(due);
  }
  g_announced = target;
  g_announcing = false;
  end_slice_at(target);
}

std::uint64_t next_event_us(bool slices) {
  std::uint64_t tick = g_root != nullptr ? g_root->tick : UINT64_MAX;
  if (slices) {
    tick = std::min(tick, slice_end_tick());
  }
  return us_at(tick);
}

[[noreturn]] void stop() {
  g_now_us = g_options.stop_at_us;
  finish_log();
  print("\nStopped at %" PRIu64 ".%03" PRIu64 "s\n", total_us() / kMicrosPerSecond,
        total_us() % kMicrosPerSecond / 1000);
  end_process(0, End::kStopped);
}

// The searches for leaks that are due until then, when nothing else happens.
void take_leak_scans(std::uint64_t until_us) {
  while (g_next_leak_scan_us <= until_us) [[unlikely]] {
      g_now_us = std::max(g_now_us, g_next_leak_scan_us);
      pace(g_now_us);
      scan_for_leaks(until_us);
    }
}

// All on the host stack. With `open`, input from outside ends the move at an earlier time; true iff
// it did, and the caller is then to deliver it. Never inlined: the idle thread has 256 bytes of
// stack, and what it keeps there while it calls interrupt() counts.
[[gnu::noinline]] bool advance_to(std::uint64_t us, bool open) {
  bool ready = false;
  host_call([us, open, &ready] {
    std::uint64_t reached = us;
    bool cut = false;  // before `us`, for a search for leaks
    if (open && (outside_watched() || time_held())) {
      const std::uint64_t until = std::min(us, g_options.stop_at_us);
      cut = g_next_leak_scan_us < until;
      std::uint64_t got = wait_outside(g_now_us, std::min(until, g_next_leak_scan_us), &ready);
      reached = ready || cut || us == UINT64_MAX ? got : us;
    }
    take_leak_scans(std::min(reached, g_options.stop_at_us));
    if (!ready && !cut && us > g_options.stop_at_us) {
      pace(g_options.stop_at_us);
      stop();
    }
    pace(reached);
    g_now_us = std::max(g_now_us, reached);
    g_reads = 0;
  });
  return ready;
}

void run_hard_event(void*) {
  g_hard_event.run();
}

void take_hard_event() {
  if (g_hard_event.at_us > g_now_us) {
    return;
  }
  if (g_kernel.in_isr) {
    g_hard_event.run();
  } else {
    interrupt(run_hard_event, nullptr);
  }
}

// A loop that waits for time to pass by asking for it never ends; its author should hear why.
void count_read() {
  constexpr std::uint32_t kHang = 50'000'000;
  if (++g_reads == kHang) {
    complain(
        "thread '%s' has asked for the time %" PRIu32
        " times without waiting: computing takes no virtual time, so a loop until a time never "
        "ends; put k_busy_wait(), k_cpu_idle() or a sleep into it",
        name_of(z_current_thread), kHang);
  }
}

[[noreturn]] void nothing_left() {
  host_call([] {
    finish_log();
    complain("nothing left to do: every thread waits without a timeout at %" PRIu64 ".%06" PRIu64
             " s; ending here",
             g_now_us / kMicrosPerSecond, g_now_us % kMicrosPerSecond);
    end_process(0, End::kNothingLeft);
  });
  __builtin_unreachable();
}

}  // namespace

void add_timeout(_timeout* timeout, _timeout_func_t fn, k_timeout_t when) {
  if (K_TIMEOUT_EQ(when, K_FOREVER)) {
    return;
  }
  std::uint64_t now = current_tick();
  timeout->fn = fn;
  timeout->order = g_order++;
  timeout->dticks = 0;
#ifdef CONFIG_TIMEOUT_64BIT
  if (when.ticks < 0) {
    timeout->tick = std::max(static_cast<std::uint64_t>(Z_TICK_ABS(when.ticks)), g_announced + 1);
  } else
#endif
  {
    timeout->tick = now + static_cast<std::uint64_t>(when.ticks) + 1;
  }
  timeout->child = nullptr;
  timeout->next = nullptr;
  timeout->prev = nullptr;
  set_root(meld(g_root, timeout));
}

bool abort_timeout(_timeout* timeout) {
  if (!timeout_pending(timeout)) {
    return false;
  }
  remove(timeout);
  return true;
}

k_ticks_t timeout_remaining(const _timeout* timeout) {
  if (!timeout_pending(timeout)) {
    return 0;
  }
  return static_cast<k_ticks_t>(timeout->tick - current_tick());
}

std::uint64_t now_us() {
  return g_now_us;
}

void skip_to(std::uint64_t us) {
  if (us > g_options.stop_at_us) {
    stop();
  }
  g_now_us = std::max(g_now_us, us);
}

void take_pending_tick() {
  if (g_kernel.tick_pending && g_kernel.irq_locks == 0 && !g_kernel.in_isr) {
    g_kernel.tick_pending = false;
    interrupt(announce, nullptr);
  }
}

void pass_time(std::uint64_t target_us) {
  while (g_now_us < target_us) {
    std::uint64_t event = next_event_us(true);
    bool blocked = g_kernel.in_isr || g_kernel.irq_locks > 0 || g_kernel.pre_kernel;
    std::uint64_t next =
        std::min(g_hard_event.at_us, blocked ? target_us : std::min(event, target_us));
    if (advance_to(std::max(g_now_us, next), !blocked)) {
      interrupt(deliver_outside, nullptr);
    }
    if (event <= g_now_us) {
      g_kernel.tick_pending = true;
      take_pending_tick();
    }
    take_hard_event();
  }
}

namespace {

// Goes to the next event; true iff input from outside came before it.
[[gnu::noinline]] bool advance_to_event(bool slices) {
  std::uint64_t event = next_event_us(slices);
  std::uint64_t next = std::min(event, g_hard_event.at_us);
  if (next == UINT64_MAX && g_options.stop_at_us == UINT64_MAX && !outside_watched()) {
    nothing_left();
  }
  bool ready = advance_to(next, true);
  if (event <= g_now_us) {
    g_kernel.tick_pending = true;
  }
  return ready;
}

void pass_time_to_event(bool slices) {
  if (advance_to_event(slices)) {
    interrupt(deliver_outside, nullptr);
  }
  take_pending_tick();
  take_hard_event();
}

}  // namespace

void pass_time_idle() {
  pass_time_to_event(false);
}

void pass_time_halted() {
  pass_time_to_event(true);
}

}  // namespace hosted

extern "C" {

int64_t sys_clock_tick_get(void) {
  hosted::count_read();
  return static_cast<int64_t>(hosted::current_tick());
}

uint32_t sys_clock_tick_get_32(void) {
  return static_cast<uint32_t>(hosted::current_tick());
}

int64_t k_uptime_ticks(void) {
  return sys_clock_tick_get();
}

uint64_t sys_clock_cycle_get_64(void) {
  hosted::count_read();
  constexpr uint64_t kCyclesPerSecond = CONFIG_SYS_CLOCK_HW_CYCLES_PER_SEC;
  uint64_t us = hosted::now_us();
  return us / hosted::kMicrosPerSecond * kCyclesPerSecond +
         us % hosted::kMicrosPerSecond * kCyclesPerSecond / hosted::kMicrosPerSecond;
}

uint32_t sys_clock_cycle_get_32(void) {
  return static_cast<uint32_t>(sys_clock_cycle_get_64());
}

void z_add_timeout(_timeout* to, _timeout_func_t fn, k_timeout_t timeout) {
  hosted::add_timeout(to, fn, timeout);
}

int z_abort_timeout(_timeout* to) {
  return hosted::abort_timeout(to) ? 0 : -EINVAL;
}

k_ticks_t z_timeout_remaining(const _timeout* timeout) {
  return hosted::timeout_remaining(timeout);
}

k_ticks_t z_timeout_expires(const _timeout* timeout) {
  return static_cast<k_ticks_t>(hosted::current_tick()) + hosted::timeout_remaining(timeout);
}

k_timepoint_t sys_timepoint_calc(k_timeout_t timeout) {
  if (K_TIMEOUT_EQ(timeout, K_FOREVER)) {
    return {UINT64_MAX};
  }
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    return {0};
  }
#ifdef CONFIG_TIMEOUT_64BIT
  if (timeout.ticks < 0) {
    return {static_cast<uint64_t>(Z_TICK_ABS(timeout.ticks))};
  }
#endif
  return {hosted::current_tick() + static_cast<uint64_t>(timeout.ticks)};
}

k_timeout_t sys_timepoint_timeout(k_timepoint_t timepoint) {
  if (timepoint.tick == UINT64_MAX) {
    return K_FOREVER;
  }
  uint64_t now = hosted::current_tick();
  return K_TICKS(timepoint.tick > now ? timepoint.tick - now : 0);
}

}  // extern "C"
