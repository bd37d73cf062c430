// SPDX-License-Identifier: Apache-2.0
// The C library's own functions, for the runtime. The linker sends every plain reference to a
// wrapped symbol (see wrap_symbols.txt) to the wrapper in stdio_wrap.cpp, the runtime's too; these
// names reach the library directly.
#pragma once

#include <cstdarg>
#include <cstdio>

extern "C" {
std::size_t __real_fwrite(const void* data, std::size_t size, std::size_t count, std::FILE* stream);
int __real_snprintf(char* buffer, std::size_t size, const char* format, ...);
int __real_vsnprintf(char* buffer, std::size_t size, const char* format, std::va_list args);
int __real_vfprintf(std::FILE* stream, const char* format, std::va_list args);
int __real_vsprintf(char* buffer, const char* format, std::va_list args);
int __real_fprintf(std::FILE* stream, const char* format, ...);
int __real_fflush(std::FILE* stream);
int __real_fputs(const char* text, std::FILE* stream);
int __real_fputc(int c, std::FILE* stream);
int __real_puts(const char* text);
}

namespace hosted::real {

inline constexpr auto& fwrite = __real_fwrite;
inline constexpr auto& snprintf = __real_snprintf;
inline constexpr auto& vsnprintf = __real_vsnprintf;
inline constexpr auto& vfprintf = __real_vfprintf;
inline constexpr auto& vsprintf = __real_vsprintf;
inline constexpr auto& fprintf = __real_fprintf;
inline constexpr auto& fflush = __real_fflush;
inline constexpr auto& fputs = __real_fputs;
inline constexpr auto& fputc = __real_fputc;
inline constexpr auto& puts = __real_puts;

}  // namespace hosted::real
