/* SPDX-License-Identifier: Apache-2.0
 * Reclaimers: one that gives, one that lies, one that is late or stuck for a while, one that
 * allocates and asks again. Shedders. An interrupt handler that allocates. */
#include "storm.h"

#define CACHED 48

uint32_t overlaps;
uint32_t calls_of_reclaimers;
atomic_t refused_within;
atomic_t refused_in_isr;
bool is_shed;

static void* cache[CACHED];
static size_t cached;
static struct k_spinlock cache_lock;
static atomic_t running;

bool keep_in_cache(void* block) {
  const k_spinlock_key_t key = k_spin_lock(&cache_lock);
  const bool has_room = cached < CACHED;
  if (has_room) {
    cache[cached++] = block;
  }
  k_spin_unlock(&cache_lock, key);
  return has_room;
}

static bool free_one(void) {
  const k_spinlock_key_t key = k_spin_lock(&cache_lock);
  void* block = cached > 0 ? cache[--cached] : NULL;
  k_spin_unlock(&cache_lock, key);
  k_free(block);
  return block != NULL;
}

void empty_cache(void) {
  while (free_one()) {
  }
}

static void begin(void) {
  overlaps += atomic_inc(&running) != 0 ? 1 : 0;
  if (k_is_in_isr()) {
    wrong("a callback runs in an interrupt handler", 1, 0);
  }
}

static size_t give(const struct tidemark_reclaim_request* request, void* user_data) {
  ARG_UNUSED(user_data);
  begin();
  ++calls_of_reclaimers;
  size_t given = 0;
  for (uint32_t blocks = 1 + random_below(8); blocks > 0 && free_one(); --blocks) {
    given += 24;
  }
  if (request->deadline_ms == 0) {
    wrong("a reclaimer has no time", 0, 1);
  }
  atomic_dec(&running);
  return given;
}
TIDEMARK_RECLAIMER_DEFINE(giver, 1, give);

static size_t lie(const struct tidemark_reclaim_request* request, void* user_data) {
  ARG_UNUSED(request);
  ARG_UNUSED(user_data);
  begin();
  ++calls_of_reclaimers;
  k_busy_wait(random_below(2000));
  atomic_dec(&running);
  return random_below(100000);
}
TIDEMARK_RECLAIMER_DEFINE(liar, 2, lie);

static size_t dawdle(const struct tidemark_reclaim_request* request, void* user_data) {
  ARG_UNUSED(user_data);
  begin();
  ++calls_of_reclaimers;
  if (random_below(20) == 0) {
    k_msleep((int32_t)(request->deadline_ms + random_below(300)));
  } else {
    k_yield();
  }
  atomic_dec(&running);
  return free_one() ? 24 : 0;
}
TIDEMARK_RECLAIMER_DEFINE(dawdler, 3, dawdle);

static size_t meddle(const struct tidemark_reclaim_request* request, void* user_data) {
  ARG_UNUSED(request);
  ARG_UNUSED(user_data);
  begin();
  ++calls_of_reclaimers;
  void* block = tidemark_malloc(1 + random_below(400));
  if (block == NULL) {
    atomic_inc(&refused_within);
  } else if (!keep_in_cache(block)) {
    k_free(block);
  }
  const int status = tidemark_reclaim(0, NULL);
  if (status != -EWOULDBLOCK) {
    wrong("a reclaimer asked for a pass", (uint32_t)-status, EWOULDBLOCK);
  }
  atomic_dec(&running);
  return 0;
}
TIDEMARK_RECLAIMER_DEFINE(meddler, 4, meddle);

static void shed(bool off, void* user_data) {
  bool* is_off = user_data;
  begin();
  overlaps += *is_off == off ? 1 : 0;
  *is_off = off;
  k_busy_wait(random_below(500));
  atomic_dec(&running);
}
static bool is_other_off;
TIDEMARK_SHEDDER_DEFINE_WITH(first, 1, shed, &is_shed);
TIDEMARK_SHEDDER_DEFINE_WITH(second, 2, shed, &is_other_off);

static void* of_isr;
static void allocate_in_isr(struct k_timer* timer) {
  ARG_UNUSED(timer);
  k_free(of_isr);
  of_isr = k_malloc(1 + random_below(300));
  if (of_isr == NULL) {
    atomic_inc(&refused_in_isr);
  }
}
static K_TIMER_DEFINE(isr_timer, allocate_in_isr, NULL);

void start_isr(void) {
  k_timer_start(&isr_timer, K_MSEC(3), K_MSEC(7));
}
void stop_isr(void) {
  k_timer_stop(&isr_timer);
  k_free(of_isr);
  of_isr = NULL;
}
