// SPDX-License-Identifier: Apache-2.0
#include "core/profile_reporter.hpp"

#include "core/print_line.hpp"
#include "core/profile_views.hpp"

namespace tidemark {
namespace {

// Not inlined, so that the lines of different kinds do not lie beside each other on the stack.
[[gnu::noinline]] void report_totals(Monitor& monitor, Profiler& profiler) {
  wire::ProfileLine line{};
  profiler.totals(&line);
  line.up_ms = port::uptime_ms();
  print_line(monitor, line);
}

[[gnu::noinline]] void report_site(Monitor& monitor, Profiler& profiler, std::uint8_t site) {
  wire::SiteSummaryLine line;
  if (summarize_site(monitor, profiler, site, &line)) {
    print_line(monitor, line);
  }
}

[[gnu::noinline]] void report_owner(Monitor& monitor, Profiler& profiler, std::uint8_t owner) {
  wire::OwnerSummaryLine line;
  if (summarize_owner(profiler, owner, &line)) {
    print_line(monitor, line);
  }
}

[[gnu::noinline]] void report_suspect(Monitor& monitor, Profiler& profiler,
                                      const wire::VerdictLine& verdict, const Suspect& suspect,
                                      std::uint32_t rank) {
  wire::SuspectLine line;
  describe_suspect(profiler, suspect, &line);
  line.kind = verdict.kind;
  line.name = verdict.name;
  line.rank = rank;
  print_line(monitor, line);
}

}  // namespace

void report_profile(Monitor& monitor, Profiler& profiler) {
  report_totals(monitor, profiler);
  if constexpr (kProfileReportSites > 0) {
    RankedSlot slots[kProfileReportSites];
    std::size_t count = top_slots(profiler, Holders::kSites, {slots, kProfileReportSites});
    for (std::size_t i = 0; i < count; ++i) {
      report_site(monitor, profiler, slots[i].slot);
    }
    count = top_slots(profiler, Holders::kOwners, {slots, kProfileReportSites});
    for (std::size_t i = 0; i < count; ++i) {
      report_owner(monitor, profiler, slots[i].slot);
    }
  }
}

void report_suspects(Monitor& monitor, Profiler& profiler, const wire::VerdictLine& verdict) {
  if (verdict.verdict == wire::Verdict::kNone || !verdict.window_s.present) {
    return;
  }
  const void* pool = monitor.find(verdict.kind, verdict.name);
  if (pool == nullptr) {
    return;
  }
  constexpr std::size_t kMost = 3;
  Suspect suspects[kMost];
  const std::size_t count =
      profiler.suspects(pool, std::uint64_t{verdict.window_s.value} * 1000, {suspects, kMost});
  for (std::size_t i = 0; i < count; ++i) {
    report_suspect(monitor, profiler, verdict, suspects[i], static_cast<std::uint32_t>(i + 1));
  }
}

}  // namespace tidemark
