// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tool/ingest/problem.hpp"

namespace tidemark::app {

inline constexpr int kStatusCannotTell = 2;

/// Whether to write colours to stdout: it is a terminal that has them, and NO_COLOR is not set.
bool stdout_has_colour();
bool is_terminal(int fd);

/// Writes all of `text` to stdout. Returns false iff that fails (a closed pipe, a full disk).
bool write_out(std::string_view text);

/// Writes `text` to the file, made anew; "-" is stdout. A problem iff that fails.
std::optional<ingest::Problem> write_to(const std::string& file, std::string_view text);

/// Writes the problem to stderr; returns kStatusCannotTell.
int fail(const ingest::Problem& problem);

}  // namespace tidemark::app
