// SPDX-License-Identifier: Apache-2.0
#include "tool/ui/screen_view.hpp"

#include <fmt/format.h>

#include <csignal>
#include <utility>

#include "tool/sinks/sentences.hpp"

namespace tidemark::ui {
namespace {

constexpr std::chrono::milliseconds kTick{100};
constexpr std::chrono::seconds kRateWindow{2};
constexpr std::size_t kConsoleLines = 200;

}  // namespace

std::unique_ptr<ScreenView> ScreenView::open(asio::io_context& io, const analysis::Session& session,
                                             std::string source, std::function<void()> on_quit) {
  auto screen = Screen::open();
  if (screen == nullptr) {
    return nullptr;
  }
  return std::unique_ptr<ScreenView>(
      new ScreenView(io, std::move(screen), session, std::move(source), std::move(on_quit)));
}

ScreenView::ScreenView(asio::io_context& io, std::unique_ptr<Screen> screen,
                       const analysis::Session& session, std::string source,
                       std::function<void()> on_quit)
    : screen_(std::move(screen)),
      model_{session, std::move(source), "", 0, {}, Order::kByUse, false, false, false},
      on_quit_(std::move(on_quit)),
      keys_(io, screen_->key_fd()),
      resizes_(io, SIGWINCH),
      tick_(io),
      rate_since_(std::chrono::steady_clock::now()) {
  wait_for_key();
  wait_for_resize();
  draw();
  wait_for_tick();
}

ScreenView::~ScreenView() {
  keys_.release();
}

void ScreenView::on_line(std::string_view text, analysis::LineRole role) {
  if (role != analysis::LineRole::kSample) {
    add_console(ConsoleLine::From::kDevice, text);
  }
  dirty_ = true;
}

void ScreenView::on_error_line(std::string_view text) {
  add_console(ConsoleLine::From::kStderr, text);
}

void ScreenView::on_note(std::string_view note) {
  model_.state = note;
  add_console(ConsoleLine::From::kTidemark, "tidemark: " + std::string(note));
}

void ScreenView::on_sample(const model::Resource& /*resource*/) {
  dirty_ = true;
}

void ScreenView::on_verdict(const model::Resource& resource, model::Verdict before) {
  add_console(ConsoleLine::From::kTidemark,
              "tidemark: " + sinks::verdict_sentence(resource, before));
}

void ScreenView::on_level(const model::Resource& resource) {
  add_console(ConsoleLine::From::kTidemark, "tidemark: " + sinks::level_sentence(resource));
}

void ScreenView::on_boot(std::uint32_t boot, std::string_view why) {
  add_console(ConsoleLine::From::kTidemark,
              fmt::format("tidemark: boot {} begins ({})", boot, why));
}

void ScreenView::add_console(ConsoleLine::From from, std::string_view text) {
  model_.console.push_back({from, std::string(text)});
  if (model_.console.size() > kConsoleLines) {
    model_.console.pop_front();
  }
  dirty_ = true;
}

void ScreenView::wait_for_key() {
  keys_.async_wait(asio::posix::stream_descriptor::wait_read, [this](asio::error_code error) {
    if (error) {
      return;
    }
    bool any = false;
    for (int key = screen_->key(); key >= 0; key = screen_->key()) {
      any = true;
      obey(key);
    }
    // Readable without a key: the terminal is gone.
    if (!any) {
      on_quit_();
      return;
    }
    draw();
    wait_for_key();
  });
}

void ScreenView::wait_for_resize() {
  resizes_.async_wait([this](asio::error_code error, int) {
    if (!error) {
      screen_->resize();
      draw();
      wait_for_resize();
    }
  });
}

void ScreenView::wait_for_tick() {
  tick_.expires_after(kTick);
  tick_.async_wait([this](asio::error_code error) {
    if (error) {
      return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - rate_since_ >= kRateWindow) {
      const std::uint64_t lines = model_.session.coverage().lines;
      const std::chrono::duration<double> span = now - rate_since_;
      model_.lines_per_second = static_cast<double>(lines - rate_lines_) / span.count();
      rate_lines_ = lines;
      rate_since_ = now;
      dirty_ = true;
    }
    if (dirty_ && !model_.paused) {
      draw();
    }
    wait_for_tick();
  });
}

void ScreenView::obey(int key) {
  if (model_.help) {
    model_.help = false;
    return;
  }
  switch (key) {
    case 'q':
    case 'Q':
      on_quit_();
      break;
    case 'p':
    case ' ':
      model_.paused = !model_.paused;
      break;
    case 's':
      model_.order = model_.order == Order::kByUse ? Order::kByName : Order::kByUse;
      break;
    case '?':
    case 'h':
      model_.help = true;
      break;
    default:
      break;
  }
}

void ScreenView::draw() {
  dirty_ = false;
  screen_->show(lay_out(model_, screen_->size(), Screen::charset()));
}

}  // namespace tidemark::ui
