/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <zephyr/sys/util.h>

#include "sites.h"

static void* volatile latest;

static SITE void* by_malloc(size_t bytes) {
  latest = malloc(bytes);
  return latest;
}

static SITE void* by_calloc(size_t bytes) {
  latest = calloc(bytes, 1);
  return latest;
}

const struct site library_sites[] = {
    {"by_malloc", by_malloc, free, realloc, 0},
    {"by_calloc", by_calloc, free, realloc, 0},
};
const size_t library_site_count = ARRAY_SIZE(library_sites);
