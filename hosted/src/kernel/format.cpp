// SPDX-License-Identifier: Apache-2.0
#include <zephyr/sys/util.h>

#include <climits>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "kernel/format.hpp"
#include "kernel/format_sink.hpp"

#ifndef CONFIG_CBPRINTF_NANO

namespace hosted {
namespace {

enum class Length { kNone, kChar, kShort, kLong, kLongLong, kMax, kSize, kDiff, kLongDouble };
enum class Kind { kNone, kSigned, kUnsigned, kFloat, kPointer };

// One conversion, from its '%' to its specifier.
struct Spec {
  bool left = false, plus = false, space = false, alternate = false, zero = false;
  bool verbatim = false;  // invalid, or not configured: printed as it stands
  int width = 0;
  int precision = -1;
  Length length = Length::kNone;
  Kind kind = Kind::kNone;
  char specifier = '\0';
};

// A number of the format: one that no int holds makes the conversion unusable.
int read_number(const char** at, bool* unusable) {
  std::uint64_t value = 0;
  for (; **at >= '0' && **at <= '9'; ++*at) {
    value = value * 10 + static_cast<std::uint64_t>(**at - '0');
  }
  *unusable |= value > INT_MAX;
  return static_cast<int>(value);
}

const char* read_flags(const char* at, Spec* spec) {
  for (;; ++at) {
    switch (*at) {
      case '-':
        spec->left = true;
        break;
      case '+':
        spec->plus = true;
        break;
      case ' ':
        spec->space = true;
        break;
      case '#':
        spec->alternate = true;
        break;
      case '0':
        spec->zero = true;
        break;
      default:
        spec->zero = spec->zero && !spec->left;
        return at;
    }
  }
}

const char* read_length(const char* at, Spec* spec) {
  static constexpr struct {
    std::string_view text;
    Length length;
  } kLengths[] = {{"hh", Length::kChar},      {"h", Length::kShort}, {"ll", Length::kLongLong},
                  {"l", Length::kLong},       {"j", Length::kMax},   {"z", Length::kSize},
                  {"L", Length::kLongDouble}, {"t", Length::kDiff}};
  for (const auto& known : kLengths) {
    if (std::strncmp(at, known.text.data(), known.text.size()) == 0) {
      spec->length = known.length;
      return at + known.text.size();
    }
  }
  return at;
}

// Without 64-bit conversions what may have 64 bits is not printed.
bool too_wide(const Spec& spec) {
  return IS_ENABLED(CONFIG_CBPRINTF_REDUCED_INTEGRAL) && spec.length != Length::kNone &&
         spec.length != Length::kChar && spec.length != Length::kShort;
}

void classify(Spec* spec) {
  bool plain = spec->length == Length::kNone;
  bool extended = spec->length == Length::kLongDouble;
  switch (spec->specifier) {
    case 'd':
    case 'i':
      spec->kind = Kind::kSigned;
      spec->verbatim |= extended || too_wide(*spec);
      break;
    case 'c':
      spec->kind = Kind::kSigned;
      spec->verbatim |= !plain;
      break;
    case 'o':
    case 'u':
    case 'x':
    case 'X':
      spec->kind = Kind::kUnsigned;
      spec->verbatim |= extended || too_wide(*spec);
      break;
    case 'a':
    case 'A':
      spec->verbatim |= !IS_ENABLED(CONFIG_CBPRINTF_FP_A_SUPPORT);
      [[fallthrough]];
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      spec->kind = Kind::kFloat;
      spec->verbatim |=
          !IS_ENABLED(CONFIG_CBPRINTF_FP_SUPPORT) || (!plain && spec->length != Length::kLong);
      break;
    case 'n':
      spec->kind = Kind::kPointer;
      spec->verbatim |= extended;
      break;
    case 's':
    case 'p':
      spec->kind = Kind::kPointer;
      spec->verbatim |= !plain;
      break;
    default:
      spec->verbatim = true;
  }
}

// The arguments, in a structure because a va_list parameter cannot be passed on by address.
struct Arguments {
  std::va_list list;
};

// `at` is behind the '%'. Returns what follows the specifier.
const char* read_spec(const char* at, Arguments* args, Spec* spec) {
  at = read_flags(at, spec);
  bool unusable = false;
  if (*at == '*') {
    ++at;
    int width = va_arg(args->list, int);
    spec->left |= width < 0;
    spec->width = width < 0 ? -width : width;
  } else {
    spec->width = read_number(&at, &unusable);
  }
  if (*at == '.') {
    ++at;
    if (*at == '*') {
      ++at;
      spec->precision = va_arg(args->list, int);
    } else {
      spec->precision = read_number(&at, &unusable);
    }
  }
  at = read_length(at, spec);
  spec->specifier = *at;
  spec->verbatim = unusable;
  classify(spec);
  return *at != '\0' ? at + 1 : at;
}

std::int64_t signed_argument(const Spec& spec, Arguments* args) {
  switch (spec.length) {
    case Length::kChar:
      return static_cast<signed char>(va_arg(args->list, int));
    case Length::kShort:
      return static_cast<short>(va_arg(args->list, int));
    case Length::kNone:
    case Length::kLongDouble:
      return va_arg(args->list, int);
    default:
      return va_arg(args->list, long);
  }
}

std::uint64_t unsigned_argument(const Spec& spec, Arguments* args) {
  switch (spec.length) {
    case Length::kChar:
      return static_cast<unsigned char>(va_arg(args->list, unsigned));
    case Length::kShort:
      return static_cast<unsigned short>(va_arg(args->list, unsigned));
    case Length::kNone:
    case Length::kLongDouble:
      return va_arg(args->list, unsigned);
    default:
      return va_arg(args->list, unsigned long);
  }
}

// Text between blanks, or zeros behind its sign. Zephyr puts the zeros before a prefix "0x".
struct Piece {
  char sign = '\0';
  std::string_view prefix = {};
  long zeros = 0;  // of the precision
  std::string_view body;
};

void put_piece(Sink* sink, const Spec& spec, const Piece& piece) {
  long length = (piece.sign != '\0' ? 1 : 0) + static_cast<long>(piece.prefix.size()) +
                piece.zeros + static_cast<long>(piece.body.size());
  long padding = spec.width - length;
  if (!spec.left && !spec.zero) {
    sink->fill(' ', padding);
  }
  if (piece.sign != '\0') {
    sink->put(piece.sign);
  }
  if (!spec.left && spec.zero) {
    sink->fill('0', padding);
  }
  sink->put(piece.prefix);
  sink->fill('0', piece.zeros);
  sink->put(piece.body);
  if (spec.left) {
    sink->fill(' ', padding);
  }
}

char positive_sign(const Spec& spec) {
  return spec.plus ? '+' : spec.space ? ' ' : '\0';
}

void put_integer(Sink* sink, Spec spec, std::uint64_t value, Piece piece) {
  unsigned radix = 16;
  if (spec.specifier == 'd' || spec.specifier == 'i' || spec.specifier == 'u') {
    radix = 10;
  } else if (spec.specifier == 'o') {
    radix = 8;
  }
  const char* digits = spec.specifier == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
  char text[24];
  std::size_t first = sizeof text;
  do {
    text[--first] = digits[value % radix];
    value /= radix;
  } while (value != 0);
  piece.body = {text + first, sizeof text - first};
  if (spec.alternate && radix != 10) {
    piece.prefix = radix == 8 ? "0" : spec.specifier == 'X' ? "0X" : "0x";
  }
  if (spec.precision >= 0) {
    spec.zero = false;
    long missing = spec.precision - static_cast<long>(piece.body.size());
    piece.zeros = missing > 0 ? missing : 0;
  }
  put_piece(sink, spec, piece);
}

void put_signed(Sink* sink, const Spec& spec, std::int64_t value) {
  if (value < 0) {
    put_integer(sink, spec, 0 - static_cast<std::uint64_t>(value), {.sign = '-', .body = {}});
  } else {
    put_integer(sink, spec, static_cast<std::uint64_t>(value),
                {.sign = positive_sign(spec), .body = {}});
  }
}

void put_float(Sink* sink, Spec spec, double value) {
  FloatText text;
  format_float(std::fabs(value), {spec.specifier, spec.precision, spec.alternate}, &text);
  spec.zero = spec.zero && text.finite;
  put_piece(
      sink, spec,
      {.sign = std::signbit(value) ? '-' : positive_sign(spec), .body = {text.data, text.length}});
}

void store_count(Length length, void* where, int count) {
  switch (length) {
    case Length::kChar:
      *static_cast<signed char*>(where) = static_cast<signed char>(count);
      break;
    case Length::kShort:
      *static_cast<short*>(where) = static_cast<short>(count);
      break;
    case Length::kNone:
    case Length::kLongDouble:
      *static_cast<int*>(where) = count;
      break;
    default:
      *static_cast<long*>(where) = count;
  }
}

void put_pointer(Sink* sink, Spec spec, void* pointer) {
  if (spec.specifier == 'n') {
    if (!IS_ENABLED(CONFIG_CBPRINTF_N_SPECIFIER)) {
      return;
    }
    store_count(spec.length, pointer, sink->count());
  } else if (spec.specifier == 's') {
    auto* text = static_cast<const char*>(pointer);
    std::size_t length = spec.precision >= 0
                             ? strnlen(text, static_cast<std::size_t>(spec.precision))
                             : std::strlen(text);
    put_piece(sink, spec, {.body = {text, length}});
  } else if (pointer == nullptr) {
    put_piece(sink, spec, {.body = "(nil)"});
  } else {
    spec.alternate = true;
    put_integer(sink, spec, reinterpret_cast<std::uintptr_t>(pointer), {.body = {}});
  }
}

// The argument is consumed even if its conversion is printed as it stands.
void convert(Sink* sink, const Spec& spec, std::string_view verbatim, Arguments* args) {
  std::int64_t integer = 0;
  double real = 0;
  void* pointer = nullptr;
  if (spec.kind == Kind::kSigned) {
    integer = signed_argument(spec, args);
  } else if (spec.kind == Kind::kUnsigned) {
    integer = static_cast<std::int64_t>(unsigned_argument(spec, args));
  } else if (spec.kind == Kind::kFloat && spec.length == Length::kLongDouble) {
    real = static_cast<double>(va_arg(args->list, long double));
  } else if (spec.kind == Kind::kFloat) {
    real = va_arg(args->list, double);
  } else if (spec.kind == Kind::kPointer) {
    pointer = va_arg(args->list, void*);
  }
  if (spec.verbatim) {
    sink->put(verbatim);
  } else if (spec.specifier == 'c') {
    char c = static_cast<char>(integer);
    put_piece(sink, spec, {.body = {&c, 1}});
  } else if (spec.kind == Kind::kSigned) {
    put_signed(sink, spec, integer);
  } else if (spec.kind == Kind::kUnsigned) {
    put_integer(sink, spec, static_cast<std::uint64_t>(integer), {.body = {}});
  } else if (spec.kind == Kind::kFloat) {
    put_float(sink, spec, real);
  } else {
    put_pointer(sink, spec, pointer);
  }
}

}  // namespace

int format_text(char* str, std::size_t size, const char* format, std::va_list list) {
  Sink sink(str, size);
  Arguments args;
  va_copy(args.list, list);
  while (*format != '\0') {
    if (*format != '%') {
      sink.put(*format++);
    } else if (format[1] == '%') {
      sink.put('%');
      format += 2;
    } else {
      Spec spec;
      const char* end = read_spec(format + 1, &args, &spec);
      convert(&sink, spec, {format, static_cast<std::size_t>(end - format)}, &args);
      format = end;
    }
  }
  va_end(args.list);
  return sink.finish();
}

}  // namespace hosted

#endif
