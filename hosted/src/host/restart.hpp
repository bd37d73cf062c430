// SPDX-License-Identifier: Apache-2.0
// The restart of the image inside the same process (execve of itself), and what outlives it: the
// .noinit memory, the reset causes, the virtual time that has passed, and descriptors of peers.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hosted {

// What this boot inherited.
struct Boot {
  std::uint32_t count = 0;  // restarts so far; 0 in a fresh process
  std::uint32_t reset_cause =
      0;  // bits of RESET_*, gathered until cleared; a fresh process has RESET_POR
  std::uint64_t earlier_us = 0;  // virtual time of the boots before this one
};
extern Boot g_boot;

// Reads what the image before left, if there was one, fills .noinit (--noinit-fill in a fresh
// process and after a cold restart), and takes the virtual time that has passed off --stop_at.
// After read_options, on the host stack, before anything uses .noinit. `argv` is main()'s and is
// kept.
void begin_boot(char** argv);

// Starts the image anew with the same arguments; does not return. With `warm` the memory in .noinit
// and the reset causes stay; without they are gone. `cause` is added to the causes. The leak check
// looks at the boot that ends. Output is flushed; descriptors of keep_descriptor() stay open, all
// others that the program opened are closed. 100 restarts in a row without virtual time passing end
// the process with status 1. May be called on any stack and in a signal handler.
[[noreturn]] void restart_image(bool warm, std::uint32_t cause);

// A variable of the runtime that keeps its value over all restarts of the process, warm and cold:
// what is counted for the end of a run. At namespace scope, behind the variable, which is trivially
// copyable and holds no pointer. It is read back by begin_boot().
struct Carried {
  void* data;
  std::size_t bytes;
};
#define HOSTED_CARRIED(variable)                                                       \
  constinit const ::hosted::Carried variable##_carried{&(variable), sizeof(variable)}; \
  [[gnu::section("hosted_carried"),                                                    \
    gnu::used]] constexpr const ::hosted::Carried* const variable##_entry = &variable##_carried;

// A descriptor that the next boot finds again under the same slot, 0 to 3. -1: none.
void keep_descriptor(int slot, int fd);
int kept_descriptor(int slot);

// The boot that runs, from 1.
inline std::uint32_t boot_number() {
  return g_boot.count + 1;
}
// The seed that the command line gave; g_options.seed is another one in each boot.
std::uint32_t first_seed();
// All virtual time of this process, for what is shown at its end. Microseconds.
std::uint64_t total_us();

}  // namespace hosted
