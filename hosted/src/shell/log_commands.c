/* SPDX-License-Identifier: Apache-2.0 */
/* The command log: levels and states of log backends, of the shell's own or by name. */
#include <zephyr/shell/shell.h>

#ifdef CONFIG_LOG_CMDS
#include <errno.h>
#include <string.h>

#include <zephyr/logging/log_ctrl.h>

static const char* const level_names[] = {"none", "err", "wrn", "inf", "dbg"};

/* The backend that a command is about: <name> in `log backend <name> command`, else the shell's.
 * Null after a message. */
static const struct log_backend* backend_of(const struct shell* sh, char** argv, bool by_name) {
  if (by_name) {
    STRUCT_SECTION_FOREACH (log_backend, backend) {
      if (strncmp(argv[-1], backend->name, strlen(argv[-1])) == 0) {
        return backend;
      }
    }
    shell_error(sh, "Invalid backend: %s", argv[-1]);
    return NULL;
  }
#ifdef CONFIG_SHELL_LOG_BACKEND
  if (sh->log_backend->control_block->state != SHELL_LOG_BACKEND_UNINIT) {
    return sh->log_backend->backend;
  }
#endif
  shell_error(sh, "Shell log backend not initialized.");
  return NULL;
}

static int print_status(const struct shell* sh, const struct log_backend* backend) {
  if (!log_backend_is_active(backend)) {
    shell_warn(sh, "Logs are halted!");
  }
  shell_fprintf(sh, SHELL_NORMAL, "%-40s | current | built-in \r\n", "module_name");
  shell_fprintf(sh, SHELL_NORMAL, "----------------------------------------------------------\r\n");
  for (uint32_t i = 0; i < log_src_cnt_get(Z_LOG_LOCAL_DOMAIN_ID); i++) {
    int16_t source = (int16_t)i;

    shell_fprintf(sh, SHELL_NORMAL, "%-40s | %-7s | %s\r\n",
                  log_source_name_get(Z_LOG_LOCAL_DOMAIN_ID, i),
                  level_names[log_filter_get(backend, Z_LOG_LOCAL_DOMAIN_ID, source, true)],
                  level_names[log_filter_get(backend, Z_LOG_LOCAL_DOMAIN_ID, source, false)]);
  }
  return 0;
}

static void set_level(const struct shell* sh, const struct log_backend* backend, int source,
                      const char* name, uint32_t level) {
  uint32_t set = log_filter_set(backend, Z_LOG_LOCAL_DOMAIN_ID, (int16_t)source, level);

  if (set != level) {
    shell_warn(sh, "%s: level set to %s.", name, level_names[set]);
  }
}

/* Of the named sources, or of all. */
static int set_levels(const struct shell* sh, const struct log_backend* backend, size_t argc,
                      char** argv, uint32_t level) {
  if (!log_backend_is_active(backend)) {
    shell_warn(sh, "Backend not active.");
  }
  for (uint32_t i = 0; argc == 0 && i < log_src_cnt_get(Z_LOG_LOCAL_DOMAIN_ID); i++) {
    set_level(sh, backend, (int)i, log_source_name_get(Z_LOG_LOCAL_DOMAIN_ID, i), level);
  }
  for (size_t i = 0; i < argc; i++) {
    int source = log_source_id_get(argv[i]);

    if (source >= 0) {
      set_level(sh, backend, source, argv[i], level);
    } else {
      shell_error(sh, "%s: unknown source name.", argv[i]);
    }
  }
  return 0;
}

static int enable(const struct shell* sh, const struct log_backend* backend, size_t argc,
                  char** argv) {
  for (uint32_t level = 0; level < ARRAY_SIZE(level_names); level++) {
    if (strcmp(argv[1], level_names[level]) == 0) {
      return set_levels(sh, backend, argc - 2, argv + 2, level);
    }
  }
  shell_error(sh, "Invalid severity: %s", argv[1]);
  return -ENOEXEC;
}

/* LOG_COMMAND(name) { ... } is a command for the shell's own backend, self_<name>, and for a named
 * one, named_<name>. */
#define LOG_COMMAND(name)                                                                       \
  static int run_##name(const struct shell* sh, const struct log_backend* backend, size_t argc, \
                        char** argv);                                                           \
  static int self_##name(const struct shell* sh, size_t argc, char** argv) {                    \
    const struct log_backend* backend = backend_of(sh, argv, false);                            \
                                                                                                \
    return backend != NULL ? run_##name(sh, backend, argc, argv) : 0;                           \
  }                                                                                             \
  static int named_##name(const struct shell* sh, size_t argc, char** argv) {                   \
    const struct log_backend* backend = backend_of(sh, argv, true);                             \
                                                                                                \
    if (backend == NULL) {                                                                      \
      return -ENOEXEC;                                                                          \
    }                                                                                           \
    (void)run_##name(sh, backend, argc, argv);                                                  \
    return 0;                                                                                   \
  }                                                                                             \
  static int run_##name(const struct shell* sh, const struct log_backend* backend, size_t argc, \
                        char** argv)

LOG_COMMAND(status) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  return print_status(sh, backend);
}

LOG_COMMAND(enable) {
  return enable(sh, backend, argc, argv);
}

LOG_COMMAND(disable) {
  return set_levels(sh, backend, argc - 1, argv + 1, LOG_LEVEL_NONE);
}

LOG_COMMAND(halt) {
  ARG_UNUSED(sh);
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  log_backend_deactivate(backend);
  return 0;
}

LOG_COMMAND(go) {
  ARG_UNUSED(sh);
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  log_backend_activate(backend, backend->cb->ctx);
  return 0;
}

static int cmd_list_backends(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  STRUCT_SECTION_FOREACH (log_backend, backend) {
    shell_fprintf(sh, SHELL_NORMAL, "%s\r\n\t- Status: %s\r\n\t- ID: %d\r\n\r\n", backend->name,
                  log_backend_is_active(backend) ? "enabled" : "disabled",
                  log_backend_id_get(backend));
  }
  return 0;
}

static int cmd_mem(const struct shell* sh, size_t argc, char** argv) {
  uint32_t size;
  uint32_t used;
  uint32_t most;

  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  if (log_mem_get_usage(&size, &used) < 0) {
    shell_error(sh, "Failed to get usage (mode does not support it?)");
    return -ENOEXEC;
  }
  shell_print(sh, "Log message buffer utilization report:");
  shell_print(sh, "\tCapacity: %u bytes", size);
  shell_print(sh, "\tCurrently in use: %u bytes", used);
  if (log_mem_get_max_usage(&most) < 0) {
    shell_print(sh, "Enable CONFIG_LOG_MEM_UTILIZATION to get maximum usage");
  } else {
    shell_print(sh, "\tMaximum usage: %u bytes", most);
  }
  return 0;
}

/* Any number of sources may follow each other. */
static void get_source(size_t idx, struct shell_static_entry* entry);
SHELL_DYNAMIC_CMD_CREATE(log_sources, get_source);
static void get_source(size_t idx, struct shell_static_entry* entry) {
  entry->subcmd = &log_sources;
  entry->syntax = log_source_name_get(Z_LOG_LOCAL_DOMAIN_ID, (uint32_t)idx);
}

static void get_level(size_t idx, struct shell_static_entry* entry) {
  static const uint8_t by_name[] = {LOG_LEVEL_DBG, LOG_LEVEL_ERR, LOG_LEVEL_INF, LOG_LEVEL_NONE,
                                    LOG_LEVEL_WRN};

  entry->subcmd = &log_sources;
  entry->syntax = idx < ARRAY_SIZE(by_name) ? level_names[by_name[idx]] : NULL;
}
SHELL_DYNAMIC_CMD_CREATE(log_levels, get_level);

#define HELP_DISABLE                                         \
  "'log disable <module_0> .. <module_n>' disables logs in " \
  "specified modules (all if no modules specified)."
#define HELP_ENABLE                                                     \
  "'log enable <level> <module_0> ...  <module_n>' enables logs up to " \
  "given level in specified modules (all if no modules specified)."

SHELL_STATIC_SUBCMD_SET_CREATE(
    sub_log_backend, SHELL_CMD_ARG(disable, &log_sources, HELP_DISABLE, named_disable, 1, 255),
    SHELL_CMD_ARG(enable, &log_levels, HELP_ENABLE, named_enable, 2, 255),
    SHELL_CMD(go, NULL, "Resume logging", named_go),
    SHELL_CMD(halt, NULL, "Halt logging", named_halt),
    SHELL_CMD(status, NULL, "Logger status", named_status), SHELL_SUBCMD_SET_END);

static void get_backend(size_t idx, struct shell_static_entry* entry) {
  entry->subcmd = &sub_log_backend;
  if (idx < (size_t)log_backend_count_get()) {
    entry->syntax = log_backend_get((uint32_t)idx)->name;
  }
}
SHELL_DYNAMIC_CMD_CREATE(log_backends, get_backend);

SHELL_STATIC_SUBCMD_SET_CREATE(
    sub_log, SHELL_CMD(backend, &log_backends, "Logger backends commands.", NULL),
    SHELL_COND_CMD_ARG(CONFIG_SHELL_LOG_BACKEND, disable, &log_sources, HELP_DISABLE, self_disable,
                       1, 255),
    SHELL_COND_CMD_ARG(CONFIG_SHELL_LOG_BACKEND, enable, &log_levels, HELP_ENABLE, self_enable, 2,
                       255),
    SHELL_COND_CMD(CONFIG_SHELL_LOG_BACKEND, go, NULL, "Resume logging", self_go),
    SHELL_COND_CMD(CONFIG_SHELL_LOG_BACKEND, halt, NULL, "Halt logging", self_halt),
    SHELL_CMD_ARG(list_backends, NULL, "Lists logger backends.", cmd_list_backends, 1, 0),
    SHELL_COND_CMD(CONFIG_SHELL_LOG_BACKEND, status, NULL, "Logger status", self_status),
    SHELL_COND_CMD(CONFIG_LOG_MODE_DEFERRED, mem, NULL, "Logger memory usage", cmd_mem),
    SHELL_SUBCMD_SET_END);
SHELL_CMD_REGISTER(log, &sub_log, "Commands for controlling logger", NULL);

#endif /* CONFIG_LOG_CMDS */
