/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_LINKER_ITERABLE_SECTIONS_H_
#define ZEPHYR_INCLUDE_LINKER_ITERABLE_SECTIONS_H_

/*
 * For linker-script text only (zephyr_linker_sources): makes the output section that collects the
 * objects of STRUCT_SECTION_ITERABLE(type, ...), sorted by name, between _type_list_start and
 * _type_list_end.
 *
 * _RAM: objects that are written to. _ROM: constants; as they may hold addresses, they lie beside
 * the data here. _NUMERIC: sorted by the number at the end of the name. _GC_ALLOWED: unreferenced
 * objects may be dropped. subalign: alignment of the section in bytes, a power of two.
 */
/* This is ld's language, in which `=.` and `= .` differ. */
/* clang-format off */
#define HOSTED_ITERABLE_SECTION(type, subalign, contents) \
  type##_area : ALIGN(subalign) { \
    _##type##_list_start = .; \
    contents; \
    _##type##_list_end = .; \
  }

#define ITERABLE_SECTION_RAM(type, subalign) \
  HOSTED_ITERABLE_SECTION(type, subalign, KEEP(*(SORT_BY_NAME(._##type.static.*))))

#define ITERABLE_SECTION_RAM_GC_ALLOWED(type, subalign) \
  HOSTED_ITERABLE_SECTION(type, subalign, *(SORT_BY_NAME(._##type.static.*)))

#define HOSTED_BY_NUMBER(type) \
  KEEP(*(SORT(._##type.static.*_?_*))); \
  KEEP(*(SORT(._##type.static.*_??_*)))

#define ITERABLE_SECTION_RAM_NUMERIC(type, subalign) \
  HOSTED_ITERABLE_SECTION(type, subalign, HOSTED_BY_NUMBER(type))
/* clang-format on */

#define ITERABLE_SECTION_ROM(type, subalign) ITERABLE_SECTION_RAM(type, subalign)
#define ITERABLE_SECTION_ROM_GC_ALLOWED(type, subalign) \
  ITERABLE_SECTION_RAM_GC_ALLOWED(type, subalign)
#define ITERABLE_SECTION_ROM_NUMERIC(type, subalign) ITERABLE_SECTION_RAM_NUMERIC(type, subalign)

#endif /* ZEPHYR_INCLUDE_LINKER_ITERABLE_SECTIONS_H_ */
