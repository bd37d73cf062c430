/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SHELL_STRING_CONV_H__
#define SHELL_STRING_CONV_H__

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Numbers from text, as strtol and its family. If the text is not wholly a number *err becomes
 * -EINVAL, if it is out of range -ERANGE, and 0 is returned; else *err stays as it is.
 */
long shell_strtol(const char* str, int base, int* err);
unsigned long shell_strtoul(const char* str, int base, int* err);
unsigned long long shell_strtoull(const char* str, int base, int* err);
/** "on", "enable", "true": true; "off", "disable", "false": false; else a number, true if not 0. */
bool shell_strtobool(const char* str, int base, int* err);

#ifdef __cplusplus
}
#endif

#endif /* SHELL_STRING_CONV_H__ */
