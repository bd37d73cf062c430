/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_MEM_MANAGE_H
#define ZEPHYR_INCLUDE_SYS_MEM_MANAGE_H

/* There is no memory management unit to drive: mapping is not offered. */

#include <stdbool.h>
#include <stdint.h>

#define HOSTED_NO_MMU(call)                     \
  __attribute__((error("tidemark-hosted: " call \
                       ": hosted maps no memory; test it on a real board with an MMU")))

HOSTED_NO_MMU("sys_mm_is_phys_addr_in_range") bool sys_mm_is_phys_addr_in_range(uintptr_t phys);
HOSTED_NO_MMU("sys_mm_is_virt_addr_in_range") bool sys_mm_is_virt_addr_in_range(void* virt);

#endif /* ZEPHYR_INCLUDE_SYS_MEM_MANAGE_H */
