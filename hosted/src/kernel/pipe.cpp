// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>

#ifdef CONFIG_PIPES

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "kernel/poll.hpp"
#include "kernel/sched.hpp"
#include "kernel/thread_memory.hpp"

namespace hosted {
namespace {

// One side of a transfer; that of a waiting thread is its swap_data. Without data the bytes are
// thrown away.
struct PipeEnd {
  unsigned char* data;
  std::size_t left;
};

std::size_t move_bytes(PipeEnd* from, PipeEnd* to) {
  std::size_t bytes = std::min(from->left, to->left);
  if (to->data != nullptr && bytes > 0) {
    std::memcpy(to->data, from->data, bytes);
  }
  for (PipeEnd* end : {from, to}) {
    end->data = end->data != nullptr ? end->data + bytes : nullptr;
    end->left -= bytes;
  }
  return bytes;
}

PipeEnd* end_of(k_thread* thread) {
  return static_cast<PipeEnd*>(thread->base.swap_data);
}

// What the waiting threads could move.
std::size_t waiting_bytes(_wait_q_t* queue) {
  std::size_t sum = 0;
  sys_dnode_t* node = nullptr;
  SYS_DLIST_FOR_EACH_NODE (&queue->waitq, node) {
    sum += end_of(CONTAINER_OF(node, k_thread, base.qnode_dlist))->left;
  }
  return sum;
}

// From the waiting writers, those that are done wake.
void take_from_writers(k_pipe* pipe, PipeEnd* to) {
  while (to->left > 0) {
    k_thread* writer = first_waiter(&pipe->wait_q.writers);
    if (writer == nullptr) {
      return;
    }
    (void)move_bytes(end_of(writer), to);
    if (end_of(writer)->left == 0) {
      wake_thread(writer, 0, end_of(writer));
    }
  }
}

void give_to_readers(k_pipe* pipe, PipeEnd* from) {
  while (from->left > 0) {
    k_thread* reader = first_waiter(&pipe->wait_q.readers);
    if (reader == nullptr) {
      return;
    }
    (void)move_bytes(from, end_of(reader));
    if (end_of(reader)->left == 0) {
      wake_thread(reader, 0, end_of(reader));
    }
  }
}

void advance(k_pipe* pipe, std::size_t* index, std::size_t bytes) {
  *index = (*index + bytes) % pipe->size;
}

void into_buffer(k_pipe* pipe, PipeEnd* from) {
  while (from->left > 0 && pipe->bytes_used < pipe->size) {
    std::size_t run = std::min(pipe->size - pipe->bytes_used, pipe->size - pipe->write_index);
    PipeEnd room = {pipe->buffer + pipe->write_index, run};
    std::size_t moved = move_bytes(from, &room);
    pipe->bytes_used += moved;
    advance(pipe, &pipe->write_index, moved);
  }
}

void out_of_buffer(k_pipe* pipe, PipeEnd* to) {
  while (to->left > 0 && pipe->bytes_used > 0) {
    std::size_t run = std::min(pipe->bytes_used, pipe->size - pipe->read_index);
    PipeEnd bytes = {pipe->buffer + pipe->read_index, run};
    std::size_t moved = move_bytes(&bytes, to);
    pipe->bytes_used -= moved;
    advance(pipe, &pipe->read_index, moved);
  }
}

void refill(k_pipe* pipe) {
  while (pipe->bytes_used < pipe->size) {
    k_thread* writer = first_waiter(&pipe->wait_q.writers);
    if (writer == nullptr) {
      return;
    }
    into_buffer(pipe, end_of(writer));
    if (end_of(writer)->left == 0) {
      wake_thread(writer, 0, end_of(writer));
    }
  }
}

// After what could be moved at once: returns, or waits for the rest.
int finish(_wait_q_t* queue, PipeEnd* end, std::size_t wanted, std::size_t* moved,
           std::size_t min_xfer, k_timeout_t timeout, const char* call) {
  *moved = wanted - end->left;
  if (end->left == 0 || K_TIMEOUT_EQ(timeout, K_NO_WAIT) || (min_xfer > 0 && *moved >= min_xfer)) {
    reschedule();
    return 0;
  }
  (void)pend_current(queue, timeout, call, end);
  *moved = wanted - end->left;
  return *moved >= min_xfer ? 0 : -EAGAIN;
}

void flush(k_pipe* pipe, std::size_t bytes) {
  PipeEnd nowhere = {nullptr, bytes};
  out_of_buffer(pipe, &nowhere);
  take_from_writers(pipe, &nowhere);
  refill(pipe);
  reschedule();
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

void k_pipe_init(k_pipe* pipe, unsigned char* buffer, size_t size) {
  *pipe = k_pipe{};
  pipe->buffer = buffer;
  pipe->size = size;
  z_waitq_init(&pipe->wait_q.readers);
  z_waitq_init(&pipe->wait_q.writers);
  init_pollers(pipe);
}

int k_pipe_alloc_init(k_pipe* pipe, size_t size) {
  if (size == 0) {
    k_pipe_init(pipe, nullptr, 0);
    return 0;
  }
  void* buffer = thread_malloc(size);
  if (buffer == nullptr) {
    return -ENOMEM;
  }
  k_pipe_init(pipe, static_cast<unsigned char*>(buffer), size);
  pipe->flags = K_PIPE_FLAG_ALLOC;
  return 0;
}

int k_pipe_cleanup(k_pipe* pipe) {
  if (first_waiter(&pipe->wait_q.readers) != nullptr ||
      first_waiter(&pipe->wait_q.writers) != nullptr) {
    return -EAGAIN;
  }
  if ((pipe->flags & K_PIPE_FLAG_ALLOC) != 0) {
    k_free(pipe->buffer);
    k_pipe_init(pipe, nullptr, 0);
  }
  return 0;
}

int k_pipe_put(k_pipe* pipe, const void* data, size_t bytes_to_write, size_t* bytes_written,
               size_t min_xfer, k_timeout_t timeout) {
  if (min_xfer > bytes_to_write || bytes_written == nullptr) {
    return -EINVAL;
  }
  size_t possible = pipe->size - pipe->bytes_used + waiting_bytes(&pipe->wait_q.readers);
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT) && possible < min_xfer) {
    *bytes_written = 0;
    return -EIO;
  }
  PipeEnd from = {static_cast<unsigned char*>(const_cast<void*>(data)), bytes_to_write};
  give_to_readers(pipe, &from);
  into_buffer(pipe, &from);
  if (pipe->bytes_used > 0 && from.left < bytes_to_write) {
    tell_pollers(pipe, K_POLL_STATE_PIPE_DATA_AVAILABLE);
  }
  return finish(&pipe->wait_q.writers, &from, bytes_to_write, bytes_written, min_xfer, timeout,
                "k_pipe_put");
}

int k_pipe_get(k_pipe* pipe, void* data, size_t bytes_to_read, size_t* bytes_read, size_t min_xfer,
               k_timeout_t timeout) {
  if (min_xfer > bytes_to_read || bytes_read == nullptr) {
    return -EINVAL;
  }
  size_t possible = pipe->bytes_used + waiting_bytes(&pipe->wait_q.writers);
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT) && possible < min_xfer) {
    *bytes_read = 0;
    return -EIO;
  }
  PipeEnd to = {static_cast<unsigned char*>(data), bytes_to_read};
  out_of_buffer(pipe, &to);
  take_from_writers(pipe, &to);
  refill(pipe);
  return finish(&pipe->wait_q.readers, &to, bytes_to_read, bytes_read, min_xfer, timeout,
                "k_pipe_get");
}

// As in Zephyr, the positions decide; bytes_used only where they are equal, empty or full.
size_t k_pipe_read_avail(k_pipe* pipe) {
  if (pipe->read_index == pipe->write_index) {
    return pipe->bytes_used;
  }
  return (pipe->write_index + pipe->size - pipe->read_index) % pipe->size;
}

size_t k_pipe_write_avail(k_pipe* pipe) {
  return pipe->size - k_pipe_read_avail(pipe);
}

void k_pipe_flush(k_pipe* pipe) {
  flush(pipe, SIZE_MAX);
}

void k_pipe_buffer_flush(k_pipe* pipe) {
  if (pipe->buffer != nullptr) {
    flush(pipe, pipe->size);
  }
}

}  // extern "C"

#endif
