// SPDX-License-Identifier: Apache-2.0
#include "host/options.hpp"

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "host/process.hpp"
#include "host/real_stdio.hpp"

namespace hosted {

Options g_options;

namespace {

constexpr int kUsageStatus = 2;
constexpr double kMaxSeconds = 3.0e11;  // about 9500 years; fits 64 bits of microseconds

constexpr char kHelp[] =
    "Usage: zephyr.exe [options]\n"
    "A Zephyr application in one process, in virtual time.\n"
    "\n"
    "  --rt                real time: a virtual second takes a second (default when the output is "
    "a terminal)\n"
    "  --no-rt             as fast as possible (default otherwise)\n"
    "  --rt-ratio=<ratio>  real time, but <ratio> virtual seconds a second, e.g. 60 or 0.5\n"
    "  --stop_at=<time>    end after <time> virtual seconds, e.g. 2.5\n"
    "  --seed=<number>     seed of the random number generator, 0 to 4294967295 (default 24301)\n"
    "  --help              this text\n"
    "\n"
    "Example: zephyr.exe --no-rt --stop_at=86400      a day, at once\n";

[[noreturn]] void refuse(const char* what, const char* why, const char* todo) {
  complain("%s: %s; %s", what, why, todo);
  end_process(kUsageStatus);
}

double number_of(const char* option, const char* text, double least, double most,
                 const char* todo) {
  char* end = nullptr;
  errno = 0;
  double value = std::strtod(text, &end);
  if (*text == '\0' || *end != '\0' || errno != 0 || !std::isfinite(value)) {
    refuse(option, "not a number", todo);
  }
  if (value < least || value > most) {
    refuse(option, "out of range", todo);
  }
  return value;
}

const char* value_of(const char* argument, const char* name) {
  std::size_t length = std::strlen(name);
  if (std::strncmp(argument, name, length) != 0 || argument[length] != '=') {
    return nullptr;
  }
  return argument + length + 1;
}

void read_one(const char* argument) {
  // One leading dash will do, as in native_sim.
  const char* name = argument;
  if (name[0] == '-') {
    name += name[1] == '-' ? 2 : 1;
  }
  if (argument[0] == '-' && std::strcmp(name, "rt") == 0) {
    g_options.real_time = true;
  } else if (argument[0] == '-' && std::strcmp(name, "no-rt") == 0) {
    g_options.real_time = false;
  } else if (argument[0] == '-' &&
             (std::strcmp(name, "help") == 0 || std::strcmp(name, "h") == 0)) {
    write_output(kHelp, sizeof kHelp - 1);
    end_process(0);
  } else if (const char* ratio = value_of(name, "rt-ratio");
             argument[0] == '-' && ratio != nullptr) {
    g_options.ratio =
        number_of(argument, ratio, 1e-6, 1e9, "give a ratio from 0.000001 to 1000000000");
    g_options.real_time = true;
  } else if (const char* stop = value_of(name, "stop_at"); argument[0] == '-' && stop != nullptr) {
    double seconds =
        number_of(argument, stop, 0, kMaxSeconds, "give seconds, 0 or more, e.g. --stop_at=2.5");
    g_options.stop_at_us = static_cast<std::uint64_t>(std::llround(seconds * 1e6));
  } else if (const char* seed = value_of(name, "seed"); argument[0] == '-' && seed != nullptr) {
    double value =
        number_of(argument, seed, 0, UINT32_MAX, "give a whole number from 0 to 4294967295");
    if (value != std::floor(value)) {
      refuse(argument, "not a whole number", "give one from 0 to 4294967295");
    }
    g_options.seed = static_cast<std::uint32_t>(value);
  } else {
    refuse(argument, "unknown option or missing value", "see --help for what there is");
  }
}

}  // namespace

void read_options(int argc, char** argv, bool terminal) {
  g_options.real_time = terminal;
  for (int i = 1; i < argc; ++i) {
    read_one(argv[i]);
  }
}

}  // namespace hosted
