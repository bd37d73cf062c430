// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/text_summary.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tool/sinks/humanize.hpp"
#include "tool/sinks/recovery_sentences.hpp"
#include "tool/sinks/run_sentences.hpp"
#include "tool/sinks/sentences.hpp"
#include "tool/sinks/table.hpp"

namespace tidemark::sinks {
namespace {

using analysis::ResourceSummary;
using analysis::Summary;
using model::Kind;

constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kGreen = "\x1b[1;32m";
constexpr std::string_view kPlain = "\x1b[0m";

std::string coloured(std::string_view text, std::string_view how, bool colour) {
  return colour ? fmt::format("{}{}{}", how, text, kPlain) : std::string(text);
}

}  // namespace

std::string verdict_label(const ResourceSummary& one) {
  if (one.leak != nullptr) {
    return one.level != nullptr ? fmt::format("LEAK, {}", level_label(one.level->level)) : "LEAK";
  }
  if (one.level != nullptr) {
    return std::string(level_label(one.level->level));
  }
  if (one.broken()) {
    return "LIMIT";
  }
  if (one.leak_allowed) {
    return "leak (allowed)";
  }
  if (one.too_short) {
    return "too little input";
  }
  if (on_watch(*one.resource)) {
    return "watch";
  }
  const bool judged =
      one.verdict_possible || one.resource->judge == model::Judge::kDevice || !one.limits.empty();
  return judged ? "ok" : kUnknown;
}

namespace {

/// Bytes of the first word; a number and what it counts are one.
std::size_t word_bytes(std::string_view text) {
  std::size_t end = text.find(' ');
  while (end != std::string_view::npos &&
         ((text[end - 1] >= '0' && text[end - 1] <= '9') || text.substr(0, end) == "(line")) {
    end = text.find(' ', end + 1);
  }
  return std::min(end, text.size());
}

/// `text` in lines of kWidth at most behind `label`, which takes kLabel columns.
std::string labelled(std::string_view label, std::string_view text) {
  constexpr std::size_t kWidth = 80;
  constexpr std::size_t kLabel = 12;
  std::string lines;
  std::string line = fmt::format("{:<{}}", label, kLabel);
  while (!text.empty()) {
    const std::string_view word = text.substr(0, word_bytes(text));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    const bool first = line.size() <= kLabel;
    if (!first && line.size() + 1 + word.size() > kWidth) {
      lines += line + "\n";
      line = std::string(kLabel, ' ');
    }
    line += (line.size() <= kLabel ? "" : " ") + std::string(word);
  }
  return lines + line + "\n";
}

std::string heap_table(const Summary& summary) {
  // What most devices cannot tell has no column where none tells it.
  const bool tells_largest = std::any_of(
      summary.resources.begin(), summary.resources.end(),
      [](const ResourceSummary& one) { return one.resource->largest_free.has_value(); });
  std::vector<std::string> titles = {"HEAP", "USED", "FREE", "CAPACITY", "PEAK"};
  if (tells_largest) {
    titles.insert(titles.end(), {"LARGEST FREE", "FRAGMENTED"});
  }
  titles.insert(titles.end(), {"SAMPLES", "VERDICT"});
  Table table(titles);
  bool any = false;
  for (const ResourceSummary& one : summary.resources) {
    const model::Resource& heap = *one.resource;
    if (heap.kind == Kind::kHeap) {
      std::vector<std::string> cells = {heap.name, grouped(heap.used), grouped(heap.free),
                                        grouped(heap.capacity), grouped(heap.peak)};
      if (tells_largest) {
        const auto part = heap.fragmentation();
        cells.insert(cells.end(), {grouped(heap.largest_free),
                                   part ? fmt::format("{:.0f} %", *part * 100) : kUnknown});
      }
      cells.insert(cells.end(), {grouped(heap.samples), verdict_label(one)});
      table.add(cells);
      any = true;
    }
  }
  return any ? table.text() + "\n" : "";
}

std::string upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  return upper;
}

std::string stack_table(const Summary& summary, Kind kind) {
  Table table(
      {upper(kind_label(kind)), "PEAK", "FREE", "LEAST FREE", "SIZE", "SAMPLES", "VERDICT"});
  bool any = false;
  for (const ResourceSummary& one : summary.resources) {
    const model::Resource& stack = *one.resource;
    if (stack.kind == kind) {
      table.add({stack.name, grouped(stack.peak), grouped(stack.free), grouped(stack.least_free),
                 grouped(stack.capacity), grouped(stack.samples), verdict_label(one)});
      any = true;
    }
  }
  return any ? table.text() + "\n" : "";
}

std::string pool_table(const Summary& summary, Kind kind) {
  Table table({upper(kind_label(kind)), "USED", "FREE", "BLOCKS", "PEAK", "BLOCK SIZE", "SAMPLES",
               "VERDICT"});
  bool any = false;
  for (const ResourceSummary& one : summary.resources) {
    const model::Resource& pool = *one.resource;
    if (pool.kind == kind) {
      table.add({pool.name, grouped(pool.used), grouped(pool.free), grouped(pool.capacity),
                 grouped(pool.peak), grouped(pool.block_size), grouped(pool.samples),
                 verdict_label(one)});
      any = true;
    }
  }
  return any ? table.text() + "\n" : "";
}

std::string limit_lines(const ResourceSummary& one, const analysis::Limits& limits) {
  std::string text;
  for (const analysis::LimitResult& limit : one.limits) {
    const std::string_view label = !limit.holds ? "cannot tell" : *limit.holds ? "within" : "LIMIT";
    text += labelled(label, limit_sentence(*one.resource, limit, limits));
  }
  return text;
}

/// What became of the application, its faults, and its last words if it did not end well.
std::string application_text(const analysis::Session& session, const Summary& summary) {
  std::string text;
  for (const analysis::Fault& fault : session.faults()) {
    text += labelled("FAULT", fault_sentence(fault));
  }
  if (session.fault_count() > session.faults().size()) {
    text += labelled(
        "", "and " + counted(session.fault_count() - session.faults().size(), "more fault"));
  }
  if (summary.run == nullptr) {
    return text;
  }
  if (const std::string blocks = unreachable_sentence(*summary.run); !blocks.empty()) {
    text += labelled(summary.unreachable_blocks ? "LEAK" : "leak", blocks);
  }
  if (const std::string failed = failed_allocations_sentence(*summary.run); !failed.empty()) {
    text += labelled("fail-alloc", failed);
  }
  const bool told = summary.run->failed() || summary.run->how == analysis::RunEnd::How::kRefused;
  if (told && !summary.run->last_lines.empty()) {
    text += "last lines of the application:\n";
    for (const std::string& line : summary.run->last_lines) {
      text += "  | " + line + "\n";
    }
  }
  return text;
}

/// Restarts, failing allocations, and reclaimers that do not do as they should.
std::string recovery_text(const analysis::Session& session) {
  std::string text;
  if (const std::string restarts = restarts_sentence(session); !restarts.empty()) {
    text += labelled("RESTART", restarts);
  }
  if (const std::string failed = allocations_sentence(session); !failed.empty()) {
    text += labelled("ALLOCATION", failed);
  }
  for (const auto& [name, record] : session.recovery().reclaimers()) {
    if (const std::string bad = reclaimer_sentence(name, record); !bad.empty()) {
      text += labelled("RECLAIM", bad);
    }
  }
  return text;
}

std::string findings(const analysis::Session& session, const Summary& summary,
                     const analysis::Limits& limits) {
  const std::uint32_t boots = session.coverage().boots;
  std::string leaks;
  std::string others;
  for (const ResourceSummary& one : summary.resources) {
    if (one.leak != nullptr) {
      leaks += labelled("LEAK", leak_sentence(*one.resource, *one.leak));
      leaks += labelled("", leak_evidence(*one.leak, boots));
    }
    if (one.level != nullptr) {
      leaks += labelled(level_label(one.level->level),
                        pressure_sentence(*one.resource, *one.level, boots));
    }
    if (on_watch(*one.resource)) {
      others += labelled("WATCH", watch_sentence(*one.resource));
    }
    others += limit_lines(one, limits);
    if (one.too_short) {
      others += labelled("too little", too_short_sentence(*one.resource));
    }
  }
  leaks = application_text(session, summary) + leaks + recovery_text(session);
  return leaks.empty() && others.empty() ? "" : leaks + others + "\n";
}

/// What became of the messages among the lines; empty: there were none.
std::string message_text(const ingest::MessageCounts& counts) {
  if (counts.messages == 0) {
    return "";
  }
  std::string text = fmt::format("  {} of these {}", grouped(counts.messages),
                                 counts.messages == 1 ? "is a message" : "are messages");
  const std::pair<std::uint64_t, const char*> parts[] = {
      {counts.lost, "lost before they came here"},
      {counts.late, "repeated or overtaken"},
      {counts.unplaced, "came before the table that names their values"},
      {counts.unknown, "of a kind of a later version"},
      {counts.foreign, "of other devices"}};
  const char* separator = ": ";
  for (const auto& [count, what] : parts) {
    if (count > 0) {
      text += separator + grouped(count) + " " + what;
      separator = ", ";
    }
  }
  return text + ".\n";
}

}  // namespace

std::string coverage_text(const analysis::Session& session) {
  const analysis::Coverage& coverage = session.coverage();
  std::string text =
      fmt::format("{}: {}, {} other text, {} skipped; {} covered{}.\n",
                  counted(coverage.lines, "line"), counted(coverage.sample_lines, "sample"),
                  grouped(coverage.text_lines + coverage.other_messages),
                  grouped(coverage.skipped_lines()), duration_ms(coverage.covered_ms),
                  coverage.boots > 1 ? fmt::format(" in {} boots", coverage.boots) : "");
  for (std::size_t i = 0; i < ingest::kSkipReasons; ++i) {
    if (coverage.skipped[i] > 0) {
      text += fmt::format("  {} skipped: {} (first: line {})\n", grouped(coverage.skipped[i]),
                          ingest::describe(static_cast<ingest::Skip>(i)),
                          grouped(coverage.first_skipped[i]));
    }
  }
  text += message_text(session.message_counts());
  if (coverage.messages_dropped > 0) {
    text += fmt::format(
        "  {} dropped by the device's logging before {} came here (first told: line {}).\n",
        counted(coverage.messages_dropped, "message") +
            (coverage.messages_dropped == 1 ? " was" : " were"),
        coverage.messages_dropped == 1 ? "it" : "they", grouped(coverage.first_dropped));
  }
  if (const std::string times = time_sentence(session); !times.empty()) {
    text += times + "\n";
  }
  if (const auto& device = session.device_coverage()) {
    const std::uint32_t missed = device->heaps_missed + device->threads_missed +
                                 device->mem_slabs_missed + device->pools_missed.value;
    if (missed > 0 || !device->blind.empty()) {
      const std::string beyond =
          missed > 0 ? counted(std::uint64_t{missed}, "resource") + " beyond its tables" : "";
      const std::string_view blind(device->blind.bytes, device->blind.size);
      text += fmt::format("The device does not see: {}{}{}.\n", beyond,
                          beyond.empty() || blind.empty() ? "" : ", ", blind);
    }
  }
  return text;
}

namespace {

std::string_view colour_of(const Summary& summary) {
  switch (summary.outcome) {
    case analysis::Outcome::kHealthy:
      return std::any_of(summary.resources.begin(), summary.resources.end(),
                         [](const ResourceSummary& one) { return on_watch(*one.resource); })
                 ? kYellow
                 : kGreen;
    case analysis::Outcome::kBroken:
      return kRed;
    case analysis::Outcome::kCannotTell:
      break;
  }
  return kYellow;
}

}  // namespace

std::string text_summary(const analysis::Session& session, const Summary& summary,
                         const analysis::Limits& limits, std::string_view source, bool colour) {
  std::string text = fmt::format("{}\n\n", source);
  for (const Kind kind : model::kKindsInOrder) {
    text += model::is_stack(kind)        ? stack_table(summary, kind)
            : model::is_block_pool(kind) ? pool_table(summary, kind)
                                         : heap_table(summary);
  }
  text += findings(session, summary, limits);
  text += coverage_text(session);
  const std::uint64_t run_ms = summary.run != nullptr ? summary.run->reached_ms : 0;
  if (const std::string uptime = uptime_sentence(session, run_ms); !uptime.empty()) {
    text += uptime + "\n";
  }
  if (summary.run != nullptr) {
    text += speed_sentence(*summary.run) + (summary.run->reached_ms > 0 ? "\n" : "");
  }
  text += coloured(outcome_sentence(session, summary, limits), colour_of(summary), colour) + "\n";
  return text;
}

}  // namespace tidemark::sinks
