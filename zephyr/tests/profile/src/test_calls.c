/* SPDX-License-Identifier: Apache-2.0
 * Every entry point: one record, of the right size, at the user's line, gone after the free. */
#include <stdlib.h>
#include <zephyr/ztest.h>

#include "allocate.h"
#include "probe.h"

static bool lies_in(const struct probe_range* range, uintptr_t address) {
  return address > range->first && address < range->last;
}

static void check_block(const struct allocation* call, const void* block) {
  struct probe_block seen;

  zassert_equal(probe_find((const char*)block - call->offset, &seen), 1, "%s: not one record",
                call->name);
  zassert_equal(seen.size, call->size, "%s: size %u", call->name, seen.size);
  zassert_true(lies_in(&probe_site, seen.frames[0]), "%s: site %p, not in %p to %p", call->name,
               (void*)seen.frames[0], (void*)probe_site.first, (void*)probe_site.last);
  if (CONFIG_TIDEMARK_PROFILE_FRAMES > 1) {
    zassert_true(lies_in(&probe_caller, seen.frames[1]), "%s: caller %p, not in %p to %p",
                 call->name, (void*)seen.frames[1], (void*)probe_caller.first,
                 (void*)probe_caller.last);
  }
  if (call->pool != NULL) {
    zassert_equal(seen.pool, (uintptr_t)call->pool, "%s: pool", call->name);
  } else {
    zassert_equal(seen.pool == 0, IS_ENABLED(CONFIG_TIDEMARK_PROFILE_LIBC_COUNTS), "%s: pool",
                  call->name);
  }
  zassert_true(seen.has_owner && !seen.has_ended, "%s: owner's state", call->name);
  zassert_equal(seen.owner, (uintptr_t)k_current_get(), "%s: owner", call->name);
}

/* All are alive at once, so that each is told from the others. */
static void check_all(const struct allocation* calls, size_t count) {
  void* blocks[16];
  struct probe_block seen;
  const size_t live = probe_live();

  zassert_true(count <= ARRAY_SIZE(blocks));
  for (size_t i = 0; i < count; i++) {
    probe_before(&probe_caller);
    blocks[i] = calls[i].allocate();
    probe_after(&probe_caller);
    zassert_not_null(blocks[i], "%s", calls[i].name);
    zassert_equal(probe_live(), live + i + 1, "%s: %zu records", calls[i].name,
                  probe_live() - live);
    check_block(&calls[i], blocks[i]);
  }
  for (size_t i = 0; i < count; i++) {
    calls[i].free(blocks[i]);
    zassert_equal(probe_find((char*)blocks[i] - calls[i].offset, &seen), 0, "%s: still there",
                  calls[i].name);
  }
  zassert_equal(probe_live(), live);
}

ZTEST(profile_calls, test_each_call_once) {
  check_all(allocations, allocation_count);
}

ZTEST(profile_calls, test_each_operator_new_once) {
  check_all(plus_allocations, plus_allocation_count);
}

ZTEST(profile_calls, test_what_fails_is_no_block) {
  const size_t live = probe_live();

  zassert_is_null(k_malloc(1000000));
  zassert_is_null(k_heap_alloc(&own_heap, 1000000, K_NO_WAIT));
  zassert_is_null(k_calloc((size_t)-1, 16));
  zassert_equal(probe_live(), live);
}

ZTEST(profile_calls, test_free_of_nothing) {
  const size_t live = probe_live();

  k_free(NULL);
  free(NULL);
  k_heap_free(&own_heap, NULL);
  zassert_equal(probe_live(), live);
}

ZTEST_SUITE(profile_calls, NULL, NULL, NULL, NULL, NULL);
