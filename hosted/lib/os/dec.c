/* SPDX-License-Identifier: Apache-2.0 */
/* For builds that compile this file by its name in Zephyr's tree; the runtime has the function too.
 */
#include <zephyr/sys/util.h>

uint8_t u8_to_dec(char* buf, uint8_t buflen, uint8_t value) {
  char digits[3];
  uint8_t count = 0;
  uint8_t written = 0;

  do {
    digits[count++] = (char)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (count > 0 && written < buflen) {
    buf[written++] = digits[--count];
  }
  if (written < buflen) {
    buf[written] = '\0';
  }
  return written;
}
