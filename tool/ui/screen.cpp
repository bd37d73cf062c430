// SPDX-License-Identifier: Apache-2.0
#include "tool/ui/screen.hpp"

#include <curses.h>
#include <langinfo.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace tidemark::ui {
namespace {

enum Pair : short { kGreenPair = 1, kYellowPair, kRedPair, kAlarmPair, kCyanPair, kHeaderPair };

void begin_colours() {
  const char* no_color = std::getenv("NO_COLOR");
  if ((no_color != nullptr && no_color[0] != '\0') || !has_colors()) {
    return;
  }
  start_color();
  use_default_colors();
  init_pair(kGreenPair, COLOR_GREEN, -1);
  init_pair(kYellowPair, COLOR_YELLOW, -1);
  init_pair(kRedPair, COLOR_RED, -1);
  init_pair(kAlarmPair, COLOR_WHITE, COLOR_RED);
  init_pair(kCyanPair, COLOR_CYAN, -1);
  init_pair(kHeaderPair, COLOR_BLACK, COLOR_CYAN);
}

attr_t coloured(short pair, attr_t otherwise) {
  return static_cast<attr_t>(COLOR_PAIR(pair)) | otherwise;
}

attr_t attributes(Style style, bool colour) {
  switch (style) {
    case Style::kPlain:
      return A_NORMAL;
    case Style::kDim:
      return A_DIM;
    case Style::kBold:
      return A_BOLD;
    case Style::kHeader:
      return colour ? coloured(kHeaderPair, A_NORMAL) : A_REVERSE;
    case Style::kHeading:
      return colour ? coloured(kCyanPair, A_BOLD) : A_BOLD;
    case Style::kGood:
      return colour ? coloured(kGreenPair, A_NORMAL) : A_NORMAL;
    case Style::kCaution:
      return colour ? coloured(kYellowPair, A_NORMAL) : A_BOLD;
    case Style::kBad:
      return colour ? coloured(kRedPair, A_BOLD) : A_BOLD;
    case Style::kAlarm:
      return colour ? coloured(kAlarmPair, A_BOLD) : A_REVERSE | A_BOLD;
    case Style::kCalm:
      return colour ? coloured(kGreenPair, A_NORMAL) : A_NORMAL;
    case Style::kKey:
      return A_BOLD;
  }
  return A_NORMAL;
}

}  // namespace

struct Screen::State {
  std::FILE* keys = nullptr;
  SCREEN* screen = nullptr;
  bool colour = false;
  ~State() {
    if (screen != nullptr) {
      endwin();
      delscreen(screen);
    }
    if (keys != nullptr) {
      std::fclose(keys);
    }
  }
};

Screen::Screen(std::unique_ptr<State> state) : state_(std::move(state)) {}
Screen::~Screen() = default;

std::unique_ptr<Screen> Screen::open() {
  auto state = std::make_unique<State>();
  state->keys = std::fopen("/dev/tty", "re");
  if (state->keys == nullptr || std::getenv("TERM") == nullptr) {
    return nullptr;
  }
  // newterm() leaks when it does not know the terminal.
  int error = 0;
  if (setupterm(nullptr, STDOUT_FILENO, &error) != OK) {
    return nullptr;
  }
  del_curterm(cur_term);
  state->screen = newterm(nullptr, stdout, state->keys);
  if (state->screen == nullptr) {
    return nullptr;
  }
  set_term(state->screen);
  begin_colours();
  state->colour = has_colors() && COLOR_PAIRS > kHeaderPair && PAIR_NUMBER(COLOR_PAIR(1)) == 1;
  const char* no_color = std::getenv("NO_COLOR");
  state->colour = state->colour && (no_color == nullptr || no_color[0] == '\0');
  cbreak();
  noecho();
  nodelay(stdscr, TRUE);
  keypad(stdscr, TRUE);
  leaveok(stdscr, TRUE);
  curs_set(0);
  return std::unique_ptr<Screen>(new Screen(std::move(state)));
}

void Screen::show(const Frame& frame) {
  erase();
  int y = 0;
  for (const Row& row : frame) {
    move(y++, 0);
    for (const Span& span : row.spans()) {
      attrset(static_cast<int>(attributes(span.style, state_->colour)));
      addnstr(span.text.c_str(), static_cast<int>(span.text.size()));
    }
  }
  attrset(A_NORMAL);
  refresh();
}

void Screen::resize() {
  struct winsize window = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_row > 0 && window.ws_col > 0) {
    resizeterm(window.ws_row, window.ws_col);
  }
  clear();
}

int Screen::key() {
  const int got = getch();
  if (got == ERR) {
    return -1;
  }
  return got > 0 && got < 128 ? got : 0;
}

Size Screen::size() const {
  return {static_cast<std::size_t>(getmaxy(stdscr)), static_cast<std::size_t>(getmaxx(stdscr))};
}

int Screen::key_fd() const {
  return fileno(state_->keys);
}

Charset Screen::charset() {
  return std::string_view(nl_langinfo(CODESET)) == "UTF-8" ? Charset::kUnicode : Charset::kAscii;
}

}  // namespace tidemark::ui
