/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SHELL_LOG_BACKEND_H__
#define SHELL_LOG_BACKEND_H__

/*
 * A shell as a log backend (CONFIG_SHELL_LOG_BACKEND): messages are printed above the command line.
 * In immediate mode at once, in interrupts too; with deferred logging they wait in the shell's
 * queue for its thread, so that what is logged during a command comes after it, and when the queue
 * is full the oldest goes and is counted as lost. Part of <zephyr/shell/shell.h>; not for
 * applications.
 */

#include <stdbool.h>
#include <stdint.h>

#ifdef CONFIG_SHELL_LOG_BACKEND
#include <zephyr/logging/log_backend.h>
#include <zephyr/logging/log_output.h>
#include <zephyr/sys/ring_buffer.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

struct shell_log_backend;

#ifdef CONFIG_SHELL_LOG_BACKEND

enum shell_log_backend_state {
  SHELL_LOG_BACKEND_UNINIT,
  SHELL_LOG_BACKEND_ENABLED,
  SHELL_LOG_BACKEND_DISABLED,
  SHELL_LOG_BACKEND_PANIC,
};

struct shell_log_backend_control_block {
  atomic_t dropped_cnt; /* by the logger; said with the next message */
  enum shell_log_backend_state state;
};

struct shell_log_backend {
  const struct log_backend* backend;
  const struct log_output* log_output;
  struct shell_log_backend_control_block* control_block;
  struct ring_buf* queue; /* each message behind its size in bytes */
  uint8_t* message;       /* room for one that has left the queue, of the queue's size */
};

extern const struct log_backend_api log_backend_shell_api;
int z_shell_log_backend_output_func(uint8_t* data, size_t length, void* ctx);

#ifdef CONFIG_LOG_MODE_DEFERRED
#define HOSTED_SHELL_LOG_QUEUE(_size) ROUND_UP(_size, sizeof(uint64_t))
#else
#define HOSTED_SHELL_LOG_QUEUE(_size) sizeof(uint64_t)
#endif
#define Z_SHELL_LOG_BACKEND_DEFINE(_name, _queue_size)                                       \
  LOG_BACKEND_DEFINE(_name##_backend, log_backend_shell_api, false);                         \
  static uint8_t _name##_out_buffer[CONFIG_SHELL_PRINTF_BUFF_SIZE];                          \
  LOG_OUTPUT_DEFINE(_name##_log_output, z_shell_log_backend_output_func, _name##_out_buffer, \
                    CONFIG_SHELL_PRINTF_BUFF_SIZE);                                          \
  static struct shell_log_backend_control_block _name##_control_block;                       \
  RING_BUF_DECLARE(_name##_log_queue, HOSTED_SHELL_LOG_QUEUE(_queue_size));                  \
  static uint8_t __aligned(Z_LOG_MSG_ALIGNMENT)                                              \
      _name##_log_message[HOSTED_SHELL_LOG_QUEUE(_queue_size)];                              \
  static const struct shell_log_backend _name##_log_backend = {                              \
      &_name##_backend, &_name##_log_output, &_name##_control_block, &_name##_log_queue,     \
      _name##_log_message}
#define Z_SHELL_LOG_BACKEND_PTR(_name) (&_name##_log_backend)

void z_shell_log_backend_enable(const struct shell_log_backend* backend, void* ctx,
                                uint32_t init_log_level);
void z_shell_log_backend_disable(const struct shell_log_backend* backend);
/* Prints the oldest message of the queue; false if there is none. */
bool z_shell_log_backend_process(const struct shell_log_backend* backend);

#else

#define Z_SHELL_LOG_BACKEND_DEFINE(_name, _queue_size) BUILD_ASSERT((_queue_size) >= 0, "size")
#define Z_SHELL_LOG_BACKEND_PTR(_name) NULL

#endif

#ifdef __cplusplus
}
#endif

#endif /* SHELL_LOG_BACKEND_H__ */
