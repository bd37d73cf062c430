// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "tool/ingest/fault_line.hpp"
#include "tool/ingest/line_splitter.hpp"
#include "tool/ingest/line_text.hpp"
#include "tool/ingest/skip.hpp"
#include "wire/report_line.hpp"

namespace tidemark::ingest {

/// `Heap | Free: F bytes, Allocated: A bytes`, or what `kernel heap` of Zephyr's shell prints.
struct HeapCounts {
  std::uint32_t free;
  std::uint32_t allocated;
  std::optional<std::uint32_t> max_allocated = std::nullopt;  ///< The greatest since boot.
  bool operator==(const HeapCounts&) const = default;
};

/// The lines that an application prints with sys_heap_runtime_stats_get() and
/// k_thread_stack_space_get(). One line may hold both.
struct TutorialLine {
  std::optional<HeapCounts> heap;
  std::optional<std::uint32_t> stack_free;  ///< `Stack | Free: N bytes`: never used so far.
  std::optional<LogStamp> stamp;            ///< Of the logging, before them on the line.
  bool operator==(const TutorialLine&) const = default;
};

/// Other text of the console.
struct ConsoleText {};
/// The kernel's boot banner: what follows comes from a new boot.
struct BootBanner {};

/// What one line says. A report line of a kind that this version does not know is ConsoleText.
/// A FaultLine is never empty.
using ParsedLine =
    std::variant<ConsoleText, BootBanner, TutorialLine, wire::ReportLine, Skip, FaultLine>;

/// Never fails: a line that cannot be used is a Skip with its reason. Any bytes are fine. O(size).
ParsedLine parse_line(const RawLine& line);

}  // namespace tidemark::ingest
