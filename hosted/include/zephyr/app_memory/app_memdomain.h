// SPDX-License-Identifier: Apache-2.0
// Memory domains belong to user mode, which hosted does not offer: every thread may reach
// everything, as in Zephyr without CONFIG_USERSPACE. The macros place nothing.
#ifndef ZEPHYR_INCLUDE_APP_MEMORY_APP_MEMDOMAIN_H_
#define ZEPHYR_INCLUDE_APP_MEMORY_APP_MEMDOMAIN_H_

#define K_APP_DMEM(id)
#define K_APP_BMEM(id)
#define K_APP_DMEM_SECTION(id)
#define K_APP_BMEM_SECTION(id)
#define K_APPMEM_PARTITION_DEFINE(name)

#endif
