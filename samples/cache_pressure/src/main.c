/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A device that reads pages of its flash through a cache, and for a minute needs memory for an
 * upload. The cache gives way, as much as it must, and comes back when the upload is over.
 */
#include <tidemark/allocate.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#include "cache.h"

#define FLASH_PAGES 128
#define READS_A_SECOND 50
#define PHASE_S 60
#define BUFFERS 24
#define BUFFER_BYTES 256

static void* buffers[BUFFERS];

/* Low numbers are read more often than high ones, as directories are more often than old files. */
static uint32_t next_page(void) {
  static uint32_t state = 1;
  uint32_t least = FLASH_PAGES;

  for (int i = 0; i < 2; i++) {
    state = state * 1664525u + 1013904223u;
    least = MIN(least, (state >> 16) % FLASH_PAGES);
  }
  return least;
}

/* Runs for a phase, and tells what it was like in its second half. */
static void phase(const char* name) {
  uint32_t hits = 0;
  uint32_t reads = 0;

  for (int second = 0; second < PHASE_S; second++) {
    for (int i = 0; i < READS_A_SECOND; i++) {
      const bool is_hit = cache_read(next_page());

      if (second >= PHASE_S / 2) {
        hits += is_hit ? 1 : 0;
        reads++;
      }
    }
    cache_recovers();
    k_msleep(1000);
  }
  printk("%s: hit rate %u %% with %u pages\n", name, hits * 100 / reads, (unsigned)cache_pages());
}

static void upload_begins(void) {
  uint32_t missing = 0;

  for (int i = 0; i < BUFFERS; i++) {
    buffers[i] = tidemark_malloc(BUFFER_BYTES);
    missing += buffers[i] == NULL ? 1 : 0;
  }
  printk("upload begins: %u of %u buffers\n", BUFFERS - missing, BUFFERS);
}

static void upload_ends(void) {
  for (int i = 0; i < BUFFERS; i++) {
    tidemark_free(buffers[i]);
    buffers[i] = NULL;
  }
  printk("upload ends\n");
}

int main(void) {
  phase("before");
  upload_begins();
  phase("under");
  upload_ends();
  phase("after");
  return 0;
}
