// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tidemark::sinks {

Table::Table(std::vector<std::string> headings, std::vector<std::size_t> flush_left)
    : left_(headings.size(), false) {
  left_.front() = true;
  left_.back() = true;
  for (const std::size_t column : flush_left) {
    left_[column] = true;
  }
  rows_.push_back(std::move(headings));
}

void Table::add(std::vector<std::string> cells) {
  cells.resize(rows_.front().size());
  rows_.push_back(std::move(cells));
}

std::string Table::text() const {
  const std::size_t columns = rows_.front().size();
  std::vector<std::size_t> widths(columns, 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < columns; ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < columns; ++i) {
      line += i == 0 ? "" : "  ";
      line += left_[i] ? fmt::format("{:<{}}", row[i], widths[i])
                       : fmt::format("{:>{}}", row[i], widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace tidemark::sinks
