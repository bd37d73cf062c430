// SPDX-License-Identifier: Apache-2.0
// k_poll, triggered work and pipes.
#include <zephyr/ztest.h>

K_SEM_DEFINE(sem, 0, 1);
K_FIFO_DEFINE(fifo);
K_MSGQ_DEFINE(msgq, 4, 2, 4);
K_PIPE_DEFINE(pipe, 8, 4);
static struct k_poll_signal signal = K_POLL_SIGNAL_INITIALIZER(signal);
static struct k_poll_event events[] = {
    K_POLL_EVENT_STATIC_INITIALIZER(K_POLL_TYPE_SEM_AVAILABLE, K_POLL_MODE_NOTIFY_ONLY, &sem, 7),
    K_POLL_EVENT_INITIALIZER(K_POLL_TYPE_FIFO_DATA_AVAILABLE, K_POLL_MODE_NOTIFY_ONLY, &fifo),
    K_POLL_EVENT_INITIALIZER(K_POLL_TYPE_MSGQ_DATA_AVAILABLE, K_POLL_MODE_NOTIFY_ONLY, &msgq),
    K_POLL_EVENT_INITIALIZER(K_POLL_TYPE_SIGNAL, K_POLL_MODE_NOTIFY_ONLY, &signal),
    K_POLL_EVENT_INITIALIZER(K_POLL_TYPE_PIPE_DATA_AVAILABLE, K_POLL_MODE_NOTIFY_ONLY, &pipe),
};

static void raise_signal(struct k_timer* timer) {
  ARG_UNUSED(timer);
  zassert_equal(k_poll_signal_raise(&signal, 42), 0);
}
static void cancel(struct k_timer* timer) {
  ARG_UNUSED(timer);
  k_fifo_cancel_wait(&fifo);
}
K_TIMER_DEFINE(raiser, raise_signal, NULL);
K_TIMER_DEFINE(canceller, cancel, NULL);

static void clear_states(void* fixture) {
  ARG_UNUSED(fixture);
  for (size_t i = 0; i < ARRAY_SIZE(events); ++i) {
    events[i].state = K_POLL_STATE_NOT_READY;
  }
}
ZTEST_SUITE(poll, NULL, NULL, clear_states, NULL, NULL);

ZTEST(poll, test_what_is_ready_at_once) {
  static void* item[2];
  uint32_t word = 5;
  size_t moved = 0;
  unsigned int signaled = 1;
  int result = 0;

  zassert_equal(k_poll(events, ARRAY_SIZE(events), K_NO_WAIT), -EAGAIN);
  k_sem_give(&sem);
  k_fifo_put(&fifo, item);
  zassert_equal(k_msgq_put(&msgq, &word, K_NO_WAIT), 0);
  zassert_equal(k_pipe_put(&pipe, "abc", 3, &moved, 3, K_NO_WAIT), 0);
  zassert_equal(k_poll(events, ARRAY_SIZE(events), K_FOREVER), 0);
  zassert_equal(events[0].state, K_POLL_STATE_SEM_AVAILABLE);
  zassert_equal(events[0].tag, 7);
  zassert_equal(events[1].state, K_POLL_STATE_FIFO_DATA_AVAILABLE);
  zassert_equal(events[2].state, K_POLL_STATE_MSGQ_DATA_AVAILABLE);
  zassert_equal(events[3].state, K_POLL_STATE_NOT_READY);
  zassert_equal(events[4].state, K_POLL_STATE_PIPE_DATA_AVAILABLE);
  zassert_equal(k_sem_take(&sem, K_NO_WAIT), 0, "nothing was taken by k_poll");
  zassert_equal_ptr(k_fifo_get(&fifo, K_NO_WAIT), item);
  k_msgq_purge(&msgq);
  k_pipe_flush(&pipe);
  k_poll_signal_check(&signal, &signaled, &result);
  zassert_equal(signaled, 0);
}

ZTEST(poll, test_waiting) {
  int64_t start = k_uptime_get();
  unsigned int signaled = 0;
  int result = 0;

  zassert_equal(k_poll(events, ARRAY_SIZE(events), K_MSEC(100)), -EAGAIN);
  zassert_equal(k_uptime_delta(&start), 110);
  k_timer_start(&raiser, K_MSEC(50), K_NO_WAIT);
  zassert_equal(k_poll(events, ARRAY_SIZE(events), K_FOREVER), 0);
  zassert_equal(events[3].state, K_POLL_STATE_SIGNALED);
  k_poll_signal_check(&signal, &signaled, &result);
  zassert_equal(signaled, 1);
  zassert_equal(result, 42);
  k_poll_signal_reset(&signal);
  k_timer_start(&canceller, K_MSEC(50), K_NO_WAIT);
  zassert_equal(k_poll(events, ARRAY_SIZE(events), K_FOREVER), -EINTR);
  zassert_equal(events[1].state, K_POLL_STATE_CANCELLED);
}

static int handled, handled_result;
static void triggered(struct k_work* item) {
  ++handled;
  handled_result = CONTAINER_OF(item, struct k_work_poll, work)->poll_result;
}

ZTEST(poll, test_triggered_work) {
  static struct k_work_poll work;

  k_work_poll_init(&work, triggered);
  zassert_equal(k_work_poll_cancel(&work), -EINVAL, "it does not wait");
  zassert_equal(k_work_poll_submit(&work, events, 1, K_FOREVER), 0);
  k_msleep(10);
  zassert_equal(handled, 0);
  k_sem_give(&sem);
  k_msleep(10);
  zassert_equal(handled, 1);
  zassert_equal(handled_result, 0);
  zassert_equal(k_sem_take(&sem, K_NO_WAIT), 0);
  zassert_equal(k_work_poll_submit(&work, events, 1, K_MSEC(20)), 0);
  k_msleep(50);
  zassert_equal(handled, 2);
  zassert_equal(handled_result, -EAGAIN);
  zassert_equal(k_work_poll_submit(&work, events, 1, K_FOREVER), 0);
  zassert_equal(k_work_poll_cancel(&work), 0);
  k_sem_give(&sem);
  k_msleep(10);
  zassert_equal(handled, 2);
  k_sem_reset(&sem);
}

static char got[16];
static size_t got_bytes;
static void reader(void* p1, void* p2, void* p3) {
  ARG_UNUSED(p1);
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  zassert_equal(k_pipe_get(&pipe, got, 12, &got_bytes, 12, K_FOREVER), 0);
}
K_THREAD_STACK_DEFINE(reader_stack, 1024 + CONFIG_TEST_EXTRA_STACK_SIZE);
static struct k_thread reader_thread;

ZTEST(poll, test_pipe) {
  size_t moved = 0;

  zassert_equal(k_pipe_get(&pipe, got, 1, &moved, 1, K_NO_WAIT), -EIO);
  zassert_equal(k_pipe_put(&pipe, "abcdefghij", 10, &moved, 9, K_NO_WAIT), -EIO);
  zassert_equal(k_pipe_put(&pipe, "abcdefghij", 10, &moved, 0, K_NO_WAIT), 0);
  zassert_equal(moved, 8);
  zassert_equal(k_pipe_read_avail(&pipe), 8);
  zassert_equal(k_pipe_write_avail(&pipe), 0);
  (void)k_thread_create(&reader_thread, reader_stack, K_THREAD_STACK_SIZEOF(reader_stack), reader,
                        NULL, NULL, NULL, K_PRIO_PREEMPT(5), 0, K_NO_WAIT);
  zassert_equal(k_pipe_put(&pipe, "ijkl+", 5, &moved, 5, K_MSEC(100)), 0);
  zassert_equal(k_thread_join(&reader_thread, K_MSEC(100)), 0);
  zassert_equal(got_bytes, 12);
  zassert_mem_equal(got, "abcdefghijkl", 12);
  zassert_equal(k_pipe_get(&pipe, got, 4, &moved, 1, K_NO_WAIT), 0);
  zassert_equal(moved, 1);
  zassert_equal(got[0], '+');
  zassert_equal(k_pipe_put(&pipe, "abcdefghij", 10, &moved, 9, K_MSEC(10)), -EAGAIN);
  zassert_equal(moved, 8);
  k_pipe_flush(&pipe);
}

/* What is there follows from the positions, which a test may set by hand, as Zephyr's own does. */
ZTEST(poll, test_pipe_positions) {
  pipe.read_index = 0;
  pipe.write_index = 3;
  zassert_equal(k_pipe_read_avail(&pipe), 3);
  zassert_equal(k_pipe_write_avail(&pipe), 5);
  pipe.read_index = 5;
  zassert_equal(k_pipe_read_avail(&pipe), 6);
  zassert_equal(k_pipe_write_avail(&pipe), 2);
  k_pipe_init(&pipe, pipe.buffer, pipe.size);
}

ZTEST(poll, test_newer_calls) {
  static struct k_event event;
  uint32_t words[] = {1, 2, 3};
  uint32_t word = 0;

  k_event_init(&event);
  (void)k_event_post(&event, 0x37);
  zassert_equal(k_event_wait_safe(&event, 0x05, false, K_NO_WAIT), 0x05);
  zassert_equal(k_event_wait_all_safe(&event, 0x07, false, K_NO_WAIT), 0, "two are cleared");
  zassert_equal(k_event_test(&event, UINT32_MAX), 0x32);
  zassert_equal(k_msgq_put(&msgq, &words[0], K_NO_WAIT), 0);
  zassert_equal(k_msgq_put_front(&msgq, &words[1]), 0);
  zassert_equal(k_msgq_put_front(&msgq, &words[2]), -ENOMSG);
  zassert_equal(k_msgq_get(&msgq, &word, K_NO_WAIT), 0);
  zassert_equal(word, 2);
  zassert_equal(k_msgq_get(&msgq, &word, K_NO_WAIT), 0);
  zassert_equal(word, 1);
}
