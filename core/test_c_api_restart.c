/* SPDX-License-Identifier: Apache-2.0 */
/* The C API of restarts as an application uses it: C99, strict. */
#include <errno.h>
#include <string.h>

#include "core/test_c_api_restart.h"

#define TEXT_OF(line) #line
#define AT(line) "line " TEXT_OF(line) ": "
#define CHECK(condition)              \
  do {                                \
    if (!(condition)) {               \
      return AT(__LINE__) #condition; \
    }                                 \
  } while (0)

void c_api_restarts(void) {
  tidemark_restart("an update, as asked");
}

const char* c_api_first_life(void) {
  struct tidemark_restart_status status;
  struct tidemark_restart_level level;

  CHECK(tidemark_restart_get(NULL) == -EINVAL);
  CHECK(tidemark_restart_level_get(0, NULL) == -EINVAL);
  CHECK(tidemark_restart_get(&status) == -ENOENT);
  CHECK(tidemark_restart_level_get(0, &level) == -ENOENT);
  CHECK(!tidemark_in_safe_mode());
  CHECK(tidemark_safe_mode_leave() == -ENOENT);
  return NULL;
}

const char* c_api_second_life(void) {
  struct tidemark_restart_status status;
  struct tidemark_restart_level level;
  struct tidemark_restart_site site;
  struct tidemark_restart_event event;

  CHECK(tidemark_restart_get(&status) == 0);
  CHECK(status.reason == TIDEMARK_RESTART_REQUEST);
  CHECK(status.lived_ms == 8000 && status.restarts == 0 && status.recent == 0);
  CHECK(strcmp(status.resource, "an update, as as") == 0);
  CHECK(strcmp(status.thread, "runner") == 0);
  CHECK(strcmp(status.build, "c0ffee") == 0);
  CHECK(status.at != 0 && !status.has_size && !status.has_largest_free);
  CHECK(tidemark_restart_level_get(0, &level) == 0);
  CHECK(level.kind == TIDEMARK_KIND_HEAP && strcmp(level.name, "_system_heap") == 0);
  CHECK(level.used == 950 && level.capacity == 1000);
  CHECK(level.level != TIDEMARK_LEVEL_OK && level.verdict == TIDEMARK_VERDICT_NONE);
  CHECK(tidemark_restart_level_get(1, &level) == -ENOENT);
  CHECK(tidemark_restart_site_get(0, &site) == -ENOENT);
  CHECK(tidemark_restart_event_get(0, &event) == 0);
  CHECK(event.kind == TIDEMARK_RESTART_EVENT_LEVEL && event.value == (uint8_t)level.level);
  CHECK(strcmp(event.name, "_system_heap") == 0 && event.before_end_s <= 8);
  CHECK(tidemark_restart_event_get(TIDEMARK_RESTART_EVENTS, &event) == -ENOENT);
  return NULL;
}
