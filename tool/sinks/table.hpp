// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tidemark::sinks {

/// A table of ASCII text in columns: the first and last are flush left, the others flush right
/// unless told, two spaces between. Not thread-safe.
class Table {
 public:
  /// `flush_left`: columns that are so besides.
  explicit Table(std::vector<std::string> headings, std::vector<std::size_t> flush_left = {});

  /// `cells`: as many as there are headings.
  void add(std::vector<std::string> cells);

  /// Lines with their LF, the headings first, none with blanks at its end.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<bool> left_;
};

}  // namespace tidemark::sinks
