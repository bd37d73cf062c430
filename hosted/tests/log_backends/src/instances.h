// SPDX-License-Identifier: Apache-2.0
#include <zephyr/logging/log.h>
#include <zephyr/logging/log_instance.h>

struct door {
  LOG_INSTANCE_PTR_DECLARE(log);
  int number;
};

void use_door(struct door* door);
