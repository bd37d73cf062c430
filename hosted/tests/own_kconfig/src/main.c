/* SPDX-License-Identifier: Apache-2.0 */
/* Where each setting came from. */
#include <app_version.h>
#include <zephyr/kernel.h>

const char* sliced(void);

static const unsigned char bytes[] = {
#include <bytes.inc>
};
static const unsigned char part[] = {
#include <part.inc>
};
static const unsigned char zipped[] = {
#include <zipped.inc>
};
BUILD_ASSERT(sizeof(bytes) == 5 && sizeof(part) == 2);
BUILD_ASSERT(APP_SANITIZED_A_B_C == 64);

int main(void) {
  if (bytes[4] != '\n' || part[0] != 'b' || part[1] != 'c' || zipped[0] != 0x1f ||
      zipped[1] != 0x8b) {
    printk("wrong bytes: %d %d %d %d\n", bytes[4], part[0], zipped[0], zipped[1]);
  }
  printk("%d, %s, %#x, %s, version %s\n", CONFIG_APP_NUMBER, CONFIG_APP_NAME, CONFIG_APP_MASK,
         sliced(), APP_VERSION_STRING);
  return 0;
}
