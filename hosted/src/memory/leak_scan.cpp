// SPDX-License-Identifier: Apache-2.0
#include "memory/leak_scan.hpp"

#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "host/options.hpp"
#include "host/process.hpp"
#include "host/real_stdio.hpp"
#include "kernel/timeout.hpp"
#include "memory/describe.hpp"
#include "memory/reach.hpp"
#include "memory/regions.hpp"
#include "memory/symbols.hpp"

namespace hosted {

std::uint64_t g_next_leak_scan_us = UINT64_MAX;

namespace {

constexpr char kHowToScan[] =
    "write --leak-check, =full or =every:60s, then ,min-age:10s if wanted";
std::uint64_t g_scan_period_us = 0;
std::uint64_t g_min_age_us = 0;
std::uint64_t g_quiet_until_us = 0;  // of the latest searches nothing happened between
unsigned g_quiet_scans = 0;

// "10s", "500ms", "2m", "1h", or a number of seconds. Ends `text` behind the number.
std::uint64_t time_of(const char* argument, char* text) {
  constexpr struct {
    const char* unit;
    double us;
  } kUnits[] = {{"", 1e6}, {"s", 1e6}, {"ms", 1e3}, {"m", 60e6}, {"min", 60e6}, {"h", 3600e6}};
  char* unit = text + std::strspn(text, "0123456789.");
  for (const auto& known : kUnits) {
    if (std::strcmp(unit, known.unit) == 0) {
      *unit = '\0';
      const double us = number_of(argument, text, 0, 3.0e11, kHowToScan) * known.us;
      return static_cast<std::uint64_t>(std::llround(us));
    }
  }
  refuse(argument, "no such unit of time", kHowToScan);
}

// The innermost frame that is not of a function round the allocator's (--wrap).
std::uint32_t first_own(const Stack& stack) {
  char name[128];
  for (std::uint32_t i = 0; i < stack.count; ++i) {
    if (std::strncmp(symbol_name(stack.frames[i] - 1, name, sizeof name), "__wrap_", 7) != 0) {
      return i;
    }
  }
  return 0;
}

// Names of call sites cost a process each, and many blocks may come from one.
const char* site_of(std::uint32_t stack) {
  constexpr std::size_t kSites = 16;
  static struct {
    std::uint32_t stack;
    char text[400];
  } sites[kSites];
  auto& site = sites[stack % kSites];
  if (site.text[0] == '\0' || site.stack != stack) {
    site.stack = stack;
    const Stack& frames = stack_of(stack);
    if (frames.count > 0) {
      (void)call_place(frames.frames[first_own(frames)], site.text, sizeof site.text);
    } else {
      (void)real::snprintf(site.text, sizeof site.text, "a place that is not known");
    }
  }
  return site.text;
}

void tell_lost(const BlockRecord& record) {
  char label[128];
  char who[80];
  const Region* region = region_of(record.owner);
  const auto ms = [](std::uint64_t us) { return us / 1000; };
  print("tidemark-hosted: leak: %zu bytes of %s, allocated with %s in %s by %s at %" PRIu64
        ".%03" PRIu64 " s; nothing has pointed to 0x%" PRIxPTR " since %" PRIu64 ".%03" PRIu64
        " s\n",
        record.bytes,
        region != nullptr ? region_label(*region, label, sizeof label) : "a heap that is no more",
        record.call, site_of(record.stack), describe_label(record.thread, who, sizeof who),
        ms(record.born_us) / 1000, ms(record.born_us) % 1000, record.address,
        ms(record.missed_us) / 1000, ms(record.missed_us) % 1000);
}

}  // namespace

void read_leak_scan(const char* argument, const char* value) {
  char text[64];
  if (std::strlen(value) >= sizeof text) {
    refuse(argument, "too long", kHowToScan);
  }
  std::memcpy(text, value, std::strlen(value) + 1);
  char* age = std::strchr(text, ',');
  if (age != nullptr) {
    *age++ = '\0';
    if (std::strncmp(age, "min-age:", 8) != 0) {
      refuse(argument, "after the comma is no min-age:<time>", kHowToScan);
    }
    g_min_age_us = time_of(argument, age + 8);
  }
  if (std::strncmp(text, "every:", 6) != 0) {
    refuse(argument, "no such leak check", kHowToScan);
  }
  g_scan_period_us = time_of(argument, text + 6);
  if (g_scan_period_us < 1000) {
    refuse(argument, "out of range", "give an interval of 1 ms or more");
  }
  g_next_leak_scan_us = g_scan_period_us;
}

void scan_for_leaks(std::uint64_t until_us) {
  for (BlockRecord* record : find_reachable()) {
    if (record->reachable) {
      record->missed_us = 0;
    } else if (record->missed_us == 0) {
      record->missed_us = now_us();
    } else if (!record->told && now_us() - record->born_us >= g_min_age_us) {
      record->told = true;
      tell_lost(*record);
    }
  }
  g_next_leak_scan_us += g_scan_period_us;
  g_quiet_scans = until_us == g_quiet_until_us ? g_quiet_scans + 1 : 0;
  g_quiet_until_us = until_us;
  // The first two see all that can be lost; the last one, what has become old enough.
  if (g_quiet_scans >= 1 && g_next_leak_scan_us < until_us) {
    g_next_leak_scan_us += (until_us - g_next_leak_scan_us) / g_scan_period_us * g_scan_period_us;
  }
}

}  // namespace hosted
