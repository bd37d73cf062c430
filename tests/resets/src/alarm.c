/* SPDX-License-Identifier: Apache-2.0 */
/* A reset between any two instructions: an alarm of the host. */
#include <signal.h>
#include <stddef.h>
#include <sys/time.h>
#include <zephyr/sys/reboot.h>

static void ring(int number) {
  (void)number;
  sys_reboot(SYS_REBOOT_WARM);
}

void reset_after_us(unsigned int us) {
  struct itimerval once = {.it_value = {.tv_usec = (long)us}};

  (void)signal(SIGALRM, ring);
  (void)setitimer(ITIMER_REAL, &once, NULL);
}
