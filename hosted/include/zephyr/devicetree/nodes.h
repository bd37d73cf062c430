// SPDX-License-Identifier: Apache-2.0
// The one devicetree, in the form in which Zephyr's build writes it: a macro for each fact about a
// node. Overlays may add nodes (scripts/devicetree.py). A node whose driver is not in the build has
// no status "okay", and its ordinal says which symbol it needs.
//
//   node                 label        compatible                 size, properties
//   /uart                uart0        zephyr,native-posix-uart   current-speed 115200
//   /uart_1              uart1        zephyr,native-posix-uart   current-speed 115200
//   /watchdog            wdt0         tidemark,watchdog          alias watchdog0
//   /retainedmem         retainedmem  zephyr,retained-ram        1024 bytes
//   /retainedmem/retention@0    retention0  zephyr,retention     256, prefix 08 04, checksum 1
//   /retainedmem/retention@100  retention1  zephyr,retention     256, prefix 5a a5, checksum 4
//   /retainedmem/retention@200  retention2  zephyr,retention     256, neither
//   /retainedmem/boot_mode@300  boot_mode0  zephyr,retention     1, neither; chosen
//   zephyr,boot-mode
#ifndef ZEPHYR_INCLUDE_DEVICETREE_NODES_H_
#define ZEPHYR_INCLUDE_DEVICETREE_NODES_H_

#define DT_N_EXISTS 1
#define DT_N_PATH "/"
#define DT_N_FULL_NAME "/"
#define DT_N_STATUS_okay 1
#define DT_N_ORD 0

/* --- labels, aliases, chosen nodes --- */
#define DT_N_NODELABEL_uart0 DT_N_S_uart
#define DT_N_NODELABEL_uart1 DT_N_S_uart_1
#define DT_N_NODELABEL_wdt0 DT_N_S_watchdog
#define DT_N_NODELABEL_retainedmem DT_N_S_retainedmem
#define DT_N_NODELABEL_retainedmem0 DT_N_S_retainedmem
#define DT_N_NODELABEL_retention0 DT_N_S_retainedmem_S_retention_0
#define DT_N_NODELABEL_retention1 DT_N_S_retainedmem_S_retention_100
#define DT_N_NODELABEL_retention2 DT_N_S_retainedmem_S_retention_200
#define DT_N_NODELABEL_boot_mode0 DT_N_S_retainedmem_S_boot_mode_300
#define DT_N_ALIAS_watchdog0 DT_N_S_watchdog
#define DT_N_ALIAS_uart_0 DT_N_S_uart
#define DT_N_ALIAS_uart_1 DT_N_S_uart_1
#define DT_N_ALIAS_retainedmemdevice DT_N_S_retainedmem
#define DT_N_ALIAS_retainedmemtestdevice DT_N_S_retainedmem
#define DT_CHOSEN_zephyr_console DT_N_S_uart
#define DT_CHOSEN_zephyr_console_EXISTS 1
#define DT_CHOSEN_zephyr_shell_uart DT_N_S_uart
#define DT_CHOSEN_zephyr_shell_uart_EXISTS 1
#define DT_CHOSEN_zephyr_uart_mcumgr DT_N_S_uart_1
#define DT_CHOSEN_zephyr_uart_mcumgr_EXISTS 1
#define DT_CHOSEN_zephyr_boot_mode DT_N_S_retainedmem_S_boot_mode_300
#define DT_CHOSEN_zephyr_boot_mode_EXISTS 1

/* --- UARTs --- */
#define DT_N_S_uart_EXISTS 1
#define DT_N_S_uart_PATH "/uart"
#define DT_N_S_uart_FULL_NAME "uart"
#define DT_N_S_uart_PARENT DT_N
#define DT_N_S_uart_COMPAT_MATCHES_zephyr_native_posix_uart 1
#define DT_N_S_uart_P_current_speed 115200
#define DT_N_S_uart_P_current_speed_EXISTS 1
#define DT_N_S_uart_1_EXISTS 1
#define DT_N_S_uart_1_PATH "/uart_1"
#define DT_N_S_uart_1_FULL_NAME "uart_1"
#define DT_N_S_uart_1_PARENT DT_N
#define DT_N_S_uart_1_COMPAT_MATCHES_zephyr_native_posix_uart 1
#define DT_N_S_uart_1_P_current_speed 115200
#define DT_N_S_uart_1_P_current_speed_EXISTS 1
#define DT_N_INST_0_zephyr_native_posix_uart DT_N_S_uart
#define DT_N_INST_1_zephyr_native_posix_uart DT_N_S_uart_1
#ifdef CONFIG_SERIAL
#define DT_N_S_uart_STATUS_okay 1
#define DT_N_S_uart_ORD 1
#define DT_N_S_uart_1_STATUS_okay 1
#define DT_N_S_uart_1_ORD 2
#define DT_COMPAT_HAS_OKAY_zephyr_native_posix_uart 1
#define DT_N_INST_zephyr_native_posix_uart_NUM_OKAY 2
#define DT_FOREACH_OKAY_zephyr_native_posix_uart(fn) fn(DT_N_S_uart) fn(DT_N_S_uart_1)
#define DT_FOREACH_OKAY_INST_zephyr_native_posix_uart(fn) fn(0) fn(1)
#else
#define DT_N_S_uart_ORD this_uart_needs_CONFIG_SERIAL
#define DT_N_S_uart_1_ORD this_uart_needs_CONFIG_SERIAL
#endif

/* --- watchdog --- */
#define DT_N_S_watchdog_EXISTS 1
#define DT_N_S_watchdog_PATH "/watchdog"
#define DT_N_S_watchdog_FULL_NAME "watchdog"
#define DT_N_S_watchdog_PARENT DT_N
#define DT_N_S_watchdog_COMPAT_MATCHES_tidemark_watchdog 1
#define DT_N_INST_0_tidemark_watchdog DT_N_S_watchdog
#ifdef CONFIG_WATCHDOG
#define DT_N_S_watchdog_STATUS_okay 1
#define DT_N_S_watchdog_ORD 3
#define DT_COMPAT_HAS_OKAY_tidemark_watchdog 1
#define DT_N_INST_tidemark_watchdog_NUM_OKAY 1
#define DT_FOREACH_OKAY_tidemark_watchdog(fn) fn(DT_N_S_watchdog)
#define DT_FOREACH_OKAY_INST_tidemark_watchdog(fn) fn(0)
#else
#define DT_N_S_watchdog_ORD this_watchdog_needs_CONFIG_WATCHDOG
#endif

/* --- retained memory --- */
#define DT_N_S_retainedmem_EXISTS 1
#define DT_N_S_retainedmem_PATH "/retainedmem"
#define DT_N_S_retainedmem_FULL_NAME "retainedmem"
#define DT_N_S_retainedmem_PARENT DT_N
#define DT_N_S_retainedmem_COMPAT_MATCHES_zephyr_retained_ram 1
#define DT_N_INST_0_zephyr_retained_ram DT_N_S_retainedmem
#ifdef CONFIG_RETAINED_MEM
#define DT_N_S_retainedmem_STATUS_okay 1
#define DT_N_S_retainedmem_ORD 4
#define DT_COMPAT_HAS_OKAY_zephyr_retained_ram 1
#define DT_N_INST_zephyr_retained_ram_NUM_OKAY 1
#define DT_FOREACH_OKAY_zephyr_retained_ram(fn) fn(DT_N_S_retainedmem)
#define DT_FOREACH_OKAY_INST_zephyr_retained_ram(fn) fn(0)
#else
#define DT_N_S_retainedmem_ORD this_memory_needs_CONFIG_RETAINED_MEM
#endif

/* --- retention areas --- */
#define DT_N_S_retainedmem_S_retention_0_EXISTS 1
#define DT_N_S_retainedmem_S_retention_0_PATH "/retainedmem/retention@0"
#define DT_N_S_retainedmem_S_retention_0_FULL_NAME "retention@0"
#define DT_N_S_retainedmem_S_retention_0_PARENT DT_N_S_retainedmem
#define DT_N_S_retainedmem_S_retention_0_REG_NUM 1
#define DT_N_S_retainedmem_S_retention_0_REG_IDX_0_EXISTS 1
#define DT_N_S_retainedmem_S_retention_0_REG_IDX_0_VAL_ADDRESS 0
#define DT_N_S_retainedmem_S_retention_0_REG_IDX_0_VAL_SIZE 256
#define DT_N_S_retainedmem_S_retention_0_P_checksum 1
#define DT_N_S_retainedmem_S_retention_0_P_checksum_EXISTS 1
#define DT_N_S_retainedmem_S_retention_0_P_prefix \
  { 8 /* 0x8 */, 4 /* 0x4 */ }
#define DT_N_S_retainedmem_S_retention_0_P_prefix_LEN 2
#define DT_N_S_retainedmem_S_retention_0_P_prefix_EXISTS 1
#define DT_N_S_retainedmem_S_retention_100_EXISTS 1
#define DT_N_S_retainedmem_S_retention_100_PATH "/retainedmem/retention@100"
#define DT_N_S_retainedmem_S_retention_100_FULL_NAME "retention@100"
#define DT_N_S_retainedmem_S_retention_100_PARENT DT_N_S_retainedmem
#define DT_N_S_retainedmem_S_retention_100_REG_NUM 1
#define DT_N_S_retainedmem_S_retention_100_REG_IDX_0_EXISTS 1
#define DT_N_S_retainedmem_S_retention_100_REG_IDX_0_VAL_ADDRESS 256
#define DT_N_S_retainedmem_S_retention_100_REG_IDX_0_VAL_SIZE 256
#define DT_N_S_retainedmem_S_retention_100_P_checksum 4
#define DT_N_S_retainedmem_S_retention_100_P_checksum_EXISTS 1
#define DT_N_S_retainedmem_S_retention_100_P_prefix \
  { 90 /* 0x5a */, 165 /* 0xa5 */ }
#define DT_N_S_retainedmem_S_retention_100_P_prefix_LEN 2
#define DT_N_S_retainedmem_S_retention_100_P_prefix_EXISTS 1
#define DT_N_S_retainedmem_S_retention_200_EXISTS 1
#define DT_N_S_retainedmem_S_retention_200_PATH "/retainedmem/retention@200"
#define DT_N_S_retainedmem_S_retention_200_FULL_NAME "retention@200"
#define DT_N_S_retainedmem_S_retention_200_PARENT DT_N_S_retainedmem
#define DT_N_S_retainedmem_S_retention_200_REG_NUM 1
#define DT_N_S_retainedmem_S_retention_200_REG_IDX_0_EXISTS 1
#define DT_N_S_retainedmem_S_retention_200_REG_IDX_0_VAL_ADDRESS 512
#define DT_N_S_retainedmem_S_retention_200_REG_IDX_0_VAL_SIZE 256
#define DT_N_S_retainedmem_S_boot_mode_300_EXISTS 1
#define DT_N_S_retainedmem_S_boot_mode_300_PATH "/retainedmem/boot_mode@300"
#define DT_N_S_retainedmem_S_boot_mode_300_FULL_NAME "boot_mode@300"
#define DT_N_S_retainedmem_S_boot_mode_300_PARENT DT_N_S_retainedmem
#define DT_N_S_retainedmem_S_boot_mode_300_REG_NUM 1
#define DT_N_S_retainedmem_S_boot_mode_300_REG_IDX_0_EXISTS 1
#define DT_N_S_retainedmem_S_boot_mode_300_REG_IDX_0_VAL_ADDRESS 768
#define DT_N_S_retainedmem_S_boot_mode_300_REG_IDX_0_VAL_SIZE 1
#define DT_N_INST_0_zephyr_retention DT_N_S_retainedmem_S_retention_0
#define DT_N_INST_1_zephyr_retention DT_N_S_retainedmem_S_retention_100
#define DT_N_INST_2_zephyr_retention DT_N_S_retainedmem_S_retention_200
#define DT_N_INST_3_zephyr_retention DT_N_S_retainedmem_S_boot_mode_300
#ifdef CONFIG_RETENTION
#define DT_N_S_retainedmem_S_retention_0_STATUS_okay 1
#define DT_N_S_retainedmem_S_retention_100_STATUS_okay 1
#define DT_N_S_retainedmem_S_retention_200_STATUS_okay 1
#define DT_N_S_retainedmem_S_boot_mode_300_STATUS_okay 1
#define DT_N_S_retainedmem_S_retention_0_ORD 5
#define DT_N_S_retainedmem_S_retention_100_ORD 6
#define DT_N_S_retainedmem_S_retention_200_ORD 7
#define DT_N_S_retainedmem_S_boot_mode_300_ORD 8
#define DT_COMPAT_HAS_OKAY_zephyr_retention 1
#define DT_N_INST_zephyr_retention_NUM_OKAY 4
#define DT_FOREACH_OKAY_zephyr_retention(fn)                                  \
  fn(DT_N_S_retainedmem_S_retention_0) fn(DT_N_S_retainedmem_S_retention_100) \
      fn(DT_N_S_retainedmem_S_retention_200) fn(DT_N_S_retainedmem_S_boot_mode_300)
#define DT_FOREACH_OKAY_INST_zephyr_retention(fn) fn(0) fn(1) fn(2) fn(3)
#else
#define DT_N_S_retainedmem_S_retention_0_ORD this_area_needs_CONFIG_RETENTION
#define DT_N_S_retainedmem_S_retention_100_ORD this_area_needs_CONFIG_RETENTION
#define DT_N_S_retainedmem_S_retention_200_ORD this_area_needs_CONFIG_RETENTION
#define DT_N_S_retainedmem_S_boot_mode_300_ORD this_area_needs_CONFIG_RETENTION
#endif

/* What the application's overlays add; the build writes it. */
#include <zephyr/devicetree_overlay.h>

#endif
