/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS___ASSERT_H_
#define ZEPHYR_INCLUDE_SYS___ASSERT_H_

/*
 * Assertions, compiled in with CONFIG_ASSERT=y and CONFIG_ASSERT_LEVEL > 0. A failed one prints the
 * condition and the place, then the message, and ends in assert_post_action(), which an application
 * may define itself.
 */

#include <stdbool.h>

#include <zephyr/toolchain.h>

#if defined(CONFIG_ASSERT) && !defined(CONFIG_FORCE_NO_ASSERT)
#define __ASSERT_ON CONFIG_ASSERT_LEVEL
#else
#define __ASSERT_ON 0
#endif

#ifdef __cplusplus
extern "C" {
#endif

void assert_print(const char* fmt, ...) __printf_like(1, 2);

#ifdef CONFIG_ASSERT_NO_FILE_INFO
void assert_post_action(void);
#define __ASSERT_POST_ACTION() assert_post_action()
#define HOSTED_ASSERT_FILE ""
#define HOSTED_ASSERT_LINE 0
#else
void assert_post_action(const char* file, unsigned int line);
#define __ASSERT_POST_ACTION() assert_post_action(__FILE__, __LINE__)
#define HOSTED_ASSERT_FILE __FILE__
#define HOSTED_ASSERT_LINE __LINE__
#endif

#ifdef __cplusplus
}
#endif

#ifdef CONFIG_ASSERT_VERBOSE
#define __ASSERT_PRINT(fmt, ...) assert_print(fmt, ##__VA_ARGS__)
#else
#define __ASSERT_PRINT(fmt, ...)
#endif

#ifdef CONFIG_ASSERT_NO_MSG_INFO
#define __ASSERT_MSG_INFO(fmt, ...)
#else
#define __ASSERT_MSG_INFO(fmt, ...) __ASSERT_PRINT("\t" fmt "\n", ##__VA_ARGS__)
#endif

#ifdef CONFIG_ASSERT_NO_COND_INFO
#define HOSTED_ASSERT_CONDITION(test) ""
#else
#define HOSTED_ASSERT_CONDITION(test) Z_STRINGIFY(test)
#endif

#define __ASSERT_LOC(test)                                                       \
  __ASSERT_PRINT("ASSERTION FAIL [%s] @ %s:%d\n", HOSTED_ASSERT_CONDITION(test), \
                 HOSTED_ASSERT_FILE, HOSTED_ASSERT_LINE)

#if __ASSERT_ON > 0

#define __ASSERT_NO_MSG(test) \
  do {                        \
    if (!(test)) {            \
      __ASSERT_LOC(test);     \
      __ASSERT_POST_ACTION(); \
    }                         \
  } while (false)

#define __ASSERT(test, fmt, ...)             \
  do {                                       \
    if (!(test)) {                           \
      __ASSERT_LOC(test);                    \
      __ASSERT_MSG_INFO(fmt, ##__VA_ARGS__); \
      __ASSERT_POST_ACTION();                \
    }                                        \
  } while (false)

#define __ASSERT_EVAL(expr1, expr2, test, fmt, ...) \
  do {                                              \
    expr2;                                          \
    __ASSERT(test, fmt, ##__VA_ARGS__);             \
  } while (false)

#define __ASSERT_UNREACHABLE __ASSERT(false, "Unreachable code")

#else

#define __ASSERT(test, fmt, ...) \
  do {                           \
  } while (false)
#define __ASSERT_EVAL(expr1, expr2, test, fmt, ...) expr1
#define __ASSERT_NO_MSG(test) \
  do {                        \
  } while (false)
#define __ASSERT_UNREACHABLE CODE_UNREACHABLE

#endif

#endif /* ZEPHYR_INCLUDE_SYS___ASSERT_H_ */
