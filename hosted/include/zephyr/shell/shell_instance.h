/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOSTED_SHELL_INSTANCE_H_
#define HOSTED_SHELL_INSTANCE_H_

/* What a shell is made of, and SHELL_DEFINE. Part of <zephyr/shell/shell.h>. */

#include <zephyr/kernel.h>
#include <zephyr/shell/shell_commands.h>
#include <zephyr/shell/shell_history.h>
#include <zephyr/shell/shell_log_backend.h>
#include <zephyr/shell/shell_types.h>
#include <zephyr/sys/atomic.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef CONFIG_SHELL_CMD_BUFF_SIZE
#define CONFIG_SHELL_CMD_BUFF_SIZE 8
#endif
#ifndef CONFIG_SHELL_PRINTF_BUFF_SIZE
#define CONFIG_SHELL_PRINTF_BUFF_SIZE 1
#endif
#ifndef CONFIG_SHELL_PROMPT_BUFF_SIZE
#define CONFIG_SHELL_PROMPT_BUFF_SIZE 1
#endif
#ifndef CONFIG_SHELL_STACK_SIZE
#define CONFIG_SHELL_STACK_SIZE 3072
#endif
#ifdef CONFIG_SHELL_HISTORY_BUFFER
#define HOSTED_SHELL_HISTORY(_name) \
  Z_SHELL_HISTORY_DEFINE(_name##_history, CONFIG_SHELL_HISTORY_BUFFER)
#define HOSTED_SHELL_HISTORY_PTR(_name) &_name##_history
#else
#define HOSTED_SHELL_HISTORY(_name) \
  BUILD_ASSERT(CONFIG_SHELL_CMD_BUFF_SIZE > 0, "no room for a command")
#define HOSTED_SHELL_HISTORY_PTR(_name) NULL
#endif

enum shell_receive_state {
  SHELL_RECEIVE_DEFAULT,
  SHELL_RECEIVE_ESC,
  SHELL_RECEIVE_ESC_SEQ,
  SHELL_RECEIVE_TILDE_EXP
};

enum shell_state {
  SHELL_STATE_UNINITIALIZED,
  SHELL_STATE_INITIALIZED,
  SHELL_STATE_ACTIVE,
  SHELL_STATE_PANIC_MODE_ACTIVE,
  SHELL_STATE_PANIC_MODE_INACTIVE
};

enum shell_transport_evt { SHELL_TRANSPORT_EVT_RX_RDY, SHELL_TRANSPORT_EVT_TX_RDY };

typedef void (*shell_transport_handler_t)(enum shell_transport_evt evt, void* context);
typedef void (*shell_uninit_cb_t)(const struct shell* sh, int res);
/** Gets the input instead of the shell; see shell_set_bypass(). */
typedef void (*shell_bypass_cb_t)(const struct shell* sh, uint8_t* data, size_t len);

struct shell_transport;

/** A transport. read and write return 0 and set *cnt; read sets it to 0 if there is nothing. init
 * keeps evt_handler and context, and calls it when there is input (interrupts too) or room for
 * output again. update may be null. */
struct shell_transport_api {
  int (*init)(const struct shell_transport* transport, const void* config,
              shell_transport_handler_t evt_handler, void* context);
  int (*uninit)(const struct shell_transport* transport);
  int (*enable)(const struct shell_transport* transport, bool blocking_tx);
  int (*write)(const struct shell_transport* transport, const void* data, size_t length,
               size_t* cnt);
  int (*read)(const struct shell_transport* transport, void* data, size_t length, size_t* cnt);
  void (*update)(const struct shell_transport* transport);
};

struct shell_transport {
  const struct shell_transport_api* api;
  void* ctx;
};

struct shell_stats {
  atomic_t log_lost_cnt;
};

struct shell_backend_config_flags {
  uint32_t insert_mode : 1; /* typing overwrites */
  uint32_t echo : 1;
  uint32_t obscure : 1;     /* echo asterisks */
  uint32_t mode_delete : 1; /* 0x7F is the backspace key */
  uint32_t use_colors : 1;
  uint32_t use_vt100 : 1;
};

#define SHELL_DEFAULT_BACKEND_CONFIG_FLAGS                                           \
  {                                                                                  \
    .insert_mode = 0, .echo = 1, .obscure = IS_ENABLED(CONFIG_SHELL_START_OBSCURED), \
    .mode_delete = 1, .use_colors = 1, .use_vt100 = 1,                               \
  }

union shell_backend_cfg {
  atomic_t value;
  struct shell_backend_config_flags flags;
};

/* What changes of a shell. Of the fields, prompt, state, selected_cmd and ret_val keep Zephyr's
 * names and meaning. */
struct shell_ctx {
  const char* prompt;
  char prompt_buff[CONFIG_SHELL_PROMPT_BUFF_SIZE];
  enum shell_state state;
  enum shell_receive_state receive_state;
  struct shell_static_entry active_cmd;          /* the command that runs */
  const struct shell_static_entry* selected_cmd; /* by the command select; null: the root */
  struct shell_vt100_ctx vt100_ctx;
  shell_uninit_cb_t uninit_cb;
  shell_bypass_cb_t bypass;
  uint16_t cmd_buff_len;
  uint16_t cmd_buff_pos; /* of the cursor */
  char cmd_buff[CONFIG_SHELL_CMD_BUFF_SIZE];
  char temp_buff[CONFIG_SHELL_CMD_BUFF_SIZE];
  char printf_buff[CONFIG_SHELL_PRINTF_BUFF_SIZE];
  uint32_t printf_len;
  union shell_backend_cfg cfg;
  char last_nl;      /* a line end of two characters counts once */
  bool cmd_ctx;      /* a command runs */
  bool print_noinit; /* printed while not active */
  bool kill;         /* shell_uninit() was called */
  bool input_waits;
  bool log_waits;
  uint32_t log_level; /* of the log backend when the shell starts; over LOG_LEVEL_DBG: none */
  struct k_sem wake;  /* input, a log message, or kill */
  struct k_mutex wr_mtx;
  k_tid_t tid;
  int ret_val;
};

enum shell_flag {
  SHELL_FLAG_CRLF_DEFAULT = (1 << 0), /* a line end is \n */
  SHELL_FLAG_OLF_CRLF = (1 << 1)      /* a line end is \r\n */
};

struct shell {
  const char* default_prompt;
  const struct shell_transport* iface;
  struct shell_ctx* ctx;
  struct shell_history* history;
  enum shell_flag shell_flag;
  struct shell_stats* stats;
  const struct shell_log_backend* log_backend; /* null without CONFIG_SHELL_LOG_BACKEND */
  const char* thread_name;
  struct k_thread* thread;
  k_thread_stack_t* stack;
};

/** A shell on a transport; shell_init() makes it run. It is a log backend too, <_name>_backend,
 * whose queue (deferred logging) has _log_queue_size bytes; the time-out is not used. */
#define SHELL_DEFINE(_name, _prompt, _transport_iface, _log_queue_size, _log_timeout, _shell_flag) \
  static struct shell_ctx UTIL_CAT(_name, _ctx);                                                   \
  HOSTED_SHELL_HISTORY(_name);                                                                     \
  Z_SHELL_LOG_BACKEND_DEFINE(_name, _log_queue_size);                                              \
  static struct shell_stats _name##_stats;                                                         \
  static K_KERNEL_STACK_DEFINE(_name##_stack, CONFIG_SHELL_STACK_SIZE);                            \
  static struct k_thread _name##_thread;                                                           \
  static const STRUCT_SECTION_ITERABLE(shell, _name) = {                                           \
      .default_prompt = _prompt,                                                                   \
      .iface = _transport_iface,                                                                   \
      .ctx = &UTIL_CAT(_name, _ctx),                                                               \
      .history = HOSTED_SHELL_HISTORY_PTR(_name),                                                  \
      .shell_flag = _shell_flag,                                                                   \
      .stats = &_name##_stats,                                                                     \
      .log_backend = Z_SHELL_LOG_BACKEND_PTR(_name),                                               \
      .thread_name = STRINGIFY(_name),                                                             \
      .thread = &_name##_thread,                                                                   \
      .stack = _name##_stack}

#ifdef __cplusplus
}
#endif

#endif /* HOSTED_SHELL_INSTANCE_H_ */
