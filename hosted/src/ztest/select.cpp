// SPDX-License-Identifier: Apache-2.0
// Which tests run: --list and --test=suite::test of the command line.
#include <algorithm>
#include <cstring>
#include <iterator>

#include "host/options.hpp"
#include "ztest/runner.hpp"

namespace hosted {
namespace {

bool g_list = false;
const char* g_asked = nullptr;  // suite::test,suite::*,...

struct Name {
  const char* text;
  std::size_t length;
  bool is(const char* other) const {
    return std::strlen(other) == length && std::strncmp(text, other, length) == 0;
  }
};

// One entry of the list; `test` is empty if it has none.
struct Entry {
  Name suite, test;
};

// The entry at `text`, which is moved behind it.
Entry next_entry(const char*& text) {
  std::size_t length = std::strcspn(text, ",");
  std::size_t suite = std::min(std::strcspn(text, ":"), length);
  const char* test = text + suite;
  while (test < text + length && *test == ':') {
    ++test;
  }
  Entry entry = {{text, suite}, {test, static_cast<std::size_t>(text + length - test)}};
  text += length + (text[length] == ',' ? 1 : 0);
  return entry;
}

bool asked(const char* suite, const char* test) {
  if (g_asked == nullptr) {
    return true;
  }
  for (const char* text = g_asked; *text != '\0';) {
    Entry entry = next_entry(text);
    if (entry.suite.is(suite) && (test == nullptr || entry.test.is("*") || entry.test.is(test))) {
      return true;
    }
  }
  return false;
}

bool exists(const Entry& entry) {
  for (auto* test = _ztest_unit_test_list_start; test < _ztest_unit_test_list_end; ++test) {
    if (entry.suite.is(test->test_suite_name) &&
        (entry.test.is("*") || entry.test.is(test->name))) {
      return true;
    }
  }
  return false;
}

void read_list(const char*, const char*) {
  g_list = true;
}

void read_test(const char* argument, const char* value) {
  const char* text = value;
  do {
    if (!exists(next_entry(text))) {
      refuse(argument, "names no test of this program",
             "give suite::test or suite::*, several with commas; --list prints them");
    }
  } while (*text != '\0');
  g_asked = value;
}

constexpr Option kOptions[] = {
    {"list", nullptr, "print all tests and run none", read_list},
    {"test", "<suite::test>", "run only these tests: suite::test or suite::*, several with commas",
     read_test},
};
constexpr OptionGroup kTestOptions = {"Tests:", kOptions, std::size(kOptions), nullptr};
HOSTED_OPTIONS(kTestOptions)

}  // namespace

bool list_asked() {
  return g_list;
}

void list_tests() {
  for (auto* suite = _ztest_suite_node_list_start; suite < _ztest_suite_node_list_end; ++suite) {
    ztest_unit_test* test = nullptr;
    while ((test = z_ztest_get_next_test(suite->name, test)) != nullptr) {
      TC_PRINT("%s::%s\n", test->test_suite_name, test->name);
    }
  }
}

bool suite_asked(const char* suite) {
  return asked(suite, nullptr);
}

bool test_asked(const char* suite, const char* test) {
  return asked(suite, test);
}

}  // namespace hosted
