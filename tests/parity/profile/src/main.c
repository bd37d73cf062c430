/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random allocation from many call sites, with a record of its own: what it prints is the truth
 * that a profile of every block must give back to the byte, on each board the same.
 */
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#include "sites.h"

#define ROUNDS 4000
#define SLOTS 72
#define MOST_SITES 16

struct held {
  void* block;
  size_t bytes;
  unsigned int site;
};

struct account {
  size_t live_bytes;
  unsigned int live_blocks;
  size_t total_bytes;
  unsigned int total_blocks;
};

static struct held slots[SLOTS];
static const struct site* sites[MOST_SITES];
static struct account accounts[MOST_SITES];
static unsigned int site_count;
static uint32_t state = 1;

static uint32_t next_random(uint32_t below) {
  state = state * 1664525U + 1013904223U;
  return (state >> 8) % below;
}

static void add_sites(const struct site* list, size_t count) {
  for (size_t i = 0; i < count && site_count < MOST_SITES; i++) {
    sites[site_count++] = &list[i];
  }
}

static void count_taken(struct held* held, void* block, size_t bytes) {
  struct account* account = &accounts[held->site];

  held->block = block;
  held->bytes = bytes;
  account->live_bytes += bytes;
  account->live_blocks++;
  account->total_bytes += bytes;
  account->total_blocks++;
}

static void count_given(struct held* held) {
  accounts[held->site].live_bytes -= held->bytes;
  accounts[held->site].live_blocks--;
  held->block = NULL;
}

static bool take(struct held* held) {
  held->site = next_random(site_count);
  const struct site* site = sites[held->site];
  const size_t bytes = 1 + next_random(100);
  void* block = site->take(bytes);

  if (block != NULL) {
    count_taken(held, block, site->fixed_bytes != 0 ? site->fixed_bytes : bytes);
  }
  return block != NULL;
}

static bool resize(struct held* held) {
  const size_t bytes = 1 + next_random(200);
  void* block = sites[held->site]->resize(held->block, bytes);

  if (block != NULL) {
    count_given(held);
    count_taken(held, block, bytes);
  }
  return block != NULL;
}

/* Returns false where there was no room: the boards would differ from then on. */
static bool play_round(void) {
  struct held* held = &slots[next_random(SLOTS)];

  if (held->block == NULL) {
    return take(held);
  }
  if (sites[held->site]->resize != NULL && next_random(3) == 0) {
    return resize(held);
  }
  sites[held->site]->give(held->block);
  count_given(held);
  return true;
}

int main(void) {
  add_sites(kernel_sites, kernel_site_count);
  add_sites(library_sites, library_site_count);
  add_sites(new_sites, new_site_count);
  for (int round = 0; round < ROUNDS; round++) {
    if (!play_round()) {
      printk("truth: no room in round %d\n", round);
      return 0;
    }
  }
  for (unsigned int i = 0; i < site_count; i++) {
    printk("truth: %s live %u in %u, total %u in %u\n", sites[i]->name,
           (unsigned int)accounts[i].live_bytes, accounts[i].live_blocks,
           (unsigned int)accounts[i].total_bytes, accounts[i].total_blocks);
  }
  return 0;
}
