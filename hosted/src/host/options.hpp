// SPDX-License-Identifier: Apache-2.0
// The command line: `--name`, `--name=value`, or the same with one dash, as native_sim takes them.
// Each part of the runtime adds a group of options from a source of its own:
//
//   void read_port(const char* argument, const char* value) { ... refuse(argument, why, todo) ... }
//   constexpr Option kOptions[] = {{"port", "<number>", "port to listen at", read_port}};
//   constexpr OptionGroup kGroup = {"Network", kOptions, std::size(kOptions), nullptr};
//   HOSTED_OPTIONS(kGroup)
#pragma once

#include <cstddef>
#include <cstdint>

namespace hosted {

struct Option {
  const char* name;        // without dashes
  const char* value_name;  // how the help calls the value, e.g. "<time>"; nullptr: takes no value
  const char* help;        // one or more lines of at most 76 characters; nullptr: not in the help
  // `argument` is the whole argument, for messages; `value` what follows "=", never empty unless
  // the user wrote nothing there; nullptr if the option takes none. Called for each occurrence, in
  // order.
  void (*read)(const char* argument, const char* value);
};

struct OptionGroup {
  const char* title;
  const Option* options;
  std::size_t count;
  // Called once after the last option was read, for what must hold between options; may be nullptr.
  void (*check)();
};

// At namespace scope; `group` is a constant with static lifetime. Groups appear in the help in the
// order of their titles.
#define HOSTED_OPTIONS(group)       \
  [[gnu::section("hosted_options"), \
    gnu::used]] constexpr const ::hosted::OptionGroup* const group##_entry = &(group);

struct Options {
  bool real_time = false;  // pace virtual time by the host's clock
  double ratio = 1.0;      // virtual seconds per host second, in real time
  std::uint64_t stop_at_us =
      UINT64_MAX;               // virtual time at which to end; events at that instant still happen
  std::uint32_t seed = 0x5EED;  // for random numbers
};

extern Options g_options;

// Fills g_options and calls the readers of all groups. --help prints and ends with status 0;
// anything unknown or malformed ends with status 2 and a line that says what to do. On the host
// stack.
void read_options(int argc, char** argv, bool terminal);

// --- for readers ---

// "tidemark-hosted: what: why; todo", and the end with status 2.
[[noreturn]] void refuse(const char* what, const char* why, const char* todo);
// The number in `text`, refused unless it is one from `least` to `most`.
double number_of(const char* argument, const char* text, double least, double most,
                 const char* todo);
// The same for whole numbers up to 2^53.
std::uint64_t whole_number_of(const char* argument, const char* text, std::uint64_t least,
                              std::uint64_t most, const char* todo);

}  // namespace hosted
