/* SPDX-License-Identifier: Apache-2.0 */
/* The C API of the guard as an application uses it: C99, strict. */
#include <errno.h>
#include <string.h>

#include "core/test_c_api_guard.h"

#define TEXT_OF(line) #line
#define AT(line) "line " TEXT_OF(line) ": "
#define CHECK(condition)              \
  do {                                \
    if (!(condition)) {               \
      return AT(__LINE__) #condition; \
    }                                 \
  } while (0)

static struct tidemark_guard_event told[4];
static unsigned told_count;

static void listen(const struct tidemark_guard_event* event, void* user_data) {
  if (user_data == &told_count && told_count < 4) {
    told[told_count++] = *event;
  }
}

const char* c_api_guards(void) {
  const void* const sites[] = {(const void*)10, (const void*)11, (const void*)12};
  struct tidemark_guard_status status;
  unsigned char* block;
  void* early;

  CHECK(tidemark_guard_heap(NULL) == -EINVAL);
  CHECK(tidemark_guard_get(NULL) == -EINVAL);
  CHECK(tidemark_guard_heap(guard_device_unknown_heap()) == -ENOENT);
  early = guard_device_alloc(8, sites[0]);
  CHECK(tidemark_guard_heap(guard_device_heap()) == -EBUSY);
  guard_device_free(early, sites[0]);
  CHECK(tidemark_guard_heap(guard_device_heap()) == 0);
  CHECK(tidemark_guard_heap(guard_device_heap()) == -EALREADY);
  CHECK(tidemark_guard_listener_set(listen, &told_count) == 0);

  block = guard_device_alloc(24, sites[0]);
  block[24] ^= 1;
  CHECK(tidemark_guard_check() == 0);
  CHECK(tidemark_guard_get(&status) == 0);
  CHECK(status.heaps == 1 && status.blocks == 1 && status.faults == 1 && status.faults_untold == 0);
  CHECK(told_count == 0);
  guard_device_ticks();
  CHECK(told_count == 1);
  CHECK(told[0].fault == TIDEMARK_GUARD_OVERRUN && told[0].block == block);
  CHECK(told[0].heap == guard_device_heap() && told[0].allocated_at == sites[0]);
  CHECK(told[0].has_size && told[0].size_bytes == 24 && told[0].damaged_bytes == 1);
  CHECK(told[0].has_offset && told[0].offset_bytes == 0 && told[0].found_at == NULL);
  CHECK(strcmp(told[0].owner_name, "worker") == 0);

  guard_device_free(block, sites[1]);
  guard_device_free(block, sites[2]);
  guard_device_ticks();
  CHECK(told_count == 2);
  CHECK(told[1].fault == TIDEMARK_GUARD_DOUBLE_FREE && !told[1].has_offset);
  CHECK(told[1].freed_at == sites[1] && told[1].found_at == sites[2]);
  CHECK(tidemark_guard_get(&status) == 0);
  CHECK(status.blocks == 0 && status.held_blocks == 1 && status.kept_blocks == 0);
  CHECK(tidemark_guard_listener_set(NULL, NULL) == 0);
  return NULL;
}

const char* c_api_guard_in_an_interrupt(void) {
  struct tidemark_guard_status status;

  CHECK(tidemark_guard_heap(guard_device_heap()) == -EWOULDBLOCK);
  CHECK(tidemark_guard_listener_set(listen, NULL) == -EWOULDBLOCK);
  CHECK(tidemark_guard_check() == -EWOULDBLOCK);
  CHECK(tidemark_guard_get(&status) == -EWOULDBLOCK);
  return NULL;
}
