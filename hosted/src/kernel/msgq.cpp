// SPDX-License-Identifier: Apache-2.0
// k_msgq: a ring of messages of one size. Waiters are readers of an empty ring or writers of a full
// one, never both.
#include <zephyr/kernel.h>

#include <cerrno>
#include <cstring>

#include "kernel/poll.hpp"
#include "kernel/sched.hpp"
#include "kernel/thread_memory.hpp"

namespace hosted {
namespace {

char* after(const k_msgq* msgq, char* slot) {
  char* next = slot + msgq->msg_size;
  return next == msgq->buffer_end ? msgq->buffer_start : next;
}

void store(k_msgq* msgq, const void* data) {
  std::memcpy(msgq->write_ptr, data, msgq->msg_size);
  msgq->write_ptr = after(msgq, msgq->write_ptr);
  ++msgq->used_msgs;
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

void k_msgq_init(k_msgq* msgq, char* buffer, size_t msg_size, uint32_t max_msgs) {
  z_waitq_init(&msgq->wait_q);
  init_pollers(msgq);
  msgq->msg_size = msg_size;
  msgq->max_msgs = max_msgs;
  msgq->buffer_start = buffer;
  msgq->buffer_end = buffer + max_msgs * msg_size;
  msgq->read_ptr = buffer;
  msgq->write_ptr = buffer;
  msgq->used_msgs = 0;
  msgq->flags = 0;
}

int k_msgq_alloc_init(k_msgq* msgq, size_t msg_size, uint32_t max_msgs) {
  size_t bytes = 0;
  if (__builtin_mul_overflow(msg_size, static_cast<size_t>(max_msgs), &bytes)) {
    return -EINVAL;
  }
  void* buffer = thread_malloc(bytes);
  if (buffer == nullptr) {
    return -ENOMEM;
  }
  k_msgq_init(msgq, static_cast<char*>(buffer), msg_size, max_msgs);
  msgq->flags = K_MSGQ_FLAG_ALLOC;
  return 0;
}

int k_msgq_cleanup(k_msgq* msgq) {
  if (first_waiter(&msgq->wait_q) != nullptr) {
    return -EBUSY;
  }
  if ((msgq->flags & K_MSGQ_FLAG_ALLOC) != 0) {
    k_free(msgq->buffer_start);
    msgq->flags = 0;
  }
  return 0;
}

int k_msgq_put(k_msgq* msgq, const void* data, k_timeout_t timeout) {
  if (msgq->used_msgs < msgq->max_msgs) {
    if (k_thread* reader = first_waiter(&msgq->wait_q); reader != nullptr) {
      std::memcpy(reader->base.swap_data, data, msgq->msg_size);
      wake_thread(reader, 0);
    } else {
      store(msgq, data);
      tell_pollers(msgq, K_POLL_STATE_MSGQ_DATA_AVAILABLE);
    }
    reschedule();
    return 0;
  }
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    return -ENOMSG;
  }
  return pend_current(&msgq->wait_q, timeout, "k_msgq_put", const_cast<void*>(data));
}

int k_msgq_put_front(k_msgq* msgq, const void* data) {
  if (msgq->used_msgs == msgq->max_msgs) {
    return -ENOMSG;
  }
  if (first_waiter(&msgq->wait_q) != nullptr) {
    return k_msgq_put(msgq, data, K_NO_WAIT);  // a reader waits: there is no other message
  }
  char* last = msgq->buffer_end - msgq->msg_size;
  msgq->read_ptr = msgq->read_ptr == msgq->buffer_start ? last : msgq->read_ptr - msgq->msg_size;
  std::memcpy(msgq->read_ptr, data, msgq->msg_size);
  ++msgq->used_msgs;
  tell_pollers(msgq, K_POLL_STATE_MSGQ_DATA_AVAILABLE);
  reschedule();
  return 0;
}

int k_msgq_get(k_msgq* msgq, void* data, k_timeout_t timeout) {
  if (msgq->used_msgs > 0) {
    std::memcpy(data, msgq->read_ptr, msgq->msg_size);
    msgq->read_ptr = after(msgq, msgq->read_ptr);
    --msgq->used_msgs;
    // The slot goes to the writer that has waited for it.
    if (k_thread* writer = first_waiter(&msgq->wait_q); writer != nullptr) {
      store(msgq, writer->base.swap_data);
      wake_thread(writer, 0);
      reschedule();
    }
    return 0;
  }
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    return -ENOMSG;
  }
  return pend_current(&msgq->wait_q, timeout, "k_msgq_get", data);
}

int k_msgq_peek(k_msgq* msgq, void* data) {
  return k_msgq_peek_at(msgq, data, 0);
}

int k_msgq_peek_at(k_msgq* msgq, void* data, uint32_t idx) {
  if (idx >= msgq->used_msgs) {
    return -ENOMSG;
  }
  size_t offset = static_cast<size_t>(msgq->read_ptr - msgq->buffer_start) + idx * msgq->msg_size;
  size_t capacity = static_cast<size_t>(msgq->buffer_end - msgq->buffer_start);
  std::memcpy(data, msgq->buffer_start + offset % capacity, msgq->msg_size);
  return 0;
}

void k_msgq_purge(k_msgq* msgq) {
  (void)wake_all(&msgq->wait_q, -ENOMSG);
  msgq->used_msgs = 0;
  msgq->read_ptr = msgq->write_ptr;
  reschedule();
}

void k_msgq_get_attrs(k_msgq* msgq, k_msgq_attrs* attrs) {
  attrs->msg_size = msgq->msg_size;
  attrs->max_msgs = msgq->max_msgs;
  attrs->used_msgs = msgq->used_msgs;
}

}  // extern "C"
