/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Call sites, one function each, and what frees and resizes what they took. The function's name is
 * the site's name in the profile.
 */
#ifndef SITES_H_
#define SITES_H_

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SITE __attribute__((noinline, noclone))

struct site {
  const char* name;
  void* (*take)(size_t bytes); /* NULL: no room */
  void (*give)(void* block);
  void* (*resize)(void* block, size_t bytes); /* NULL: it has none */
  size_t fixed_bytes;                         /* of every block; 0: as asked */
};

extern const struct site kernel_sites[];
extern const size_t kernel_site_count;
extern const struct site library_sites[];
extern const size_t library_site_count;
extern const struct site new_sites[];
extern const size_t new_site_count;

#ifdef __cplusplus
}
#endif

#endif /* SITES_H_ */
