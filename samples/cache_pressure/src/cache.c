/* SPDX-License-Identifier: Apache-2.0 */
#include "cache.h"

#include <string.h>
#include <tidemark/reclaim.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/dlist.h>

#define MOST_PAGES 80
#define PAGES_BACK_A_SECOND 2

/* Free chunks lie apart: for a block of some size more than that must be given. */
#define GENEROSITY 4
#define LEAST_GIVEN_BYTES 1024

struct page {
  sys_dnode_t node;
  uint32_t number;
  uint8_t bytes[PAGE_BYTES];
};

/* The one read last comes first. */
static sys_dlist_t pages = SYS_DLIST_STATIC_INIT(&pages);
static size_t page_count;
static size_t limit = MOST_PAGES;
K_MUTEX_DEFINE(cache_lock);

static void read_flash(struct page* page, uint32_t number) {
  page->number = number;
  memset(page->bytes, (int)(number & 0xff), sizeof(page->bytes));
}

static struct page* find(uint32_t number) {
  struct page* page;

  SYS_DLIST_FOR_EACH_CONTAINER (&pages, page, node) {
    if (page->number == number) {
      return page;
    }
  }
  return NULL;
}

static struct page* take_oldest(void) {
  sys_dnode_t* const node = sys_dlist_peek_tail(&pages);

  if (node == NULL) {
    return NULL;
  }
  sys_dlist_remove(node);
  page_count--;
  return CONTAINER_OF(node, struct page, node);
}

bool cache_read(uint32_t number) {
  struct page* page;
  bool is_hit;

  k_mutex_lock(&cache_lock, K_FOREVER);
  page = find(number);
  is_hit = page != NULL;
  if (is_hit) {
    sys_dlist_remove(&page->node);
    page_count--;
  } else {
    /* Plain k_malloc: nobody else has to give way for a cache. */
    page = page_count < limit ? k_malloc(sizeof(*page)) : NULL;
    if (page == NULL) {
      page = take_oldest();
    }
    if (page != NULL) {
      read_flash(page, number);
    }
  }
  if (page != NULL) {
    sys_dlist_prepend(&pages, &page->node);
    page_count++;
  }
  k_mutex_unlock(&cache_lock);
  return is_hit;
}

/* Those not read for the longest time go first. */
static size_t cache_gives(const struct tidemark_reclaim_request* request, void* user_data) {
  const size_t wanted = MAX(request->wanted_bytes * GENEROSITY, LEAST_GIVEN_BYTES);
  size_t given = 0;
  struct page* page;

  ARG_UNUSED(user_data);
  if (k_mutex_lock(&cache_lock, K_MSEC(request->deadline_ms)) != 0) {
    return 0;
  }
  while (given < wanted && (page = take_oldest()) != NULL) {
    k_free(page);
    given += sizeof(*page);
  }
  limit = page_count;
  k_mutex_unlock(&cache_lock);
  return given;
}

TIDEMARK_RECLAIMER_DEFINE(page_cache, 10, cache_gives);

void cache_recovers(void) {
  k_mutex_lock(&cache_lock, K_FOREVER);
  limit = MIN(limit + PAGES_BACK_A_SECOND, MOST_PAGES);
  k_mutex_unlock(&cache_lock);
}

size_t cache_pages(void) {
  return page_count;
}
