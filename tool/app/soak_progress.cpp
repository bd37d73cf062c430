// SPDX-License-Identifier: Apache-2.0
#include "tool/app/soak_progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "tool/app/terminal.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/recovery_sentences.hpp"
#include "tool/sinks/run_sentences.hpp"
#include "tool/ui/sections.hpp"

namespace tidemark::app {
namespace {

constexpr std::chrono::seconds kFirst{2};
constexpr std::chrono::milliseconds kEach{200};
constexpr std::size_t kMostPools = 4;
constexpr std::size_t kNarrowest = 40;

std::size_t terminal_width() {
  winsize size = {};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return 80;
  }
  return std::clamp<std::size_t>(size.ws_col, kNarrowest, 200);
}

bool can_redraw() {
  const char* term = std::getenv("TERM");
  return is_terminal(STDERR_FILENO) && term != nullptr && std::string_view(term) != "dumb";
}

std::string_view code_of(ui::Style style) {
  switch (style) {
    case ui::Style::kBad:
    case ui::Style::kAlarm:
      return "\x1b[1;31m";
    case ui::Style::kCaution:
      return "\x1b[33m";
    case ui::Style::kGood:
    case ui::Style::kCalm:
      return "\x1b[32m";
    case ui::Style::kDim:
      return "\x1b[2m";
    case ui::Style::kBold:
    case ui::Style::kHeading:
    case ui::Style::kHeader:
      return "\x1b[1m";
    case ui::Style::kPlain:
    case ui::Style::kKey:
      break;
  }
  return "";
}

std::string coloured(const ui::Row& row, bool colour) {
  if (!colour) {
    return row.text();
  }
  std::string text;
  for (const ui::Span& span : row.spans()) {
    text += fmt::format("{}{}\x1b[0m", code_of(span.style), span.text);
  }
  return text;
}

bool has_colour() {
  const char* refused = std::getenv("NO_COLOR");
  return refused == nullptr || refused[0] == '\0';
}

/// "30 d" for "30 d 0 h": the line is short.
std::string short_time(std::uint64_t ms) {
  std::string text = sinks::duration_ms(ms);
  if (text.ends_with(" 0 h")) {
    text.resize(text.size() - 4);
  }
  return text;
}

std::string short_speed(std::uint64_t virtual_ms, double host_seconds) {
  const std::string text = sinks::speed_text(virtual_ms, host_seconds);
  constexpr std::string_view kLong = " a second";
  return text.substr(0, text.size() - kLong.size()) + "/s";
}

void add_section(std::vector<ui::Row>& rows, const model::Inventory& inventory, model::Kind kind,
                 std::size_t most, std::size_t width, ui::Charset charset) {
  const auto resources = ui::in_order(inventory, kind, ui::Order::kByUse);
  const ui::Columns columns = ui::columns_for(width);
  const std::size_t shown = std::min(resources.size(), most);
  if (shown > 0 && most > 1) {
    rows.push_back(ui::heading_row(kind, columns, width));
  }
  for (std::size_t i = 0; i < shown; ++i) {
    rows.push_back(ui::resource_row(*resources[i], columns, width, charset));
  }
  if (resources.size() > shown && most > 1) {
    rows.push_back(ui::Row(width).add(fmt::format("  and {} more", resources.size() - shown),
                                      ui::Style::kDim));
  }
}

}  // namespace

TerminalProgress::TerminalProgress(asio::io_context& io,
                                   std::function<std::vector<ui::Row>(std::size_t)> draw)
    : timer_(io), draw_(std::move(draw)) {
  if (can_redraw()) {
    timer_.expires_after(kFirst);
    wait();
  }
}

TerminalProgress::~TerminalProgress() {
  erase();
  std::fflush(stderr);
}

void TerminalProgress::wait() {
  timer_.async_wait([this](asio::error_code error) {
    if (error) {
      return;
    }
    show();
    timer_.expires_after(kEach);
    wait();
  });
}

void TerminalProgress::show() {
  erase();
  const bool colour = has_colour();
  const std::vector<ui::Row> rows = draw_(terminal_width() - 1);
  for (const ui::Row& row : rows) {
    fmt::print(stderr, "{}\x1b[K\n", coloured(row, colour));
  }
  lines_ = rows.size();
  std::fflush(stderr);
}

void TerminalProgress::erase() {
  if (lines_ > 0) {
    fmt::print(stderr, "\x1b[{}A\r\x1b[J", lines_);
    lines_ = 0;
  }
}

ui::Row progress_row(double done, const std::string& text, std::size_t width, ui::Charset charset) {
  constexpr std::uint32_t kWhole = 1'000'000;
  const auto part = static_cast<std::uint32_t>(std::clamp(done, 0.0, 1.0) * kWhole);
  ui::Row row(width);
  ui::add_bar(row, part, part, kWhole, width > 70 ? 20 : 10, ui::Style::kPlain, charset);
  row.add(fmt::format(" {:3.0f}%  ", done * 100), ui::Style::kBold).add(text);
  return row;
}

std::vector<ui::Row> soak_rows(const SoakRun& run, std::uint64_t asked_ms, std::size_t width,
                               ui::Charset charset) {
  const analysis::Session& session = run.session();
  const std::uint64_t done_ms = session.coverage().covered_ms;
  const double done = static_cast<double>(done_ms) / static_cast<double>(asked_ms);
  const double seconds = run.host_seconds();
  std::string text = fmt::format("{} of {}", short_time(done_ms), short_time(asked_ms));
  if (done_ms > 0) {
    const double left = seconds * (1 - done) / done;
    text += fmt::format("  {}  {} left", short_speed(done_ms, seconds),
                        sinks::duration(static_cast<std::uint64_t>(std::clamp(left, 0.0, 4e9))));
  } else {
    text += fmt::format("  waiting for its first report, {:.0f} s", seconds);
  }
  std::vector<ui::Row> rows{progress_row(done, text, width, charset)};
  if (const std::string uptime = sinks::uptime_sentence(session, 0); !uptime.empty()) {
    rows.push_back(ui::Row(width).left(uptime, width, ui::Style::kDim));
  }
  const model::Inventory& inventory = session.inventory();
  add_section(rows, inventory, model::Kind::kHeap, kMostPools, width, charset);
  for (const model::Kind kind : model::kKindsInOrder) {
    if (model::is_block_pool(kind)) {
      add_section(rows, inventory, kind, kMostPools, width, charset);
    }
  }
  if (inventory.count(model::Kind::kThreadStack) > 0) {
    rows.push_back(ui::Row(width).add("WORST STACK SO FAR", ui::Style::kHeading));
    add_section(rows, inventory, model::Kind::kThreadStack, 1, width, charset);
  }
  return rows;
}

}  // namespace tidemark::app
