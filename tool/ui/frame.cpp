// SPDX-License-Identifier: Apache-2.0
#include "tool/ui/frame.hpp"

#include <algorithm>
#include <cwchar>

namespace tidemark::ui {
namespace {

struct Character {
  std::size_t bytes;
  std::size_t columns;
};

std::size_t sequence_bytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

char32_t decode(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) {
    return lead;
  }
  char32_t code = lead & (0x7Fu >> sequence.size());
  for (std::size_t i = 1; i < sequence.size(); ++i) {
    code = code << 6 | (static_cast<unsigned char>(sequence[i]) & 0x3Fu);
  }
  return code;
}

Character first_character(std::string_view text) {
  const std::size_t bytes = std::min(sequence_bytes(text[0]), text.size());
  if (bytes == 1) {
    return {1, 1};
  }
  const int width = wcwidth(static_cast<wchar_t>(decode(text.substr(0, bytes))));
  return {bytes, width < 0 ? 1u : static_cast<std::size_t>(width)};
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Character next = first_character(text);
    columns += next.columns;
    text.remove_prefix(next.bytes);
  }
  return columns;
}

std::string_view cut_to(std::string_view text, std::size_t columns) {
  std::size_t bytes = 0;
  std::size_t used = 0;
  while (bytes < text.size()) {
    const Character next = first_character(text.substr(bytes));
    if (used + next.columns > columns) {
      break;
    }
    used += next.columns;
    bytes += next.bytes;
  }
  return text.substr(0, bytes);
}

Row& Row::add(std::string_view text, Style style) {
  const std::string_view fits = cut_to(text, columns_ - used_);
  if (fits.empty()) {
    return *this;
  }
  used_ += columns_of(fits);
  if (!spans_.empty() && spans_.back().style == style) {
    spans_.back().text += fits;
  } else {
    spans_.push_back({std::string(fits), style});
  }
  return *this;
}

Row& Row::left(std::string_view text, std::size_t columns, Style style) {
  const std::size_t wanted = columns_of(text);
  if (wanted <= columns) {
    return add(text, style).add(std::string(columns - wanted, ' '), style);
  }
  if (columns == 0) {
    return *this;
  }
  const std::string_view fits = cut_to(text, columns - 1);
  return add(fits, style)
      .add("~", style)
      .add(std::string(columns - 1 - columns_of(fits), ' '), style);
}

Row& Row::right(std::string_view text, std::size_t columns, Style style) {
  const std::size_t wanted = columns_of(text);
  if (wanted < columns) {
    add(std::string(columns - wanted, ' '), style);
  }
  return wanted <= columns ? add(text, style) : left(text, columns, style);
}

Row& Row::pad_to(std::size_t column, Style style) {
  const std::size_t end = std::min(column, columns_);
  return used_ < end ? add(std::string(end - used_, ' '), style) : *this;
}

std::string Row::text() const {
  std::string text;
  for (const Span& span : spans_) {
    text += span.text;
  }
  return text;
}

}  // namespace tidemark::ui
