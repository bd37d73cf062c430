// SPDX-License-Identifier: Apache-2.0
// Pipes of bytes, as of Zephyr 3.7 (the calls of 4.1, k_pipe_write and so on, are not offered).
// Waiters are served by priority, then arrival.
#ifndef ZEPHYR_INCLUDE_KERNEL_PIPE_H_
#define ZEPHYR_INCLUDE_KERNEL_PIPE_H_

#include <zephyr/kernel/thread.h>
#include <zephyr/sys/iterable_sections.h>

#ifdef __cplusplus
extern "C" {
#endif

#define K_PIPE_FLAG_ALLOC BIT(0)

struct k_pipe {
  unsigned char* buffer; /* NULL and size 0: a writer waits for readers */
  size_t size;
  size_t bytes_used;
  size_t read_index;
  size_t write_index;
  struct {
    _wait_q_t readers;
    _wait_q_t writers;
  } wait_q;
  Z_HOSTED_POLL_EVENTS
  uint8_t flags;
};

#define Z_PIPE_INITIALIZER(obj, pipe_buffer, pipe_buffer_size)          \
  {                                                                     \
    (pipe_buffer), (pipe_buffer_size), 0, 0, 0,                         \
        {Z_WAIT_Q_INIT(&(obj).wait_q.readers),                          \
         Z_WAIT_Q_INIT(&(obj).wait_q.writers)} Z_HOSTED_POLL_INIT(obj), \
        0                                                               \
  }
#define K_PIPE_DEFINE(name, pipe_buffer_size, pipe_align)                                         \
  static unsigned char __attribute__((aligned(pipe_align))) _k_pipe_buf_##name[pipe_buffer_size]; \
  STRUCT_SECTION_ITERABLE(k_pipe, name) =                                                         \
      Z_PIPE_INITIALIZER(name, _k_pipe_buf_##name, pipe_buffer_size)

void k_pipe_init(struct k_pipe* pipe, unsigned char* buffer, size_t size);
int k_pipe_alloc_init(struct k_pipe* pipe, size_t size); /* 0 or -ENOMEM */
int k_pipe_cleanup(struct k_pipe* pipe);                 /* 0; -EAGAIN while threads wait */
/* Waits until all bytes are moved, with K_NO_WAIT or when at least min_xfer > 0 could be moved at
 * once until that. *bytes_...: how many were. 0; -EIO: with K_NO_WAIT less than min_xfer is
 * possible and nothing was moved; -EAGAIN: the time is over with less than min_xfer; -EINVAL:
 * min_xfer is more than asked for. */
int k_pipe_put(struct k_pipe* pipe, const void* data, size_t bytes_to_write, size_t* bytes_written,
               size_t min_xfer, k_timeout_t timeout);
int k_pipe_get(struct k_pipe* pipe, void* data, size_t bytes_to_read, size_t* bytes_read,
               size_t min_xfer, k_timeout_t timeout);
size_t k_pipe_read_avail(struct k_pipe* pipe);
size_t k_pipe_write_avail(struct k_pipe* pipe);
/* Discards what is in the buffer and what writers wait with; or what is in the buffer. */
void k_pipe_flush(struct k_pipe* pipe);
void k_pipe_buffer_flush(struct k_pipe* pipe);

#ifdef __cplusplus
}
#endif
#endif
