// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/torn_frame.hpp"

#include <algorithm>
#include <array>

#include "wire/frame.hpp"

namespace tidemark::ingest {
namespace {

// Of a run of printable bytes the last line end may be one of the frame's own bytes, seldom two.
constexpr int kLineEndsTried = 2;

bool is_text(char c) {
  return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t' || c == '\x1b';
}

/// Where a run of text lies that may have torn a frame.
struct Tear {
  std::size_t begin;
  std::size_t end;
};

std::string without(std::string_view body, const Tear& tear) {
  std::string whole(body.substr(0, tear.begin));
  whole += body.substr(tear.end);
  return whole;
}

std::string message_in(const std::string& body) {
  std::array<std::uint8_t, wire::kMaxMessageBytes + wire::kCrcBytes> message;
  const std::size_t size =
      wire::read_frame({reinterpret_cast<const std::uint8_t*>(body.data()), body.size()},
                       {message.data(), message.size()});
  return {message.begin(), message.begin() + static_cast<std::ptrdiff_t>(size)};
}

/// Tries each begin of the text that ends at `end`: bytes of the frame before it may be printable.
MendedFrame mend_at(std::string_view body, std::size_t run_begin, std::size_t end) {
  for (std::size_t begin = run_begin; begin < end; ++begin) {
    if (body.size() - (end - begin) > wire::kMaxFrameBytes - 2) {
      break;
    }
    const Tear tear{begin, end};
    if (std::string message = message_in(without(body, tear)); !message.empty()) {
      return {std::move(message), std::string(body.substr(begin, end - begin))};
    }
  }
  return {};
}

}  // namespace

MendedFrame mend_frame(std::string_view body) {
  for (auto at = body.begin(); at != body.end();) {
    const auto begin = std::find_if(at, body.end(), is_text);
    at = std::find_if_not(begin, body.end(), is_text);
    const auto run_begin = static_cast<std::size_t>(begin - body.begin());
    std::string_view run = body.substr(run_begin, static_cast<std::size_t>(at - begin));
    for (int tried = 0; tried < kLineEndsTried; ++tried) {
      const std::size_t line_end = run.rfind('\n');
      if (line_end == std::string_view::npos) {
        break;
      }
      const std::size_t end = run_begin + line_end + 1;
      if (end < body.size()) {
        if (MendedFrame mended = mend_at(body, run_begin, end); !mended.message.empty()) {
          return mended;
        }
      }
      run = run.substr(0, line_end);
    }
  }
  return {};
}

}  // namespace tidemark::ingest
