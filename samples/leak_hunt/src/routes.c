/* SPDX-License-Identifier: Apache-2.0 */
#include <zephyr/kernel.h>

#include "leaks.h"

#define ROUTE_BYTES 32
#define ROUTES 96

K_MEM_SLAB_DEFINE(routes, ROUTE_BYTES, ROUTES, 8);

/* The fourth leak: a block of a slab. */
void route_looked_up(uint32_t number) {
  void* route;

  if (k_mem_slab_alloc(&routes, &route, K_NO_WAIT) != 0) {
    return;
  }
  if (number % 25 == 24) {
    return; /* it is broken: nobody will ask for it again */
  }
  k_mem_slab_free(&routes, route);
}
