/* SPDX-License-Identifier: Apache-2.0 */
/* Pages of a slow flash, kept in memory as long as nobody needs it for something better. */
#ifndef CACHE_H_
#define CACHE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_BYTES 128

/** Reads a page. Returns whether it was in the cache. */
bool cache_read(uint32_t number);

/** A second has passed: where the cache had to give way, it may grow by some pages again. */
void cache_recovers(void);

size_t cache_pages(void);

#endif /* CACHE_H_ */
