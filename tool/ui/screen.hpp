// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <memory>

#include "tool/ui/bars.hpp"
#include "tool/ui/frame.hpp"

namespace tidemark::ui {

/// The terminal, taken over by ncurses from open() to destruction. One at a time. Not thread-safe.
class Screen {
 public:
  /// Null iff the terminal cannot do it: no TERM, no /dev/tty for the keys.
  static std::unique_ptr<Screen> open();
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  void show(const Frame& frame);
  /// The terminal has a new size.
  void resize();
  /// The next key that waits, as a character; 0 for one that is none (a resize, an arrow), -1 for
  /// none.
  int key();

  [[nodiscard]] Size size() const;
  /// Readable when a key waits.
  [[nodiscard]] int key_fd() const;
  /// Whether the locale has the block characters.
  [[nodiscard]] static Charset charset();

 private:
  struct State;
  explicit Screen(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tidemark::ui
