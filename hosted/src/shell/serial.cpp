// SPDX-License-Identifier: Apache-2.0
// The shell on the console: standard input and output. A terminal is put into raw mode, so that
// keys come one by one and the shell echoes; Ctrl-C still ends the process.
#ifdef CONFIG_SHELL_BACKEND_SERIAL
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>

#include <zephyr/init.h>
#include <zephyr/shell/shell_uart.h>
#include <zephyr/sys/ring_buffer.h>

#include "host/call.hpp"
#include "host/outside.hpp"
#include "host/process.hpp"
#include "shell/shell.hpp"

#ifdef CONFIG_SHELL_BACKEND_SERIAL_LOG_MESSAGE_QUEUE_SIZE
#define HOSTED_SHELL_QUEUE_SIZE CONFIG_SHELL_BACKEND_SERIAL_LOG_MESSAGE_QUEUE_SIZE
#else
#define HOSTED_SHELL_QUEUE_SIZE 0
#endif

namespace {

RING_BUF_DECLARE(g_console_input, CONFIG_SHELL_BACKEND_SERIAL_RX_RING_BUFFER_SIZE);
shell_transport_handler_t g_console_handler = nullptr;
void* g_console_context = nullptr;
hosted::Outside g_console;
termios g_terminal_before;

// As an interrupt: takes what fits; the rest stays with the host until the shell has read.
void console_ready(hosted::Outside* outside) {
  ssize_t got = 0;
  std::uint32_t taken = 0;
  hosted::host_call([&] {
    std::uint8_t* to = nullptr;
    std::uint32_t room =
        ring_buf_put_claim(&g_console_input, &to, CONFIG_SHELL_BACKEND_SERIAL_RX_RING_BUFFER_SIZE);
    if (room == 0) {
      outside->muted = true;
      got = 1;
      return;
    }
    got = ::read(STDIN_FILENO, to, room);
    taken = got > 0 ? static_cast<std::uint32_t>(got) : 0;
    (void)ring_buf_put_finish(&g_console_input, taken);
  });
  if (got <= 0) {
    hosted::unwatch(outside);  // the end of the input, or nobody to read from
  }
  if (taken > 0) {
    g_console_handler(SHELL_TRANSPORT_EVT_RX_RDY, g_console_context);
  }
}

void restore_terminal() {
  (void)::tcsetattr(STDIN_FILENO, TCSANOW, &g_terminal_before);
}

void use_keys_one_by_one() {
  if (::isatty(STDIN_FILENO) == 0 || ::tcgetattr(STDIN_FILENO, &g_terminal_before) != 0) {
    return;
  }
  termios raw = g_terminal_before;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  raw.c_iflag &= ~static_cast<tcflag_t>(ICRNL | INLCR);
  (void)::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  (void)::atexit(restore_terminal);
}

int console_init(const shell_transport*, const void*, shell_transport_handler_t evt_handler,
                 void* context) {
  g_console_handler = evt_handler;
  g_console_context = context;
  return 0;
}

int console_uninit(const shell_transport*) {
  hosted::unwatch(&g_console);
  return 0;
}

int console_enable(const shell_transport*, bool) {
  g_console.fd = STDIN_FILENO;
  g_console.events = POLLIN;
  g_console.ready = console_ready;
  hosted::host_call([] { use_keys_one_by_one(); });
  hosted::watch(&g_console);
  return 0;
}

int console_write(const shell_transport*, const void* data, std::size_t length, std::size_t* cnt) {
  hosted::write_output(static_cast<const char*>(data), length);
  *cnt = length;
  return 0;
}

int console_read(const shell_transport*, void* data, std::size_t length, std::size_t* cnt) {
  *cnt = ring_buf_get(&g_console_input, static_cast<std::uint8_t*>(data),
                      static_cast<std::uint32_t>(length));
  g_console.muted = false;
  return 0;
}

const shell_transport_api kConsoleApi = {console_init,  console_uninit, console_enable,
                                         console_write, console_read,   nullptr};
const shell_transport g_console_transport = {&kConsoleApi, nullptr};

}  // namespace

SHELL_DEFINE(shell_uart, CONFIG_SHELL_PROMPT_UART, &g_console_transport, HOSTED_SHELL_QUEUE_SIZE,
             100, SHELL_FLAG_OLF_CRLF);

static int start_console_shell() {
  return hosted::shell_init_backend(&shell_uart, CONFIG_SHELL_BACKEND_SERIAL_LOG_LEVEL);
}
SYS_INIT(start_console_shell, POST_KERNEL, CONFIG_SHELL_BACKEND_SERIAL_INIT_PRIORITY);

const shell* shell_backend_uart_get_ptr() {
  return &shell_uart;
}

#endif
