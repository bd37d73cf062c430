// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidemark::ingest {

/// Something that the user must know and can do something about.
struct Problem {
  std::string what;  ///< The thing that it is about, as the user named it.
  std::string why;
  std::string todo;
};

/// "tidemark: what: why; what to do" and a LF. Control characters of the input are made harmless.
std::string to_line(const Problem& problem);

/// Why opening or using `path` failed with `error` (an errno value), and what helps.
Problem system_problem(std::string_view path, int error);

}  // namespace tidemark::ingest
