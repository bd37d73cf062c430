// SPDX-License-Identifier: Apache-2.0
// What the arguments of a package are, told by the conversions of a format or by a list of types.
// No state beyond the objects; any thread, interrupts too. O(length of the format).
#pragma once

#include <zephyr/sys/cbprintf.h>

#include <cstdint>
#include <cstring>

namespace hosted {

enum class Arg : std::uint8_t { kEnd, kInt, kLong, kDouble, kLongDouble, kPointer, kString, kBad };

// What an argument is, and of a string whether the caller knows it to be read-only or not.
struct Kind {
  Arg arg = Arg::kEnd;
  bool const_chars = false;
  bool precision = false;  // an int that is the precision of the next string
  int tag = -1;            // to be stored before the argument
};

// The kinds of the arguments that a format asks for, one after another. It reads the format up to
// its NUL and never beyond.
class FormatKinds {
 public:
  explicit FormatKinds(const char* format) : at_(format) {}

  Kind next() {
    for (;;) {
      if (!inside_) {
        at_ = std::strchr(at_, '%');
        if (at_ == nullptr) {
          at_ = "";
          return {};
        }
        ++at_;
        inside_ = true;
        longs_ = 0;
        dot_ = false;
        fixed_ = -1;
      }
      char c = *at_;
      if (c == '\0') {
        return {};
      }
      ++at_;
      if (c == '*') {
        return {Arg::kInt, false, dot_, -1};
      }
      if (!modifier(c)) {
        inside_ = false;
        Kind kind = conversion(c);
        if (kind.arg != Arg::kEnd) {
          return kind;
        }
      }
    }
  }
  // The precision that stands in the format of the conversion at hand; -1 if there is none.
  int fixed_precision() const { return fixed_; }

 private:
  bool modifier(char c) {
    switch (c) {
      case '.':
        dot_ = true;
        fixed_ = 0;
        return true;
      case 'l':
      case 'j':
      case 'z':
      case 't':
        ++longs_;
        return true;
      case 'L':
        longs_ = kLongDouble;
        return true;
      case 'h':
        return true;
      default:
        if (dot_ && c >= '0' && c <= '9') {
          fixed_ = fixed_ * 10 + (c - '0');
        }
        return (c >= '0' && c <= '9') || c == '#' || c == '-' || c == '+' || c == ' ';
    }
  }
  Kind conversion(char c) const {
    if (c == '\0' || c == '%' || std::strchr("cdiouxXspnaAeEfFgG", c) == nullptr) {
      return {};
    }
    if (std::strchr("aAeEfFgG", c) != nullptr) {
      return {longs_ == kLongDouble ? Arg::kLongDouble : Arg::kDouble};
    }
    if (c == 's' || c == 'p' || c == 'n') {
      return {c == 's' ? Arg::kString : Arg::kPointer};
    }
    return {longs_ > 0 ? Arg::kLong : Arg::kInt};
  }

  static constexpr int kLongDouble = 100;
  const char* at_;
  bool inside_ = false;
  bool dot_ = false;
  int longs_ = 0;
  int fixed_ = -1;
};

// The kind of an argument of one of CBPRINTF_PACKAGE_ARG_TYPE_*.
inline Kind kind_of_type(int type) {
  switch (type) {
    case CBPRINTF_PACKAGE_ARG_TYPE_END:
      return {};
    case CBPRINTF_PACKAGE_ARG_TYPE_LONG:
    case CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_LONG:
    case CBPRINTF_PACKAGE_ARG_TYPE_LONG_LONG:
    case CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_LONG_LONG:
      return {Arg::kLong};
    case CBPRINTF_PACKAGE_ARG_TYPE_FLOAT:
    case CBPRINTF_PACKAGE_ARG_TYPE_DOUBLE:
      return {Arg::kDouble};
    case CBPRINTF_PACKAGE_ARG_TYPE_LONG_DOUBLE:
      return {Arg::kLongDouble};
    case CBPRINTF_PACKAGE_ARG_TYPE_PTR_CHAR:
      return {Arg::kString};
    case HOSTED_CBPRINTF_CONST_CHARS:
      return {Arg::kString, true};
    case CBPRINTF_PACKAGE_ARG_TYPE_PTR_VOID:
      return {Arg::kPointer};
    default:
      return {type > CBPRINTF_PACKAGE_ARG_TYPE_MAX ? Arg::kBad : Arg::kInt};
  }
}

}  // namespace hosted
