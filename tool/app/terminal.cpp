// SPDX-License-Identifier: Apache-2.0
#include "tool/app/terminal.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace tidemark::app {

bool is_terminal(int fd) {
  return isatty(fd) == 1;
}

bool stdout_has_colour() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool refused = no_color != nullptr && no_color[0] != '\0';
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  return is_terminal(STDOUT_FILENO) && !refused && !dumb;
}

bool write_out(std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
         std::fflush(stdout) == 0;
}

std::optional<ingest::Problem> write_to(const std::string& file, std::string_view text) {
  if (file == "-") {
    return write_out(text) ? std::nullopt : std::optional(ingest::system_problem("stdout", errno));
  }
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) {
    return ingest::Problem{file, "cannot be written", "check the folder and its permissions"};
  }
  return std::nullopt;
}

int fail(const ingest::Problem& problem) {
  const std::string line = ingest::to_line(problem);
  std::fflush(stdout);
  std::fwrite(line.data(), 1, line.size(), stderr);
  return kStatusCannotTell;
}

}  // namespace tidemark::app
