/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_CBPRINTF_STATIC_H_
#define ZEPHYR_INCLUDE_SYS_CBPRINTF_STATIC_H_

/* The part of <zephyr/sys/cbprintf.h> that looks at the types of arguments. Hosted's own. */

#ifdef __cplusplus

#define Z_CBPRINTF_TYPES_OF(type, name)                   \
  static inline constexpr uint8_t z_cbprintf_type(type) { \
    return static_cast<uint8_t>(name);                    \
  }
Z_CBPRINTF_TYPES_OF(bool, CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_CHAR)
Z_CBPRINTF_TYPES_OF(char, CBPRINTF_PACKAGE_ARG_TYPE_CHAR)
Z_CBPRINTF_TYPES_OF(signed char, CBPRINTF_PACKAGE_ARG_TYPE_CHAR)
Z_CBPRINTF_TYPES_OF(unsigned char, CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_CHAR)
Z_CBPRINTF_TYPES_OF(short, CBPRINTF_PACKAGE_ARG_TYPE_SHORT)
Z_CBPRINTF_TYPES_OF(unsigned short, CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_SHORT)
Z_CBPRINTF_TYPES_OF(int, CBPRINTF_PACKAGE_ARG_TYPE_INT)
Z_CBPRINTF_TYPES_OF(unsigned int, CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_INT)
Z_CBPRINTF_TYPES_OF(long, CBPRINTF_PACKAGE_ARG_TYPE_LONG)
Z_CBPRINTF_TYPES_OF(unsigned long, CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_LONG)
Z_CBPRINTF_TYPES_OF(long long, CBPRINTF_PACKAGE_ARG_TYPE_LONG_LONG)
Z_CBPRINTF_TYPES_OF(unsigned long long, CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_LONG_LONG)
Z_CBPRINTF_TYPES_OF(float, CBPRINTF_PACKAGE_ARG_TYPE_FLOAT)
Z_CBPRINTF_TYPES_OF(double, CBPRINTF_PACKAGE_ARG_TYPE_DOUBLE)
Z_CBPRINTF_TYPES_OF(long double, CBPRINTF_PACKAGE_ARG_TYPE_LONG_DOUBLE)
Z_CBPRINTF_TYPES_OF(char*, CBPRINTF_PACKAGE_ARG_TYPE_PTR_CHAR)
Z_CBPRINTF_TYPES_OF(unsigned char*, CBPRINTF_PACKAGE_ARG_TYPE_PTR_CHAR)
Z_CBPRINTF_TYPES_OF(const char*, HOSTED_CBPRINTF_CONST_CHARS)
Z_CBPRINTF_TYPES_OF(const unsigned char*, HOSTED_CBPRINTF_CONST_CHARS)
#undef Z_CBPRINTF_TYPES_OF
template <typename T>
static inline constexpr uint8_t z_cbprintf_type(T*) {
  return static_cast<uint8_t>(CBPRINTF_PACKAGE_ARG_TYPE_PTR_VOID);
}

template <typename... Args>
static inline bool z_cbprintf_must_runtime_of(uint32_t flags, const char*, Args... args) {
  const uint8_t types[] = {z_cbprintf_type(args)..., 0};
  return z_cbprintf_must_runtime(flags, types, sizeof...(args));
}
template <typename... Args>
static inline int z_cbprintf_static_package_of(void* packaged, size_t len, size_t align_offset,
                                               uint32_t flags, const char* format, Args... args) {
  const uint8_t types[] = {z_cbprintf_type(args)..., 0};
  return z_cbprintf_static_package(packaged, len, align_offset, flags, types, sizeof...(args),
                                   format, args...);
}
#define Z_CBPRINTF_MUST_RUNTIME(flags, ...) z_cbprintf_must_runtime_of(flags, __VA_ARGS__)
#define Z_CBPRINTF_STATIC(packaged, inlen, align_offset, flags, ...) \
  z_cbprintf_static_package_of(packaged, (size_t)(inlen), align_offset, flags, __VA_ARGS__)

#else

/* clang-format off */
#define Z_CBPRINTF_TYPE(x) \
  _Generic((x), \
    _Bool: CBPRINTF_PACKAGE_ARG_TYPE_INT, \
    char: CBPRINTF_PACKAGE_ARG_TYPE_CHAR, \
    signed char: CBPRINTF_PACKAGE_ARG_TYPE_CHAR, \
    unsigned char: CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_CHAR, \
    short: CBPRINTF_PACKAGE_ARG_TYPE_SHORT, \
    unsigned short: CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_SHORT, \
    int: CBPRINTF_PACKAGE_ARG_TYPE_INT, \
    unsigned int: CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_INT, \
    long: CBPRINTF_PACKAGE_ARG_TYPE_LONG, \
    unsigned long: CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_LONG, \
    long long: CBPRINTF_PACKAGE_ARG_TYPE_LONG_LONG, \
    unsigned long long: CBPRINTF_PACKAGE_ARG_TYPE_UNSIGNED_LONG_LONG, \
    float: CBPRINTF_PACKAGE_ARG_TYPE_FLOAT, \
    double: CBPRINTF_PACKAGE_ARG_TYPE_DOUBLE, \
    long double: CBPRINTF_PACKAGE_ARG_TYPE_LONG_DOUBLE, \
    char*: CBPRINTF_PACKAGE_ARG_TYPE_PTR_CHAR, \
    volatile char*: CBPRINTF_PACKAGE_ARG_TYPE_PTR_CHAR, \
    unsigned char*: CBPRINTF_PACKAGE_ARG_TYPE_PTR_CHAR, \
    const char*: HOSTED_CBPRINTF_CONST_CHARS, \
    const volatile char*: HOSTED_CBPRINTF_CONST_CHARS, \
    const unsigned char*: HOSTED_CBPRINTF_CONST_CHARS, \
    default: CBPRINTF_PACKAGE_ARG_TYPE_PTR_VOID)
/* clang-format on */
#define Z_CBPRINTF_TYPE_COMMA(x) Z_CBPRINTF_TYPE(x),
/* The types of the arguments behind the format, and their number. */
#define Z_CBPRINTF_TYPES(format, ...)                  \
  (const uint8_t[]) {                                  \
    FOR_EACH(Z_CBPRINTF_TYPE_COMMA, (), __VA_ARGS__) 0 \
  }
#define Z_CBPRINTF_COUNT(...) (sizeof(Z_CBPRINTF_TYPES(__VA_ARGS__)) - 1)
#define Z_CBPRINTF_MUST_RUNTIME(flags, ...) \
  z_cbprintf_must_runtime((flags), Z_CBPRINTF_TYPES(__VA_ARGS__), Z_CBPRINTF_COUNT(__VA_ARGS__))
#define Z_CBPRINTF_STATIC(packaged, inlen, align_offset, flags, ...)                      \
  z_cbprintf_static_package((packaged), (size_t)(inlen), (align_offset), (flags),         \
                            Z_CBPRINTF_TYPES(__VA_ARGS__), Z_CBPRINTF_COUNT(__VA_ARGS__), \
                            __VA_ARGS__)

#endif

#if Z_C_GENERIC
#define CBPRINTF_MUST_RUNTIME_PACKAGE(flags, ...) ((int)Z_CBPRINTF_MUST_RUNTIME(flags, __VA_ARGS__))
#define CBPRINTF_STATIC_PACKAGE(packaged, inlen, outlen, align_offset, flags, ...)   \
  do {                                                                               \
    (outlen) = Z_CBPRINTF_STATIC(packaged, inlen, align_offset, flags, __VA_ARGS__); \
  } while (false)
#else
#define CBPRINTF_MUST_RUNTIME_PACKAGE(flags, ...) 1
#define CBPRINTF_STATIC_PACKAGE(packaged, inlen, outlen, align_offset, flags, ...)                 \
  do {                                                                                             \
    void* z_packaged = (packaged);                                                                 \
    (outlen) = cbprintf_package(z_packaged, z_packaged != NULL ? (size_t)(inlen) : (align_offset), \
                                (flags), __VA_ARGS__);                                             \
  } while (false)
#endif

#endif
