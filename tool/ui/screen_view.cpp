// SPDX-License-Identifier: Apache-2.0
#include "tool/ui/screen_view.hpp"

#include <fmt/format.h>

#include <csignal>
#include <utility>

#include "tool/sinks/recovery_sentences.hpp"
#include "tool/sinks/sentences.hpp"

namespace tidemark::ui {
namespace {

constexpr std::chrono::milliseconds kTick{100};
constexpr std::chrono::seconds kRateWindow{2};
constexpr std::size_t kConsoleLines = 200;

}  // namespace

std::unique_ptr<ScreenView> ScreenView::open(asio::io_context& io, const analysis::Devices& devices,
                                             std::string source, std::function<void()> on_quit) {
  auto screen = Screen::open();
  if (screen == nullptr) {
    return nullptr;
  }
  return std::unique_ptr<ScreenView>(
      new ScreenView(io, std::move(screen), devices, std::move(source), std::move(on_quit)));
}

ScreenView::ScreenView(asio::io_context& io, std::unique_ptr<Screen> screen,
                       const analysis::Devices& devices, std::string source,
                       std::function<void()> on_quit)
    : screen_(std::move(screen)),
      devices_(devices),
      source_(std::move(source)),
      model_(ScreenModel{devices.at(0), source_}),
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
  model_->state = note;
  add_console(ConsoleLine::From::kTidemark, "tidemark: " + std::string(note));
}

void ScreenView::on_sample(const model::Resource& /*resource*/) {
  dirty_ = true;
}

void ScreenView::on_verdict(const model::Resource& resource, model::Verdict before) {
  say(sinks::verdict_sentence(resource, before));
}

void ScreenView::on_level(const model::Resource& resource) {
  say(sinks::level_sentence(resource));
}

void ScreenView::on_boot(std::uint32_t boot, std::string_view why) {
  say(fmt::format("boot {} begins ({})", boot, why));
}

void ScreenView::on_recovery(const analysis::RecoveryEvent& event) {
  bool is_bad = false;
  say(sinks::recovery_sentence(event, &is_bad));
}

void ScreenView::say(const std::string& text) {
  add_console(ConsoleLine::From::kTidemark,
              "tidemark: " + (device_.empty() ? text : device_ + ": " + text));
}

void ScreenView::add_console(ConsoleLine::From from, std::string_view text) {
  model_->console.push_back({from, std::string(text)});
  if (model_->console.size() > kConsoleLines) {
    model_->console.pop_front();
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
      const std::uint64_t lines = model_->session.coverage().lines;
      const std::chrono::duration<double> span = now - rate_since_;
      model_->lines_per_second = static_cast<double>(lines - rate_lines_) / span.count();
      rate_lines_ = lines;
      rate_since_ = now;
      dirty_ = true;
    }
    if (dirty_ && !model_->paused) {
      draw();
    }
    wait_for_tick();
  });
}

void ScreenView::obey(int key) {
  if (model_->help) {
    model_->help = false;
    return;
  }
  switch (key) {
    case 'q':
    case 'Q':
      on_quit_();
      break;
    case 'p':
    case ' ':
      model_->paused = !model_->paused;
      break;
    case 's':
      model_->order = model_->order == Order::kByUse ? Order::kByName : Order::kByUse;
      break;
    case 'n':
      show_device((shown_ + 1) % devices_.count());
      break;
    case '?':
    case 'h':
      model_->help = true;
      break;
    default:
      break;
  }
}

/// The console and how it is shown stay.
void ScreenView::show_device(std::size_t index) {
  shown_ = index;
  ScreenModel next{devices_.at(index),       source_,         model_->state,
                   model_->lines_per_second, model_->console, model_->order,
                   model_->paused,           false,           model_->ended};
  model_.emplace(std::move(next));
  rate_lines_ = devices_.at(index).coverage().lines;
}

std::string ScreenView::title() const {
  if (devices_.count() == 1) {
    return source_;
  }
  return fmt::format("{} of {} (n: next)  {}  {}", shown_ + 1, devices_.count(),
                     analysis::device_name(devices_.at(shown_)), source_);
}

void ScreenView::draw() {
  dirty_ = false;
  model_->source = title();
  screen_->show(lay_out(*model_, screen_->size(), Screen::charset()));
}

}  // namespace tidemark::ui
