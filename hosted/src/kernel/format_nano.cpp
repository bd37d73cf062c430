// SPDX-License-Identifier: Apache-2.0
// The formatter of CONFIG_CBPRINTF_NANO: d i u p x X s c with h l ll z, and nothing else. What it
// does not know is printed as it stands, its argument left for the next conversion.
#include <zephyr/sys/util.h>

#include <cstdint>
#include <cstring>

#include "kernel/format.hpp"
#include "kernel/format_sink.hpp"

#ifdef CONFIG_CBPRINTF_NANO

namespace hosted {
namespace {

struct Spec {
  bool left = false, zero = false;
  char special = '\0';  // the last of '+', ' ' and '#'
  char length = '\0';   // h, H for hh, l, L for ll, z
  int width = -1;
  int precision = -1;
  char specifier = '\0';
};

struct Arguments {
  std::va_list list;
};

void read_digit(Spec* spec, int value) {
  if (spec->precision >= 0) {
    spec->precision = 10 * spec->precision + value;
  } else if (value == 0 && spec->width < 0 && !spec->left && !spec->zero) {
    spec->zero = true;
  } else {
    spec->width = 10 * (spec->width < 0 ? 0 : spec->width) + value;
  }
}

void read_star(Spec* spec, Arguments* args) {
  int value = va_arg(args->list, int);
  if (spec->precision >= 0) {
    spec->precision = value;
  } else {
    spec->width = value < 0 ? -value : value;
    spec->left |= value < 0;
  }
}

bool read_length(Spec* spec, char c) {
  if (spec->length == c && c != 'z') {
    spec->length = c == 'h' ? 'H' : 'L';
  } else if (spec->length == '\0') {
    spec->length = c;
  } else {
    return false;
  }
  return true;
}

// `at` is behind the '%'. Returns the specifier's place, or that of what no specification has.
const char* read_spec(const char* at, Arguments* args, Spec* spec) {
  for (;; ++at) {
    if (*at >= '0' && *at <= '9') {
      read_digit(spec, *at - '0');
    } else if (*at == '-') {
      spec->left = true;
      spec->zero = false;
    } else if (*at == '.') {
      spec->precision = 0;
      spec->zero = false;
    } else if (*at == '*') {
      read_star(spec, args);
    } else if (*at == '+' || *at == ' ' || *at == '#') {
      spec->special = *at;
    } else if ((*at != 'h' && *at != 'l' && *at != 'z') || !read_length(spec, *at)) {
      spec->specifier = *at;
      return at;
    }
  }
}

void put_piece(Sink* sink, const Spec& spec, std::string_view prefix, std::string_view body,
               bool number) {
  long width = spec.width - static_cast<long>(prefix.size());
  long zeros = 0;
  if (number) {
    zeros =
        (spec.precision < 0 && spec.zero ? width : spec.precision) - static_cast<long>(body.size());
    zeros = zeros > 0 ? zeros : 0;
  }
  long blanks = width - zeros - static_cast<long>(body.size());
  if (!spec.left) {
    sink->fill(' ', blanks);
  }
  sink->put(prefix);
  sink->fill('0', zeros);
  sink->put(body);
  if (spec.left) {
    sink->fill(' ', blanks);
  }
}

void put_number(Sink* sink, const Spec& spec, std::string_view prefix, std::uint64_t value) {
  if (IS_ENABLED(CONFIG_CBPRINTF_REDUCED_INTEGRAL)) {
    value = static_cast<std::uint32_t>(value);
  }
  unsigned radix =
      spec.specifier == 'd' || spec.specifier == 'i' || spec.specifier == 'u' ? 10 : 16;
  const char* digits = spec.specifier == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
  char text[24];
  std::size_t first = sizeof text;
  do {
    text[--first] = digits[value % radix];
    value /= radix;
  } while (value != 0);
  put_piece(sink, spec, prefix, {text + first, sizeof text - first}, true);
}

// A value of 64 bits that the reduced formatter cannot print.
bool too_large(const Spec& spec, std::int64_t value, bool is_signed) {
  if (!IS_ENABLED(CONFIG_CBPRINTF_REDUCED_INTEGRAL) || spec.length != 'L') {
    return false;
  }
  return is_signed ? value != static_cast<std::int32_t>(value)
                   : static_cast<std::uint64_t>(value) >> 32 != 0;
}

void put_signed(Sink* sink, const Spec& spec, Arguments* args) {
  bool wide = spec.length == 'l' || spec.length == 'L' || spec.length == 'z';
  std::int64_t value = wide ? va_arg(args->list, long) : va_arg(args->list, int);
  if (too_large(spec, value, true)) {
    put_piece(sink, spec, "", "ERR", false);
    return;
  }
  if (IS_ENABLED(CONFIG_CBPRINTF_REDUCED_INTEGRAL)) {
    value = static_cast<std::int32_t>(value);
  }
  std::string_view sign = value < 0             ? "-"
                          : spec.special == '+' ? "+"
                          : spec.special == ' ' ? " "
                                                : "";
  auto bits = static_cast<std::uint64_t>(value);
  put_number(sink, spec, sign, value < 0 ? 0 - bits : bits);
}

void put_unsigned(Sink* sink, const Spec& spec, Arguments* args) {
  bool wide =
      spec.length == 'l' || spec.length == 'L' || (spec.length == 'z' && spec.specifier == 'u');
  std::uint64_t value = wide ? va_arg(args->list, unsigned long) : va_arg(args->list, unsigned);
  std::string_view prefix = "";
  if (spec.specifier == 'u') {
    prefix = spec.special == '+' ? "+" : spec.special == ' ' ? " " : "";
  } else if (spec.special == '#') {
    prefix = spec.specifier == 'X' ? "0X" : "0x";
  }
  if (too_large(spec, static_cast<std::int64_t>(value), false)) {
    put_piece(sink, spec, "", "ERR", false);
    return;
  }
  put_number(sink, spec, prefix, value);
}

void put_pointer(Sink* sink, Spec spec, const void* pointer) {
  if (pointer == nullptr) {
    put_piece(sink, spec, "", "(nil)", false);
  } else {
    put_number(sink, spec, "0x", reinterpret_cast<std::uintptr_t>(pointer));
  }
}

void put_string(Sink* sink, const Spec& spec, const char* text) {
  std::size_t length = spec.precision >= 0 ? strnlen(text, static_cast<std::size_t>(spec.precision))
                                           : std::strlen(text);
  put_piece(sink, spec, "", {text, length}, false);
}

void convert(Sink* sink, const Spec& spec, Arguments* args) {
  switch (spec.specifier) {
    case '%':
      sink->put('%');
      break;
    case 'd':
    case 'i':
      put_signed(sink, spec, args);
      break;
    case 'u':
    case 'x':
    case 'X':
      put_unsigned(sink, spec, args);
      break;
    case 'p':
      put_pointer(sink, spec, va_arg(args->list, const void*));
      break;
    case 's':
      put_string(sink, spec, va_arg(args->list, const char*));
      break;
    case 'c': {
      char c = static_cast<char>(va_arg(args->list, int));
      put_piece(sink, spec, "", {&c, 1}, false);
      break;
    }
    default:
      sink->put('%');
      sink->put(spec.specifier);
  }
}

}  // namespace

int format_text(char* str, std::size_t size, const char* format, std::va_list list) {
  Sink sink(str, size);
  Arguments args;
  va_copy(args.list, list);
  for (; *format != '\0'; ++format) {
    if (*format != '%') {
      sink.put(*format);
      continue;
    }
    Spec spec;
    format = read_spec(format + 1, &args, &spec);
    if (*format == '\0') {
      break;
    }
    convert(&sink, spec, &args);
  }
  va_end(args.list);
  return sink.finish();
}

}  // namespace hosted

#endif
