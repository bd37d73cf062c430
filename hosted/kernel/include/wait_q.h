// SPDX-License-Identifier: Apache-2.0
#include <zephyr/wait_q.h>
