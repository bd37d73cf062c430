/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"

#include <string.h>
#include <tidemark/pressure.h>
#include <zephyr/ztest.h>

#define BLOCKS 256

static struct {
  void* block;
  size_t bytes;
} taken[BLOCKS];

enum mood mood;
const char* complaint;
char calls[64];
int overlaps;

static void* lent_to_cheap;
static void* lent_to_dear;
static atomic_t running;
static K_SEM_DEFINE(cheered_up, 0, 1);

void fill_heap(void) {
  size_t bytes = 1024;
  for (size_t i = 0; i < BLOCKS && bytes >= 64; ++i) {
    if (taken[i].block != NULL) {
      continue;
    }
    while (bytes >= 64 && taken[i].block == NULL) {
      taken[i].block = k_heap_alloc(&_system_heap, bytes, K_NO_WAIT);
      taken[i].bytes = bytes;
      bytes = taken[i].block == NULL ? bytes - 32 : bytes;
    }
  }
}

void give_back(size_t bytes) {
  for (size_t i = 0; i < BLOCKS; ++i) {
    if (taken[i].block != NULL && taken[i].bytes >= bytes) {
      k_heap_free(&_system_heap, taken[i].block);
      taken[i].block = NULL;
      return;
    }
  }
  zassert_unreachable("there is no such block");
}

void give_all_back(void) {
  for (size_t i = 0; i < BLOCKS; ++i) {
    if (taken[i].block != NULL) {
      k_heap_free(&_system_heap, taken[i].block);
      taken[i].block = NULL;
    }
  }
}

bool were_called(const char* expected) {
  return strcmp(calls, expected) == 0;
}

void cheer_up(void) {
  k_sem_give(&cheered_up);
}

static void begin(char letter) {
  const size_t length = strlen(calls);
  if (length + 1 < sizeof(calls)) {
    calls[length] = letter;
  }
  overlaps += atomic_inc(&running) != 0 ? 1 : 0;
}

static size_t give(void** lent) {
  const size_t before = *lent != NULL ? sizeof(void*) : 0;
  if (before != 0) {
    k_free(*lent);
    *lent = NULL;
  }
  return before;
}

static size_t give_cheap(const struct tidemark_reclaim_request* request, void* user_data) {
  ARG_UNUSED(request);
  ARG_UNUSED(user_data);
  begin('c');
  const size_t given = give(&lent_to_cheap);
  atomic_dec(&running);
  return given;
}
TIDEMARK_RECLAIMER_DEFINE(cheap, -10, give_cheap);

static size_t give_dear(const struct tidemark_reclaim_request* request, void* user_data) {
  ARG_UNUSED(request);
  begin('d');
  const size_t given = give(user_data);
  atomic_dec(&running);
  return given;
}
TIDEMARK_RECLAIMER_DEFINE_WITH(dear, 100, give_dear, &lent_to_dear);

static void allocate_within(void) {
  void* block = tidemark_malloc(3000);
  complaint = block != NULL ? "there was room" : NULL;
  tidemark_free(block);
}

static void reenter(void) {
  const int status = tidemark_reclaim(0, NULL);
  complaint = status != -EWOULDBLOCK ? "a reclaimer could ask for a pass" : NULL;
}

static void hear(const struct tidemark_pressure_event* event, void* user_data) {
  ARG_UNUSED(event);
  ARG_UNUSED(user_data);
}

/* There is no way to register a reclaimer; what can be registered may be. */
static void register_within(void) {
  static struct tidemark_pressure_listener listener = {.call = hear};
  const bool was_set = tidemark_oom_handler_set(NULL, NULL) == 0;
  const bool was_added = tidemark_pressure_listener_add(&listener) == 0 &&
                         tidemark_pressure_listener_remove(&listener) == 0;
  complaint = !was_set     ? "no handler could be set"
              : !was_added ? "no listener could be added and removed"
                           : NULL;
}

static size_t be_moody(const struct tidemark_reclaim_request* request, void* user_data) {
  ARG_UNUSED(user_data);
  begin('m');
  size_t said = 0;
  switch (mood) {
    case GIVES_NOTHING:
      break;
    case LIES:
      said = 1000;
      break;
    case IS_LATE:
      k_msleep((int32_t)request->deadline_ms + 20);
      break;
    case IS_STUCK:
      k_sem_take(&cheered_up, K_FOREVER);
      break;
    case ALLOCATES:
      allocate_within();
      break;
    case REENTERS:
      reenter();
      break;
    case REGISTERS:
      register_within();
      break;
  }
  atomic_dec(&running);
  return said;
}
TIDEMARK_RECLAIMER_DEFINE(moody, 0, be_moody);

static void shed(bool off, void* user_data) {
  const char* letters = user_data;
  begin(letters[off ? 0 : 1]);
  atomic_dec(&running);
}
TIDEMARK_SHEDDER_DEFINE_WITH(video, 2, shed, "Vv");
TIDEMARK_SHEDDER_DEFINE_WITH(log, 1, shed, "Ll");

void lend_to_cheap(void* block) {
  lent_to_cheap = block;
}
void lend_to_dear(void* block) {
  lent_to_dear = block;
}

struct tidemark_ladder_status ladder_status(void) {
  struct tidemark_ladder_status status;
  zassert_ok(tidemark_ladder_get(&status));
  return status;
}

struct tidemark_reclaimer_status reclaimer_status(const char* name) {
  struct tidemark_reclaimer_status status = {0};
  for (size_t i = 0; tidemark_reclaimer_get(i, &status) == 0; ++i) {
    if (strcmp(status.name, name) == 0) {
      return status;
    }
  }
  zassert_unreachable("there is no %s", name);
  return status;
}

void reset_memory(void) {
  (void)tidemark_oom_handler_set(NULL, NULL);
  mood = GIVES_NOTHING;
  give_all_back();
  (void)give(&lent_to_cheap);
  (void)give(&lent_to_dear);
  /* Until the monitor has seen that all is well: the levels, the reserve, what was shed. */
  k_msleep(700);
  memset(calls, 0, sizeof(calls));
  overlaps = 0;
  complaint = NULL;
  zassert_true(ladder_status().is_reserve_held);
}
