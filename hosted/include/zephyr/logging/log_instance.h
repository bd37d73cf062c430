// SPDX-License-Identifier: Apache-2.0
// Log sources and instances of them: an object with a log source of its own, named module.instance.
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_INSTANCE_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_INSTANCE_H_

#include <stdint.h>
#include <zephyr/sys/iterable_sections.h>
#include <zephyr/sys/util_macro.h>
#include <zephyr/toolchain.h>
#include <zephyr/types.h>

/* One a source, in the iterable section log_const; `level` is the one compiled in. */
struct log_source_const_data {
  const char* name;
  uint8_t level;
};

/* CONFIG_LOG_RUNTIME_FILTERING: one a source, in the section log_dynamic, in the same order. Three
 * bits a slot: slot 0 the highest of all, slot n the backend with the id n. */
struct log_source_dynamic_data {
  uint32_t filters;
};

#define Z_LOG_ITEM_CONST_DATA(name) UTIL_CAT(log_const_, name)
#define LOG_ITEM_DYNAMIC_DATA(name) UTIL_CAT(log_dynamic_, name)
#define Z_LOG_INSTANCE_FULL_NAME(module, inst) UTIL_CAT(module, UTIL_CAT(_, inst))
#define LOG_INSTANCE_DYNAMIC_DATA(module, inst) \
  LOG_ITEM_DYNAMIC_DATA(Z_LOG_INSTANCE_FULL_NAME(module, inst))

/* A source: constant data, and filters if they change at run time. */
#define Z_LOG_CONST_ITEM(name, text, lvl)                                   \
  extern const struct log_source_const_data Z_LOG_ITEM_CONST_DATA(name);    \
  const STRUCT_SECTION_ITERABLE_ALTERNATE(log_const, log_source_const_data, \
                                          Z_LOG_ITEM_CONST_DATA(name)) = {(text), (uint8_t)(lvl)}
#ifdef CONFIG_LOG_RUNTIME_FILTERING
#define Z_LOG_ITEM(name, text, lvl)                                       \
  Z_LOG_CONST_ITEM(name, text, lvl);                                      \
  extern struct log_source_dynamic_data LOG_ITEM_DYNAMIC_DATA(name);      \
  STRUCT_SECTION_ITERABLE_ALTERNATE(log_dynamic, log_source_dynamic_data, \
                                    LOG_ITEM_DYNAMIC_DATA(name)) = {0}
#define Z_LOG_INSTANCE_STRUCT struct log_source_dynamic_data
#define Z_LOG_OBJECT_PTR(name) (&LOG_ITEM_DYNAMIC_DATA(name))
#else
#define Z_LOG_ITEM(name, text, lvl) Z_LOG_CONST_ITEM(name, text, lvl)
#define Z_LOG_INSTANCE_STRUCT const struct log_source_const_data
#define Z_LOG_OBJECT_PTR(name) (&Z_LOG_ITEM_CONST_DATA(name))
#endif

#define LOG_INSTANCE_PTR(module, inst) Z_LOG_OBJECT_PTR(Z_LOG_INSTANCE_FULL_NAME(module, inst))
#ifdef CONFIG_LOG
/* LOG_INSTANCE_PTR_DECLARE(log); in a structure, LOG_INSTANCE_PTR_INIT(log, module, inst) in its
 * initialiser, LOG_INSTANCE_REGISTER(module, inst, level); once. Nothing without CONFIG_LOG. */
#define LOG_INSTANCE_PTR_DECLARE(name) Z_LOG_INSTANCE_STRUCT* name
#define LOG_OBJECT_PTR_INIT(name, object) .name = object,
#define LOG_INSTANCE_REGISTER(module, inst, lvl) \
  Z_LOG_ITEM(Z_LOG_INSTANCE_FULL_NAME(module, inst), STRINGIFY(module) "." STRINGIFY(inst), lvl)
#else
#define LOG_INSTANCE_PTR_DECLARE(name)
#define LOG_OBJECT_PTR_INIT(name, object)
#define LOG_INSTANCE_REGISTER(module, inst, lvl)
#endif
#define LOG_INSTANCE_PTR_INIT(name, module, inst) \
  LOG_OBJECT_PTR_INIT(name, LOG_INSTANCE_PTR(module, inst))

#endif
