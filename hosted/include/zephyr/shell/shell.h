/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SHELL_H__
#define SHELL_H__

/*
 * The shell (CONFIG_SHELL). docs/reference/hosted/shell.md says what is offered and what differs.
 * Calls are for threads, not for interrupts.
 */

#include <stdarg.h>
#include <zephyr/kernel.h>
#include <zephyr/kernel/unavailable.h>
#include <zephyr/logging/log.h>
#include <zephyr/shell/shell_instance.h>
#include <zephyr/shell/shell_string_conv.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SHELL_HEXDUMP_BYTES_IN_LINE 16
#define SHELL_CMD_HELP_PRINTED (1)

/** Initialises the transport and starts the shell's thread. 0, -EALREADY, or the transport's
 * error. With CONFIG_SHELL_AUTOSTART shell_start() follows. log_backend: the shell gets log
 * messages up to init_log_level. */
int shell_init(const struct shell* sh, const void* transport_config,
               struct shell_backend_config_flags cfg_flags, bool log_backend,
               uint32_t init_log_level);
/** Ends the shell's thread, which calls cb first. */
void shell_uninit(const struct shell* sh, shell_uninit_cb_t cb);
/** Lets the shell process input and print its prompt, or stops it. 0 or -ENOTSUP. */
int shell_start(const struct shell* sh);
int shell_stop(const struct shell* sh);
bool shell_ready(const struct shell* sh);
/** Processes the input that is there; for shells without a thread. */
void shell_process(const struct shell* sh);

#define SHELL_NORMAL SHELL_VT100_COLOR_DEFAULT
#define SHELL_INFO SHELL_VT100_COLOR_GREEN
#define SHELL_OPTION SHELL_VT100_COLOR_CYAN
#define SHELL_WARNING SHELL_VT100_COLOR_YELLOW
#define SHELL_ERROR SHELL_VT100_COLOR_RED

/** Prints. Outside of a command the command line is taken away and printed again after it. On a
 * shell that is not active nothing is printed, and a warning when it starts. */
void __printf_like(3, 4)
    shell_fprintf(const struct shell* sh, enum shell_vt100_color color, const char* fmt, ...);
void shell_vfprintf(const struct shell* sh, enum shell_vt100_color color, const char* fmt,
                    va_list args);
#define shell_fprintf_normal(sh, ...) shell_fprintf(sh, SHELL_NORMAL, __VA_ARGS__)
#define shell_fprintf_info(sh, ...) shell_fprintf(sh, SHELL_INFO, __VA_ARGS__)
#define shell_fprintf_warn(sh, ...) shell_fprintf(sh, SHELL_WARNING, __VA_ARGS__)
#define shell_fprintf_error(sh, ...) shell_fprintf(sh, SHELL_ERROR, __VA_ARGS__)
#define shell_info(_sh, _ft, ...) shell_fprintf(_sh, SHELL_INFO, _ft "\n", ##__VA_ARGS__)
#define shell_print(_sh, _ft, ...) shell_fprintf(_sh, SHELL_NORMAL, _ft "\n", ##__VA_ARGS__)
#define shell_warn(_sh, _ft, ...) shell_fprintf(_sh, SHELL_WARNING, _ft "\n", ##__VA_ARGS__)
#define shell_error(_sh, _ft, ...) shell_fprintf(_sh, SHELL_ERROR, _ft "\n", ##__VA_ARGS__)
void shell_hexdump_line(const struct shell* sh, unsigned int offset, const uint8_t* data,
                        size_t len);
void shell_hexdump(const struct shell* sh, const uint8_t* data, size_t len);
/** The help of the command that runs. */
void shell_help(const struct shell* sh);

/** Runs a command in the calling thread; not in a command. Its return value; -ENOEXEC if there is
 * no such command, -EINVAL if the number of arguments is wrong, -ENOMEM if it is too long, 1 if
 * help was printed. sh null: the dummy backend. */
int shell_execute_cmd(const struct shell* sh, const char* cmd);
/** A root command becomes the only one (its subcommands are typed), null: all again. 0 or -EINVAL.
 */
int shell_set_root_cmd(const char* cmd);
/** All input goes to `bypass`, null: to the shell again. 3.7 and before: two arguments. */
void shell_set_bypass(const struct shell* sh, shell_bypass_cb_t bypass);
/** 0, or -EINVAL for a null. A prompt longer than CONFIG_SHELL_PROMPT_BUFF_SIZE - 1 is not copied
 * and must stay where it is. */
int shell_prompt_change(const struct shell* sh, const char* prompt);

/** Settings; each returns what it was, or -EINVAL for a null shell. */
int shell_insert_mode_set(const struct shell* sh, bool val);
int shell_use_colors_set(const struct shell* sh, bool val);
int shell_use_vt100_set(const struct shell* sh, bool val);
int shell_echo_set(const struct shell* sh, bool val);
int shell_obscure_set(const struct shell* sh, bool obscure);
int shell_mode_delete_set(const struct shell* sh, bool val);
/** Of the command that was entered last. */
int shell_get_return_value(const struct shell* sh);

/* Not offered. */
#define SHELL_HELP(_description, _usage) \
  tidemark_hosted_has_no_SHELL_HELP__give_the_help_as_one_string
HOSTED_UNAVAILABLE(
    "shell_readline: commands get no input of their own here; use shell_set_bypass()")
int shell_readline(const struct shell* sh, uint8_t* buf, size_t len, k_timeout_t timeout);

struct device;
typedef bool (*shell_device_filter_t)(const struct device* dev);
/** The idx-th device that is ready (or not, or either) and whose name begins with prefix (null:
 * any); null if there are no more. Devices without a name do not count. */
const struct device* shell_device_lookup(size_t idx, const char* prefix);
const struct device* shell_device_lookup_non_ready(size_t idx, const char* prefix);
const struct device* shell_device_lookup_all(size_t idx, const char* prefix);
/** The idx-th ready device that passes the filter. */
const struct device* shell_device_filter(size_t idx, shell_device_filter_t filter);
/** As device_get_binding(). */
const struct device* shell_device_get_binding(const char* name);

#ifdef __cplusplus
}
#endif

#endif /* SHELL_H__ */
