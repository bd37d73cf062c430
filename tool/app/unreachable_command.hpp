// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tidemark::app {

/// `tidemark profile DUMP --elf ELF --unreachable`, as typed.
struct UnreachableOptions {
  std::string file;     ///< The core dump; "-" is stdin.
  std::string elf;      ///< Of the build that ran.
  std::string earlier;  ///< A dump of the same run, taken before; empty: none.
  std::string min_age;  ///< "10s"; empty: any age.
  bool json = false;
};

/// Lists the blocks of heaps to which no pointer leads. Returns the exit status: 0 none, 3 there
/// are some, 2 it cannot be told.
int run_unreachable(const UnreachableOptions& options);

}  // namespace tidemark::app
