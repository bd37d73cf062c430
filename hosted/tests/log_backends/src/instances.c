// SPDX-License-Identifier: Apache-2.0
// A module that logs through instances only.
#include "instances.h"

LOG_LEVEL_SET(LOG_LEVEL_INF);

void use_door(struct door* door) {
  static const uint8_t key[] = {0xca, 0xfe};
  LOG_INST_INF(door->log, "opened %d", door->number);
  LOG_INST_DBG(door->log, "never compiled in");
  LOG_INST_HEXDUMP_WRN(door->log, key, sizeof(key), "key");
}
