// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a screen shows, apart from how a terminal is told to show it.
namespace tidemark::ui {

enum class Style : std::uint8_t {
  kPlain,
  kDim,
  kBold,
  kHeader,   ///< The line at the top.
  kHeading,  ///< Of a section.
  kGood,
  kCaution,
  kBad,
  kAlarm,  ///< The banner of a leak.
  kCalm,   ///< The banner of no leak.
  kKey,    ///< A key in the line at the bottom.
};

struct Span {
  std::string text;  ///< UTF-8, printable.
  Style style;
  bool operator==(const Span&) const = default;
};

/// Terminal columns of UTF-8 text: two for wide characters, none for combining ones. The locale
/// must be set; where it does not know a character, it counts as one. O(size).
std::size_t columns_of(std::string_view text);

/// The beginning of `text` that fits into `columns`. O(size).
std::string_view cut_to(std::string_view text, std::size_t columns);

/// One line of the screen. Text beyond its width is cut.
class Row {
 public:
  explicit Row(std::size_t columns) : columns_(columns) {}

  Row& add(std::string_view text, Style style = Style::kPlain);
  /// `text` in exactly `columns`, flush left or right; too long, it ends in `~`.
  Row& left(std::string_view text, std::size_t columns, Style style = Style::kPlain);
  Row& right(std::string_view text, std::size_t columns, Style style = Style::kPlain);
  /// Blanks up to the column `column`, counted from 0; nothing if the row is already there.
  Row& pad_to(std::size_t column, Style style = Style::kPlain);
  /// Blanks up to the end.
  Row& fill(Style style) { return pad_to(columns_, style); }

  [[nodiscard]] std::size_t used() const { return used_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] const std::vector<Span>& spans() const { return spans_; }
  [[nodiscard]] std::string text() const;

 private:
  std::size_t columns_;
  std::size_t used_ = 0;
  std::vector<Span> spans_;
};

struct Size {
  std::size_t rows;
  std::size_t columns;
};

/// At most Size.rows rows.
using Frame = std::vector<Row>;

}  // namespace tidemark::ui
