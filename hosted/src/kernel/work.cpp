// SPDX-License-Identifier: Apache-2.0
#include "kernel/work.hpp"

#include <zephyr/init.h>
#include <zephyr/kernel.h>

#include <cerrno>

#include "host/process.hpp"
#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"
#include "kernel/timeout.hpp"

namespace hosted {
namespace {

// k_work_q.flags
constexpr std::uint32_t kStarted = K_WORK_QUEUE_STARTED;
constexpr std::uint32_t kBusy = K_WORK_QUEUE_BUSY;
constexpr std::uint32_t kDraining = K_WORK_QUEUE_DRAIN;
constexpr std::uint32_t kPlugged = K_WORK_QUEUE_PLUGGED;
constexpr std::uint32_t kStopping = K_WORK_QUEUE_STOP;
constexpr std::uint32_t kNoYield = K_WORK_QUEUE_NO_YIELD;

constexpr std::uint32_t kBusyMask =
    K_WORK_RUNNING | K_WORK_CANCELING | K_WORK_QUEUED | K_WORK_DELAYED | K_WORK_FLUSHING;

sys_slist_t g_cancellers = {nullptr, nullptr};

void set(std::uint32_t& flags, std::uint32_t bits) {
  flags |= bits;
}

void clear(std::uint32_t& flags, std::uint32_t bits) {
  flags &= ~bits;
}

bool test(std::uint32_t flags, std::uint32_t bits) {
  return (flags & bits) != 0;
}

void tell(k_work_q* queue) {
  (void)wake_first(&queue->notifyq, 0);
}

int enqueue(k_work_q* queue, k_work* work) {
  if (queue == nullptr) {
    return -EINVAL;
  }
  if (!test(queue->flags, kStarted)) {
    return -ENODEV;
  }
  bool chained = z_current_thread == queue->thread_id && !in_isr();
  bool draining = test(queue->flags, kDraining);
  if ((draining && !chained) || (test(queue->flags, kPlugged) && !draining)) {
    return -EBUSY;
  }
  // Not before: a queue that takes nothing need not look at the item.
  expect_handler(work, "k_work_submit");
  sys_slist_append(&queue->pending, &work->node);
  tell(queue);
  return 1;
}

void flusher_handler(k_work* work) {
  k_sem_give(&CONTAINER_OF(work, z_work_flusher, work)->sem);
}

// The flusher runs right behind the item whose end it reports.
void enqueue_flusher(k_work_q* queue, k_work* work, z_work_flusher* flusher) {
  flusher->work = {};
  flusher->work.handler = flusher_handler;
  flusher->work.queue = queue;
  set(flusher->work.flags, K_WORK_QUEUED);
  (void)k_sem_init(&flusher->sem, 0, 1);
  if (test(work->flags, K_WORK_QUEUED)) {
    sys_slist_insert(&queue->pending, &work->node, &flusher->work.node);
  } else {
    sys_slist_prepend(&queue->pending, &flusher->work.node);
  }
  tell(queue);
}

void end_cancelling(k_work* work) {
  clear(work->flags, K_WORK_CANCELING);
  sys_snode_t* previous = nullptr;
  sys_snode_t* node = sys_slist_peek_head(&g_cancellers);
  while (node != nullptr) {
    sys_snode_t* next = sys_slist_peek_next(node);
    auto* canceller = CONTAINER_OF(node, z_work_canceller, node);
    if (canceller->work == work) {
      sys_slist_remove(&g_cancellers, previous, node);
      k_sem_give(&canceller->sem);
    } else {
      previous = node;
    }
    node = next;
  }
}

#ifdef CONFIG_WORKQUEUE_WORK_TIMEOUT
void item_took_too_long(_timeout* record) {
  auto* queue = CONTAINER_OF(record, k_work_q, work_timeout_record);
  complain(
      "work queue '%s': the handler %p of work item %p ran longer than its queue allows "
      "(work_timeout_ms); the queue's thread is aborted",
      name_of(queue->thread_id), reinterpret_cast<void*>(queue->work->handler),
      static_cast<void*>(queue->work));
  k_thread_abort(queue->thread_id);
}

void watch_item(k_work_q* queue, k_work* work) {
  queue->work = work;
  add_timeout(&queue->work_timeout_record, item_took_too_long, queue->work_timeout);
}

void item_ended(k_work_q* queue) {
  (void)abort_timeout(&queue->work_timeout_record);
}

void set_work_timeout(k_work_q* queue, const k_work_queue_config* cfg) {
  queue->work_timeout_record = {};
  queue->work_timeout =
      cfg != nullptr && cfg->work_timeout_ms != 0 ? K_MSEC(cfg->work_timeout_ms) : K_FOREVER;
}
#else
void watch_item(k_work_q*, k_work*) {}
void item_ended(k_work_q*) {}
void set_work_timeout(k_work_q*, const k_work_queue_config*) {}
#endif

void run_one(k_work_q* queue, k_work* work) {
  clear(work->flags, K_WORK_QUEUED);
  set(work->flags, K_WORK_RUNNING);
  set(queue->flags, kBusy);
  bool flusher = work->handler == flusher_handler;
  watch_item(queue, work);
  work->handler(work);
  item_ended(queue);
  if (!flusher) {  // a flusher's memory may be gone once it has run
    clear(work->flags, K_WORK_RUNNING);
    if (test(work->flags, K_WORK_CANCELING)) {
      end_cancelling(work);
    }
  }
  clear(queue->flags, kBusy);
  if (!test(queue->flags, kNoYield)) {
    k_yield();
  }
}

void run_queue(void* raw, void*, void*) {
  auto* queue = static_cast<k_work_q*>(raw);
  for (;;) {
    if (sys_snode_t* node = sys_slist_get(&queue->pending); node != nullptr) {
      run_one(queue, CONTAINER_OF(node, k_work, node));
      continue;
    }
    if (test(queue->flags, kDraining)) {
      clear(queue->flags, kDraining);
      (void)wake_all(&queue->drainq, 1);
    } else if (test(queue->flags, kStopping)) {
      queue->flags = 0;
      return;
    }
    (void)pend_current(&queue->notifyq, K_FOREVER, "a work queue's thread");
  }
}

void expect_no_thread(const k_work_q* queue) {
  for (const k_thread* thread = g_kernel.threads; thread != nullptr; thread = thread->next_thread) {
    if (thread == &queue->thread) {
      rule_broken("k_work_queue_start", "the work queue was started already");
    }
  }
}

// A handler that waits for its own queue waits for ever.
void expect_other_thread(const k_work* work, const char* call) {
  if (work->queue != nullptr && z_current_thread == work->queue->thread_id) {
    rule_broken(call,
                "it was called by a handler of the same work queue, which would wait for itself "
                "for ever");
  }
}

void begin(k_work_q* queue, k_tid_t thread, const k_work_queue_config* cfg) {
  sys_slist_init(&queue->pending);
  z_waitq_init(&queue->notifyq);
  z_waitq_init(&queue->drainq);
  queue->thread_id = thread;
  set_work_timeout(queue, cfg);
  queue->flags = kStarted | (cfg != nullptr && cfg->no_yield ? kNoYield : 0);
}

}  // namespace

void expect_handler(const k_work* work, const char* call) {
  if (work->handler == nullptr) {
    rule_broken(call,
                "the work item has no handler; make it with k_work_init, k_work_init_delayable or "
                "their _DEFINE macros");
  }
}

int submit_work(k_work_q* queue, k_work* work) {
  if (test(work->flags, K_WORK_CANCELING)) {
    return -EBUSY;
  }
  if (test(work->flags, K_WORK_QUEUED)) {
    return 0;
  }
  int result = 1;
  k_work_q* target = queue != nullptr ? queue : work->queue;
  if (test(work->flags, K_WORK_RUNNING)) {
    target = work->queue;  // a handler must not run on two queues at once
    result = 2;
  }
  if (int status = enqueue(target, work); status < 0) {
    return status;
  }
  set(work->flags, K_WORK_QUEUED);
  work->queue = target;
  return result;
}

int cancel_work(k_work* work) {
  if (!test(work->flags, K_WORK_CANCELING) && test(work->flags, K_WORK_QUEUED)) {
    (void)sys_slist_find_and_remove(&work->queue->pending, &work->node);
    clear(work->flags, K_WORK_QUEUED);
  }
  if (k_work_busy_get(work) != 0) {
    set(work->flags, K_WORK_CANCELING);
  }
  return k_work_busy_get(work);
}

void wait_for_cancel(k_work* work, k_work_sync* sync, const char* call) {
  check_may_wait(call);
  expect_other_thread(work, call);
  sync->canceller.work = work;
  (void)k_sem_init(&sync->canceller.sem, 0, 1);
  sys_slist_append(&g_cancellers, &sync->canceller.node);
  (void)pend_current(&sync->canceller.sem.wait_q, K_FOREVER, call);
}

bool flush_work(k_work* work, k_work_sync* sync, const char* call) {
  check_may_wait(call);
  if (!test(work->flags, K_WORK_QUEUED | K_WORK_RUNNING)) {
    return false;
  }
  expect_other_thread(work, call);
  enqueue_flusher(work->queue, work, &sync->flusher);
  (void)pend_current(&sync->flusher.sem.wait_q, K_FOREVER, call);
  return true;
}

}  // namespace hosted

using namespace hosted;

extern "C" {

k_work_q k_sys_work_q;

void k_work_init(k_work* work, k_work_handler_t handler) {
  *work = k_work{};
  work->handler = handler;
}

int k_work_busy_get(const k_work* work) {
  return static_cast<int>(work->flags & kBusyMask);
}

int k_work_submit_to_queue(k_work_q* queue, k_work* work) {
  int result = submit_work(queue, work);
  if (result > 0) {
    reschedule();
  }
  return result;
}

int k_work_submit(k_work* work) {
  return k_work_submit_to_queue(&k_sys_work_q, work);
}

bool k_work_flush(k_work* work, k_work_sync* sync) {
  return flush_work(work, sync, "k_work_flush");
}

int k_work_cancel(k_work* work) {
  return cancel_work(work);
}

bool k_work_cancel_sync(k_work* work, k_work_sync* sync) {
  check_may_wait("k_work_cancel_sync");
  bool pending = k_work_busy_get(work) != 0;
  if (pending && cancel_work(work) != 0) {
    wait_for_cancel(work, sync, "k_work_cancel_sync");
  }
  return pending;
}

void k_work_queue_init(k_work_q* queue) {
  *queue = k_work_q{};
  sys_slist_init(&queue->pending);
  z_waitq_init(&queue->notifyq);
  z_waitq_init(&queue->drainq);
}

void k_work_queue_start(k_work_q* queue, k_thread_stack_t* stack, size_t stack_size, int prio,
                        const k_work_queue_config* cfg) {
  expect_no_thread(queue);
  begin(queue, &queue->thread, cfg);
  uint32_t options = cfg != nullptr && cfg->essential ? K_ESSENTIAL : 0;
  (void)k_thread_create(&queue->thread, stack, stack_size, run_queue, queue, nullptr, nullptr, prio,
                        options, K_FOREVER);
  if (cfg != nullptr && cfg->name != nullptr) {
    (void)k_thread_name_set(&queue->thread, cfg->name);
  }
  k_thread_start(&queue->thread);
}

void k_work_queue_run(k_work_q* queue, const k_work_queue_config* cfg) {
  if (cfg != nullptr && cfg->name != nullptr) {
    (void)k_thread_name_set(nullptr, cfg->name);
  }
  begin(queue, z_current_thread, cfg);
  run_queue(queue, nullptr, nullptr);
}

int k_work_queue_drain(k_work_q* queue, bool plug) {
  check_may_wait("k_work_queue_drain");
  if (!test(queue->flags, kBusy | kDraining) && !plug && sys_slist_is_empty(&queue->pending)) {
    return 0;
  }
  set(queue->flags, plug ? kDraining | kPlugged : kDraining);
  tell(queue);
  return pend_current(&queue->drainq, K_FOREVER, "k_work_queue_drain");
}

int k_work_queue_unplug(k_work_q* queue) {
  if (!test(queue->flags, kPlugged)) {
    return -EALREADY;
  }
  clear(queue->flags, kPlugged);
  return 0;
}

int k_work_queue_stop(k_work_q* queue, k_timeout_t timeout) {
  if (!test(queue->flags, kStarted)) {
    return -EALREADY;
  }
  if (test(queue->thread_id->base.user_options, K_ESSENTIAL)) {
    return -ENOTSUP;
  }
  if (!test(queue->flags, kPlugged)) {
    return -EBUSY;
  }
  set(queue->flags, kStopping);
  tell(queue);
  if (k_thread_join(queue->thread_id, timeout) != 0) {
    clear(queue->flags, kStopping);
    return -ETIMEDOUT;
  }
  return 0;
}

}  // extern "C"

namespace {

K_THREAD_STACK_DEFINE(g_sys_work_q_stack, CONFIG_SYSTEM_WORKQUEUE_STACK_SIZE);

int start_system_work_queue() {
  k_work_queue_config config = {};
  config.name = "sysworkq";
#ifdef CONFIG_SYSTEM_WORKQUEUE_NO_YIELD
  config.no_yield = true;
#endif
  config.essential = true;
#ifdef CONFIG_WORKQUEUE_WORK_TIMEOUT
  config.work_timeout_ms = CONFIG_SYSTEM_WORKQUEUE_WORK_TIMEOUT_MS;
#endif
  k_work_queue_start(&k_sys_work_q, g_sys_work_q_stack, CONFIG_SYSTEM_WORKQUEUE_STACK_SIZE,
                     CONFIG_SYSTEM_WORKQUEUE_PRIORITY, &config);
  return 0;
}
SYS_INIT(start_system_work_queue, POST_KERNEL, CONFIG_KERNEL_INIT_PRIORITY_DEFAULT);

}  // namespace
