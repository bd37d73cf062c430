/* SPDX-License-Identifier: Apache-2.0
 * Passes over reclaimers that do what they should, and what they should not. */
#include <string.h>
#include <zephyr/irq_offload.h>
#include <zephyr/ztest.h>

#include "memory.h"

static void before_case(void* fixture) {
  ARG_UNUSED(fixture);
  reset_memory();
}

static struct tidemark_reclaim_status reclaim_status(void) {
  struct tidemark_reclaim_status status;
  zassert_ok(tidemark_reclaim_get(&status));
  return status;
}

ZTEST(reclaim, test_calls_from_cheap_to_dear) {
  lend_to_dear(k_malloc(200));
  size_t given = 0;
  zassert_ok(tidemark_reclaim(0, &given));
  zassert_true(were_called("cmd"), "%s", calls);
  zassert_true(given >= 200 && given < 300, "%u", (unsigned int)given);
  zassert_equal(reclaimer_status("dear").outcome, TIDEMARK_RECLAIM_GAVE);
  zassert_equal(reclaimer_status("moody").outcome, TIDEMARK_RECLAIM_GAVE_NOTHING);
  zassert_equal(reclaim_status().reclaimers, 3);
  zassert_equal(reclaim_status().shedders, 2);
}

ZTEST(reclaim, test_stops_when_enough_is_given) {
  lend_to_cheap(k_malloc(200));
  lend_to_dear(k_malloc(200));
  zassert_ok(tidemark_reclaim(100, NULL));
  zassert_true(were_called("c"), "%s", calls);
}

ZTEST(reclaim, test_names_a_liar) {
  mood = LIES;
  zassert_ok(tidemark_reclaim(0, NULL));
  const struct tidemark_reclaimer_status liar = reclaimer_status("moody");
  zassert_equal(liar.outcome, TIDEMARK_RECLAIM_OVERSTATED);
  zassert_true(liar.said_bytes >= 1000);
  zassert_true(liar.bad_calls > 0);
}

ZTEST(reclaim, test_begins_none_after_a_late_one) {
  mood = IS_LATE;
  zassert_equal(tidemark_reclaim(0, NULL), -ETIMEDOUT);
  k_msleep(50);
  zassert_true(were_called("cm"), "%s", calls);
  zassert_equal(reclaimer_status("moody").outcome, TIDEMARK_RECLAIM_LATE);
  zassert_true(reclaimer_status("moody").longest_ms > CONFIG_TIDEMARK_RECLAIM_DEADLINE_MS);
}

ZTEST(reclaim, test_names_a_stuck_one_and_goes_on_when_it_returns) {
  mood = IS_STUCK;
  zassert_equal(tidemark_reclaim(0, NULL), -ETIMEDOUT);
  zassert_true(reclaim_status().is_stuck);
  zassert_equal(reclaimer_status("moody").outcome, TIDEMARK_RECLAIM_STUCK);
  zassert_equal(tidemark_reclaim(0, NULL), -EBUSY);
  mood = GIVES_NOTHING;
  cheer_up();
  k_msleep(5);
  zassert_false(reclaim_status().is_stuck);
  zassert_equal(reclaimer_status("moody").outcome, TIDEMARK_RECLAIM_LATE);
  zassert_ok(tidemark_reclaim(0, NULL));
  zassert_true(were_called("cmcmd"), "%s", calls);
}

ZTEST(reclaim, test_lets_a_callback_allocate_but_not_wait) {
  fill_heap();
  const uint32_t at_once = ladder_status().at_once;
  mood = ALLOCATES;
  zassert_ok(tidemark_reclaim(0, NULL));
  zassert_is_null(complaint, "%s", complaint);
  zassert_equal(ladder_status().at_once, at_once + 1);
}

ZTEST(reclaim, test_is_not_reentered) {
  mood = REENTERS;
  zassert_ok(tidemark_reclaim(0, NULL));
  zassert_is_null(complaint, "%s", complaint);
  zassert_true(were_called("cmd"), "%s", calls);
  zassert_equal(overlaps, 0);
}

ZTEST(reclaim, test_lets_a_callback_register) {
  mood = REGISTERS;
  zassert_ok(tidemark_reclaim(0, NULL));
  zassert_is_null(complaint, "%s", complaint);
}

/* One that gave nothing for earlier levels rests; this ends that. */
static void end_rests(void) {
  lend_to_cheap(k_malloc(100));
  lend_to_dear(k_malloc(100));
  zassert_ok(tidemark_reclaim(0, NULL));
  memset(calls, 0, sizeof(calls));
}

ZTEST(reclaim, test_answers_to_levels) {
  end_rests();
  fill_heap();
  k_msleep(700);
  zassert_not_null(strchr(calls, 'd'), "%s", calls);
  zassert_not_null(strstr(calls, "LV"), "%s", calls);
  zassert_true(reclaim_status().is_shed);
  give_all_back();
  k_msleep(700);
  zassert_not_null(strstr(calls, "vl"), "%s", calls);
  zassert_false(reclaim_status().is_shed);
  zassert_equal(overlaps, 0);
}

ZTEST(reclaim, test_stops_when_the_level_is_met) {
  end_rests();
  void* most[9];
  for (size_t i = 0; i < ARRAY_SIZE(most); ++i) {
    most[i] = k_malloc(240); /* in pieces: the reserve may lie anywhere */
  }
  lend_to_cheap(k_malloc(640));
  lend_to_dear(k_malloc(100));
  k_msleep(700);
  zassert_not_null(strchr(calls, 'c'), "%s", calls);
  zassert_is_null(strchr(calls, 'd'), "%s", calls);
  for (size_t i = 0; i < ARRAY_SIZE(most); ++i) {
    k_free(most[i]);
  }
}

static int status_in_isr;
static void reclaim_in_isr(const void* parameter) {
  ARG_UNUSED(parameter);
  status_in_isr = tidemark_reclaim(0, NULL);
}

ZTEST(reclaim, test_does_nothing_where_one_may_not_wait) {
  irq_offload(reclaim_in_isr, NULL);
  zassert_equal(status_in_isr, -EWOULDBLOCK);
  const unsigned int key = irq_lock();
  const int status = tidemark_reclaim(0, NULL);
  irq_unlock(key);
  zassert_equal(status, -EWOULDBLOCK);
  zassert_true(were_called(""), "%s", calls);
}

ZTEST_SUITE(reclaim, NULL, NULL, before_case, NULL, NULL);
