// SPDX-License-Identifier: Apache-2.0
#include "host/options.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <span>

#include "host/process.hpp"

extern "C" {
// The linker makes the two symbols.
extern const hosted::OptionGroup* const __start_hosted_options[];
extern const hosted::OptionGroup* const __stop_hosted_options[];
}

namespace hosted {

Options g_options;

namespace {

constexpr double kMaxSeconds = 3.0e11;  // about 9500 years; fits 64 bits of microseconds

constexpr char kHelpStart[] =
    "Usage: zephyr.exe [options]\n"
    "A Zephyr application in one process, in virtual time.\n";
constexpr char kHelpEnd[] =
    "\n"
    "Example: zephyr.exe --no-rt --stop_at=86400      a day, at once\n";
constexpr int kHelpColumn = 22;

// --- the options of every program ---

bool g_real_time_asked = false;
bool g_no_real_time_asked = false;

void read_rt(const char*, const char*) {
  g_real_time_asked = true;
}

void read_no_rt(const char*, const char*) {
  g_no_real_time_asked = true;
}

void read_ratio(const char* argument, const char* value) {
  g_options.ratio =
      number_of(argument, value, 1e-6, 1e9, "give a ratio from 0.000001 to 1000000000");
  g_real_time_asked = true;
}

void read_stop(const char* argument, const char* value) {
  double seconds =
      number_of(argument, value, 0, kMaxSeconds, "give seconds, 0 or more, e.g. --stop_at=2.5");
  g_options.stop_at_us = static_cast<std::uint64_t>(std::llround(seconds * 1e6));
}

void read_seed(const char* argument, const char* value) {
  g_options.seed = static_cast<std::uint32_t>(
      whole_number_of(argument, value, 0, UINT32_MAX, "give a whole number from 0 to 4294967295"));
}

void check_time() {
  if (g_real_time_asked && g_no_real_time_asked) {
    refuse("--no-rt", "contradicts --rt or --rt-ratio", "give one of them");
  }
  if (g_real_time_asked || g_no_real_time_asked) {
    g_options.real_time = g_real_time_asked;
  }
}

void print_help(const char*, const char*);

constexpr Option kTimeOptions[] = {
    {"rt", nullptr,
     "real time: a virtual second takes a second (default when the\n"
     "output is a terminal)",
     read_rt},
    {"no-rt", nullptr, "as fast as possible (default otherwise)", read_no_rt},
    {"rt-ratio", "<ratio>", "real time, but <ratio> virtual seconds a second, e.g. 60 or 0.5",
     read_ratio},
    {"stop_at", "<time>", "end after <time> virtual seconds, e.g. 2.5", read_stop},
    {"seed", "<number>",
     "seed of the random number generator, 0 to 4294967295\n"
     "(default 24301)",
     read_seed},
    {"help", nullptr, "this text", print_help},
    {"h", nullptr, nullptr, print_help},
    {"?", nullptr, nullptr, print_help},
};
constexpr OptionGroup kTimeGroup = {"", kTimeOptions, std::size(kTimeOptions), check_time};
HOSTED_OPTIONS(kTimeGroup)

// --- the table ---

constexpr std::size_t kMostGroups = 32;
const OptionGroup* g_groups[kMostGroups];
std::size_t g_group_count = 0;

std::span<const OptionGroup* const> groups() {
  return {g_groups, g_group_count};
}

void collect_groups() {
  for (const OptionGroup* const* at = __start_hosted_options; at != __stop_hosted_options; ++at) {
    if (*at != nullptr && g_group_count < kMostGroups) {
      g_groups[g_group_count++] = *at;
    }
  }
  std::sort(g_groups, g_groups + g_group_count, [](const OptionGroup* a, const OptionGroup* b) {
    return std::strcmp(a->title, b->title) < 0;
  });
}

void print_option(const Option& option) {
  char left[64];
  const char* value = option.value_name != nullptr ? option.value_name : "";
  (void)std::snprintf(left, sizeof left, "  --%s%s%s", option.name, *value != '\0' ? "=" : "",
                      value);
  // A long name has a line of its own.
  if (std::strlen(left) >= kHelpColumn) {
    print("%s\n%*s", left, kHelpColumn, "");
  } else {
    print("%-*s", kHelpColumn, left);
  }
  for (const char* c = option.help; *c != '\0'; ++c) {
    write_output(c, 1);
    if (*c == '\n') {
      print("%*s", kHelpColumn, "");
    }
  }
  print("\n");
}

void print_help(const char*, const char*) {
  write_output(kHelpStart, sizeof kHelpStart - 1);
  for (const OptionGroup* group : groups()) {
    print("\n%s%s", group->title, *group->title != '\0' ? "\n" : "");
    for (const Option& option : std::span(group->options, group->count)) {
      if (option.help != nullptr) {
        print_option(option);
      }
    }
  }
  write_output(kHelpEnd, sizeof kHelpEnd - 1);
  end_process(0);
}

// The option whose name is the first `length` characters of `name`; of two with that name the one
// that takes a value if there is one.
const Option* find(const char* name, std::size_t length, bool has_value) {
  const Option* other = nullptr;
  for (const OptionGroup* group : groups()) {
    for (const Option& option : std::span(group->options, group->count)) {
      if (std::strlen(option.name) == length && std::memcmp(option.name, name, length) == 0) {
        if ((option.value_name != nullptr) == has_value) {
          return &option;
        }
        other = &option;
      }
    }
  }
  return other;
}

void read_one(const char* argument) {
  constexpr char kSeeHelp[] = "see --help for what there is";
  // One leading dash will do, as in native_sim.
  if (argument[0] != '-') {
    refuse(argument, "unknown option or missing value", kSeeHelp);
  }
  const char* name = argument + (argument[1] == '-' ? 2 : 1);
  const char* equals = std::strchr(name, '=');
  std::size_t length =
      equals != nullptr ? static_cast<std::size_t>(equals - name) : std::strlen(name);
  const Option* option = find(name, length, equals != nullptr);
  if (option == nullptr) {
    refuse(argument, "unknown option or missing value", kSeeHelp);
  }
  char example[80];
  bool wants_value = option->value_name != nullptr;
  if (wants_value != (equals != nullptr)) {
    (void)std::snprintf(example, sizeof example, "write --%s%s%s", option->name,
                        wants_value ? "=" : "", wants_value ? option->value_name : "");
    refuse(argument, wants_value ? "its value is missing" : "it takes no value", example);
  }
  option->read(argument, wants_value ? equals + 1 : nullptr);
}

}  // namespace

void refuse(const char* what, const char* why, const char* todo) {
  constexpr int kUsageStatus = 2;
  complain("%s: %s; %s", what, why, todo);
  end_process(kUsageStatus, End::kRefused);
}

double number_of(const char* argument, const char* text, double least, double most,
                 const char* todo) {
  char* end = nullptr;
  errno = 0;
  double value = std::strtod(text, &end);
  // strtod() would take leading blanks.
  if (*text == '\0' || *text == ' ' || *text == '\t' || *text == '\n' || *end != '\0' ||
      !std::isfinite(value)) {
    refuse(argument, "not a number", todo);
  }
  if (errno != 0 || value < least || value > most) {
    refuse(argument, "out of range", todo);
  }
  return value;
}

std::uint64_t whole_number_of(const char* argument, const char* text, std::uint64_t least,
                              std::uint64_t most, const char* todo) {
  double value =
      number_of(argument, text, static_cast<double>(least), static_cast<double>(most), todo);
  if (value != std::floor(value)) {
    refuse(argument, "not a whole number", todo);
  }
  return static_cast<std::uint64_t>(value);
}

void read_options(int argc, char** argv, bool terminal) {
  collect_groups();
  g_options.real_time = terminal;
  for (int i = 1; i < argc; ++i) {
    read_one(argv[i]);
  }
  for (const OptionGroup* group : groups()) {
    if (group->check != nullptr) {
      group->check();
    }
  }
}

}  // namespace hosted
