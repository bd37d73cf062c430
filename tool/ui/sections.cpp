// SPDX-License-Identifier: Apache-2.0
#include "tool/ui/sections.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tool/sinks/humanize.hpp"

namespace tidemark::ui {
namespace {

using model::Kind;
using model::Resource;

constexpr double kCautionPercent = 70;
constexpr double kBadPercent = 85;

double share(const Resource& resource) {
  if (!resource.used || resource.capacity.value_or(0) == 0) {
    return -1;
  }
  return static_cast<double>(*resource.used) / *resource.capacity;
}

std::string amount(const Resource& resource) {
  if (!resource.used) {
    return resource.free ? sinks::grouped(resource.free) + " free" : sinks::kUnknown;
  }
  return sinks::grouped(resource.used) + "/" + sinks::grouped(resource.capacity);
}

std::string percent(const Resource& resource) {
  const double part = share(resource);
  return part < 0 ? "" : fmt::format("{:.0f}%", part * 100);
}

std::string_view verdict_word(const Resource& resource) {
  if (resource.verdict == model::Verdict::kLeak) {
    return "LEAK";
  }
  if (resource.level != model::Level::kOk) {
    return resource.level == model::Level::kCritical ? "CRIT" : "WARN";
  }
  if (resource.verdict == model::Verdict::kWatch) {
    return "watch";
  }
  const bool judged = resource.judge == model::Judge::kDevice || resource.enough_input;
  return judged ? "ok" : "...";
}

/// "5 h 02 min" as "5h02m": a column is narrow.
std::string short_duration(std::uint32_t seconds) {
  if (seconds == wire::kForeverSeconds) {
    return ">136y";
  }
  if (seconds < 100) {
    return fmt::format("{}s", seconds);
  }
  if (seconds < 6000) {
    return fmt::format("{}m{:02}s", seconds / 60, seconds % 60);
  }
  if (seconds < 100 * 3600) {
    return fmt::format("{}h{:02}m", seconds / 3600, seconds % 3600 / 60);
  }
  return fmt::format("{}d{}h", seconds / 86400, seconds % 86400 / 3600);
}

std::string rate_text(const Resource& resource) {
  const bool known = resource.trend && resource.trend->rate_millibytes_per_hour;
  return known ? sinks::rate(*resource.trend->rate_millibytes_per_hour) : "";
}

std::string left_text(const Resource& resource) {
  const bool known = resource.trend && resource.trend->left_s;
  return known ? short_duration(*resource.trend->left_s) : "";
}

void gap_and(Row& row, std::size_t columns, const std::string& text, Style style) {
  if (columns > 0) {
    row.add("  ").right(text, columns, style);
  }
}

void add_usage_bar(Row& row, const Resource& resource, std::size_t columns, Charset charset) {
  if (resource.used && resource.capacity.value_or(0) > 0) {
    const std::uint32_t peak =
        model::is_stack(resource.kind) ? *resource.used : resource.peak.value_or(*resource.used);
    add_bar(row, *resource.used, peak, *resource.capacity, columns, standing(resource), charset);
  } else {
    row.left(resource.samples > 0 ? "size unknown" : "", columns, Style::kDim);
  }
}

std::string_view title_of(Kind kind) {
  switch (kind) {
    case Kind::kHeap:
      return "HEAPS";
    case Kind::kThreadStack:
      return "THREAD STACKS";
    case Kind::kIsrStack:
      return "INTERRUPT STACKS";
    case Kind::kMemBlocks:
      return "MEMORY BLOCKS";
    case Kind::kNetBufPool:
      return "NETWORK BUFFERS";
    case Kind::kMemSlab:
      break;
  }
  return "MEMORY SLABS";
}

std::string_view amount_title(Kind kind) {
  return model::is_stack(kind)        ? "peak/size"
         : model::is_block_pool(kind) ? "used/blocks"
                                      : "used/size";
}

}  // namespace

std::vector<const Resource*> in_order(const model::Inventory& inventory, Kind kind, Order order) {
  std::vector<const Resource*> chosen;
  for (const auto& resource : inventory.all()) {
    if (resource->kind == kind) {
      chosen.push_back(resource.get());
    }
  }
  std::stable_sort(chosen.begin(), chosen.end(), [order](const Resource* a, const Resource* b) {
    return order == Order::kByUse ? share(*a) > share(*b) : a->name < b->name;
  });
  return chosen;
}

Columns columns_for(std::size_t width) {
  Columns columns{14, 0, 15, 4, 9, 7, 5};
  if (width < 50) {
    columns = {10, 0, 15, 0, 0, 0, 5};
  } else if (width < 72) {
    columns = {12, 0, 15, 4, 0, 7, 5};
  } else if (width >= 100) {
    columns = {20, 0, 19, 4, 11, 8, 5};
  }
  std::size_t fixed = columns.name + 1;
  for (const std::size_t column :
       {columns.amount, columns.percent, columns.rate, columns.left, columns.verdict}) {
    fixed += column > 0 ? column + 2 : 0;
  }
  columns.bar = width > fixed ? std::min<std::size_t>(width - fixed, 60) : 0;
  return columns;
}

Row heading_row(Kind kind, const Columns& columns, std::size_t width) {
  Row row(width);
  row.left(title_of(kind), columns.name + 1 + columns.bar, Style::kHeading);
  gap_and(row, columns.amount, std::string(amount_title(kind)), Style::kDim);
  gap_and(row, columns.percent, "", Style::kDim);
  const bool stack = model::is_stack(kind);
  gap_and(row, columns.rate, stack ? "" : "rate", Style::kDim);
  gap_and(row, columns.left, stack ? "free" : "full in", Style::kDim);
  gap_and(row, columns.verdict, "", Style::kDim);
  return row;
}

Row resource_row(const Resource& resource, const Columns& columns, std::size_t width,
                 Charset charset) {
  const Style style = standing(resource);
  const bool alarming = style == Style::kBad;
  Row row(width);
  row.left(resource.name, columns.name, alarming ? style : Style::kBold).add(" ");
  add_usage_bar(row, resource, columns.bar, charset);
  gap_and(row, columns.amount, amount(resource), Style::kPlain);
  gap_and(row, columns.percent, percent(resource), style);
  gap_and(row, columns.rate, rate_text(resource), style);
  const bool stack = model::is_stack(resource.kind);
  const bool shows_free = stack && resource.used;
  gap_and(row, columns.left, shows_free ? sinks::grouped(resource.free) : left_text(resource),
          style);
  if (!stack || resource.level != model::Level::kOk) {
    gap_and(row, columns.verdict, std::string(verdict_word(resource)), style);
  }
  return row;
}

Row detail_row(const Resource& resource, const Columns& columns, std::size_t width,
               Charset charset) {
  Row row(width);
  row.pad_to(columns.name + 1);
  row.left(
      sparkline(resource.history.points(), resource.capacity.value_or(0), columns.bar, charset),
      columns.bar, Style::kDim);
  std::string figures = fmt::format("  peak {}  free {}", sinks::grouped(resource.peak),
                                    sinks::grouped(resource.free));
  if (resource.allocated) {
    figures += fmt::format("  allocated {}", sinks::grouped(resource.allocated));
  }
  if (resource.largest_free) {
    figures += fmt::format("  largest {}", sinks::grouped(resource.largest_free));
  }
  if (const auto fragmented = resource.fragmentation()) {
    figures += fmt::format("  fragmented {:.0f}%", *fragmented * 100);
  }
  row.add(figures, Style::kDim);
  return row;
}

Style standing(const Resource& resource) {
  if (resource.verdict == model::Verdict::kLeak || resource.level == model::Level::kCritical) {
    return Style::kBad;
  }
  const double used = share(resource) * 100;
  if (used >= kBadPercent) {
    return Style::kBad;
  }
  const bool caution = resource.verdict == model::Verdict::kWatch || used >= kCautionPercent;
  return caution ? Style::kCaution : Style::kGood;
}

}  // namespace tidemark::ui
