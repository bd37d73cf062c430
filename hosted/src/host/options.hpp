// SPDX-License-Identifier: Apache-2.0
// The command line, with the names of native_sim's options.
#pragma once

#include <cstdint>

namespace hosted {

struct Options {
  bool real_time = false;  // pace virtual time by the host's clock
  double ratio = 1.0;      // virtual seconds per host second, in real time
  std::uint64_t stop_at_us =
      UINT64_MAX;               // virtual time at which to end; events at that instant still happen
  std::uint32_t seed = 0x5EED;  // for random numbers
};

extern Options g_options;

// Fills g_options. --help prints and ends with status 0; anything unknown or malformed ends with
// status 2 and a line that says what to do. On the host stack.
void read_options(int argc, char** argv, bool terminal);

}  // namespace hosted
