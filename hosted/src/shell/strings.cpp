// SPDX-License-Identifier: Apache-2.0
#include <zephyr/shell/shell_string_conv.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace {

// With the errno of the caller kept.
template <typename Convert>
auto convert(const char* text, int* err, bool is_signed, Convert function) {
  int kept = errno;
  errno = 0;
  char* end = nullptr;
  auto value = function(text, &end);
  if (errno == ERANGE) {
    *err = -ERANGE;
    value = 0;
  } else if (errno != 0 || end == text || *end != '\0' || (!is_signed && *text == '-')) {
    *err = -EINVAL;
    value = 0;
  }
  errno = kept;
  return value;
}

bool is_one_of(const char* text, const char* a, const char* b, const char* c) {
  return std::strcmp(text, a) == 0 || std::strcmp(text, b) == 0 || std::strcmp(text, c) == 0;
}

}  // namespace

long shell_strtol(const char* str, int base, int* err) {
  return convert(str, err, true,
                 [base](const char* text, char** end) { return std::strtol(text, end, base); });
}

unsigned long shell_strtoul(const char* str, int base, int* err) {
  return convert(str, err, false,
                 [base](const char* text, char** end) { return std::strtoul(text, end, base); });
}

unsigned long long shell_strtoull(const char* str, int base, int* err) {
  return convert(str, err, false,
                 [base](const char* text, char** end) { return std::strtoull(text, end, base); });
}

bool shell_strtobool(const char* str, int base, int* err) {
  if (is_one_of(str, "on", "enable", "true")) {
    return true;
  }
  if (is_one_of(str, "off", "disable", "false")) {
    return false;
  }
  return shell_strtoul(str, base, err) != 0;
}
