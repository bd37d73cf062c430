// SPDX-License-Identifier: Apache-2.0
// The C library's output functions as the application calls them: each runs on the host stack,
// because the library needs kilobytes of stack and a Zephyr thread may have 512 bytes.
#include <cstdarg>
#include <cstdio>

#include "host/call.hpp"
#include "host/process.hpp"
#include "host/real_stdio.hpp"

using hosted::host_call;
namespace real = hosted::real;

extern "C" {

int __wrap_vprintf(const char* format, std::va_list args) {
  return hosted::format_output(format, args, hosted::real::vsnprintf);
}

int __wrap_printf(const char* format, ...) {
  std::va_list args;
  va_start(args, format);
  int result = hosted::format_output(format, args, hosted::real::vsnprintf);
  va_end(args);
  return result;
}

int __wrap_vfprintf(std::FILE* stream, const char* format, std::va_list args) {
  int result = 0;
  host_call([&] { result = real::vfprintf(stream, format, args); });
  return result;
}

int __wrap_fprintf(std::FILE* stream, const char* format, ...) {
  std::va_list args;
  va_start(args, format);
  int result = __wrap_vfprintf(stream, format, args);
  va_end(args);
  return result;
}

int __wrap_vsnprintf(char* buffer, std::size_t size, const char* format, std::va_list args) {
  int result = 0;
  host_call([&] { result = real::vsnprintf(buffer, size, format, args); });
  return result;
}

int __wrap_snprintf(char* buffer, std::size_t size, const char* format, ...) {
  std::va_list args;
  va_start(args, format);
  int result = __wrap_vsnprintf(buffer, size, format, args);
  va_end(args);
  return result;
}

int __wrap_vsprintf(char* buffer, const char* format, std::va_list args) {
  int result = 0;
  host_call([&] { result = real::vsprintf(buffer, format, args); });
  return result;
}

int __wrap_sprintf(char* buffer, const char* format, ...) {
  std::va_list args;
  va_start(args, format);
  int result = __wrap_vsprintf(buffer, format, args);
  va_end(args);
  return result;
}

int __wrap_puts(const char* text) {
  int result = 0;
  host_call([&] { result = real::puts(text); });
  return result;
}

int __wrap_fputs(const char* text, std::FILE* stream) {
  int result = 0;
  host_call([&] { result = real::fputs(text, stream); });
  return result;
}

int __wrap_fputc(int c, std::FILE* stream) {
  int result = 0;
  host_call([&] { result = real::fputc(c, stream); });
  return result;
}

int __wrap_putc(int c, std::FILE* stream) {
  return __wrap_fputc(c, stream);
}

int __wrap_putchar(int c) {
  return __wrap_fputc(c, stdout);
}

std::size_t __wrap_fwrite(const void* data, std::size_t size, std::size_t count,
                          std::FILE* stream) {
  std::size_t result = 0;
  host_call([&] { result = real::fwrite(data, size, count, stream); });
  return result;
}

int __wrap_fflush(std::FILE* stream) {
  int result = 0;
  host_call([&] { result = real::fflush(stream); });
  return result;
}

}  // extern "C"
