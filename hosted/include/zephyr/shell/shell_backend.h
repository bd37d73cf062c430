/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SHELL_BACKEND_H__
#define SHELL_BACKEND_H__

#include <string.h>
#include <zephyr/shell/shell.h>

#ifdef __cplusplus
extern "C" {
#endif

/** All shells that SHELL_DEFINE made. */
static inline const struct shell* shell_backend_get(uint32_t idx) {
  const struct shell* sh;

  STRUCT_SECTION_GET(shell, idx, &sh);
  return sh;
}

static inline int shell_backend_count_get(void) {
  size_t count;

  STRUCT_SECTION_COUNT(shell, &count);
  return (int)count;
}

/** By the name that SHELL_DEFINE got; null if there is none. */
static inline const struct shell* shell_backend_get_by_name(const char* backend_name) {
  STRUCT_SECTION_FOREACH (shell, backend) {
    if (strcmp(backend_name, backend->thread_name) == 0) {
      return backend;
    }
  }
  return NULL;
}

#ifdef __cplusplus
}
#endif

#endif /* SHELL_BACKEND_H__ */
