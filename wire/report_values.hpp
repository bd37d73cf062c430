// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wire/report_fields.hpp"

/// The values of a report line, from text. Private to wire/.
namespace tidemark::wire {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct Token {
  Text key;
  Text value;  // without its quotes, not yet unescaped
  bool quoted;
};

/// Parses the value of `token` as `field` says into the line's structure that begins at `line`.
/// Returns false iff it breaks the grammar or the range of the form; the structure may then be
/// changed at that field only.
bool parse_value(const Token& token, const Field& field, void* line);

}  // namespace tidemark::wire
