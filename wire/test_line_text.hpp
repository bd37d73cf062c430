// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "wire/report_line.hpp"

/// What the tests and the fuzzer of the report lines share.
namespace tidemark::wire {

template <typename Fixed>
Fixed fixed(std::string_view text) {
  Fixed out{};
  out.append(Text(text.data(), text.size()));
  return out;
}
inline Name name(std::string_view text) {
  return fixed<Name>(text);
}
inline BlindList blind(std::string_view text) {
  return fixed<BlindList>(text);
}

inline ReportLine message(const HelloLine& line) {
  ReportLine m{LineKind::kHello, {}};
  m.hello = line;
  return m;
}
inline ReportLine message(const HeapLine& line) {
  ReportLine m{LineKind::kHeap, {}};
  m.heap = line;
  return m;
}
inline ReportLine message(const StackLine& line) {
  ReportLine m{LineKind::kStack, {}};
  m.stack = line;
  return m;
}
inline ReportLine message(const BlockPoolLine& line) {
  ReportLine m{LineKind::kBlockPool, {}};
  m.block_pool = line;
  return m;
}
inline ReportLine message(const VerdictLine& line) {
  ReportLine m{LineKind::kVerdict, {}};
  m.verdict = line;
  return m;
}
inline ReportLine message(const LevelLine& line) {
  ReportLine m{LineKind::kLevel, {}};
  m.level = line;
  return m;
}
inline ReportLine message(const CoverageLine& line) {
  ReportLine m{LineKind::kCoverage, {}};
  m.coverage = line;
  return m;
}
inline ReportLine message(const SelfLine& line) {
  ReportLine m{LineKind::kSelf, {}};
  m.self = line;
  return m;
}

inline ReportLine message(const ProfileLine& line) {
  ReportLine m{LineKind::kProfile, {}};
  m.profile = line;
  return m;
}
inline ReportLine message(const SiteSummaryLine& line) {
  ReportLine m{LineKind::kSite, {}};
  m.site = line;
  return m;
}
inline ReportLine message(const OwnerSummaryLine& line) {
  ReportLine m{LineKind::kOwner, {}};
  m.owner = line;
  return m;
}
inline ReportLine message(const SuspectLine& line) {
  ReportLine m{LineKind::kSuspect, {}};
  m.suspect = line;
  return m;
}
inline ReportLine message(const GuardLine& line) {
  ReportLine m{LineKind::kGuard, {}};
  m.guard = line;
  return m;
}

inline ReportLine message(const ReclaimLine& line) {
  ReportLine m{LineKind::kReclaim, {}};
  m.reclaim = line;
  return m;
}
inline ReportLine message(const AllocationFailureLine& line) {
  ReportLine m{LineKind::kAllocationFailure, {}};
  m.allocation_failure = line;
  return m;
}
inline ReportLine message(const RestartLine& line) {
  ReportLine m{LineKind::kRestart, {}};
  m.restart = line;
  return m;
}
inline ReportLine message(const RestartLevelLine& line) {
  ReportLine m{LineKind::kRestartLevel, {}};
  m.restart_level = line;
  return m;
}
inline ReportLine message(const RestartSiteLine& line) {
  ReportLine m{LineKind::kRestartSite, {}};
  m.restart_site = line;
  return m;
}
inline ReportLine message(const RestartEventLine& line) {
  ReportLine m{LineKind::kRestartEvent, {}};
  m.restart_event = line;
  return m;
}

/// Calls `f` with the member of `line` that is set.
template <typename F>
auto with_message(const ReportLine& line, F f) {
  switch (line.kind) {
    case LineKind::kHello:
      return f(line.hello);
    case LineKind::kHeap:
      return f(line.heap);
    case LineKind::kStack:
      return f(line.stack);
    case LineKind::kBlockPool:
      return f(line.block_pool);
    case LineKind::kVerdict:
      return f(line.verdict);
    case LineKind::kLevel:
      return f(line.level);
    case LineKind::kCoverage:
      return f(line.coverage);
    case LineKind::kProfile:
      return f(line.profile);
    case LineKind::kSite:
      return f(line.site);
    case LineKind::kOwner:
      return f(line.owner);
    case LineKind::kSuspect:
      return f(line.suspect);
    case LineKind::kGuard:
      return f(line.guard);
    case LineKind::kReclaim:
      return f(line.reclaim);
    case LineKind::kAllocationFailure:
      return f(line.allocation_failure);
    case LineKind::kRestart:
      return f(line.restart);
    case LineKind::kRestartLevel:
      return f(line.restart_level);
    case LineKind::kRestartSite:
      return f(line.restart_site);
    case LineKind::kRestartEvent:
      return f(line.restart_event);
    case LineKind::kSelf:
      break;
  }
  return f(line.self);
}

template <typename Line>
std::string written_line(const Line& line) {
  char buffer[kLineCapacity];
  const std::size_t size = write_report_line(line, Span<char>(buffer, sizeof(buffer)));
  return std::string(buffer, size);
}

inline std::string written(const ReportLine& line) {
  return with_message(line, [](const auto& m) { return written_line(m); });
}

inline ParseOutcome parsed(std::string_view text, ReportLine* line) {
  return parse_report_line(Text(text.data(), text.size()), line);
}

inline bool same_message(const ReportLine& a, const ReportLine& b) {
  return a.kind == b.kind && with_message(a, [&b](const auto& of_a) {
           return with_message(b, [&of_a](const auto& of_b) {
             if constexpr (std::is_same_v<decltype(of_a), decltype(of_b)>) {
               return of_a == of_b;
             }
             return false;
           });
         });
}

}  // namespace tidemark::wire
