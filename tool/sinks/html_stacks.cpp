// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "tool/sinks/html_report.hpp"
#include "tool/sinks/html_sections.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/junit.hpp"
#include "tool/sinks/sentences.hpp"

namespace tidemark::sinks {
namespace {

using analysis::ResourceSummary;
using model::Resource;

/// The greatest use over all boots.
std::optional<std::uint32_t> high_water(const Resource& stack) {
  if (!stack.capacity || !stack.least_free || *stack.least_free > *stack.capacity) {
    return std::nullopt;
  }
  return *stack.capacity - *stack.least_free;
}

double share(const Resource& stack) {
  const auto used = high_water(stack);
  return used && *stack.capacity > 0 ? static_cast<double>(*used) / *stack.capacity : -1;
}

std::string advice_html(const Resource& stack) {
  const auto used = high_water(stack);
  if (!used) {
    return R"(<span class="advice">size unknown</span>)";
  }
  const StackAdvice advice = stack_advice(*stack.capacity, *used);
  switch (advice.what) {
    case StackAdvice::What::kTooSmall:
      return fmt::format(R"(<span class="advice {}">tight: raise it to {} bytes</span>)",
                         share(stack) >= 0.9 ? "bad" : "warn", grouped(std::uint64_t{advice.size}));
    case StackAdvice::What::kTooLarge:
      return fmt::format(R"(<span class="advice">{} bytes would do: {} to spare</span>)",
                         grouped(std::uint64_t{advice.size}),
                         grouped(std::uint64_t{*stack.capacity - advice.size}));
    case StackAdvice::What::kFits:
      break;
  }
  return R"(<span class="advice">fits</span>)";
}

/// As its advice: the colour says what is to be done.
std::string_view bar_class(const Resource& stack) {
  const auto used = high_water(stack);
  const bool is_tight =
      used && stack_advice(*stack.capacity, *used).what == StackAdvice::What::kTooSmall;
  return !is_tight ? "" : share(stack) >= 0.9 ? " bad" : " warn";
}

std::string stack_row(const Resource& stack) {
  const double part = share(stack);
  const std::string_view colour = bar_class(stack);
  std::string extra = stack.kind == model::Kind::kThreadStack ? "" : "interrupts";
  if (stack.priority) {
    extra = fmt::format("priority {}", *stack.priority);
  }
  std::string html =
      fmt::format(R"(<li><span><bdi class="name">{}</bdi>{}</span>)", xml_escaped(stack.name),
                  extra.empty() ? "" : fmt::format(R"( <small class="soft">{}</small>)", extra));
  if (part < 0) {
    html += R"(<span class="bar" aria-hidden="true"></span>)";
    html += fmt::format(R"(<span class="amount num">{} free</span>)", grouped(stack.least_free));
  } else {
    html += fmt::format(
        R"(<span class="bar{}" role="img" aria-label="{:.0f} % used"><b style="width:{:.1f}%"></b></span>)",
        colour, part * 100, part * 100);
    html +=
        fmt::format(R"(<span class="amount num">{} of {}<small>{} never used</small></span>)",
                    grouped(high_water(stack)), grouped(stack.capacity), grouped(stack.least_free));
  }
  return html + advice_html(stack) + "</li>";
}

}  // namespace

StackAdvice stack_advice(std::uint32_t size, std::uint32_t used) {
  constexpr std::uint64_t kStep = 64;
  constexpr std::uint64_t kLeastRoom = 128;
  constexpr std::uint64_t kWorthSaving = 256;
  const std::uint64_t room = std::max<std::uint64_t>(used / 4, kLeastRoom);
  const std::uint64_t wanted =
      std::min<std::uint64_t>((used + room + kStep - 1) / kStep * kStep, UINT32_MAX);
  const auto advised = static_cast<std::uint32_t>(wanted);
  // A little less room than advised is no reason to change anything.
  if (used + room / 2 > size) {
    return {StackAdvice::What::kTooSmall, advised};
  }
  if (wanted + kWorthSaving <= size && wanted <= std::uint64_t{size} / 4 * 3) {
    return {StackAdvice::What::kTooLarge, advised};
  }
  return {StackAdvice::What::kFits, size};
}

std::string html_stacks(const DeviceView& view) {
  std::vector<const Resource*> stacks;
  for (const ResourceSummary& one : view.summary.resources) {
    if (model::is_stack(one.resource->kind)) {
      stacks.push_back(one.resource);
    }
  }
  if (stacks.empty()) {
    return "";
  }
  std::stable_sort(stacks.begin(), stacks.end(),
                   [](const auto* a, const auto* b) { return share(*a) > share(*b); });
  std::string html =
      R"(<h3>Stacks</h3><p class="soft">The most that was ever used, the fullest first. Advice leaves a quarter more, at least 128 bytes; it knows only the paths that were run.</p><ul class="stacks">)";
  const std::size_t shown = std::min(stacks.size(), kMostRows);
  for (std::size_t i = 0; i < shown; ++i) {
    html += stack_row(*stacks[i]);
  }
  html += "</ul>";
  if (shown < stacks.size()) {
    html += fmt::format(R"(<p class="soft">and {} more.</p>)",
                        grouped(std::uint64_t{stacks.size() - shown}));
  }
  return html;
}

}  // namespace tidemark::sinks
