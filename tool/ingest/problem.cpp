// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/problem.hpp"

#include <cerrno>
#include <system_error>

#include "tool/ingest/line_text.hpp"

namespace tidemark::ingest {

std::string to_line(const Problem& problem) {
  return "tidemark: " + printable(problem.what) + ": " + printable(problem.why) + "; " +
         printable(problem.todo) + "\n";
}

Problem system_problem(std::string_view path, int error) {
  const std::string what(path);
  switch (error) {
    case ENOENT:
      return {what, "no such file or device",
              "check the name; ls /dev/tty* lists serial devices that are plugged in"};
    case EISDIR:
      return {what, "is a directory", "name a file in it"};
    case EACCES:
    case EPERM:
      return {what, "no permission",
              "check ls -l; for a serial device join its group, often dialout, and log in again"};
    case EBUSY:
      return {what, "another program has it open", "close that program (fuser names it)"};
    case ENODEV:
    case ENXIO:
      return {what, "the device is not there", "plug it in, or check the name"};
    default:
      return {what, std::generic_category().message(error), "check that it can be read"};
  }
}

}  // namespace tidemark::ingest
