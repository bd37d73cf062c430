/* SPDX-License-Identifier: Apache-2.0 */
/* Where each setting came from. */
#include <app_version.h>
#include <zephyr/kernel.h>

const char* sliced(void);

int main(void) {
  printk("%d, %s, %#x, %s, version %s\n", CONFIG_APP_NUMBER, CONFIG_APP_NAME, CONFIG_APP_MASK,
         sliced(), APP_VERSION_STRING);
  return 0;
}
