// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "tool/analysis/summary.hpp"

/// What is said of how an application ended, and of the faults that its console tells of.
namespace tidemark::sinks {

/// "DIED: fatal error 4 (Kernel panic) in thread main, after 33 s of 30 d 0 h." Empty unless the
/// run failed.
std::string failure_sentence(const analysis::RunEnd& run);
/// The same for an interrupted run and a command line that was not taken. Empty for others.
std::string incomplete_sentence(const analysis::RunEnd& run);
/// "fatal error 2 (Stack overflow) in thread main (line 68, after 33 s)."
std::string fault_sentence(const analysis::Fault& fault);
/// "2 blocks (64 bytes) were never freed and nothing points to them." Empty without a leak report.
std::string unreachable_sentence(const analysis::RunEnd& run);
/// "30 d 0 h in 2.4 s: 12.5 days a second." Empty for a run without a time.
std::string speed_sentence(const analysis::RunEnd& run);
/// How many allocations were made to fail, and the first of them; empty if none was to fail.
std::string failed_allocations_sentence(const analysis::RunEnd& run);
/// "open_log+0x14: k_malloc of 100 bytes from _system_heap in thread main"
std::string allocation_text(const ingest::EndReport::FailedAllocation& allocation);

/// "completed", "interrupted", "ended_early", "died", "hung", "refused".
std::string_view end_name(const analysis::RunEnd& run);

/// "3 d 2 h a second", "45 min a second": virtual time for a second of the host's.
std::string speed_text(std::uint64_t virtual_ms, double host_seconds);

}  // namespace tidemark::sinks
