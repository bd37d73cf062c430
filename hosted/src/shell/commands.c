/* SPDX-License-Identifier: Apache-2.0 */
/* The shell's own commands, written as an application's are. */
#include <errno.h>
#include <string.h>

#include <zephyr/shell/shell.h>
#include <zephyr/shell/shell_backend.h>

#include "shell/commands.h"

static int cmd_help(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  if (IS_ENABLED(CONFIG_SHELL_TAB)) {
    shell_print(sh, "Please press the <Tab> button to see all available commands.");
  }
  if (IS_ENABLED(CONFIG_SHELL_TAB_AUTOCOMPLETION)) {
    shell_print(sh,
                "You can also use the <Tab> button to prompt or auto-complete all commands or its "
                "subcommands.");
  }
  if (IS_ENABLED(CONFIG_SHELL_HELP)) {
    shell_print(
        sh, "You can try to call commands with <-h> or <--help> parameter for more information.");
  }
  if (IS_ENABLED(CONFIG_SHELL_METAKEYS)) {
    shell_print(sh,
                "\nShell supports following meta-keys:\n"
                "  Ctrl + (a key from: abcdefklnpuw)\n"
                "  Alt  + (a key from: bf)\n"
                "Please refer to shell documentation for more details.");
  }
  if (IS_ENABLED(CONFIG_SHELL_HELP)) {
    shell_print(sh, "\nAvailable commands:");
    hosted_shell_print_roots(sh);
  }
  return 0;
}
SHELL_CMD_ARG_REGISTER(help, NULL, "Prints the help message.", cmd_help, 1, 0);

#ifdef CONFIG_SHELL_CMDS

static int cmd_clear(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  hosted_shell_control(sh, "\x1b[H\x1b[2J");
  return 0;
}
SHELL_COND_CMD_ARG_REGISTER(CONFIG_SHELL_VT100_COMMANDS, clear, NULL, "Clear screen.", cmd_clear, 1,
                            0);

static int cmd_backends(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  shell_print(sh, "Active shell backends:");
  for (int i = 0; i < shell_backend_count_get(); i++) {
    const struct shell* one = shell_backend_get((uint32_t)i);

    shell_print(sh, "  %2d. :%s (%s)", i, one->ctx->prompt, one->thread_name);
  }
  return 0;
}

/* Commands that switch: data is the new value. */
static int cmd_backspace(const struct shell* sh, size_t argc, char** argv, void* data) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  (void)shell_mode_delete_set(sh, data != NULL);
  return 0;
}
SHELL_SUBCMD_DICT_SET_CREATE(sub_backspace, cmd_backspace,
                             (backspace, NULL,
                              "Set different escape code for backspace and delete key."),
                             (delete, 1, "Set the same escape code for backspace and delete key."));

static int cmd_colors(const struct shell* sh, size_t argc, char** argv, void* data) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  (void)shell_use_colors_set(sh, data != NULL);
  return 0;
}
SHELL_SUBCMD_DICT_SET_CREATE(sub_colors, cmd_colors, (off, 0, "Disable colored syntax."),
                             (on, 1, "Enable colored syntax."));

static int cmd_vt100(const struct shell* sh, size_t argc, char** argv, void* data) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  (void)shell_use_vt100_set(sh, data != NULL);
  return 0;
}
SHELL_SUBCMD_DICT_SET_CREATE(sub_vt100, cmd_vt100, (off, 0, "Disable vt100 commands."),
                             (on, 1, "Enable vt100 commands."));

static int cmd_prompt(const struct shell* sh, size_t argc, char** argv, void* data) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  return shell_prompt_change(sh, data != NULL ? sh->default_prompt : "");
}
SHELL_SUBCMD_DICT_SET_CREATE(sub_prompt, cmd_prompt, (off, 0, "Disable prompt."),
                             (on, 1, "Enable prompt."));

static int cmd_echo_switch(const struct shell* sh, size_t argc, char** argv, void* data) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  (void)shell_echo_set(sh, data != NULL);
  return 0;
}
SHELL_SUBCMD_DICT_SET_CREATE(sub_echo, cmd_echo_switch,
                             (off, NULL,
                              "Disable shell echo. Editing keys and meta-keys are not handled"),
                             (on, 1, "Enable shell echo."));

static int cmd_echo(const struct shell* sh, size_t argc, char** argv) {
  if (argc == 2) {
    shell_error(sh, "%s: unknown parameter: %s", argv[0], argv[1]);
    return -EINVAL;
  }
  shell_print(sh, "Echo status: %s", sh->ctx->cfg.flags.echo ? "on" : "off");
  return 0;
}

static int cmd_stats_show(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  shell_print(sh, "Lost logs: %lu", (unsigned long)atomic_get(&sh->stats->log_lost_cnt));
  return 0;
}

static int cmd_stats_reset(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  (void)atomic_set(&sh->stats->log_lost_cnt, 0);
  return 0;
}
SHELL_STATIC_SUBCMD_SET_CREATE(
    sub_stats,
    SHELL_CMD_ARG(reset, NULL, "Reset shell statistics for the Logger module.", cmd_stats_reset, 1,
                  0),
    SHELL_CMD_ARG(show, NULL, "Get shell statistics for the Logger module.", cmd_stats_show, 1, 0),
    SHELL_SUBCMD_SET_END);

SHELL_STATIC_SUBCMD_SET_CREATE(
    sub_shell, SHELL_CMD_ARG(backends, NULL, "List active shell backends.\n", cmd_backends, 1, 0),
    SHELL_CMD(backspace_mode, &sub_backspace,
              "Toggle backspace key mode.\nSome terminals are not sending separate escape code for "
              "backspace and delete button. This command forces shell to interpret delete key as "
              "backspace.",
              NULL),
    SHELL_COND_CMD(CONFIG_SHELL_VT100_COMMANDS, colors, &sub_colors, "Toggle colored syntax.",
                   NULL),
    SHELL_COND_CMD(CONFIG_SHELL_VT100_COMMANDS, vt100, &sub_vt100, "Toggle vt100 commands.", NULL),
    SHELL_CMD(prompt, &sub_prompt, "Toggle prompt.", NULL),
    SHELL_CMD_ARG(echo, &sub_echo, "Toggle shell echo.", cmd_echo, 1, 1),
    SHELL_COND_CMD(CONFIG_SHELL_STATS, stats, &sub_stats, "Shell statistics.", NULL),
    SHELL_SUBCMD_SET_END);
SHELL_CMD_REGISTER(shell, &sub_shell, "Useful, not Unix-like shell commands.", NULL);

#ifdef CONFIG_SHELL_HISTORY
static int cmd_history(const struct shell* sh, size_t argc, char** argv) {
  /* One command runs at a time, and its thread may have a small stack. */
  static uint8_t line[CONFIG_SHELL_CMD_BUFF_SIZE];
  uint16_t length;

  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  z_shell_history_mode_exit(sh->history);
  for (int i = 0; z_shell_history_get(sh->history, true, line, &length); i++) {
    shell_print(sh, "[%3d] %s", i, line);
  }
  z_shell_history_mode_exit(sh->history);
  return 0;
}
SHELL_CMD_ARG_REGISTER(history, NULL, "Command history.", cmd_history, 1, 0);
#endif

#ifdef CONFIG_SHELL_CMDS_RESIZE
static void assume_default_size(const struct shell* sh) {
  sh->ctx->vt100_ctx.cons.terminal_wid = CONFIG_SHELL_DEFAULT_TERMINAL_WIDTH;
  sh->ctx->vt100_ctx.cons.terminal_hei = CONFIG_SHELL_DEFAULT_TERMINAL_HEIGHT;
}

static int cmd_resize_default(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  hosted_shell_control(sh, "\x1b[?3l");
  assume_default_size(sh);
  return 0;
}

static int cmd_resize(const struct shell* sh, size_t argc, char** argv) {
  if (argc != 1) {
    shell_error(sh, "%s: unknown parameter: %s", argv[0], argv[1]);
    return -EINVAL;
  }
  if (!hosted_shell_ask_size(sh)) {
    assume_default_size(sh);
    shell_warn(sh, "No response from the terminal, assumed 80x24 screen size");
    return -ENOEXEC;
  }
  return 0;
}
SHELL_STATIC_SUBCMD_SET_CREATE(
    sub_resize,
    SHELL_CMD_ARG(default, NULL,
                  "Assume 80 chars screen width and send this setting to the terminal.",
                  cmd_resize_default, 1, 0),
    SHELL_SUBCMD_SET_END);
SHELL_CMD_ARG_REGISTER(resize, &sub_resize,
                       "Console gets terminal screen size or assumes default in case the readout "
                       "fails. It must be executed after each terminal width change to ensure "
                       "correct text display.",
                       cmd_resize, 1, 1);
#endif

#ifdef CONFIG_SHELL_CMDS_SELECT
static int cmd_select(const struct shell* sh, size_t argc, char** argv) {
  const struct shell_static_entry* chosen = hosted_shell_selectable(sh, argc - 1, argv + 1);

  if (chosen == NULL) {
    shell_error(sh, "Cannot select command");
    return -EINVAL;
  }
  sh->ctx->selected_cmd = chosen;
  return 0;
}
SHELL_CMD_ARG_REGISTER(select, NULL,
                       "Selects new root command. In order for the command to be selected, it must "
                       "meet the criteria:\n - it is a static command\n - it is not preceded by a "
                       "dynamic command\n - it accepts arguments\nReturn to the main command tree "
                       "is done by pressing alt+r.",
                       cmd_select, 2, SHELL_OPT_ARG_CHECK_SKIP);
#endif

#ifdef CONFIG_SHELL_CMDS_RETURN_VALUE
static int cmd_retval(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  shell_print(sh, "%d", shell_get_return_value(sh));
  return 0;
}
SHELL_CMD_ARG_REGISTER(retval, NULL, "Print return value of most recent command", cmd_retval, 1, 0);
#endif

#endif /* CONFIG_SHELL_CMDS */
