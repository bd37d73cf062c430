/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SHELL_HISTORY_H__
#define SHELL_HISTORY_H__

/*
 * Lines that were entered, the newest first, in a buffer of given size: the oldest make room. Not
 * for users of the shell, who have it built in.
 */

#include <stdbool.h>
#include <zephyr/sys/dlist.h>
#include <zephyr/toolchain.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct shell_history {
  uint8_t* memory;
  uint16_t size;
  sys_dlist_t list;     /* newest first */
  sys_dnode_t* current; /* the line that was got last; null outside of history mode */
};

#define Z_SHELL_HISTORY_DEFINE(_name, _size)                              \
  static uint8_t __noinit __aligned(sizeof(void*)) _name##_memory[_size]; \
  static struct shell_history _name = {_name##_memory, (_size), {}, NULL}

void z_shell_history_init(struct shell_history* history);
void z_shell_history_purge(struct shell_history* history);
/** The next z_shell_history_get() upwards gets the newest line. */
void z_shell_history_mode_exit(struct shell_history* history);
/** The next older (up) or newer line to dst, with a 0 after it that *len does not count. False, and
 * *len 0, if there is none. */
bool z_shell_history_get(struct shell_history* history, bool up, uint8_t* dst, uint16_t* len);
/** Not if it is empty, equals the newest, or is longer than the buffer can hold. */
void z_shell_history_put(struct shell_history* history, uint8_t* line, size_t len);
static inline bool z_shell_history_active(struct shell_history* history) {
  return history->current != NULL;
}

#ifdef __cplusplus
}
#endif

#endif /* SHELL_HISTORY_H__ */
