// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "tool/analysis/devices.hpp"
#include "tool/sinks/view.hpp"
#include "tool/ui/layout.hpp"
#include "tool/ui/screen.hpp"

namespace tidemark::ui {

/// The live view of one device at a time: keeps the model of the screen, redraws it at most ten
/// times a second, obeys keys. On the thread that runs the io_context.
class ScreenView : public sinks::View {
 public:
  /// Null iff the terminal cannot do it. `on_quit` is called for q and the end of the keys.
  static std::unique_ptr<ScreenView> open(asio::io_context& io, const analysis::Devices& devices,
                                          std::string source, std::function<void()> on_quit);
  ~ScreenView() override;

  void on_device(std::string_view name) override { device_ = name; }
  void on_message() override { dirty_ = true; }
  void on_line(std::string_view text, analysis::LineRole role) override;
  void on_error_line(std::string_view text) override;
  void on_note(std::string_view note) override;
  void on_sample(const model::Resource& resource) override;
  void on_verdict(const model::Resource& resource, model::Verdict before) override;
  void on_level(const model::Resource& resource) override;
  void on_boot(std::uint32_t boot, std::string_view why) override;
  void on_recovery(const analysis::RecoveryEvent& event) override;
  [[nodiscard]] bool is_good() const override { return true; }

 private:
  ScreenView(asio::io_context& io, std::unique_ptr<Screen> screen, const analysis::Devices& devices,
             std::string source, std::function<void()> on_quit);

  void add_console(ConsoleLine::From from, std::string_view text);
  void show_device(std::size_t index);
  [[nodiscard]] std::string title() const;
  void say(const std::string& text);
  void wait_for_key();
  void wait_for_resize();
  void wait_for_tick();
  void obey(int key);
  void draw();

  std::unique_ptr<Screen> screen_;
  const analysis::Devices& devices_;
  std::string source_;
  std::size_t shown_ = 0;  // of the devices
  std::string device_;     // that on_device() named
  std::optional<ScreenModel> model_;
  std::function<void()> on_quit_;
  asio::posix::stream_descriptor keys_;
  asio::signal_set resizes_;
  asio::steady_timer tick_;
  std::chrono::steady_clock::time_point rate_since_;
  std::uint64_t rate_lines_ = 0;
  bool dirty_ = true;
};

}  // namespace tidemark::ui
