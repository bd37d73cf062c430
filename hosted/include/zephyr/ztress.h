// SPDX-License-Identifier: Apache-2.0
// Stress tests: up to CONFIG_ZTRESS_MAX_THREADS handlers, each called again and again in a context
// of its own with pauses of random length (from --seed), until every requirement is met or the time
// is over. Computing takes no virtual time here, so one context interrupts another only where a
// handler waits, or lets time pass with k_busy_wait(): a number of preemptions that is asked for
// may never come, and only the time-out ends the test.
#ifndef TESTSUITE_ZTEST_INCLUDE_ZTRESS_H__
#define TESTSUITE_ZTEST_INCLUDE_ZTRESS_H__

#include <stdbool.h>
#include <stdint.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/util.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ZTRESS_ID_THREAD 0
#define ZTRESS_ID_K_TIMER 1

/* Contexts for ZTRESS_EXECUTE, at most one timer, which comes first; the first thread has the
 * highest priority. exec_cnt, preempt_cnt: calls and preemptions that end the context, 0 for no
 * requirement; init_timeout: about half the longest pause. */
#define ZTRESS_TIMER(handler, user_data, exec_cnt, init_timeout) \
  (ZTRESS_ID_K_TIMER, handler, user_data, exec_cnt, 0, init_timeout)
#define ZTRESS_THREAD(handler, user_data, exec_cnt, preempt_cnt, init_timeout) \
  (ZTRESS_ID_THREAD, handler, user_data, exec_cnt, preempt_cnt, init_timeout)

/* cnt: calls before this one; last: there will be no other; prio: index of the context. False ends
 * the context. */
typedef bool (*ztress_handler)(void* user_data, uint32_t cnt, bool last, int prio);

struct ztress_context_data {
  ztress_handler handler;
  void* user_data;
  uint32_t exec_cnt;
  uint32_t preempt_cnt;
  k_timeout_t t;
};

#define ZTRESS_CONTEXT_INITIALIZER(_handler, _user_data, _exec_cnt, _preempt_cnt, _t) \
  {                                                                                   \
    .handler = (_handler), .user_data = (_user_data), .exec_cnt = (_exec_cnt),        \
    .preempt_cnt = (_preempt_cnt), .t = (_t)                                          \
  }

#define HOSTED_ZTRESS_CONTEXT2(id, ...) ZTRESS_CONTEXT_INITIALIZER(__VA_ARGS__)
#define HOSTED_ZTRESS_CONTEXT(descriptor) HOSTED_ZTRESS_CONTEXT2 descriptor
#define HOSTED_ZTRESS_ID2(id, ...) id
#define HOSTED_ZTRESS_ID(descriptor) HOSTED_ZTRESS_ID2 descriptor

/* Runs the contexts and fails the test if that is impossible. */
#define ZTRESS_EXECUTE(...)                                                          \
  do {                                                                               \
    static const int hosted_ids[] = {FOR_EACH(HOSTED_ZTRESS_ID, (, ), __VA_ARGS__)}; \
    struct ztress_context_data hosted_contexts[] = {                                 \
        FOR_EACH(HOSTED_ZTRESS_CONTEXT, (, ), __VA_ARGS__)};                         \
    hosted_ztress_run(hosted_ids, hosted_contexts, ARRAY_SIZE(hosted_contexts));     \
  } while (0)
void hosted_ztress_run(const int* ids, const struct ztress_context_data* contexts, size_t cnt);

/* The same without the test's failure: -EINVAL if there are more contexts than
 * CONFIG_ZTRESS_MAX_THREADS or priorities. timer_data may be NULL. Waits for the end. */
int ztress_execute(struct ztress_context_data* timer_data, struct ztress_context_data* thread_data,
                   size_t cnt);
/* Ends the test that runs. From threads and interrupts. */
void ztress_abort(void);
/* Longest duration of the following tests; K_NO_WAIT: none. */
void ztress_set_timeout(k_timeout_t t);
/* Of the last test, by context, the timer first: a report on the console, calls, preemptions, pause
 * in ticks. */
void ztress_report(void);
int ztress_exec_count(uint32_t id);
int ztress_preempt_count(uint32_t id);
uint32_t ztress_optimized_ticks(uint32_t id);

#ifdef __cplusplus
}
#endif
#endif /* TESTSUITE_ZTEST_INCLUDE_ZTRESS_H__ */
