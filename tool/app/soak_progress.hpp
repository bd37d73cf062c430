// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <cstddef>
#include <functional>
#include <vector>

#include "tool/app/soak_run.hpp"
#include "tool/ui/bars.hpp"
#include "tool/ui/frame.hpp"

namespace tidemark::app {

/// Some lines at the bottom of the terminal on stderr that are drawn anew five times a second, from
/// the third second on; nothing where stderr is no terminal. On the thread that runs `io`.
class TerminalProgress {
 public:
  /// `draw` makes the lines for a width.
  TerminalProgress(asio::io_context& io, std::function<std::vector<ui::Row>(std::size_t)> draw);
  /// Removes the lines.
  ~TerminalProgress();
  TerminalProgress(const TerminalProgress&) = delete;
  TerminalProgress& operator=(const TerminalProgress&) = delete;

 private:
  void wait();
  void show();
  void erase();

  asio::steady_timer timer_;
  std::function<std::vector<ui::Row>(std::size_t)> draw_;
  std::size_t lines_ = 0;
};

/// What a soak shows: how far it is, the fullest heaps and slabs, and the fullest stack.
std::vector<ui::Row> soak_rows(const SoakRun& run, std::uint64_t asked_ms, std::size_t width,
                               ui::Charset charset);

/// A bar with what part of `total` is done, and `text` behind it.
ui::Row progress_row(double done, const std::string& text, std::size_t width, ui::Charset charset);

}  // namespace tidemark::app
