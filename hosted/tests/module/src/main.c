/* SPDX-License-Identifier: Apache-2.0 */
/* A module with its Kconfig, its library, its linker section and its share of the system heap. */
#include <toy/toy.h>
#include <zephyr/kernel.h>

TOY_DEFINE(zebra);
TOY_DEFINE(ant);

int main(void) {
  STRUCT_SECTION_FOREACH (toy, toy) {
    printk("%s: %s\n", toy->name, toy_greeting());
  }
  printk("pool %d, sum %d\n", K_HEAP_MEM_POOL_SIZE, TOY_EVERYWHERE);
  return 0;
}
