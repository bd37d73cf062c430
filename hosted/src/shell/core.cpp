// SPDX-License-Identifier: Apache-2.0
// Shells: their life, their threads, and what applications call.
#include <cctype>
#include <cerrno>
#include <cstring>

#include "shell/shell.hpp"

#ifdef CONFIG_SHELL_BACKEND_DUMMY
#include <zephyr/shell/shell_dummy.h>
#endif

#ifdef CONFIG_SHELL_THREAD_PRIORITY_OVERRIDE
#define HOSTED_SHELL_PRIORITY CONFIG_SHELL_THREAD_PRIORITY
#else
#define HOSTED_SHELL_PRIORITY K_LOWEST_APPLICATION_THREAD_PRIO
#endif
#ifndef CONFIG_SHELL_CMD_ROOT
#define CONFIG_SHELL_CMD_ROOT ""
#endif

namespace hosted {
namespace {

constexpr std::uint32_t kNoLog = UINT32_MAX;

class Lock {
 public:
  explicit Lock(const shell* sh) : mutex_(&sh->ctx->wr_mtx) {
    (void)k_mutex_lock(mutex_, K_FOREVER);
  }
  ~Lock() { (void)k_mutex_unlock(mutex_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  k_mutex* mutex_;
};

// The transport's news; may come from an interrupt.
void wake_shell(shell_transport_evt event, void* context) {
  shell_ctx& ctx = *static_cast<const shell*>(context)->ctx;
  if (event == SHELL_TRANSPORT_EVT_RX_RDY) {
    ctx.input_waits = true;
    k_sem_give(&ctx.wake);
  }
}

void end_shell(const shell* sh) {
#ifdef CONFIG_SHELL_LOG_BACKEND
  z_shell_log_backend_disable(sh->log_backend);
#endif
  int result = sh->iface->api->uninit(sh->iface);
  if (result == 0) {
#ifdef CONFIG_SHELL_HISTORY
    z_shell_history_purge(sh->history);
#endif
    shell_set_state(sh, SHELL_STATE_UNINITIALIZED);
  }
  if (sh->ctx->uninit_cb != nullptr) {
    sh->ctx->uninit_cb(sh, result);
  }
  sh->ctx->tid = nullptr;
}

// Messages of the log, each above the command line; input goes first.
void process_log([[maybe_unused]] const shell* sh) {
#ifdef CONFIG_SHELL_LOG_BACKEND
  constexpr int kReadablePromptMs = 15;
  bool processed = false;
  do {
    shell_erase_line(sh);
    processed = z_shell_log_backend_process(sh->log_backend);
    shell_print_prompt_and_line(sh);
    shell_flush(sh);
    if (sh->ctx->cmd_buff_len > 0) {
      k_msleep(kReadablePromptMs);
    }
  } while (processed && !sh->ctx->input_waits);
#endif
}

void process_events(const shell* sh) {
  shell_ctx& ctx = *sh->ctx;
  Lock lock(sh);
  if (ctx.input_waits) {
    ctx.input_waits = false;
    shell_process(sh);
  }
  if (ctx.log_waits) {
    ctx.log_waits = false;
    process_log(sh);
  }
  if (sh->iface->api->update != nullptr) {
    sh->iface->api->update(sh->iface);
  }
}

void shell_thread(void* self, void*, void*) {
  const auto* sh = static_cast<const shell*>(self);
  if (sh->iface->api->enable(sh->iface, false) != 0) {
    return;
  }
#ifdef CONFIG_SHELL_LOG_BACKEND
  if (sh->ctx->log_level != kNoLog && !IS_ENABLED(CONFIG_SHELL_START_OBSCURED)) {
    z_shell_log_backend_enable(sh->log_backend, self, sh->ctx->log_level);
  }
#endif
  if (IS_ENABLED(CONFIG_SHELL_AUTOSTART) && shell_start(sh) != 0) {
    return;
  }
  for (;;) {
    (void)k_sem_take(&sh->ctx->wake, K_FOREVER);
    if (sh->ctx->kill) {
      end_shell(sh);
      return;
    }
    process_events(sh);
  }
}

shell_backend_config_flags allowed(shell_backend_config_flags flags) {
  flags.obscure &= IS_ENABLED(CONFIG_SHELL_START_OBSCURED);
  flags.use_colors &= IS_ENABLED(CONFIG_SHELL_VT100_COLORS);
  flags.use_vt100 &= IS_ENABLED(CONFIG_SHELL_VT100_COMMANDS);
  flags.echo &= IS_ENABLED(CONFIG_SHELL_ECHO_STATUS);
  flags.mode_delete &= IS_ENABLED(CONFIG_SHELL_BACKSPACE_MODE_DELETE);
  return flags;
}

}  // namespace

void shell_set_state(const shell* sh, shell_state state) {
  shell_ctx& ctx = *sh->ctx;
  ctx.state = state;
  if (state != SHELL_STATE_ACTIVE || ctx.bypass != nullptr) {
    return;
  }
  shell_clear_line(sh);
  if (ctx.print_noinit) {
    shell_colour_print(sh, SHELL_WARNING,
                       "WARNING: A print request was detected on not active shell backend.\n");
    ctx.print_noinit = false;
  }
  shell_print_prompt_and_line(sh);
  shell_flush(sh);
}

int shell_init_backend(const shell* sh, std::uint32_t log_level) {
#ifdef CONFIG_LOG
  std::uint32_t most = log_level > LOG_LEVEL_DBG ? CONFIG_LOG_MAX_LEVEL : log_level;
#else
  std::uint32_t most = log_level;
#endif
  return shell_init(sh, nullptr, SHELL_DEFAULT_BACKEND_CONFIG_FLAGS, log_level > 0, most);
}

void shell_wake_for_log(const shell* sh) {
  sh->ctx->log_waits = true;
  k_sem_give(&sh->ctx->wake);
}

}  // namespace hosted

using namespace hosted;

int shell_init(const shell* sh, const void* transport_config, shell_backend_config_flags cfg_flags,
               bool log_backend, std::uint32_t init_log_level) {
  shell_ctx& ctx = *sh->ctx;
  if (ctx.tid != nullptr) {
    return -EALREADY;
  }
  std::memset(&ctx, 0, sizeof ctx);
  ctx.prompt = sh->default_prompt;
  ctx.selected_cmd =
      CONFIG_SHELL_CMD_ROOT[0] != '\0' ? shell_find_root(CONFIG_SHELL_CMD_ROOT) : nullptr;
#ifdef CONFIG_SHELL_HISTORY
  z_shell_history_init(sh->history);
#endif
  (void)k_mutex_init(&ctx.wr_mtx);
  (void)k_sem_init(&ctx.wake, 0, 1);
  ctx.vt100_ctx.cons = {CONFIG_SHELL_DEFAULT_TERMINAL_HEIGHT, CONFIG_SHELL_DEFAULT_TERMINAL_WIDTH,
                        static_cast<std::uint16_t>(std::strlen(ctx.prompt))};
  ctx.cfg.flags = allowed(cfg_flags);
  ctx.log_level = log_backend ? init_log_level : kNoLog;
  int result =
      sh->iface->api->init(sh->iface, transport_config, wake_shell, const_cast<shell*>(sh));
  if (result != 0) {
    return result;
  }
  ctx.state = SHELL_STATE_INITIALIZED;
  ctx.tid = k_thread_create(sh->thread, sh->stack, CONFIG_SHELL_STACK_SIZE, shell_thread,
                            const_cast<shell*>(sh), nullptr, nullptr, HOSTED_SHELL_PRIORITY, 0,
                            K_NO_WAIT);
  (void)k_thread_name_set(ctx.tid, sh->thread_name);
  return 0;
}

void shell_uninit(const shell* sh, shell_uninit_cb_t cb) {
  sh->ctx->uninit_cb = cb;
  sh->ctx->kill = true;
  k_sem_give(&sh->ctx->wake);
}

int shell_start(const shell* sh) {
  if (sh->ctx->state != SHELL_STATE_INITIALIZED) {
    return -ENOTSUP;
  }
  Lock lock(sh);
  shell_set_colour(sh, SHELL_NORMAL);
  if (sh->default_prompt[0] != '\0') {
    shell_text(sh, "\n\n");
  }
  shell_set_state(sh, SHELL_STATE_ACTIVE);
  return 0;
}

int shell_stop(const shell* sh) {
  if (sh->ctx->state == SHELL_STATE_INITIALIZED || sh->ctx->state == SHELL_STATE_UNINITIALIZED) {
    return -ENOTSUP;
  }
  sh->ctx->state = SHELL_STATE_INITIALIZED;
  return 0;
}

bool shell_ready(const shell* sh) {
  return sh->ctx->state == SHELL_STATE_ACTIVE;
}

void shell_process(const shell* sh) {
  if (sh->ctx->state == SHELL_STATE_ACTIVE) {
    shell_collect(sh);
  }
}

void shell_vfprintf(const shell* sh, shell_vt100_color color, const char* fmt, std::va_list args) {
  shell_ctx& ctx = *sh->ctx;
  __ASSERT(!k_is_in_isr(), "a shell prints from threads only");
  if (ctx.state != SHELL_STATE_ACTIVE) {
    ctx.print_noinit = true;
    return;
  }
  Lock lock(sh);
  bool between = !ctx.cmd_ctx && ctx.bypass == nullptr && ctx.cfg.flags.use_vt100 != 0;
  if (between) {
    shell_erase_line(sh);
  }
  shell_colour_vprint(sh, color, fmt, args);
  if (between) {
    shell_print_prompt_and_line(sh);
  }
  shell_flush(sh);
}

void shell_fprintf(const shell* sh, shell_vt100_color color, const char* fmt, ...) {
  std::va_list args;
  va_start(args, fmt);
  shell_vfprintf(sh, color, fmt, args);
  va_end(args);
}

void shell_hexdump_line(const shell* sh, unsigned int offset, const std::uint8_t* data,
                        std::size_t len) {
  shell_fprintf(sh, SHELL_NORMAL, "%08X: ", offset);
  for (std::size_t i = 0; i < SHELL_HEXDUMP_BYTES_IN_LINE; ++i) {
    const char* gap = i > 0 && i % 8 == 0 ? " " : "";
    if (i < len) {
      shell_fprintf(sh, SHELL_NORMAL, "%s%02x ", gap, data[i]);
    } else {
      shell_fprintf(sh, SHELL_NORMAL, "%s   ", gap);
    }
  }
  shell_fprintf(sh, SHELL_NORMAL, "|");
  for (std::size_t i = 0; i < SHELL_HEXDUMP_BYTES_IN_LINE; ++i) {
    int c = i >= len ? ' ' : std::isprint(data[i]) != 0 ? data[i] : '.';
    shell_fprintf(sh, SHELL_NORMAL, "%s%c", i > 0 && i % 8 == 0 ? " " : "", c);
  }
  shell_print(sh, "|");
}

void shell_hexdump(const shell* sh, const std::uint8_t* data, std::size_t len) {
  for (std::size_t done = 0; done < len; done += SHELL_HEXDUMP_BYTES_IN_LINE) {
    shell_hexdump_line(sh, static_cast<unsigned>(done), data + done,
                       MIN(len - done, std::size_t{SHELL_HEXDUMP_BYTES_IN_LINE}));
  }
}

void shell_help(const shell* sh) {
  Lock lock(sh);
  shell_print_help(sh);
}

int shell_execute_cmd(const shell* sh, const char* cmd) {
  if (cmd == nullptr) {
    return -ENOEXEC;
  }
  std::size_t length = std::strlen(cmd);
  if (length >= CONFIG_SHELL_CMD_BUFF_SIZE) {
    return -ENOMEM;
  }
#ifdef CONFIG_SHELL_BACKEND_DUMMY
  sh = sh != nullptr ? sh : shell_backend_dummy_get_ptr();
#endif
  if (sh == nullptr) {
    return -EINVAL;
  }
  shell_ctx& ctx = *sh->ctx;
  __ASSERT(!ctx.cmd_ctx, "shell_execute_cmd() cannot be called by a command");
  Lock lock(sh);
  std::memcpy(ctx.cmd_buff, cmd, length + 1);
  ctx.cmd_buff_len = static_cast<std::uint16_t>(length);
  ctx.cmd_buff_pos = ctx.cmd_buff_len;
  int result = shell_execute(sh);
  shell_clear_line(sh);
  shell_flush(sh);
  return result;
}

void shell_set_bypass(const shell* sh, shell_bypass_cb_t bypass) {
  sh->ctx->bypass = bypass;
  if (bypass == nullptr) {
    shell_clear_line(sh);
  }
}

int shell_prompt_change(const shell* sh, const char* prompt) {
  if (sh == nullptr || prompt == nullptr) {
    return -EINVAL;
  }
  std::size_t length = std::strlen(prompt);
  shell_ctx& ctx = *sh->ctx;
  ctx.prompt = prompt;
  if (length < sizeof ctx.prompt_buff) {
    ctx.prompt = static_cast<const char*>(std::memmove(ctx.prompt_buff, prompt, length + 1));
  }
  ctx.vt100_ctx.cons.name_len = static_cast<std::uint16_t>(length);
  return 0;
}

// Sets one flag and returns what it was.
#define HOSTED_SHELL_SETTING(call, flag)   \
  int call(const shell* sh, bool val) {    \
    if (sh == nullptr) {                   \
      return -EINVAL;                      \
    }                                      \
    int before = sh->ctx->cfg.flags.flag;  \
    sh->ctx->cfg.flags.flag = val ? 1 : 0; \
    return before;                         \
  }
HOSTED_SHELL_SETTING(shell_insert_mode_set, insert_mode)
HOSTED_SHELL_SETTING(shell_use_colors_set, use_colors)
HOSTED_SHELL_SETTING(shell_use_vt100_set, use_vt100)
HOSTED_SHELL_SETTING(shell_echo_set, echo)
HOSTED_SHELL_SETTING(shell_obscure_set, obscure)
HOSTED_SHELL_SETTING(shell_mode_delete_set, mode_delete)

int shell_get_return_value(const shell* sh) {
  return sh != nullptr ? sh->ctx->ret_val : -EINVAL;
}
