// SPDX-License-Identifier: Apache-2.0
#include "tool/ui/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tool/sinks/humanize.hpp"
#include "tool/sinks/recovery_sentences.hpp"
#include "tool/sinks/sentences.hpp"
#include "tool/ui/sections.hpp"

namespace tidemark::ui {
namespace {

using model::Kind;
using model::Resource;

constexpr std::size_t kLeastConsoleRows = 4;
constexpr std::size_t kRowsForBanner = 20;  // of the screen, for one of several
constexpr std::size_t kRowsForConsole = 12;
constexpr std::size_t kSpacedConsoleRows = 3;  // besides those that are reserved

struct Section {
  Kind kind;
  std::vector<const Resource*> resources;
  std::size_t rows = 0;  // granted, heading included
  bool details = false;
  bool spaced = false;  // an empty row before it
};

std::string clock_text(std::uint64_t ms) {
  const std::uint64_t seconds = ms / 1000;
  const std::string days = seconds >= 86400 ? fmt::format("{} d ", seconds / 86400) : "";
  return fmt::format("{}{:02}:{:02}:{:02}", days, seconds / 3600 % 24, seconds / 60 % 60,
                     seconds % 60);
}

Row header(const ScreenModel& model, std::size_t width) {
  const analysis::Coverage& coverage = model.session.coverage();
  std::string right = fmt::format("up {}", clock_text(model.session.now_ms()));
  if (coverage.boots > 1) {
    const auto& before = model.session.recovery().latest();
    const std::string why =
        before ? fmt::format(" ({})", sinks::reason_label(before->reason)) : std::string();
    right = fmt::format("boot {}{}  ", coverage.boots, why) + right;
  }
  if (coverage.skipped_lines() > 0) {
    right = fmt::format("{} skipped  ", sinks::grouped(coverage.skipped_lines())) + right;
  }
  right += fmt::format("  {:.1f} lines/s ", model.lines_per_second);
  Row row(width);
  row.add(" tidemark ", Style::kHeader);
  const std::size_t room =
      width > row.used() + right.size() + 2 ? width - row.used() - right.size() - 2 : 0;
  row.add(" ", Style::kHeader).left(model.source, room, Style::kHeader).add(" ", Style::kHeader);
  return row.add(right, Style::kHeader).fill(Style::kHeader);
}

const Resource* worst(const ScreenModel& model) {
  const Resource* found = nullptr;
  const auto weight = [](const Resource& resource) {
    return static_cast<int>(resource.verdict) * 2 +
           (resource.level == model::Level::kOk ? 0 : static_cast<int>(resource.level) * 2 + 1);
  };
  for (const auto& resource : model.session.inventory().all()) {
    if (weight(*resource) > 0 && (found == nullptr || weight(*resource) > weight(*found))) {
      found = resource.get();
    }
  }
  return found;
}

/// How much longer the longest-waiting heap needs, as text.
std::string waiting_text(const ScreenModel& model) {
  std::uint64_t longest_ms = 0;
  bool unknown = true;
  for (const auto& resource : model.session.inventory().all()) {
    if (model::is_stack(resource->kind) || resource->enough_input) {
      unknown = unknown && model::is_stack(resource->kind);
      continue;
    }
    unknown = unknown && !resource->missing_ms;
    longest_ms = std::max(longest_ms, resource->missing_ms.value_or(0));
  }
  if (model.session.inventory().all().empty()) {
    return "waiting for the first figures";
  }
  if (longest_ms > 0) {
    return fmt::format("no leak so far; a firm verdict takes {} more",
                       sinks::duration_ms(longest_ms));
  }
  return unknown ? "watching" : "no leak";
}

/// `text` cut at its blanks into at most `most` parts, none but the last wider than `width`.
std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t most) {
  std::vector<std::string> parts(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (parts.size() < most && !parts.back().empty() &&
        columns_of(parts.back()) + 1 + columns_of(word) > width) {
      parts.emplace_back();
    }
    parts.back() += (parts.back().empty() ? "" : " ") + std::string(word);
  }
  return parts;
}

std::vector<Row> banner_rows(std::string_view text, Style style, Size size) {
  const std::size_t width = size.columns;
  std::vector<Row> rows;
  for (const std::string& part :
       wrapped(text, width > 2 ? width - 2 : 1, size.rows >= kRowsForBanner ? 3 : 1)) {
    rows.push_back(Row(width).add(" " + part, style).fill(style));
  }
  return rows;
}

/// What is said where no resource is in trouble: why the device has restarted, that allocations
/// fail, or how long a verdict takes.
std::vector<Row> calm_banner(const ScreenModel& model, Size size) {
  const analysis::Recovery& recovery = model.session.recovery();
  if (recovery.latest() && analysis::is_failure(recovery.latest()->reason)) {
    return banner_rows("RESTARTED: " + sinks::restart_sentence(*recovery.latest(), ""),
                       Style::kCaution, size);
  }
  if (recovery.failed_allocations() > 0) {
    return banner_rows("ALLOCATION FAILED: " + sinks::allocations_sentence(model.session),
                       Style::kCaution, size);
  }
  return {Row(size.columns).add(" " + waiting_text(model), Style::kCalm).fill(Style::kPlain)};
}

/// The verdict, which may name who holds the heap: up to three rows on a screen that has many.
std::vector<Row> banner(const ScreenModel& model, Size size) {
  const Resource* resource = worst(model);
  if (resource == nullptr) {
    return calm_banner(model, size);
  }
  const bool leak = resource->verdict == model::Verdict::kLeak;
  const bool full = resource->level != model::Level::kOk;
  const std::string text = leak || !full ? sinks::verdict_sentence(*resource, model::Verdict::kNone)
                                         : sinks::level_sentence(*resource);
  return banner_rows(text, leak || full ? Style::kAlarm : Style::kCaution, size);
}

Row keys(const ScreenModel& model, std::size_t width) {
  Row row(width);
  const auto key = [&](std::string_view name, std::string_view what) {
    row.add(" ").add(name, Style::kKey).add(" ").add(what, Style::kDim).add(" ");
  };
  key("q", "quit");
  key("p", model.paused ? "go on" : "pause");
  key("s", model.order == Order::kByUse ? "by name" : "by use");
  key("?", "help");
  if (model.paused) {
    row.add(" PAUSED", Style::kCaution);
  }
  if (model.ended) {
    row.add(" input ended", Style::kCaution);
  }
  const std::size_t state_columns = columns_of(model.state);
  if (!model.state.empty() && row.used() + state_columns + 3 <= width) {
    row.pad_to(width - state_columns - 1).add(model.state, Style::kDim);
  }
  return row;
}

std::vector<Section> sections_of(const ScreenModel& model) {
  std::vector<Section> sections;
  for (const Kind kind : model::kKindsInOrder) {
    auto resources = in_order(model.session.inventory(), kind, model.order);
    if (!resources.empty()) {
      sections.push_back({kind, std::move(resources)});
    }
  }
  return sections;
}

/// Gives each section its heading and one row, then one row more in turns; what is left over
/// becomes a second row for each heap, and then space before the sections. Returns the rows that
/// remain.
std::size_t share_out(std::vector<Section>& sections, std::size_t rows) {
  for (Section& section : sections) {
    if (rows >= 2) {
      section.rows = 2;
      rows -= 2;
    }
  }
  for (bool progress = true; progress && rows > 0;) {
    progress = false;
    for (Section& section : sections) {
      if (rows > 0 && section.rows >= 2 && section.rows < section.resources.size() + 1) {
        ++section.rows;
        --rows;
        progress = true;
      }
    }
  }
  for (Section& section : sections) {
    const std::size_t count = section.resources.size();
    if (section.kind == Kind::kHeap && section.rows == count + 1 && rows >= count) {
      section.details = true;
      section.rows += count;
      rows -= count;
    }
  }
  for (Section& section : sections) {
    section.spaced = rows > kSpacedConsoleRows && section.rows > 0;
    rows -= section.spaced ? 1 : 0;
  }
  return rows;
}

void add_section(Frame& frame, const Section& section, std::size_t width, Charset charset) {
  if (section.rows == 0) {
    return;
  }
  if (section.spaced) {
    frame.emplace_back(width);
  }
  const Columns columns = columns_for(width);
  const std::size_t first = frame.size();
  frame.push_back(heading_row(section.kind, columns, width));
  const std::size_t room = section.details ? section.resources.size() : section.rows - 1;
  const bool all = room >= section.resources.size();
  const std::size_t shown = all ? section.resources.size() : room - (room > 1 ? 1 : 0);
  for (std::size_t i = 0; i < shown; ++i) {
    frame.push_back(resource_row(*section.resources[i], columns, width, charset));
    if (section.details) {
      frame.push_back(detail_row(*section.resources[i], columns, width, charset));
    }
  }
  if (!all && frame.size() < first + section.rows) {
    Row row(width);
    row.add(fmt::format("  and {} more", section.resources.size() - shown), Style::kDim);
    frame.push_back(row);
  }
}

void add_console(Frame& frame, const ScreenModel& model, std::size_t rows, std::size_t width,
                 Charset charset) {
  if (rows < 2) {
    return;
  }
  Row heading(width);
  heading.add("CONSOLE ", Style::kHeading);
  const char* rule = charset == Charset::kUnicode ? "─" : "-";
  while (heading.used() < width) {
    heading.add(rule, Style::kDim);
  }
  frame.push_back(heading);
  const std::size_t shown = std::min(rows - 1, model.console.size());
  for (std::size_t i = model.console.size() - shown; i < model.console.size(); ++i) {
    const ConsoleLine& line = model.console[i];
    const Style style = line.from == ConsoleLine::From::kDevice   ? Style::kPlain
                        : line.from == ConsoleLine::From::kStderr ? Style::kCaution
                                                                  : Style::kBold;
    Row row(width);
    row.left(line.text, width, style);
    frame.push_back(row);
  }
}

Frame help_frame(Size size) {
  constexpr std::array<std::string_view, 16> kLines = {
      "tidemark monitor: what the screen shows",
      "",
      "Bars      in use now, and lighter the peak since boot;",
      "          of a thread stack the high-water mark",
      "rate      bytes lost per time, as the leak detector measured it",
      "full in   how long the rest above the peak lasts at that rate",
      "LEAK      growth believed: it lasts no longer than it was watched",
      "watch     growth believed: it lasts no longer than twice that",
      "WARN      above 85 % for five samples, CRIT above 95 % for two",
      "...       too few samples for a verdict",
      "",
      "q  leave, with the judgement    p  pause the screen; reading goes on",
      "s  by use or by name            ?  this help",
      "n  the next device, where there are several",
      "",
      "Any key goes back.",
  };
  Frame frame;
  for (const std::string_view line : kLines) {
    if (frame.size() < size.rows) {
      Row row(size.columns);
      row.left(line, size.columns, frame.empty() ? Style::kHeading : Style::kPlain);
      frame.push_back(row);
    }
  }
  return frame;
}

}  // namespace

Frame lay_out(const ScreenModel& model, Size size, Charset charset) {
  Frame frame;
  if (size.rows == 0 || size.columns == 0) {
    return frame;
  }
  if (model.help) {
    return help_frame(size);
  }
  const std::size_t width = size.columns;
  const bool has_header = size.rows >= 3;
  const bool has_keys = size.rows >= 4;
  if (has_header) {
    frame.push_back(header(model, width));
  }
  for (const Row& row : banner(model, size)) {
    frame.push_back(row);
  }
  std::size_t rows = size.rows - frame.size() - (has_keys ? 1 : 0);
  const std::size_t reserved = rows >= kRowsForConsole ? kLeastConsoleRows : 0;
  std::vector<Section> sections = sections_of(model);
  std::size_t console_rows = share_out(sections, rows - reserved) + reserved;
  for (const Section& section : sections) {
    add_section(frame, section, width, charset);
  }
  if (console_rows > kSpacedConsoleRows + kLeastConsoleRows) {
    frame.emplace_back(width);
    --console_rows;
  }
  add_console(frame, model, console_rows, width, charset);
  if (has_keys) {
    while (frame.size() + 1 < size.rows) {
      frame.emplace_back(width);
    }
    frame.push_back(keys(model, width));
  }
  return frame;
}

}  // namespace tidemark::ui
