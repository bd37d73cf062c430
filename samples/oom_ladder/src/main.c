/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Five allocations from a heap that is full, each for more than the one before. Each finds another
 * rung of the ladder, but for the last, which finds none: the application goes on without it.
 */
#include <tidemark/allocate.h>
#include <tidemark/reclaim.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#define ROUND_MS 3000
#define SPARE_BYTES 320
#define STATISTICS_BYTES 1200
#define SESSIONS_BYTES 2400
#define FILLERS 96
#define FILLER_BYTES 512

/* What parts of the application hold, NULL: nothing. */
static void* spare_buffers;
static void* statistics;
static void* sessions;

static size_t drop(void** block, size_t bytes) {
  if (*block == NULL) {
    return 0;
  }
  k_free(*block);
  *block = NULL;
  return bytes;
}

/* Cheap: they are allocated again when they are needed. */
static size_t spare_buffers_reclaimed(const struct tidemark_reclaim_request* request,
                                      void* user_data) {
  ARG_UNUSED(request);
  ARG_UNUSED(user_data);
  return drop(&spare_buffers, SPARE_BYTES);
}
TIDEMARK_RECLAIMER_DEFINE(spare_buffers, 0, spare_buffers_reclaimed);

/* Optional work, with its table. */
static void statistics_shed(bool shed, void* user_data) {
  ARG_UNUSED(user_data);
  if (shed) {
    drop(&statistics, STATISTICS_BYTES);
  }
  printk("statistics are switched %s\n", shed ? "off" : "on");
}
TIDEMARK_SHEDDER_DEFINE(statistics, 0, statistics_shed);

/* The last resort: all who are connected have to connect again. */
static enum tidemark_oom_choice sessions_restarted(const struct tidemark_oom_failure* failure,
                                                   void* user_data) {
  ARG_UNUSED(failure);
  ARG_UNUSED(user_data);
  if (drop(&sessions, SESSIONS_BYTES) == 0) {
    printk("nothing is left to give\n");
    return TIDEMARK_OOM_FAIL;
  }
  printk("sessions are restarted\n");
  return TIDEMARK_OOM_RETRY;
}

static void* fillers[FILLERS];

/* All that is free, down to the smallest chunk. */
static void fill(void) {
  size_t bytes = FILLER_BYTES;

  for (int i = 0; i < FILLERS; i++) {
    while ((fillers[i] = k_malloc(bytes)) == NULL && bytes > 1) {
      bytes /= 2;
    }
  }
}

static void empty(void) {
  for (int i = 0; i < FILLERS; i++) {
    k_free(fillers[i]);
    fillers[i] = NULL;
  }
}

static void ask_for(size_t bytes) {
  void* block;

  fill();
  block = tidemark_malloc(bytes);
  printk("%u bytes: %s\n", (unsigned)bytes, block != NULL ? "there they are" : "NULL");
  tidemark_free(block);
  empty();
}

int main(void) {
  static const size_t requests[] = {250, 500, 1000, 2000, 3000};

  spare_buffers = k_malloc(SPARE_BYTES);
  statistics = k_malloc(STATISTICS_BYTES);
  sessions = k_malloc(SESSIONS_BYTES);
  tidemark_oom_handler_set(sessions_restarted, NULL);
  for (size_t i = 0; i < ARRAY_SIZE(requests); i++) {
    ask_for(requests[i]);
    k_msleep(ROUND_MS); /* the monitor tells of it, and takes the reserve back */
  }
  printk("still running\n");
  return 0;
}
