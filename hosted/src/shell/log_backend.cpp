// SPDX-License-Identifier: Apache-2.0
// Shells as log backends. In immediate mode a message is printed where it is made, in an interrupt
// too, over whatever the shell's thread was doing; with deferred logging the shell's thread prints.
#ifdef CONFIG_SHELL_LOG_BACKEND
#include <zephyr/logging/log_ctrl.h>

#include "shell/shell.hpp"

using namespace hosted;

namespace {

const shell* shell_of(const log_backend* backend) {
  return static_cast<const shell*>(backend->cb->ctx);
}

std::uint32_t flags_of(const shell* sh) {
  bool colours = IS_ENABLED(CONFIG_SHELL_VT100_COLORS) && sh->ctx->cfg.flags.use_colors != 0;
  return LOG_OUTPUT_FLAG_LEVEL | LOG_OUTPUT_FLAG_TIMESTAMP |
         (IS_ENABLED(CONFIG_SHELL_LOG_FORMAT_TIMESTAMP) ? LOG_OUTPUT_FLAG_FORMAT_TIMESTAMP : 0U) |
         (colours ? LOG_OUTPUT_FLAG_COLORS : 0U);
}

// `at_once`: not by the shell's thread, which takes the line away and prints it again itself.
void print_message(const shell* sh, log_msg* message, bool at_once) {
  const shell_ctx& ctx = *sh->ctx;
  bool locked = at_once && !k_is_in_isr();
  bool between = at_once && !ctx.cmd_ctx && ctx.state == SHELL_STATE_ACTIVE;
  if (locked) {
    (void)k_mutex_lock(&sh->ctx->wr_mtx, K_FOREVER);
  }
  if (between) {
    shell_erase_line(sh);
  }
  shell_flush(sh);
  log_output_msg_process(sh->log_backend->log_output, message, flags_of(sh));
  if (between) {
    shell_print_prompt_and_line(sh);
    shell_flush(sh);
  }
  if (locked) {
    (void)k_mutex_unlock(&sh->ctx->wr_mtx);
  }
}

// Takes the oldest message out of the queue.
log_msg* next_message(const shell_log_backend* backend) {
  std::uint32_t bytes = 0;
  if (ring_buf_get(backend->queue, reinterpret_cast<std::uint8_t*>(&bytes), sizeof bytes) == 0) {
    return nullptr;
  }
  (void)ring_buf_get(backend->queue, backend->message, bytes);
  return reinterpret_cast<log_msg*>(backend->message);
}

void keep_message(const shell* sh, union log_msg_generic* message) {
  const shell_log_backend& backend = *sh->log_backend;
  std::uint32_t bytes = log_msg_generic_get_wlen(reinterpret_cast<mpsc_pbuf_generic*>(message)) *
                        sizeof(std::uint32_t);
  if (sizeof bytes + bytes > ring_buf_capacity_get(backend.queue)) {
    (void)atomic_inc(&sh->stats->log_lost_cnt);
    (void)atomic_inc(&backend.control_block->dropped_cnt);
    return;
  }
  (void)k_mutex_lock(&sh->ctx->wr_mtx, K_FOREVER);
  while (ring_buf_space_get(backend.queue) < sizeof bytes + bytes) {
    (void)next_message(&backend);
    (void)atomic_inc(&sh->stats->log_lost_cnt);
  }
  (void)ring_buf_put(backend.queue, reinterpret_cast<std::uint8_t*>(&bytes), sizeof bytes);
  (void)ring_buf_put(backend.queue, reinterpret_cast<std::uint8_t*>(message), bytes);
  (void)k_mutex_unlock(&sh->ctx->wr_mtx);
  shell_wake_for_log(sh);
}

void process(const log_backend* const backend, union log_msg_generic* message) {
  const shell* sh = shell_of(backend);
  shell_log_backend_state state = sh->log_backend->control_block->state;
  if (state == SHELL_LOG_BACKEND_PANIC ||
      (state == SHELL_LOG_BACKEND_ENABLED && IS_ENABLED(CONFIG_LOG_MODE_IMMEDIATE))) {
    print_message(sh, &message->log, true);
  } else if (state == SHELL_LOG_BACKEND_ENABLED) {
    keep_message(sh, message);
  }
}

void dropped(const log_backend* const backend, std::uint32_t count) {
  const shell* sh = shell_of(backend);
  (void)atomic_add(&sh->stats->log_lost_cnt, static_cast<atomic_val_t>(count));
  (void)atomic_add(&sh->log_backend->control_block->dropped_cnt, static_cast<atomic_val_t>(count));
}

void panic(const log_backend* const backend) {
  const shell* sh = shell_of(backend);
  if (IS_ENABLED(CONFIG_LOG_MODE_IMMEDIATE)) {
    return;
  }
  if (sh->iface->api->enable(sh->iface, true) != 0) {
    z_shell_log_backend_disable(sh->log_backend);
    return;
  }
  sh->log_backend->control_block->state = SHELL_LOG_BACKEND_PANIC;
  shell_erase_line(sh);
  while (z_shell_log_backend_process(sh->log_backend)) {
  }
}

}  // namespace

const log_backend_api log_backend_shell_api = {process, dropped, panic,  nullptr,
                                               nullptr, nullptr, nullptr};

// The text is complete: it goes to the transport as it is.
int z_shell_log_backend_output_func(std::uint8_t* data, std::size_t length, void* ctx) {
  shell_write(static_cast<const shell*>(ctx), data, length);
  return static_cast<int>(length);
}

void z_shell_log_backend_enable(const shell_log_backend* backend, void* ctx,
                                std::uint32_t init_log_level) {
  const auto* sh = static_cast<const shell*>(ctx);
  if (IS_ENABLED(CONFIG_LOG_MODE_IMMEDIATE) && sh->iface->api->enable(sh->iface, true) != 0) {
    return;
  }
  ring_buf_reset(backend->queue);
  log_output_ctx_set(backend->log_output, ctx);
  (void)atomic_set(&backend->control_block->dropped_cnt, 0);
  backend->control_block->state = SHELL_LOG_BACKEND_ENABLED;
  log_backend_enable(backend->backend, ctx, init_log_level);
}

void z_shell_log_backend_disable(const shell_log_backend* backend) {
  log_backend_disable(backend->backend);
  backend->control_block->state = SHELL_LOG_BACKEND_DISABLED;
}

bool z_shell_log_backend_process(const shell_log_backend* backend) {
  const shell* sh = shell_of(backend->backend);
  if (atomic_val_t lost = atomic_set(&backend->control_block->dropped_cnt, 0); lost > 0) {
    bool colours = (flags_of(sh) & LOG_OUTPUT_FLAG_COLORS) != 0;
    shell_vt100_color before = sh->ctx->vt100_ctx.col.col;
    if (colours) {
      shell_set_colour(sh, SHELL_VT100_COLOR_RED);
    }
    shell_flush(sh);
    log_output_dropped_process(backend->log_output, static_cast<std::uint32_t>(lost));
    if (colours) {
      shell_set_colour(sh, before);
    }
  }
  log_msg* message = next_message(backend);
  if (message != nullptr) {
    print_message(sh, message, false);
  }
  return message != nullptr;
}

#endif
