/* SPDX-License-Identifier: Apache-2.0 */
/* The commands kernel and device. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include <zephyr/device.h>
#include <zephyr/kernel_version.h>
#include <zephyr/logging/log_ctrl.h>
#include <zephyr/shell/shell.h>
#include <zephyr/sys/reboot.h>

#ifdef CONFIG_KERNEL_SHELL

static int cmd_version(const struct shell* sh, size_t argc, char** argv) {
  uint32_t version = sys_kernel_version_get();

  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  shell_print(sh, "Zephyr version %d.%d.%d", SYS_KERNEL_VER_MAJOR(version),
              SYS_KERNEL_VER_MINOR(version), SYS_KERNEL_VER_PATCHLEVEL(version));
  return 0;
}

static int cmd_uptime(const struct shell* sh, size_t argc, char** argv) {
  if (argc == 1) {
    shell_print(sh, "Uptime: %" PRIu32 " ms", k_uptime_get_32());
    return 0;
  }
  if (strcmp(argv[1], "-p") != 0 && strcmp(argv[1], "--pretty") != 0) {
    shell_error(sh, "Unsupported option: %s", argv[1]);
    return -EIO;
  }
  int64_t ms = k_uptime_get();
  int64_t seconds = ms / 1000;

  shell_print(sh,
              "uptime: %" PRId64 " days, %" PRId64 " hours, %" PRId64 " minutes, %" PRId64
              " seconds, %" PRId64 " milliseconds",
              seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60, ms % 1000);
  return 0;
}

static int cmd_cycles(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  shell_print(sh, "cycles: %u hw cycles", k_cycle_get_32());
  return 0;
}

static int cmd_sleep(const struct shell* sh, size_t argc, char** argv) {
  int err = 0;
  unsigned long ms = shell_strtoul(argv[1], 10, &err);

  ARG_UNUSED(argc);
  if (err != 0) {
    shell_error(sh, "Unable to parse input (err %d)", err);
    return err;
  }
  k_msleep((int32_t)ms);
  return 0;
}

#ifdef CONFIG_LOG_RUNTIME_FILTERING
static int cmd_log_level(const struct shell* sh, size_t argc, char** argv) {
  int err = 0;
  unsigned long level = shell_strtoul(argv[2], 10, &err);
  int source = log_source_id_get(argv[1]);

  ARG_UNUSED(argc);
  if (err != 0) {
    shell_error(sh, "Unable to parse log severity (err %d)", err);
    return err;
  }
  if (level > LOG_LEVEL_DBG) {
    shell_error(sh, "Invalid log level: %d", (int)level);
    shell_help(sh);
    return SHELL_CMD_HELP_PRINTED;
  }
  if (source < 0) {
    shell_error(sh, "Unable to find log source: %s", argv[1]);
    return 0;
  }
  (void)log_filter_set(NULL, 0, (int16_t)source, (uint32_t)level);
  return 0;
}
#endif

#if defined(CONFIG_THREAD_MONITOR) && defined(CONFIG_THREAD_STACK_INFO)

static const char* shown_name(struct k_thread* thread) {
  const char* name = k_thread_name_get(thread);

  return name != NULL ? name : "NA";
}

#ifdef CONFIG_INIT_STACKS
/* Bytes of the stack ever used, 0 if unknown. */
static size_t stack_used(const struct k_thread* thread) {
  size_t unused = 0;

  return k_thread_stack_space_get(thread, &unused) == 0 ? thread->stack_info.size - unused : 0;
}

static void print_stack(const struct k_thread* thread, void* user_data) {
  const struct shell* sh = user_data;
  size_t size = thread->stack_info.size;
  size_t used = stack_used(thread);

  shell_print(sh, "%p %-" STRINGIFY(CONFIG_THREAD_MAX_NAME_LEN) "s (real size %4zu):\tunused %4zu\tusage %4zu / %4zu (%2zu %%)",
              (const void*)thread, shown_name((struct k_thread*)thread), size, size - used, used,
              size, used * 100U / size);
}

static int cmd_stacks(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  k_thread_foreach(print_stack, (void*)sh);
  size_t unused = 0;
  const uint8_t* start = (const uint8_t*)K_KERNEL_STACK_BUFFER(z_interrupt_stacks[0]);
  size_t size = K_KERNEL_STACK_SIZEOF(z_interrupt_stacks[0]);

  if (z_stack_space_get(start, size, &unused) == 0) {
    shell_print(sh, "%p IRQ %02d %*s(real size %4zu):\tunused %4zu\tusage %4zu / %4zu (%2zu %%)",
                (const void*)start, 0, CONFIG_THREAD_MAX_NAME_LEN - 6, "", size, unused,
                size - unused, size, (size - unused) * 100U / size);
  }
  return 0;
}
#endif

#ifdef CONFIG_THREAD_RUNTIME_STATS
static void print_cycles(const struct shell* sh, struct k_thread* thread) {
  k_thread_runtime_stats_t own;
  k_thread_runtime_stats_t all;

  if (k_thread_runtime_stats_get(thread, &own) != 0 || k_thread_runtime_stats_all_get(&all) != 0) {
    shell_print(sh, "\tTotal execution cycles: ? (? %%)");
    return;
  }
  uint64_t percent =
      all.execution_cycles > 0 ? own.execution_cycles * 100U / all.execution_cycles : 0;

  shell_print(sh, "\tTotal execution cycles: %u (%u %%)", (uint32_t)own.execution_cycles,
              (uint32_t)percent);
#ifdef CONFIG_SCHED_THREAD_USAGE_ANALYSIS
  shell_print(sh, "\tCurrent execution cycles: %u", (uint32_t)own.current_cycles);
  shell_print(sh, "\tPeak execution cycles: %u", (uint32_t)own.peak_cycles);
  shell_print(sh, "\tAverage execution cycles: %u", (uint32_t)own.average_cycles);
#endif
}
#endif

static void print_thread(const struct k_thread* cthread, void* user_data) {
  const struct shell* sh = user_data;
  struct k_thread* thread = (struct k_thread*)cthread;
  char state[32];

  shell_print(sh, "%s%p %-10s", thread == k_current_get() ? "*" : " ", (void*)thread,
              shown_name(thread));
  shell_print(sh, "\toptions: 0x%x, priority: %d timeout: %" PRId64, thread->base.user_options,
              thread->base.prio, (int64_t)k_thread_timeout_remaining_ticks(thread));
  shell_print(sh, "\tstate: %s, entry: %p", k_thread_state_str(thread, state, sizeof(state)),
              (void*)(uintptr_t)thread->entry.pEntry);
#ifdef CONFIG_THREAD_RUNTIME_STATS
  print_cycles(sh, thread);
#endif
#ifdef CONFIG_INIT_STACKS
  size_t size = thread->stack_info.size;
  size_t used = stack_used(thread);

  shell_print(sh, "\tstack size %zu, unused %zu, usage %zu / %zu (%zu %%)\n", size, size - used,
              used, size, used * 100U / size);
#endif
}

static int cmd_threads(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  shell_print(sh, "Scheduler: %u since last call", 0U);
  shell_print(sh, "Threads:");
  k_thread_foreach(print_thread, (void*)sh);
  return 0;
}
#endif

#if defined(CONFIG_SYS_HEAP_RUNTIME_STATS) && K_HEAP_MEM_POOL_SIZE > 0
extern struct k_heap _system_heap;

static int cmd_heap(const struct shell* sh, size_t argc, char** argv) {
  struct sys_memory_stats stats;
  int err = sys_heap_runtime_stats_get(&_system_heap.heap, &stats);

  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  if (err != 0) {
    shell_error(sh, "Failed to read kernel system heap statistics (err %d)", err);
    return -ENOEXEC;
  }
  shell_print(sh, "free:           %zu", stats.free_bytes);
  shell_print(sh, "allocated:      %zu", stats.allocated_bytes);
  shell_print(sh, "max. allocated: %zu", stats.max_allocated_bytes);
  return 0;
}
#endif

#ifdef CONFIG_REBOOT
static int cmd_reboot(const struct shell* sh, size_t argc, char** argv, void* data) {
  ARG_UNUSED(sh);
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  if (CONFIG_KERNEL_SHELL_REBOOT_DELAY > 0) {
    k_msleep(CONFIG_KERNEL_SHELL_REBOOT_DELAY);
  }
  sys_reboot((int)(intptr_t)data);
  return 0;
}
SHELL_SUBCMD_DICT_SET_CREATE(sub_reboot, cmd_reboot, (cold, SYS_REBOOT_COLD, "Cold reboot."),
                             (warm, SYS_REBOOT_WARM, "Warm reboot."));
#endif

SHELL_SUBCMD_SET_CREATE(sub_kernel, (kernel));
SHELL_CMD_REGISTER(kernel, &sub_kernel, "Kernel commands", NULL);
SHELL_SUBCMD_ADD((kernel), cycles, NULL, "Kernel cycles.", cmd_cycles, 0, 0);
SHELL_SUBCMD_ADD((kernel), sleep, NULL, "ms", cmd_sleep, 2, 0);
SHELL_SUBCMD_ADD((kernel), uptime, NULL,
                 "Kernel uptime. Can be called with the -p or --pretty options", cmd_uptime, 1, 1);
SHELL_SUBCMD_ADD((kernel), version, NULL, "Kernel version.", cmd_version, 0, 0);
#if defined(CONFIG_THREAD_MONITOR) && defined(CONFIG_THREAD_STACK_INFO)
SHELL_SUBCMD_ADD((kernel), threads, NULL, "List kernel threads.", cmd_threads, 0, 0);
#ifdef CONFIG_INIT_STACKS
SHELL_SUBCMD_ADD((kernel), stacks, NULL, "List threads stack usage.", cmd_stacks, 0, 0);
#endif
/* Zephyr 4.0 and later. */
SHELL_SUBCMD_SET_CREATE(sub_kernel_thread, (kernel, thread));
SHELL_SUBCMD_ADD((kernel), thread, &sub_kernel_thread, "Kernel threads.", NULL, 0, 0);
SHELL_SUBCMD_ADD((kernel, thread), list, NULL, "List kernel threads.", cmd_threads, 0, 0);
#ifdef CONFIG_INIT_STACKS
SHELL_SUBCMD_ADD((kernel, thread), stacks, NULL, "List threads stack usage.", cmd_stacks, 0, 0);
#endif
#endif
#ifdef CONFIG_LOG_RUNTIME_FILTERING
/* As SHELL_SUBCMD_ADD makes it, whose name cannot have a dash. */
// clang-format off
static const TYPE_SECTION_ITERABLE(struct shell_static_entry, shell_subcmd_kernel_log_level,
                                   shell_subcmds,
                                   HOSTED_SHELL_ADDED(HOSTED_SHELL_KEY(kernel), log_level)) =
    SHELL_CMD_ARG(log-level, NULL, "<module name> <severity (0-4)>", cmd_log_level, 3, 0);
// clang-format on
#endif
#if defined(CONFIG_SYS_HEAP_RUNTIME_STATS) && K_HEAP_MEM_POOL_SIZE > 0
SHELL_SUBCMD_ADD((kernel), heap, NULL, "System heap usage statistics.", cmd_heap, 0, 0);
#endif
#ifdef CONFIG_REBOOT
SHELL_SUBCMD_ADD((kernel), reboot, &sub_reboot, "Reboot.", NULL, 1, 0);
#endif

#endif /* CONFIG_KERNEL_SHELL */

enum which_devices { READY, NOT_READY, ALL };

static const struct device* find_device(size_t idx, enum which_devices which, const char* prefix,
                                        shell_device_filter_t filter) {
  STRUCT_SECTION_FOREACH (device, dev) {
    bool fits = dev->name != NULL && dev->name[0] != '\0' &&
                (prefix == NULL || strncmp(prefix, dev->name, strlen(prefix)) == 0) &&
                (which == ALL || device_is_ready(dev) == (which == READY)) &&
                (filter == NULL || filter(dev));

    if (fits && idx-- == 0) {
      return dev;
    }
  }
  return NULL;
}

const struct device* shell_device_lookup(size_t idx, const char* prefix) {
  return find_device(idx, READY, prefix, NULL);
}

const struct device* shell_device_lookup_non_ready(size_t idx, const char* prefix) {
  return find_device(idx, NOT_READY, prefix, NULL);
}

const struct device* shell_device_lookup_all(size_t idx, const char* prefix) {
  return find_device(idx, ALL, prefix, NULL);
}

const struct device* shell_device_filter(size_t idx, shell_device_filter_t filter) {
  return find_device(idx, READY, NULL, filter);
}

const struct device* shell_device_get_binding(const char* name) {
  return device_get_binding(name);
}

#ifdef CONFIG_DEVICE_SHELL
static int cmd_device_list(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  shell_fprintf(sh, SHELL_NORMAL, "devices:\n");
  STRUCT_SECTION_FOREACH (device, dev) {
    shell_fprintf(sh, SHELL_NORMAL, "- %s (%s)\n", dev->name,
                  device_is_ready(dev) ? "READY" : "DISABLED");
  }
  return 0;
}
SHELL_STATIC_SUBCMD_SET_CREATE(sub_device,
                               SHELL_CMD(list, NULL, "List configured devices", cmd_device_list),
                               SHELL_SUBCMD_SET_END);
SHELL_CMD_REGISTER(device, &sub_device, "Device commands", NULL);
#endif
