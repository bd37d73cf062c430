// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/run_sentences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tool/sinks/humanize.hpp"

namespace tidemark::sinks {
namespace {

using analysis::RunEnd;
using How = RunEnd::How;

std::string how_far(const RunEnd& run) {
  return fmt::format("{} of {}", duration_ms(run.reached_ms), duration_ms(run.asked_ms));
}

std::string because(const RunEnd& run) {
  return run.why.empty() ? "" : ": " + run.why;
}

}  // namespace

std::string failure_sentence(const RunEnd& run) {
  switch (run.how) {
    case How::kDied:
      return fmt::format("DIED: {}, after {}.", run.why, how_far(run));
    case How::kHung:
      return fmt::format("HUNG: virtual time stood still after {}; it was ended.", how_far(run));
    case How::kEndedEarly:
      return fmt::format("ENDED EARLY: the application ended itself after {}{}.", how_far(run),
                         because(run));
    case How::kCompleted:
    case How::kInterrupted:
    case How::kRefused:
      break;
  }
  return "";
}

std::string incomplete_sentence(const RunEnd& run) {
  if (run.how == How::kInterrupted) {
    return fmt::format("stopped after {}; nothing wrong until then.", how_far(run));
  }
  return run.how == How::kRefused
             ? fmt::format("the application did not take its command line{}.", because(run))
             : "";
}

std::string fault_sentence(const analysis::Fault& fault) {
  return fmt::format("{} (line {}, after {}).", analysis::fault_text(fault), grouped(fault.line),
                     duration_ms(fault.at_ms));
}

std::string unreachable_sentence(const RunEnd& run) {
  if (!run.report || !run.report->leaks) {
    return "";
  }
  const auto& leaks = *run.report->leaks;
  if (leaks.blocks == 0) {
    return "every block was freed, or something still points to it.";
  }
  return fmt::format("{} ({}) {} never freed, and nothing points to {}.",
                     counted(leaks.blocks, "block"), counted(leaks.bytes, "byte"),
                     leaks.blocks == 1 ? "was" : "were", leaks.blocks == 1 ? "it" : "them");
}

std::string speed_sentence(const RunEnd& run) {
  if (run.reached_ms == 0) {
    return "";
  }
  return fmt::format("{} ran in {:.1f} s: {}.", duration_ms(run.reached_ms), run.host_seconds,
                     speed_text(run.reached_ms, run.host_seconds));
}

std::string failed_allocations_sentence(const RunEnd& run) {
  if (!run.report || !run.report->allocations_failed ||
      (!run.failures_asked && *run.report->allocations_failed == 0)) {
    return "";
  }
  const std::uint64_t failed = *run.report->allocations_failed;
  std::string text = fmt::format("{} of {} {} made to fail", grouped(failed),
                                 counted(run.report->allocations_matched.value_or(0), "allocation"),
                                 failed == 1 ? "was" : "were");
  if (run.report->first_failed) {
    text += "; the first was " + allocation_text(*run.report->first_failed);
  }
  return text + ".";
}

std::string allocation_text(const ingest::EndReport::FailedAllocation& allocation) {
  std::string text =
      fmt::format("{} of {}", allocation.call.empty() ? "an allocation" : allocation.call,
                  counted(allocation.bytes, "byte"));
  if (!allocation.heap.empty()) {
    text += " from " + allocation.heap;
  }
  if (!allocation.thread.empty()) {
    text += " in thread " + allocation.thread;
  }
  return text + (allocation.site.empty() ? "" : " at " + allocation.site);
}

std::string_view end_name(const RunEnd& run) {
  switch (run.how) {
    case How::kCompleted:
      return "completed";
    case How::kInterrupted:
      return "interrupted";
    case How::kEndedEarly:
      return "ended_early";
    case How::kDied:
      return "died";
    case How::kHung:
      return "hung";
    case How::kRefused:
      break;
  }
  return "refused";
}

std::string speed_text(std::uint64_t virtual_ms, double host_seconds) {
  constexpr double kDayMs = 86'400'000;
  const double per_second = static_cast<double>(virtual_ms) / std::max(host_seconds, 0.001);
  return per_second >= kDayMs ? fmt::format("{:.1f} days a second", per_second / kDayMs)
                              : duration_ms(static_cast<std::uint64_t>(per_second)) + " a second";
}

}  // namespace tidemark::sinks
