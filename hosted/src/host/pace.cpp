// SPDX-License-Identifier: Apache-2.0
#include "host/pace.hpp"

#include <algorithm>
#include <ctime>

#include "host/call.hpp"
#include "host/options.hpp"
#include "host/outside.hpp"
#include "host/process.hpp"
#include "host/signals.hpp"

namespace hosted {
namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr std::int64_t kFlushEvery = 50'000'000;

std::int64_t g_start = -1;
std::int64_t g_last_flush = 0;

std::int64_t host_now() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * kNanosecondsPerSecond + t.tv_nsec;
}

void sleep_until(std::int64_t when) {
  timespec t{when / kNanosecondsPerSecond, when % kNanosecondsPerSecond};
  while (!end_requested() && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, nullptr) != 0) {
  }
}

}  // namespace

void pace(std::uint64_t virtual_us) {
  host_call([virtual_us] {
    std::int64_t now = host_now();
    if (!g_options.real_time) {
      // A reader of a pipe sees the output in time even though virtual time never waits.
      if (now - g_last_flush > kFlushEvery) {
        flush_output();
        g_last_flush = now;
      }
      return;
    }
    constexpr double kLongest = 9.0e18;
    double wait = static_cast<double>(virtual_us) * 1000.0 / g_options.ratio;
    auto span = wait < kLongest ? static_cast<std::int64_t>(wait) : INT64_MAX;
    if (g_start < 0) {
      // wait_outside() has waited for that time already.
      g_start = outside_watched() || time_held() ? now - span : now;
    }
    std::int64_t due = span < INT64_MAX - g_start ? g_start + span : INT64_MAX;
    if (due > now) {
      flush_output();
      sleep_until(due);
    }
  });
}

}  // namespace hosted
