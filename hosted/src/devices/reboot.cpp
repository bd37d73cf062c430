// SPDX-License-Identifier: Apache-2.0
#include <zephyr/drivers/hwinfo.h>
#include <zephyr/sys/reboot.h>

#include "host/restart.hpp"

extern "C" void sys_reboot(int type) {
  hosted::restart_image(type == SYS_REBOOT_WARM, RESET_SOFTWARE);
}
