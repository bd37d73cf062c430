/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_BASE64_H_
#define ZEPHYR_INCLUDE_SYS_BASE64_H_

#include <stddef.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** RFC 4648 text of slen bytes, and a 0 after it; *olen is its length without the 0. 0, or -ENOMEM
 * if dlen bytes are too few: *olen is then what is needed, with the 0. */
int base64_encode(uint8_t* dst, size_t dlen, size_t* olen, const uint8_t* src, size_t slen);
/** The bytes of such a text; line ends, and spaces before them, are passed over. 0; -EINVAL if the
 * text is malformed; -ENOMEM if dst is null or too small: *olen is then what is needed. */
int base64_decode(uint8_t* dst, size_t dlen, size_t* olen, const uint8_t* src, size_t slen);

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_BASE64_H_ */
