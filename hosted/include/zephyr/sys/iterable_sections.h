/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INCLUDE_ZEPHYR_SYS_ITERABLE_SECTIONS_H_
#define INCLUDE_ZEPHYR_SYS_ITERABLE_SECTIONS_H_

/*
 * Arrays put together by the linker: each object defined with STRUCT_SECTION_ITERABLE(type, name),
 * in whatever file, becomes an element, in the order of the names. The section must be declared to
 * the linker, see <zephyr/linker/iterable_sections.h>; the kernel's own types are. An iteration
 * costs one step an object, and is safe at any time: the arrays do not change.
 */

#include <zephyr/sys/__assert.h>
#include <zephyr/toolchain.h>
#include <zephyr/types.h>

#define TYPE_SECTION_START(secname) _CONCAT(_##secname, _list_start)
#define TYPE_SECTION_END(secname) _CONCAT(_##secname, _list_end)
#define TYPE_SECTION_START_EXTERN(type, secname) extern type TYPE_SECTION_START(secname)[]
#define TYPE_SECTION_END_EXTERN(type, secname) extern type TYPE_SECTION_END(secname)[]

/* clang's AddressSanitizer puts gaps between objects unless told not to; GCC's leaves named
 * sections alone. */
#ifdef __clang__
#define HOSTED_NO_GAPS __noasan
#else
#define HOSTED_NO_GAPS
#endif

#define TYPE_SECTION_ITERABLE(type, varname, secname, section_postfix) \
  Z_DECL_ALIGN(type)                                                   \
  varname __in_section(_##secname, static, _CONCAT(section_postfix, _)) __used HOSTED_NO_GAPS

#define TYPE_SECTION_FOREACH(type, secname, iterator)                                      \
  TYPE_SECTION_START_EXTERN(type, secname);                                                \
  TYPE_SECTION_END_EXTERN(type, secname);                                                  \
  for (type* iterator = TYPE_SECTION_START(secname); iterator < TYPE_SECTION_END(secname); \
       iterator++)

#define TYPE_SECTION_GET(type, secname, i, dst) \
  do {                                          \
    TYPE_SECTION_START_EXTERN(type, secname);   \
    *(dst) = &TYPE_SECTION_START(secname)[i];   \
  } while (0)

#define TYPE_SECTION_COUNT(type, secname, dst)                                                 \
  do {                                                                                         \
    TYPE_SECTION_START_EXTERN(type, secname);                                                  \
    TYPE_SECTION_END_EXTERN(type, secname);                                                    \
    *(dst) = ((uintptr_t)TYPE_SECTION_END(secname) - (uintptr_t)TYPE_SECTION_START(secname)) / \
             sizeof(type);                                                                     \
  } while (0)

/* The same for structures, whose section has the name of the structure unless _ALTERNATE gives
 * another. */
#define STRUCT_SECTION_START(struct_type) TYPE_SECTION_START(struct_type)
#define STRUCT_SECTION_END(struct_type) TYPE_SECTION_END(struct_type)
#define STRUCT_SECTION_START_EXTERN(struct_type) \
  TYPE_SECTION_START_EXTERN(struct struct_type, struct_type)
#define STRUCT_SECTION_END_EXTERN(struct_type) \
  TYPE_SECTION_END_EXTERN(struct struct_type, struct_type)

#define STRUCT_SECTION_ITERABLE_ALTERNATE(secname, struct_type, varname) \
  TYPE_SECTION_ITERABLE(struct struct_type, varname, secname, varname)
#define STRUCT_SECTION_ITERABLE_ARRAY_ALTERNATE(secname, struct_type, varname, size) \
  TYPE_SECTION_ITERABLE(struct struct_type, varname[size], secname, varname)
#define STRUCT_SECTION_ITERABLE(struct_type, varname) \
  STRUCT_SECTION_ITERABLE_ALTERNATE(struct_type, struct_type, varname)
#define STRUCT_SECTION_ITERABLE_ARRAY(struct_type, varname, size) \
  STRUCT_SECTION_ITERABLE_ARRAY_ALTERNATE(struct_type, struct_type, varname, size)
#define STRUCT_SECTION_ITERABLE_NAMED(struct_type, name, varname) \
  TYPE_SECTION_ITERABLE(struct struct_type, varname, struct_type, name)
#define STRUCT_SECTION_ITERABLE_NAMED_ALTERNATE(struct_type, secname, name, varname) \
  TYPE_SECTION_ITERABLE(struct struct_type, varname, secname, name)

#define STRUCT_SECTION_FOREACH_ALTERNATE(secname, struct_type, iterator) \
  TYPE_SECTION_FOREACH(struct struct_type, secname, iterator)
#define STRUCT_SECTION_FOREACH(struct_type, iterator) \
  STRUCT_SECTION_FOREACH_ALTERNATE(struct_type, struct_type, iterator)
#define STRUCT_SECTION_GET(struct_type, i, dst) \
  TYPE_SECTION_GET(struct struct_type, struct_type, i, dst)
#define STRUCT_SECTION_COUNT(struct_type, dst) \
  TYPE_SECTION_COUNT(struct struct_type, struct_type, dst)

#endif /* INCLUDE_ZEPHYR_SYS_ITERABLE_SECTIONS_H_ */
