/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_UTIL_UTF8_H_
#define ZEPHYR_INCLUDE_SYS_UTIL_UTF8_H_

/* Texts in UTF-8. Zephyr has these here since 4.2; <zephyr/sys/util.h> includes it. */

#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Cuts a text after its last whole character, in place. */
char* utf8_trunc(char* utf8_str);
/* Copies at most n bytes, a final 0 included, without splitting a character; n 0 does nothing. */
char* utf8_lcpy(char* dst, const char* src, size_t n);
/* Number of characters, 0 for an empty text; -EINVAL if a byte begins no character or a character
 * ends early. */
int utf8_count_chars(const char* s);

#ifdef __cplusplus
}
#endif
#endif
