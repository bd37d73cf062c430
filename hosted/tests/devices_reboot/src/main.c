// SPDX-License-Identifier: Apache-2.0
// Nine boots of one image, each begun in another way, and what outlives them. LOOP=1 in the
// environment: reboots at once, for ever. LEAKS=1: three boots, warm and cold, that lose a block
// each.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zephyr/drivers/hwinfo.h>
#include <zephyr/drivers/retained_mem.h>
#include <zephyr/drivers/watchdog.h>
#include <zephyr/fatal.h>
#include <zephyr/kernel.h>
#include <zephyr/random/random.h>
#include <zephyr/retention/bootmode.h>
#include <zephyr/retention/retention.h>
#include <zephyr/sys/reboot.h>
#include <zephyr/task_wdt/task_wdt.h>

#define MAGIC 0x7469646dU

static __noinit struct {
  uint32_t magic;
  uint32_t boot;
  uint32_t callbacks;
  char page[8192];
} kept;
static uint32_t not_kept;

static const struct device* const watchdog = DEVICE_DT_GET(DT_ALIAS(watchdog0));
static const struct device* const areas[] = {DEVICE_DT_GET(DT_NODELABEL(retention0)),
                                             DEVICE_DT_GET(DT_NODELABEL(retention1)),
                                             DEVICE_DT_GET(DT_NODELABEL(retention2))};

static void report(void) {
  uint32_t cause = 0;
  uint8_t text[8] = "";
  (void)hwinfo_get_reset_cause(&cause);
  printf("boot %u: cause 0x%x, uptime %d, bss %u, last byte %d, valid", kept.boot, cause,
         (int)k_uptime_get(), not_kept, kept.page[sizeof(kept.page) - 1]);
  for (size_t i = 0; i < ARRAY_SIZE(areas); ++i) {
    printf(" %d", retention_is_valid(areas[i]));
  }
  (void)retention_read(areas[1], 3, text, 5);
  printf(", \"%s\", mode %d\n", (char*)text, bootmode_check(BOOT_MODE_TYPE_BOOTLOADER));
  not_kept = 1;
  kept.page[sizeof(kept.page) - 1] = 7;
}

static void fresh(void) {
  uint8_t id[8];
  uint32_t supported;
  printf("id %d bytes:", (int)hwinfo_get_device_id(id, sizeof(id)));
  for (size_t i = 0; i < sizeof(id); ++i) {
    printf(" %02x", id[i]);
  }
  (void)hwinfo_get_supported_reset_cause(&supported);
  printf(", supported 0x%x\n", supported);
  printf("sizes %d %d %d, raw %d\n", (int)retention_size(areas[0]), (int)retention_size(areas[1]),
         (int)retention_size(areas[2]),
         (int)retained_mem_size(DEVICE_DT_GET(DT_NODELABEL(retainedmem))));
  printf("past the end %d %d, before it %d\n", retention_write(areas[0], 250, id, 8),
         retention_read(areas[0], 253, id, 1), retention_write(areas[0], -1, id, 1));
  (void)retention_write(areas[0], 0, id, 8);
  (void)retention_write(areas[1], 3, (const uint8_t*)"area1", 5);
  (void)bootmode_set(BOOT_MODE_TYPE_BOOTLOADER);
  k_msleep(1000);
  sys_reboot(SYS_REBOOT_WARM);
}

static void damage(void) {
  const struct device* memory = DEVICE_DT_GET(DT_NODELABEL(retainedmem));
  uint8_t byte;
  (void)retained_mem_read(memory, 300, &byte, 1);
  byte ^= 1;
  (void)retained_mem_write(memory, 300, &byte, 1);
  printf("damaged: %d, mended", retention_is_valid(areas[1]));
  byte ^= 1;
  (void)retained_mem_write(memory, 300, &byte, 1);
  printf(" %d, cleared", retention_is_valid(areas[1]));
  (void)retention_clear(areas[0]);
  printf(" %d\n", retention_is_valid(areas[0]));
}

// --- ways to reboot ---

static void from_interrupt(struct k_timer* timer) {
  (void)timer;
  printf("in an interrupt: %d\n", k_is_in_isr());
  sys_reboot(SYS_REBOOT_WARM);
}
static K_TIMER_DEFINE(rebooter, from_interrupt, NULL);

void k_sys_fatal_error_handler(unsigned int reason, const z_arch_esf_t* esf) {
  (void)esf;
  printf("fatal error %u\n", reason);
  if (getenv("LEAKS") != NULL) {
    k_fatal_halt(reason);
  }
  sys_reboot(SYS_REBOOT_WARM);
}

static void last_words(const struct device* dev, int channel) {
  (void)dev;
  ++kept.callbacks;
  printf("channel %d bites at %u ms, locked out: 1\n", channel, k_cycle_get_32() / 1000);
}

static int arm(uint32_t min, uint32_t max, wdt_callback_t callback) {
  struct wdt_timeout_cfg config = {
      .window = {min, max}, .callback = callback, .flags = WDT_FLAG_RESET_SOC};
  struct wdt_timeout_cfg never = {.window = {0, 0}};
  printf("no window %d", wdt_install_timeout(watchdog, &never));
  int channel = wdt_install_timeout(watchdog, &config);
  printf(", asleep %d, channel %d", wdt_setup(watchdog, WDT_OPT_PAUSE_IN_SLEEP), channel);
  printf(", set up %d", wdt_setup(watchdog, WDT_OPT_PAUSE_HALTED_BY_DBG));
  printf(" %d, feed", wdt_setup(watchdog, 0));
  printf(" %d\n", wdt_feed(watchdog, 5));
  return channel;
}

static void locked_out(void) {
  int channel = arm(0, 100, last_words);
  for (int i = 0; i < 5; ++i) {
    k_msleep(50);
    (void)wdt_feed(watchdog, channel);
  }
  unsigned int key = irq_lock();
  for (;;) {
    k_busy_wait(1000);
  }
  irq_unlock(key);
}

static void computes_for_ever(void) {
  (void)arm(0, 1000, NULL);
  for (volatile unsigned i = 0;; ++i) {
  }
}

static void too_early(void) {
  int channel = arm(50, 100, NULL);
  k_msleep(80);
  (void)wdt_feed(watchdog, channel);
  k_msleep(20);
  (void)wdt_feed(watchdog, channel);
}

static void resolved(int channel, void* data) {
  printf("channel %d, %s, is late at %d: fed\n", channel, (const char*)data, (int)k_uptime_get());
  (void)task_wdt_feed(channel);
  (void)task_wdt_delete(channel);
}

static void late_thread(void* one, void* two, void* three) {
  (void)one;
  (void)two;
  (void)three;
  int channel = task_wdt_add(200, NULL, NULL);
  for (int i = 0; i < 3; ++i) {
    k_msleep(150);
    (void)task_wdt_feed(channel);
  }
  k_sleep(K_FOREVER);
}
K_THREAD_STACK_DEFINE(late_stack, 1024);
static struct k_thread late;

static void task_watchdog(void) {
  static char data[] = "the first";
  printf("init %d, 0 ms %d", task_wdt_init(watchdog), task_wdt_add(0, NULL, NULL));
  printf(", feed %d, channel %d\n", task_wdt_feed(-1), task_wdt_add(100, resolved, data));
  (void)k_thread_create(&late, late_stack, 1024, late_thread, NULL, NULL, NULL, 1, 0, K_NO_WAIT);
  (void)k_thread_name_set(&late, "late");
  k_sleep(K_FOREVER);
}

static void one_boot(void) {
  (void)hwinfo_clear_reset_cause();
  switch (kept.boot) {
    case 2:
      damage();
      k_timer_start(&rebooter, K_MSEC(30), K_NO_WAIT);
      k_sleep(K_FOREVER);
      break;
    case 3:
      k_oops();
      break;
    case 4:
      locked_out();
      break;
    case 5:
      printf("callbacks %u\n", kept.callbacks);
      task_watchdog();
      break;
    case 6:
      computes_for_ever();
      break;
    case 7:
      too_early();
      break;
    default:
      sys_reboot(SYS_REBOOT_COLD);
  }
}

static void* volatile lost;
static void __attribute__((noinline)) lose(size_t bytes) {
  lost = k_malloc(bytes);
  printf("allocated %d", lost != NULL);
  lost = NULL;
}

// Each boot makes two allocations and loses the first; what fails is left out.
static void leaking_boot(uint32_t cause) {
  lose(kept.magic == MAGIC ? 20 : 30);
  void* freed = k_malloc(8);
  printf(" %d\n", freed != NULL);
  k_free(freed);
  k_msleep(1000);
  if (cause != RESET_SOFTWARE) {
    kept.magic = MAGIC;
    sys_reboot(SYS_REBOOT_WARM);
  } else if (kept.magic == MAGIC) {
    sys_reboot(SYS_REBOOT_COLD);
  }
  k_oops();
}

int main(void) {
  uint32_t cause = 0;
  (void)hwinfo_get_reset_cause(&cause);
  if (getenv("LOOP") != NULL) {
    sys_reboot(SYS_REBOOT_WARM);
  }
  if (getenv("LEAKS") != NULL) {
    leaking_boot(cause & RESET_SOFTWARE);
  }
  bool valid = kept.magic == MAGIC;
  if (!valid) {
    kept.magic = MAGIC;
    kept.boot = 0;
    kept.callbacks = 0;
  }
  ++kept.boot;
  report();
  if (!valid && cause == RESET_SOFTWARE) {
    printf("cold; done\n");
    return 0;
  }
  if (!valid) {
    fresh();
  }
  one_boot();
  return 0;
}
