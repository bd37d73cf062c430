// SPDX-License-Identifier: Apache-2.0
#include "kernel/poll.hpp"

#include <zephyr/kernel.h>

#include <cerrno>

#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"
#include "kernel/timeout.hpp"
#include "kernel/work.hpp"

#ifdef CONFIG_POLL

namespace hosted {
namespace {

enum PollerMode : std::uint8_t { kNone, kThread, kTriggered };

k_thread* thread_of(z_poller* poller) {
  return CONTAINER_OF(poller, k_thread, poller);
}

k_work_poll* work_of(z_poller* poller) {
  return CONTAINER_OF(poller, k_work_poll, poller);
}

// What the event's object offers now; 0: nothing.
std::uint32_t ready_state(const k_poll_event* event) {
  switch (event->type) {
    case K_POLL_TYPE_SEM_AVAILABLE:
      return event->sem->count > 0 ? K_POLL_STATE_SEM_AVAILABLE : 0;
    case K_POLL_TYPE_DATA_AVAILABLE:
      return k_queue_is_empty(event->queue) == 0 ? K_POLL_STATE_DATA_AVAILABLE : 0;
    case K_POLL_TYPE_SIGNAL:
      return event->signal->signaled != 0 ? K_POLL_STATE_SIGNALED : 0;
    case K_POLL_TYPE_MSGQ_DATA_AVAILABLE:
      return event->msgq->used_msgs > 0 ? K_POLL_STATE_MSGQ_DATA_AVAILABLE : 0;
#ifdef CONFIG_PIPES
    case K_POLL_TYPE_PIPE_DATA_AVAILABLE:
      return k_pipe_read_avail(event->pipe) > 0 ? K_POLL_STATE_PIPE_DATA_AVAILABLE : 0;
#endif
    default:
      return 0;
  }
}

sys_dlist_t* list_of(const k_poll_event* event) {
  switch (event->type) {
    case K_POLL_TYPE_SEM_AVAILABLE:
      return &event->sem->poll_events;
    case K_POLL_TYPE_DATA_AVAILABLE:
      return &event->queue->poll_events;
    case K_POLL_TYPE_SIGNAL:
      return &event->signal->poll_events;
    case K_POLL_TYPE_MSGQ_DATA_AVAILABLE:
      return &event->msgq->poll_events;
#ifdef CONFIG_PIPES
    case K_POLL_TYPE_PIPE_DATA_AVAILABLE:
      return &event->pipe->poll_events;
#endif
    default:
      return nullptr;
  }
}

// Threads stand by priority, then arrival, and before work.
bool goes_before(const z_poller* poller, const z_poller* other) {
  if (poller->mode != kThread) {
    return false;
  }
  return other == nullptr || other->mode != kThread ||
         CONTAINER_OF(poller, k_thread, poller)->base.prio <
             CONTAINER_OF(other, k_thread, poller)->base.prio;
}

void enlist(k_poll_event* event, z_poller* poller) {
  event->poller = poller;
  sys_dlist_t* list = list_of(event);
  if (list == nullptr) {
    return;
  }
  sys_dnode_t* node = nullptr;
  SYS_DLIST_FOR_EACH_NODE (list, node) {
    if (goes_before(poller, CONTAINER_OF(node, k_poll_event, _node)->poller)) {
      sys_dlist_insert(node, &event->_node);
      return;
    }
  }
  sys_dlist_append(list, &event->_node);
}

void delist(k_poll_event* events, int count) {
  for (int i = 0; i < count; ++i) {
    events[i].poller = nullptr;
    if (list_of(&events[i]) != nullptr && sys_dnode_is_linked(&events[i]._node)) {
      sys_dlist_remove(&events[i]._node);
    }
  }
}

void set_ready(k_poll_event* event, std::uint32_t state) {
  event->poller = nullptr;
  event->state = (event->state | state) & 0x7FU;
}

// Sets the states of what is ready and, as long as nothing is, enlists for the rest: how many
// were enlisted.
int enlist_all(k_poll_event* events, int count, z_poller* poller, bool only_look) {
  int enlisted = 0;
  for (int i = 0; i < count; ++i) {
    if (std::uint32_t state = ready_state(&events[i]); state != 0) {
      set_ready(&events[i], state);
      poller->is_polling = false;
    } else if (!only_look && poller->is_polling) {
      enlist(&events[i], poller);
      ++enlisted;
    }
  }
  return enlisted;
}

void check_types(const k_poll_event* events, int count, const char* call) {
  for (int i = 0; i < count; ++i) {
    if (events[i].type != K_POLL_TYPE_IGNORE && list_of(&events[i]) == nullptr) {
      rule_broken(
          call,
          "the type of an event is none of K_POLL_TYPE_*; initialise it with k_poll_event_init");
    }
  }
}

// Whether its time is not over already.
bool wake_poller(k_thread* thread, std::uint32_t state) {
  if (thread->base.pended_on == nullptr) {
    return true;
  }
  if (thread->base.timeout.dticks == _EXPIRED) {
    return false;
  }
  wake_thread(thread, state == K_POLL_STATE_CANCELLED ? -EINTR : 0);
  return true;
}

void submit_triggered(k_work_poll* work, int result) {
  (void)abort_timeout(&work->timeout);
  work->poll_result = result;
  (void)submit_work(work->workq, &work->work);
}

void triggered_too_late(_timeout* timeout) {
  auto* work = CONTAINER_OF(timeout, k_work_poll, timeout);
  work->poller.is_polling = false;
  submit_triggered(work, -EAGAIN);
}

void triggered_handler(k_work* item) {
  auto* work = CONTAINER_OF(item, k_work_poll, work);
  if (work->poller.mode != kNone) {
    delist(work->events, work->num_events);
  }
  work->poller.mode = kNone;
  work->workq = nullptr;
  work->real_handler(item);
}

bool stop_waiting(k_work_poll* work) {
  if (!work->poller.is_polling || work->poller.mode == kNone) {
    return false;
  }
  (void)abort_timeout(&work->timeout);
  delist(work->events, work->num_events);
  work->poller = {};
  work->workq = nullptr;
  return true;
}

}  // namespace

int tell_poll_events(sys_dlist_t* events, std::uint32_t state) {
  sys_dnode_t* node = sys_dlist_get(events);
  if (node == nullptr) {
    return 0;
  }
  auto* event = CONTAINER_OF(node, k_poll_event, _node);
  z_poller* poller = event->poller;
  if (poller != nullptr) {
    bool in_time = true;
    if (poller->mode == kThread) {
      in_time = wake_poller(thread_of(poller), state);
    } else if (poller->mode == kTriggered && poller->is_polling &&
               work_of(poller)->workq != nullptr) {
      submit_triggered(work_of(poller), 0);
    }
    poller->is_polling = false;
    if (!in_time) {
      return -EAGAIN;
    }
  }
  set_ready(event, state);
  return 0;
}

}  // namespace hosted

using namespace hosted;

extern "C" {

void k_poll_event_init(k_poll_event* event, uint32_t type, int mode, void* obj) {
  __ASSERT(mode == K_POLL_MODE_NOTIFY_ONLY, "k_poll_event_init: mode %d", mode);
  __ASSERT(obj != nullptr, "k_poll_event_init: no object");
  event->poller = nullptr;
  sys_dnode_init(&event->_node);
  event->tag = 0;
  event->type = type & 0x3FU;
  event->state = K_POLL_STATE_NOT_READY;
  event->mode = static_cast<unsigned>(mode) & 1U;
  event->unused = 0;
  event->obj = obj;
}

int k_poll(k_poll_event* events, int num_events, k_timeout_t timeout) {
  if (g_kernel.in_isr) {
    rule_broken("k_poll", "it must not be called in an ISR, not even with K_NO_WAIT");
  }
  if (events == nullptr || num_events < 0) {
    rule_broken("k_poll", "the events are NULL or their number is negative");
  }
  check_types(events, num_events, "k_poll");
  k_thread* self = z_current_thread;
  bool only_look = K_TIMEOUT_EQ(timeout, K_NO_WAIT);
  self->poller = {true, kThread};
  int enlisted = enlist_all(events, num_events, &self->poller, only_look);
  if (!self->poller.is_polling) {
    delist(events, enlisted);
    return 0;
  }
  self->poller.is_polling = false;
  if (only_look) {
    return -EAGAIN;
  }
  _wait_q_t nobody = Z_WAIT_Q_INIT(&nobody);
  int result = pend_current(&nobody, timeout, "k_poll");
  delist(events, num_events);
  return result;
}

void k_poll_signal_init(k_poll_signal* sig) {
  sys_dlist_init(&sig->poll_events);
  sig->signaled = 0;
  sig->result = 0;
}

void k_poll_signal_reset(k_poll_signal* sig) {
  sig->signaled = 0;
}

void k_poll_signal_check(k_poll_signal* sig, unsigned int* signaled, int* result) {
  *signaled = sig->signaled;
  *result = sig->result;
}

int k_poll_signal_raise(k_poll_signal* sig, int result) {
  sig->result = result;
  sig->signaled = 1;
  int status = tell_poll_events(&sig->poll_events, K_POLL_STATE_SIGNALED);
  reschedule();
  return status;
}

void k_work_poll_init(k_work_poll* work, k_work_handler_t handler) {
  *work = k_work_poll{};
  k_work_init(&work->work, triggered_handler);
  work->real_handler = handler;
}

int k_work_poll_submit_to_queue(k_work_q* work_q, k_work_poll* work, k_poll_event* events,
                                int num_events, k_timeout_t timeout) {
  check_types(events, num_events, "k_work_poll_submit_to_queue");
  if (work->workq != nullptr && work->workq != work_q) {
    return -EINVAL;
  }
  if (work->workq == work_q && !stop_waiting(work)) {
    return -EINVAL;  // queued or running: too late to change it
  }
  work->workq = work_q;
  work->poller = {true, kNone};
  work->events = events;
  work->num_events = num_events;
  work->poll_result = -EINPROGRESS;
  bool only_look = K_TIMEOUT_EQ(timeout, K_NO_WAIT);
  int enlisted = enlist_all(events, num_events, &work->poller, only_look);
  if (work->poller.is_polling && !only_look) {
    add_timeout(&work->timeout, triggered_too_late, timeout);
    work->poller.mode = kTriggered;
    return 0;
  }
  delist(events, enlisted);
  work->poll_result = work->poller.is_polling ? -EAGAIN : 0;
  work->poller = {};
  int status = submit_work(work_q, &work->work);
  reschedule();
  return status < 0 ? status : 0;
}

int k_work_poll_submit(k_work_poll* work, k_poll_event* events, int num_events,
                       k_timeout_t timeout) {
  return k_work_poll_submit_to_queue(&k_sys_work_q, work, events, num_events, timeout);
}

int k_work_poll_cancel(k_work_poll* work) {
  return work != nullptr && stop_waiting(work) ? 0 : -EINVAL;
}

}  // extern "C"

#endif
