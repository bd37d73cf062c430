// SPDX-License-Identifier: Apache-2.0
// SYS_INIT. Levels run in the order EARLY, PRE_KERNEL_1, PRE_KERNEL_2 (on the ISR stack, no thread
// exists), POST_KERNEL, APPLICATION (on main's stack); within a level by priority, within a
// priority first what is of no devicetree node, in link order, then the devices of nodes, each
// after those that its node depends on. The return value is ignored.
#ifndef ZEPHYR_INCLUDE_INIT_H_
#define ZEPHYR_INCLUDE_INIT_H_

#include <stddef.h>
#include <zephyr/sys/util.h>
#include <zephyr/toolchain.h>

#ifdef __cplusplus
extern "C" {
#endif

struct device;

enum z_init_level {
  Z_INIT_LEVEL_EARLY,
  Z_INIT_LEVEL_PRE_KERNEL_1,
  Z_INIT_LEVEL_PRE_KERNEL_2,
  Z_INIT_LEVEL_POST_KERNEL,
  Z_INIT_LEVEL_APPLICATION,
  Z_INIT_LEVEL_SMP,
  Z_INIT_LEVEL_COUNT
};

/* One initialisation function. Aligned so that the linker lays entries out without gaps. */
struct init_entry {
  int (*sys)(void);
  int (*device_init)(const struct device* dev);
  const struct device* dev;
  int level;    /* enum z_init_level */
  int priority; /* 0..99 */
  int ordinal;  /* of the devicetree node; 0: none */
};

#define Z_INIT_ENTRY_NAME(init_id) CONCAT(__init_, init_id)
#define Z_INIT_ENTRY(name, sys_fn, dev_fn, device, lvl, prio, ord)                          \
  static const struct init_entry __used __attribute__((section("hosted_init"), aligned(8))) \
  Z_INIT_ENTRY_NAME(name) = {(sys_fn), (dev_fn), (device), Z_INIT_LEVEL_##lvl, (prio), (ord)}

#define SYS_INIT(init_fn, level, prio) SYS_INIT_NAMED(init_fn, init_fn, level, prio)
#define SYS_INIT_NAMED(name, init_fn, level, prio) \
  Z_INIT_ENTRY(name, init_fn, NULL, NULL, level, prio, 0)

#ifdef __cplusplus
}
#endif
#endif
