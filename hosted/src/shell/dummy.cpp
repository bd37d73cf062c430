// SPDX-License-Identifier: Apache-2.0
#ifdef CONFIG_SHELL_BACKEND_DUMMY
#include <zephyr/init.h>
#include <zephyr/shell/shell_dummy.h>

#include <cstring>

#include "shell/shell.hpp"

namespace {

struct Output {
  std::size_t length;
  char text[CONFIG_SHELL_BACKEND_DUMMY_BUF_SIZE];
};

Output g_dummy_output;

int dummy_init(const shell_transport*, const void*, shell_transport_handler_t, void*) {
  g_dummy_output.length = 0;
  return 0;
}

int dummy_uninit(const shell_transport*) {
  return 0;
}

int dummy_enable(const shell_transport*, bool) {
  return 0;
}

// What does not fit, the end's 0 included, is lost.
int dummy_write(const shell_transport* transport, const void* data, std::size_t length,
                std::size_t* cnt) {
  auto* output = static_cast<Output*>(transport->ctx);
  std::size_t room = sizeof output->text - 1 - output->length;
  std::size_t kept = MIN(length, room);
  std::memcpy(output->text + output->length, data, kept);
  output->length += kept;
  *cnt = length;
  return 0;
}

int dummy_read(const shell_transport*, void*, std::size_t, std::size_t* cnt) {
  *cnt = 0;
  return 0;
}

const shell_transport_api kDummyApi = {dummy_init,  dummy_uninit, dummy_enable,
                                       dummy_write, dummy_read,   nullptr};
const shell_transport g_dummy_transport = {&kDummyApi, &g_dummy_output};

}  // namespace

SHELL_DEFINE(shell_dummy, CONFIG_SHELL_PROMPT_DUMMY, &g_dummy_transport, 256, 0,
             SHELL_FLAG_OLF_CRLF);

static int start_dummy_shell() {
  return hosted::shell_init_backend(&shell_dummy, CONFIG_SHELL_DUMMY_INIT_LOG_LEVEL);
}
SYS_INIT(start_dummy_shell, POST_KERNEL, 0);

const shell* shell_backend_dummy_get_ptr() {
  return &shell_dummy;
}

const char* shell_backend_dummy_get_output(const shell*, std::size_t* sizep) {
  g_dummy_output.text[g_dummy_output.length] = '\0';
  *sizep = g_dummy_output.length;
  g_dummy_output.length = 0;
  return g_dummy_output.text;
}

void shell_backend_dummy_clear_output(const shell*) {
  g_dummy_output.text[0] = '\0';
  g_dummy_output.length = 0;
}

#endif
