// SPDX-License-Identifier: Apache-2.0
#include "host/outside.hpp"

#include <poll.h>

#include <algorithm>
#include <cmath>
#include <ctime>

#include "host/options.hpp"
#include "host/process.hpp"
#include "host/signals.hpp"

namespace hosted {
namespace {

constexpr std::int64_t kOutsideSecond = 1'000'000'000;
constexpr std::int64_t kMostLag = kOutsideSecond;
constexpr nfds_t kMostWatched = 256;
constexpr long kMomentNanos = 2'000'000;

Outside* g_first = nullptr;
bool g_never_wait = false;
bool g_held = false;
bool g_expected = false;

// Virtual time v corresponds to host time g_host + (v - g_virtual) / ratio.
std::int64_t g_host = 0;
std::uint64_t g_virtual = 0;

std::int64_t outside_clock() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * kOutsideSecond + t.tv_nsec;
}

std::int64_t host_at(std::uint64_t us) {
  constexpr double kNanosPerMicro = 1000.0;
  constexpr double kFarthest = 4.0e18;
  double after =
      (static_cast<double>(us) - static_cast<double>(g_virtual)) * kNanosPerMicro / g_options.ratio;
  return g_host + static_cast<std::int64_t>(std::min(after, kFarthest));
}

// Virtual time may have jumped while nothing was watched, or the host may have been held up.
void align(std::uint64_t now_us, std::int64_t host) {
  std::int64_t expected = host_at(now_us);
  if (g_host == 0 || expected > host || host - expected > kMostLag) {
    g_host = host;
    g_virtual = now_us;
  }
}

std::uint64_t virtual_at(std::int64_t host) {
  double after = static_cast<double>(host - g_host) * g_options.ratio / 1000.0;
  return g_virtual + static_cast<std::uint64_t>(std::max(after, 0.0));
}

bool look(const timespec* timeout) {
  static pollfd fds[kMostWatched];
  nfds_t count = 0;
  for (Outside* at = g_first; at != nullptr && count < kMostWatched; at = at->next) {
    fds[count++] = {at->muted ? -1 : at->fd, at->events, 0};
  }
  if (::ppoll(fds, count, timeout, nullptr) <= 0) {
    return false;
  }
  nfds_t i = 0;
  for (Outside* at = g_first; at != nullptr && i < count; at = at->next) {
    at->seen = fds[i++].revents;
  }
  return true;
}

timespec span_of(std::int64_t nanos) {
  nanos = std::max<std::int64_t>(nanos, 0);
  return {nanos / kOutsideSecond, nanos % kOutsideSecond};
}

void unmute() {
  for (Outside* at = g_first; at != nullptr; at = at->next) {
    at->muted = false;
  }
}

}  // namespace

void watch(Outside* outside) {
  if (!outside->watched) {
    outside->watched = true;
    outside->muted = false;
    outside->seen = 0;
    outside->next = g_first;
    g_first = outside;
  }
}

void unwatch(Outside* outside) {
  if (!outside->watched) {
    return;
  }
  Outside** link = &g_first;
  while (*link != outside) {
    link = &(*link)->next;
  }
  *link = outside->next;
  outside->watched = false;
  outside->seen = 0;
}

bool outside_watched() {
  return g_first != nullptr;
}

void hold_time(bool held) {
  g_held = held;
}

bool time_held() {
  return g_held;
}

void never_wait_outside() {
  g_never_wait = true;
}

void expect_outside() {
  g_expected = true;
}

std::uint64_t wait_outside(std::uint64_t now_us, std::uint64_t until_us, bool* ready) {
  std::int64_t host = outside_clock();
  align(now_us, host);
  timespec moment{0, g_expected && g_never_wait && g_first != nullptr ? kMomentNanos : 0};
  g_expected = false;
  *ready = look(&moment);
  if (*ready) {
    return now_us;
  }
  bool for_ever = until_us == UINT64_MAX;
  if (for_ever || !g_never_wait) {
    flush_output();
    // A signal ends a wait early; only a request to end the process ends it for good.
    do {
      timespec wait = span_of(for_ever ? 0 : host_at(until_us) - outside_clock());
      *ready = look(for_ever ? nullptr : &wait);
    } while (!*ready && !end_requested() && (for_ever || outside_clock() < host_at(until_us)));
  }
  unmute();
  if (for_ever || *ready) {
    return std::clamp(virtual_at(outside_clock()), now_us, until_us);
  }
  return until_us;
}

void deliver_outside(void*) {
  // Handlers may watch and unwatch; who is called is asked for anew each time.
  for (;;) {
    Outside* found = g_first;
    while (found != nullptr && found->seen == 0) {
      found = found->next;
    }
    if (found == nullptr) {
      return;
    }
    short seen = found->seen;
    found->ready(found);
    if (found->seen == seen) {
      found->seen = 0;
    }
  }
}

}  // namespace hosted
