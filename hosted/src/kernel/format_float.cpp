// SPDX-License-Identifier: Apache-2.0
// Floating point as Zephyr prints it: 16 decimal digits at most, the rest zeros, halves rounded
// down.
#include <zephyr/sys/util.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "host/real_stdio.hpp"
#include "kernel/format.hpp"

namespace hosted {
namespace {

constexpr int kDigits = 16;
// Enough digits to tell a half from a value near it.
constexpr int kExactDigits = 60;

// 0.d1d2d3... times 10 to the exponent; zero has exponent 0.
struct Decimal {
  char digits[kExactDigits + 2];
  int exponent = 0;
};

Decimal decimal_of(double value) {
  Decimal result;
  char text[kExactDigits + 16];
  (void)real::snprintf(text, sizeof text, "%.*e", kExactDigits, value);
  result.digits[0] = text[0];
  std::memcpy(result.digits + 1, text + 2, kExactDigits);
  result.digits[kExactDigits + 1] = '\0';
  result.exponent =
      std::fpclassify(value) == FP_ZERO ? 0 : std::atoi(std::strchr(text, 'e') + 1) + 1;
  return result;
}

// Keeps `count` digits, a half goes down; digits from there on are zeros.
void round_to(Decimal* number, int count) {
  count = std::clamp(count, 0, kDigits);
  const char* rest = number->digits + count;
  bool up = *rest > '5' || (*rest == '5' && rest[1 + std::strspn(rest + 1, "0")] != '\0');
  std::memset(number->digits + count, '0', kExactDigits + 1U - static_cast<unsigned>(count));
  for (int i = count; up && i-- > 0;) {
    up = number->digits[i] == '9';
    number->digits[i] = up ? '0' : static_cast<char>(number->digits[i] + 1);
  }
  if (up) {
    std::memmove(number->digits + 1, number->digits, kExactDigits);
    number->digits[0] = '1';
    ++number->exponent;
  }
}

char digit(const Decimal& number, int index) {
  return index >= 0 && index < kDigits ? number.digits[index] : '0';
}

class Writer {
 public:
  explicit Writer(FloatText* text) : text_(text) {}
  void put(char c) {
    if (text_->length < sizeof text_->data) {
      text_->data[text_->length++] = c;
    }
  }
  void drop_zeros() {
    while (text_->data[text_->length - 1] == '0') {
      --text_->length;
    }
    if (text_->data[text_->length - 1] == '.') {
      --text_->length;
    }
  }

 private:
  FloatText* text_;
};

void put_fixed(Writer* out, const Decimal& number, int precision, bool point) {
  if (number.exponent <= 0) {
    out->put('0');
  }
  for (int i = 0; i < number.exponent; ++i) {
    out->put(digit(number, i));
  }
  if (point || precision > 0) {
    out->put('.');
  }
  for (int i = 0; i < precision; ++i) {
    out->put(digit(number, number.exponent + i));
  }
}

void put_fraction(Writer* out, const Decimal& number, int precision, bool point) {
  out->put(number.digits[0]);
  if (point || precision > 0) {
    out->put('.');
  }
  for (int i = 1; i <= precision; ++i) {
    out->put(digit(number, i));
  }
}

void put_exponent(Writer* out, const Decimal& number, char letter) {
  int exponent = number.digits[0] != '0' ? number.exponent - 1 : number.exponent;
  out->put(letter);
  out->put(exponent < 0 ? '-' : '+');
  exponent = std::abs(exponent);
  if (exponent >= 100) {
    out->put(static_cast<char>('0' + exponent / 100));
  }
  out->put(static_cast<char>('0' + exponent / 10 % 10));
  out->put(static_cast<char>('0' + exponent % 10));
}

void put_name(FloatText* text, const char* name) {
  text->finite = false;
  text->length = std::strlen(name);
  std::memcpy(text->data, name, text->length);
}

void put_hexadecimal(double value, FloatRequest request, FloatText* text) {
  char format[] = {'%', request.alternate ? '#' : '-', '.', '*', request.specifier, '\0'};
  int length = real::snprintf(text->data, sizeof text->data, format, request.precision, value);
  text->length = std::min(static_cast<std::size_t>(length), sizeof text->data - 1);
}

}  // namespace

void format_float(double value, FloatRequest request, FloatText* text) {
  bool upper = request.specifier < 'a';
  char letter = static_cast<char>(request.specifier | 0x20);
  if (!std::isfinite(value)) {
    put_name(text, std::isnan(value) ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf"));
    return;
  }
  if (letter == 'a' || IS_ENABLED(CONFIG_CBPRINTF_FP_ALWAYS_A)) {
    request.precision = letter == 'a' ? request.precision : -1;
    request.specifier = upper ? 'A' : 'a';
    put_hexadecimal(value, request, text);
    return;
  }
  int precision = request.precision < 0 ? 6 : request.precision;
  Decimal number = decimal_of(value);
  bool drop_zeros = false;
  if (letter == 'g') {
    // Decided before rounding, and with a precision of 0 as it is: Zephyr's way.
    bool scientific = number.exponent < -3 || number.exponent > precision;
    letter = scientific ? 'e' : 'f';
    precision = scientific ? std::max(precision - 1, 0) : precision - number.exponent;
    drop_zeros = !request.alternate && precision > 0;
  }
  round_to(&number, letter == 'f' ? precision + number.exponent : precision + 1);
  Writer out(text);
  if (letter == 'f') {
    put_fixed(&out, number, precision, request.alternate);
  } else {
    put_fraction(&out, number, precision, request.alternate);
  }
  if (drop_zeros) {
    out.drop_zeros();
  }
  if (letter == 'e') {
    put_exponent(&out, number, upper ? 'E' : 'e');
  }
}

}  // namespace hosted
