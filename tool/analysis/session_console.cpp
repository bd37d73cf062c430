// SPDX-License-Identifier: Apache-2.0
// What a session does with the figures of a console that no module of ours wrote.
#include <string>

#include "tool/analysis/session.hpp"
#include "tool/ingest/line_text.hpp"

namespace tidemark::analysis {
namespace {

std::uint64_t stamp_to_ms(const ingest::LogStamp& stamp, std::uint64_t ticks_per_second) {
  if (stamp.form != ingest::LogStamp::Form::kTicks) {
    return stamp.value / 1000;
  }
  const std::uint64_t seconds = stamp.value / ticks_per_second;
  return seconds * 1000 + stamp.value % ticks_per_second * 1000 / ticks_per_second;
}

}  // namespace

LineRole Session::handle_kernel_text(const ingest::RawLine& line,
                                     std::optional<std::uint64_t> arrival_ms) {
  const ingest::KernelFigures figures = kernel_text_.feed(ingest::without_escapes(line.text));
  if (const auto* reason = std::get_if<ingest::Skip>(&figures)) {
    skip(*reason, line_);
    return LineRole::kSkipped;
  }
  if (const auto* stack = std::get_if<ingest::StackFigures>(&figures)) {
    return handle_console(*stack, stack->stamp, arrival_ms);
  }
  // Its last number may lack digits.
  const auto* heap = std::get_if<ingest::HeapCounts>(&figures);
  if (heap != nullptr && line.ended) {
    return handle_console(ingest::TutorialLine{*heap, std::nullopt, std::nullopt}, std::nullopt,
                          arrival_ms);
  }
  ++coverage_.text_lines;
  return LineRole::kText;
}

LineRole Session::handle_console(const Message& line, const std::optional<ingest::LogStamp>& stamp,
                                 std::optional<std::uint64_t> arrival_ms) {
  if (device_reports_heaps_) {
    ++coverage_.text_lines;
    return LineRole::kText;
  }
  if (stamp) {
    return at_stamp(line, stamp_to_ms(*stamp, options_.ticks_per_second), TimeSource::kLogStamps);
  }
  if (stamped_boot_) {
    return count(apply_console(line, timeline_.now_ms()), TimeSource::kLogStamps);
  }
  if (options_.period_ms || !arrival_ms) {
    return count(apply_console(line, std::nullopt),
                 options_.period_ms ? TimeSource::kPeriod : TimeSource::kAssumedPeriod);
  }
  if (!boot_has_samples_) {
    arrival_origin_ms_ = *arrival_ms;
  }
  return count(apply_console(line, *arrival_ms - arrival_origin_ms_), TimeSource::kArrival);
}

bool Session::apply_console(const Message& line, std::optional<std::uint64_t> at_ms) {
  if (const auto* stack = std::get_if<ingest::StackFigures>(&line)) {
    return apply_stack(*stack, at_ms);
  }
  return apply_tutorial(std::get<ingest::TutorialLine>(line), at_ms);
}

bool Session::apply_tutorial(const ingest::TutorialLine& line, std::optional<std::uint64_t> at_ms) {
  bool used = true;
  if (line.stack_free) {
    used = with_tracker(model::Kind::kThreadStack, kTutorialStack, [&](Tracker& stack) {
      const std::uint64_t at = advance_to(time_for(stack, at_ms));
      stack.add_stack_free(*line.stack_free, place(at));
      return true;
    });
  }
  if (line.heap) {
    used = with_tracker(model::Kind::kHeap, kTutorialHeap,
                        [&](Tracker& heap) {
                          const std::uint64_t at = advance_to(time_for(heap, at_ms));
                          return heap.add(*line.heap, place(at));
                        }) &&
           used;
  }
  return used;
}

bool Session::apply_stack(const ingest::StackFigures& figures, std::optional<std::uint64_t> at_ms) {
  const auto kind = figures.of_isr ? model::Kind::kIsrStack : model::Kind::kThreadStack;
  return with_tracker(kind, figures.name, [&](Tracker& stack) {
    const std::uint64_t at = advance_to(time_for(stack, at_ms));
    stack.add(figures, place(at));
    return true;
  });
}

/// Without a time a sample comes a period after the one before it of the same resource.
std::uint64_t Session::time_for(const Tracker& tracker, std::optional<std::uint64_t> at_ms) const {
  const std::uint64_t period_ms = options_.period_ms.value_or(kAssumedPeriodMs);
  return at_ms.value_or(tracker.resource().boot_samples * period_ms);
}

}  // namespace tidemark::analysis
