/* SPDX-License-Identifier: Apache-2.0 */
/* Levels: they rise, are told on the pressure queue, and fall; limits of single resources. */
#include <errno.h>
#include <string.h>

#include <zephyr/kernel.h>
#include <zephyr/ztest.h>

#include <tidemark/pressure.h>

#define HEAP_BYTES 2048
#define WARN_SAMPLES CONFIG_TIDEMARK_WARN_SAMPLES
#define CRITICAL_SAMPLES CONFIG_TIDEMARK_CRITICAL_SAMPLES
#define CALM_SAMPLES CONFIG_TIDEMARK_CALM_SAMPLES
#define MOST_EVENTS 8
#define DEPTH 900

K_HEAP_DEFINE(scarce, HEAP_BYTES);
K_MEM_SLAB_DEFINE(packets, 16, 8, 4);

extern struct k_heap _system_heap;

static struct tidemark_pressure_event events[MOST_EVENTS];
static size_t event_count;
static size_t wrong_context;
K_SEM_DEFINE(was_told, 0, MOST_EVENTS);

static void record(const struct tidemark_pressure_event* event, void* user_data) {
  ARG_UNUSED(user_data);
  wrong_context +=
      k_is_in_isr() || strcmp(k_thread_name_get(k_current_get()), "tidemark_pressure") != 0;
  if (event_count < MOST_EVENTS) {
    events[event_count++] = *event;
  }
  k_sem_give(&was_told);
}
TIDEMARK_PRESSURE_LISTENER_DEFINE(recorder, record);

static void sample(int times) {
  for (int i = 0; i < times; ++i) {
    zassert_ok(tidemark_sample_now());
  }
}

/* Waits for the event about `object`; others are of no interest. */
static struct tidemark_pressure_event expect_event(const void* object) {
  while (k_sem_take(&was_told, K_SECONDS(1)) == 0) {
    for (size_t i = 0; i < event_count; ++i) {
      if (events[i].object == object) {
        const struct tidemark_pressure_event event = events[i];

        events[i].object = NULL;
        return event;
      }
    }
  }
  zassert_unreachable("no listener was called");
  return (struct tidemark_pressure_event){0};
}

static enum tidemark_level level_of(const void* object) {
  enum tidemark_level level = TIDEMARK_LEVEL_OK;

  zassert_ok(tidemark_level_get(object, &level));
  return level;
}

static void* held[8];

/* A block that is freed after the test, however it ends. */
static void* hold(size_t index, size_t bytes) {
  held[index] = k_heap_alloc(&scarce, bytes, K_NO_WAIT);
  zassert_not_null(held[index]);
  return held[index];
}

/* So much of the heap, header included. */
static size_t share(unsigned int percent) {
  struct tidemark_heap_status status;

  for (size_t i = 0; tidemark_heap_get(i, &status) == 0; ++i) {
    if (status.heap == &scarce) {
      return status.capacity_bytes * percent / 100 - 8;
    }
  }
  zassert_unreachable("the heap is not watched");
  return 0;
}

static void release(size_t index) {
  if (held[index] != NULL) {
    k_heap_free(&scarce, held[index]);
    held[index] = NULL;
  }
}

static void before(void* fixture) {
  ARG_UNUSED(fixture);
  zassert_ok(tidemark_heap_set_name(&scarce, "scarce"));
  sample(CALM_SAMPLES);
  k_msleep(10);
  event_count = 0;
  k_sem_reset(&was_told);
}

static void after(void* fixture) {
  ARG_UNUSED(fixture);
  for (size_t i = 0; i < ARRAY_SIZE(held); ++i) {
    release(i);
  }
  (void)tidemark_limits_set(&scarce, NULL);
  zassert_equal(wrong_context, 0, "a listener was not called on the pressure queue");
}

ZTEST(levels, test_heap_rises_and_falls) {
  hold(0, share(88));
  sample(WARN_SAMPLES - 1);
  zassert_equal(level_of(&scarce), TIDEMARK_LEVEL_OK);
  sample(1);
  zassert_equal(level_of(&scarce), TIDEMARK_LEVEL_WARN);
  zassert_equal(tidemark_worst_level(), TIDEMARK_LEVEL_WARN);

  struct tidemark_pressure_event event = expect_event(&scarce);

  zassert_equal(event.kind, TIDEMARK_KIND_HEAP);
  zassert_equal(event.level, TIDEMARK_LEVEL_WARN);
  zassert_equal(event.before, TIDEMARK_LEVEL_OK);
  zassert_true(event.has_cause && event.cause == TIDEMARK_CAUSE_USED);
  zassert_equal(strcmp(event.name, "scarce"), 0);

  hold(1, share(10));
  sample(CRITICAL_SAMPLES);
  event = expect_event(&scarce);
  zassert_equal(event.level, TIDEMARK_LEVEL_CRITICAL);
  zassert_equal(event.before, TIDEMARK_LEVEL_WARN);

  release(1);
  release(0);
  sample(CALM_SAMPLES);
  event = expect_event(&scarce);
  zassert_equal(event.level, TIDEMARK_LEVEL_OK);
  zassert_equal(event.before, TIDEMARK_LEVEL_CRITICAL);
  zassert_false(event.has_cause);
}

ZTEST(levels, test_use_round_a_limit_is_told_once) {
  for (int i = 0; i < 20; ++i) {
    hold(0, share(i % 2 == 0 ? 88 : 83));
    sample(i == 0 ? WARN_SAMPLES : 2);
    release(0);
  }
  zassert_equal(expect_event(&scarce).level, TIDEMARK_LEVEL_WARN);
  k_msleep(10);
  zassert_equal(event_count, 1);
  sample(CALM_SAMPLES);
  zassert_equal(expect_event(&scarce).level, TIDEMARK_LEVEL_OK);
}

ZTEST(levels, test_pool) {
  void* blocks[8];

  for (size_t i = 0; i < ARRAY_SIZE(blocks); ++i) {
    zassert_ok(k_mem_slab_alloc(&packets, &blocks[i], K_NO_WAIT));
  }
  sample(CRITICAL_SAMPLES);

  const struct tidemark_pressure_event event = expect_event(&packets);

  zassert_equal(event.kind, TIDEMARK_KIND_MEM_SLAB);
  zassert_equal(event.level, TIDEMARK_LEVEL_CRITICAL);
  zassert_equal(event.used, 8);
  for (size_t i = 0; i < ARRAY_SIZE(blocks); ++i) {
    k_mem_slab_free(&packets, blocks[i]);
  }
  sample(CALM_SAMPLES);
  zassert_equal(expect_event(&packets).level, TIDEMARK_LEVEL_OK);
}

K_THREAD_STACK_DEFINE(deep_stack, 2048);
static struct k_thread deep_thread;

static void __attribute__((noinline)) go_deep(void* depth, void* p2, void* p3) {
  volatile char bytes[DEPTH];

  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  for (size_t i = 0; i < sizeof(bytes); ++i) {
    bytes[i] = (char)i;
  }
  k_sleep(K_FOREVER);
  bytes[0] = bytes[*(size_t*)depth % DEPTH];
}

/* By a limit of its own that this depth is beyond, and that leaves room for whatever else runs on
 * such a stack. */
ZTEST(levels, test_stack_is_told_before_it_overflows) {
  const struct tidemark_limits limits = {{40, 0, 0, 0}, {99, 0, 0, 0}};
  struct tidemark_coverage coverage;
  static size_t depth;

  zassert_ok(tidemark_coverage_get(&coverage));
  if (strstr(coverage.blind, "thread_stacks") != NULL) {
    ztest_test_skip();
  }
  k_thread_create(&deep_thread, deep_stack, K_THREAD_STACK_SIZEOF(deep_stack), go_deep, &depth,
                  NULL, NULL, -2, 0, K_NO_WAIT);
  k_msleep(1);
  sample(1);
  zassert_ok(tidemark_limits_set(&deep_thread, &limits));
  sample(WARN_SAMPLES);

  const struct tidemark_pressure_event event = expect_event(&deep_thread);

  zassert_equal(event.kind, TIDEMARK_KIND_THREAD_STACK);
  zassert_equal(event.level, TIDEMARK_LEVEL_WARN);
  zassert_true(event.used >= DEPTH && event.used < event.capacity);
  k_thread_abort(&deep_thread);
  sample(1);
  zassert_equal(tidemark_limits_get(&deep_thread, &(struct tidemark_limits){0}), -ENOENT);
}

ZTEST(levels, test_limits) {
  struct tidemark_limits limits;

  zassert_ok(tidemark_limits_get(&scarce, &limits));
  zassert_equal(limits.warn.used_percent, CONFIG_TIDEMARK_HEAP_WARN_PERCENT);
  zassert_equal(limits.critical.used_percent, CONFIG_TIDEMARK_HEAP_CRITICAL_PERCENT);
  limits.critical.used_percent = 101;
  zassert_equal(tidemark_limits_set(&scarce, &limits), -EINVAL);
  limits.critical.used_percent = limits.warn.used_percent - 1;
  zassert_equal(tidemark_limits_set(&scarce, &limits), -EINVAL);
  limits = (struct tidemark_limits){{0, HEAP_BYTES / 2, 0, 0}, {0, 100, 0, 0}};
  zassert_ok(tidemark_limits_set(&scarce, &limits));
  zassert_equal(tidemark_limits_set(&limits, &limits), -ENOENT);
  zassert_ok(tidemark_limits_set(&packets, &limits));
  zassert_equal(tidemark_limits_set(&_system_heap, &limits), -ENOMEM);
  zassert_ok(tidemark_limits_set(&packets, NULL));

  hold(0, share(60));
  sample(WARN_SAMPLES);

  const struct tidemark_pressure_event event = expect_event(&scarce);

  zassert_equal(event.level, TIDEMARK_LEVEL_WARN);
  zassert_equal(event.cause, TIDEMARK_CAUSE_FREE);
  release(0);
  zassert_ok(tidemark_limits_set(&scarce, NULL));
  sample(CALM_SAMPLES);
  zassert_equal(level_of(&scarce), TIDEMARK_LEVEL_OK);
}

ZTEST(levels, test_largest_free_block) {
  const struct tidemark_limits limits = {{0, 0, HEAP_BYTES / 2, 0}, {0, 0, HEAP_BYTES / 8, 0}};
  zassert_ok(tidemark_limits_set(&scarce, &limits));
  for (size_t i = 0; i < 4; ++i) {
    hold(i, HEAP_BYTES / 5);
  }
  release(0);
  release(2);
  sample(WARN_SAMPLES); /* half is free, in pieces */

  const struct tidemark_pressure_event event = expect_event(&scarce);

  zassert_equal(event.level, TIDEMARK_LEVEL_WARN);
  zassert_equal(event.cause, TIDEMARK_CAUSE_LARGEST_FREE);
  release(1);
  release(3);
  zassert_ok(tidemark_limits_set(&scarce, NULL));
  sample(CALM_SAMPLES);
}

static enum tidemark_level level_in_isr;
static int status_in_isr;
static int limits_in_isr;

static void ask_in_isr(struct k_timer* timer) {
  ARG_UNUSED(timer);
  status_in_isr = tidemark_level_get(&scarce, &level_in_isr);
  limits_in_isr = tidemark_limits_set(&scarce, NULL);
}
K_TIMER_DEFINE(asker, ask_in_isr, NULL);

ZTEST(levels, test_in_interrupts) {
  hold(0, share(90));
  sample(WARN_SAMPLES);
  k_timer_start(&asker, K_MSEC(1), K_NO_WAIT);
  k_msleep(10);
  zassert_ok(status_in_isr);
  zassert_equal(level_in_isr, level_of(&scarce));
  zassert_not_equal(level_in_isr, TIDEMARK_LEVEL_OK);
  zassert_equal(limits_in_isr, -EWOULDBLOCK);
  release(0);
  sample(CALM_SAMPLES);
}

/* A listener that blocks, allocates, and adds another. */
static size_t late_calls;
static void be_called_late(const struct tidemark_pressure_event* event, void* user_data) {
  ARG_UNUSED(user_data);
  late_calls += event->object == &scarce;
}
static struct tidemark_pressure_listener late = {.call = be_called_late};

static int late_added = 1;
static void be_rude(const struct tidemark_pressure_event* event, void* user_data) {
  ARG_UNUSED(event);
  ARG_UNUSED(user_data);
  k_msleep(20);
  k_free(k_malloc(64));
  if (late_added != 0) {
    late_added = tidemark_pressure_listener_add(&late);
  }
}
static struct tidemark_pressure_listener rude = {.call = be_rude};

ZTEST(levels, test_rude_listener) {
  zassert_ok(tidemark_pressure_listener_add(&rude));
  zassert_equal(tidemark_pressure_listener_add(&rude), -EALREADY);

  hold(0, share(90));
  sample(WARN_SAMPLES);
  (void)expect_event(&scarce);
  release(0);
  sample(CALM_SAMPLES); /* while the rude one sleeps */
  zassert_equal(expect_event(&scarce).level, TIDEMARK_LEVEL_OK);
  k_msleep(100);
  zassert_ok(late_added);
  zassert_equal(late_calls, 1);
  zassert_ok(tidemark_pressure_listener_remove(&rude));
  zassert_ok(tidemark_pressure_listener_remove(&late));
  zassert_equal(tidemark_pressure_listener_remove(&late), -ENOENT);
}

#if defined(CONFIG_ZBUS)

static struct tidemark_pressure_event published;
K_SEM_DEFINE(was_published, 0, 8);

static void observe(const struct zbus_channel* channel) {
  published = *(const struct tidemark_pressure_event*)zbus_chan_const_msg(channel);
  k_sem_give(&was_published);
}
ZBUS_LISTENER_DEFINE(observer, observe);
ZBUS_CHAN_ADD_OBS(tidemark_level_chan, observer, 1);

ZTEST(levels, test_zbus) {
  hold(0, share(90));
  k_sem_reset(&was_published);
  sample(WARN_SAMPLES);
  zassert_ok(k_sem_take(&was_published, K_SECONDS(1)));
  zassert_equal(published.object, &scarce);
  zassert_not_equal(published.level, TIDEMARK_LEVEL_OK);
  release(0);
  sample(CALM_SAMPLES);
}

#endif

ZTEST_SUITE(levels, NULL, NULL, before, after, NULL);
