/* SPDX-License-Identifier: Apache-2.0 */
/* Commands for peer.py to type. What they print is the same on a real native_sim_64. */
#include <zephyr/kernel.h>
#include <zephyr/logging/log.h>
#include <zephyr/shell/shell.h>
#include <zephyr/shell/shell_dummy.h>

#include <stdlib.h>
#include <string.h>

LOG_MODULE_REGISTER(words, LOG_LEVEL_DBG);

static int cmd_show(const struct shell* sh, size_t argc, char** argv) {
  for (size_t i = 0; i < argc; i++) {
    shell_print(sh, "%d of %d: <%s>", (int)i, (int)argc, argv[i]);
  }
  return argv[argc] == NULL ? 0 : -1;
}
SHELL_CMD_REGISTER(show, NULL, "Shows its arguments.", cmd_show);
SHELL_CMD_ARG_REGISTER(raw, NULL, "One argument, and the rest as it is.", cmd_show, 2,
                       SHELL_OPT_ARG_RAW);
SHELL_CMD_ARG_REGISTER(pair, NULL, "One argument or two.", cmd_show, 2, 1);
SHELL_CMD_ARG_REGISTER(many, NULL, "One argument or more.", cmd_show, 2, SHELL_OPT_ARG_CHECK_SKIP);
SHELL_COND_CMD_ARG_REGISTER(CONFIG_SHELL_NOT_THERE, ghost, NULL, "Is not there.", cmd_show, 1, 0);
SHELL_COND_CMD_ARG_REGISTER(CONFIG_SHELL, there, NULL, "Is there.", cmd_show, 1, 0);

static int cmd_colours(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  shell_print(sh, "print %d", 1);
  shell_info(sh, "info %s", "2");
  shell_warn(sh, "warn %c", '3');
  shell_error(sh, "error %x", 0x44);
  shell_fprintf(sh, SHELL_OPTION, "no line end, ");
  shell_fprintf(sh, SHELL_VT100_COLOR_BLUE, "blue\n");
  shell_hexdump(sh, (const uint8_t*)"a line of text, and more\x01\xff", 26);
  return 0;
}
SHELL_CMD_ARG_REGISTER(colours, NULL, "Prints in colours.", cmd_colours, 1, 0);

static int cmd_result(const struct shell* sh, size_t argc, char** argv) {
  int err = 0;
  long value = shell_strtol(argv[1], 0, &err);

  ARG_UNUSED(argc);
  shell_print(sh, "%ld, error %d", value, err);
  return err != 0 ? err : (int)value;
}
SHELL_CMD_ARG_REGISTER(result, NULL, "<number> Returns it.", cmd_result, 2, 0);

static int cmd_log(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(sh);
  ARG_UNUSED(argc);
  LOG_ERR("%s", argv[1]);
  LOG_WRN("%s", argv[1]);
  LOG_INF("%s", argv[1]);
  LOG_DBG("%s", argv[1]);
  printk("printk %s\n", argv[1]);
  return 0;
}
SHELL_CMD_ARG_REGISTER(say, NULL, "<text> Logs it.", cmd_log, 2, 0);

/* Prints and logs while a line is being typed. */
static const struct shell* outside_shell;
static void speak(struct k_work* work) {
  ARG_UNUSED(work);
  shell_print(outside_shell, "from outside");
  LOG_WRN("from outside");
}
static K_WORK_DELAYABLE_DEFINE(outside, speak);

static int cmd_outside(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  outside_shell = sh;
  k_work_schedule(&outside, K_MSEC(strtol(argv[1], NULL, 10)));
  return 0;
}
SHELL_CMD_ARG_REGISTER(outside, NULL, "<ms> Prints later.", cmd_outside, 2, 0);

static void take_bytes(const struct shell* sh, uint8_t* data, size_t len) {
  for (size_t i = 0; i < len; i++) {
    shell_fprintf(sh, SHELL_NORMAL, "%02x", data[i]);
    if (data[i] == 'q') {
      shell_set_bypass(sh, NULL);
      shell_print(sh, " end");
      return;
    }
  }
}

static int cmd_bypass(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  shell_set_bypass(sh, take_bytes);
  return 0;
}
SHELL_CMD_ARG_REGISTER(bypass, NULL, "Until q.", cmd_bypass, 1, 0);

static int cmd_set(const struct shell* sh, size_t argc, char** argv) {
  bool on = argv[2][0] == '1';
  int was = -1;

  ARG_UNUSED(argc);
  if (strcmp(argv[1], "obscure") == 0) {
    was = shell_obscure_set(sh, on);
  } else if (strcmp(argv[1], "insert") == 0) {
    was = shell_insert_mode_set(sh, on);
  } else if (strcmp(argv[1], "prompt") == 0) {
    was = shell_prompt_change(sh, on ? "a prompt> " : "uart:~$ ");
  } else if (strcmp(argv[1], "root") == 0) {
    was = shell_set_root_cmd(on ? "tree" : NULL);
  } else if (strcmp(argv[1], "nowhere") == 0) {
    was = shell_set_root_cmd("nowhere");
  }
  shell_print(sh, "was %d", was);
  return 0;
}
SHELL_CMD_ARG_REGISTER(set, NULL, "<what> <0|1> Switches.", cmd_set, 3, 0);

/* Another shell, whose output stays in memory. */
static int cmd_dummy(const struct shell* sh, size_t argc, char** argv) {
  const struct shell* other = shell_backend_dummy_get_ptr();
  size_t size;

  ARG_UNUSED(argc);
  shell_backend_dummy_clear_output(other);
  int result = shell_execute_cmd(NULL, argv[1]);
  const char* text = shell_backend_dummy_get_output(other, &size);

  shell_fprintf(sh, SHELL_NORMAL, "%d, %d bytes: ", result, (int)size);
  for (size_t i = 0; i < size; i++) {
    shell_fprintf(sh, SHELL_NORMAL, text[i] < ' ' ? "\\%02x" : "%c", text[i]);
  }
  shell_print(sh, " last %d", shell_get_return_value(other));
  return 0;
}
SHELL_CMD_ARG_REGISTER(dummy, NULL, "<command> In the other shell.", cmd_dummy, 2, 0);

static int cmd_calls(const struct shell* sh, size_t argc, char** argv) {
  const struct shell_backend_config_flags flags = SHELL_DEFAULT_BACKEND_CONFIG_FLAGS;
  static char long_line[CONFIG_SHELL_CMD_BUFF_SIZE + 1];

  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  memset(long_line, 'a', CONFIG_SHELL_CMD_BUFF_SIZE);
  shell_print(sh, "execute: null %d, too long %d", shell_execute_cmd(NULL, NULL),
              shell_execute_cmd(NULL, long_line));
  shell_print(sh, "ready %d %d, init again %d, start again %d", shell_ready(sh),
              shell_ready(shell_backend_dummy_get_ptr()), shell_init(sh, NULL, flags, false, 0),
              shell_start(sh));
  shell_print(sh, "null shell %d %d %d", shell_echo_set(NULL, true),
              shell_use_colors_set(NULL, true), shell_get_return_value(NULL));
  return 0;
}
SHELL_CMD_ARG_REGISTER(calls, NULL, NULL, cmd_calls, 1, 0);

#ifdef NOT_OFFERED
static const char* const help = SHELL_HELP("what it does", "how");
static int cmd_read(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  return shell_readline(sh, (uint8_t*)argv[0], 1, K_FOREVER);
}
SHELL_CMD_REGISTER(read, NULL, help, cmd_read);
#endif

int main(void) {
  return 0;
}
