// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/run_end.hpp"

#include <charconv>
#include <cmath>
#include <cstring>

namespace tidemark::analysis {
namespace {

using End = ingest::EndReport::End;
using How = RunEnd::How;

constexpr int kUsageStatus = 2;
constexpr std::string_view kHostedSays = "tidemark-hosted: ";

std::string in_thread(const std::string& thread) {
  return thread.empty() ? "" : " in thread " + thread;
}

std::string fatal_text(std::uint32_t reason, const std::string& text, const std::string& thread) {
  return "fatal error " + std::to_string(reason) + (text.empty() ? "" : " (" + text + ")") +
         in_thread(thread);
}

/// What hosted Zephyr said last of itself on stderr.
std::string hosted_words(const std::vector<std::string>& lines) {
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (line->compare(0, kHostedSays.size(), kHostedSays) == 0) {
      return line->substr(kHostedSays.size());
    }
  }
  return "";
}

/// What it died of; empty: it did not.
std::string cause_of_death(const RunFacts& facts) {
  for (const Fault& fault : facts.faults) {
    if (!fault.reason) {
      return fault_text(fault);
    }
  }
  if (facts.report && facts.report->fatal) {
    const auto& fatal = *facts.report->fatal;
    return fatal_text(fatal.reason, fatal.reason_text, fatal.thread) +
           (fatal.site.empty() ? "" : " at " + fatal.site);
  }
  if (facts.command.signal != 0) {
    return "signal " + std::to_string(facts.command.signal) + " (" +
           strsignal(facts.command.signal) + ")";
  }
  if (facts.command.status != 0) {
    return facts.faults.empty() ? "exit status " + std::to_string(facts.command.status)
                                : fault_text(facts.faults.back());
  }
  return "";
}

bool was_refused(const RunFacts& facts) {
  if (facts.report) {
    return facts.report->end == End::kRefused;
  }
  return facts.command.status == kUsageStatus && facts.covered_ms == 0 &&
         !hosted_words(facts.error_lines).empty();
}

bool reached_its_end(const RunFacts& facts) {
  return facts.report ? facts.report->end == End::kStopped : facts.stopped_at_ms.has_value();
}

How how_it_ended(const RunFacts& facts, std::string& why) {
  if (facts.interrupted) {
    return How::kInterrupted;
  }
  if (facts.hung) {
    return How::kHung;
  }
  if (was_refused(facts)) {
    why = hosted_words(facts.error_lines);
    return How::kRefused;
  }
  why = cause_of_death(facts);
  if (!why.empty() && (facts.command.status != 0 || facts.command.signal != 0)) {
    return How::kDied;
  }
  why = hosted_words(facts.error_lines);
  return reached_its_end(facts) ? How::kCompleted : How::kEndedEarly;
}

}  // namespace

bool RunEnd::failed() const {
  return how == How::kEndedEarly || how == How::kDied || how == How::kHung;
}

bool RunEnd::nothing_to_fail() const {
  return failures_asked && report && report->allocations_matched == 0U;
}

RunEnd judge_end(const RunFacts& facts) {
  RunEnd end;
  end.how = how_it_ended(facts, end.why);
  end.asked_ms = facts.asked_ms;
  end.reached_ms = facts.stopped_at_ms.value_or(facts.covered_ms);
  if (facts.report && facts.report->virtual_ms) {
    end.reached_ms = *facts.report->virtual_ms;
  }
  end.host_seconds = facts.host_seconds;
  end.last_lines = facts.last_lines;
  end.report = facts.report;
  end.failures_asked = facts.failures_asked;
  return end;
}

std::optional<std::uint64_t> stopped_at_ms(std::string_view line) {
  constexpr std::string_view kWords = "Stopped at ";
  if (!line.starts_with(kWords) || line.back() != 's') {
    return std::nullopt;
  }
  line.remove_prefix(kWords.size());
  double seconds = 0;
  const auto parsed =
      std::from_chars(line.data(), line.data() + line.size(), seconds, std::chars_format::fixed);
  if (parsed.ec != std::errc() || parsed.ptr + 1 != line.data() + line.size() ||
      !(seconds >= 0 && seconds < 1e12)) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(std::llround(seconds * 1000));
}

std::string fault_text(const Fault& fault) {
  return fault.reason ? fatal_text(*fault.reason, fault.text, fault.thread) : fault.text;
}

}  // namespace tidemark::analysis
