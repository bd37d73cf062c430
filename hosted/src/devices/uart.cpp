// SPDX-License-Identifier: Apache-2.0
#include "devices/uart.hpp"

#ifdef CONFIG_SERIAL

#include <zephyr/arch/posix/posix_soc_if.h>

#include <algorithm>

#include "host/serial.hpp"
#include "kernel/sched.hpp"

namespace hosted {
namespace {

constexpr std::uint32_t kUartSpeed = 115200;
constexpr int kUartFifo = 16;
Uart g_uarts[kSerialLines];

int uart_poll_input(const device* dev, unsigned char* p_char) {
  return serial_read(uart_of(dev).line, p_char, 1) == 1 ? 0 : -1;
}

void uart_poll_output(const device* dev, unsigned char out_char) {
  serial_write(uart_of(dev).line, &out_char, 1);
}

int uart_no_errors(const device*) {
  return 0;
}

#ifdef CONFIG_UART_USE_RUNTIME_CONFIGURE
int uart_set_config(const device* dev, const uart_config* cfg) {
  if (cfg->baudrate == 0 || cfg->parity > UART_CFG_PARITY_SPACE ||
      cfg->stop_bits > UART_CFG_STOP_BITS_2 || cfg->data_bits > UART_CFG_DATA_BITS_9 ||
      cfg->flow_ctrl > UART_CFG_FLOW_CTRL_RS485) {
    return -EINVAL;
  }
  uart_of(dev).config = *cfg;
  return 0;
}

int uart_get_config(const device* dev, uart_config* cfg) {
  *cfg = uart_of(dev).config;
  return 0;
}
#endif

// An interrupt of a UART does not interrupt itself.
void call_back(Uart& uart) {
  uart.moved = false;
  uart.called = true;
  uart.callback(uart.dev, uart.user_data);
  uart.called = false;
}

// The sender is always ready: until the callback disables it or has nothing to send.
void send_while_enabled(Uart& uart) {
  bool more = true;
  while (more && uart.tx_enabled && uart.callback != nullptr) {
    call_back(uart);
    more = uart.moved;
  }
}

[[maybe_unused]] void uart_input_ready(int line) {
  Uart& uart = g_uarts[line];
#ifdef CONFIG_UART_ASYNC_API
  if (uart.buffer != nullptr) {
    uart_async_input(uart);
    return;
  }
#endif
  if (!uart.rx_enabled || uart.callback == nullptr) {
    serial_unwatch(line);
    return;
  }
  uart.budget = kUartFifo;
  call_back(uart);
  bool moved = uart.moved;
  send_while_enabled(uart);
  uart.budget = 0;
  if (!moved) {
    serial_mute(line);
  }
}

#ifdef CONFIG_UART_INTERRUPT_DRIVEN
// Both UARTs send by the last interrupt line, which comes as soon as interrupts may.
constexpr unsigned kUartIrq = CONFIG_NUM_IRQS - 1;

void uart_send_interrupt(const void*) {
  for (Uart& uart : g_uarts) {
    send_while_enabled(uart);
  }
}

int uart_fill(const device* dev, const std::uint8_t* tx_data, int len) {
  Uart& uart = uart_of(dev);
  if (len <= 0) {
    return 0;
  }
  uart.moved = true;
  serial_write(uart.line, tx_data, static_cast<std::size_t>(len));
  return len;
}

int uart_take(const device* dev, std::uint8_t* rx_data, int size) {
  Uart& uart = uart_of(dev);
  // Outside of the callback there is no interrupt whose share this could be.
  int most = g_kernel.in_isr && uart.rx_enabled ? std::min(size, uart.budget) : size;
  if (most <= 0) {
    return 0;
  }
  auto got = static_cast<int>(serial_read(uart.line, rx_data, static_cast<std::size_t>(most)));
  uart.budget -= std::min(got, uart.budget);
  uart.moved = uart.moved || got > 0;
  return got;
}

void uart_tx_on(const device* dev) {
  uart_of(dev).tx_enabled = true;
  if (uart_of(dev).called) {
    return;
  }
  (void)arch_irq_connect_dynamic(kUartIrq, 0, uart_send_interrupt, nullptr, 0);
  arch_irq_enable(kUartIrq);
  posix_sw_set_pending_IRQ(kUartIrq);
}

void uart_tx_off(const device* dev) {
  uart_of(dev).tx_enabled = false;
}

void uart_rx_on(const device* dev) {
  uart_of(dev).rx_enabled = true;
  serial_watch(uart_of(dev).line, uart_input_ready);
}

void uart_rx_off(const device* dev) {
  uart_of(dev).rx_enabled = false;
  serial_unwatch(uart_of(dev).line);
}

int uart_tx_is_ready(const device* dev) {
  return uart_of(dev).tx_enabled ? 1 : 0;
}

int uart_tx_is_complete(const device*) {
  return 1;
}

int uart_rx_is_ready(const device* dev) {
  Uart& uart = uart_of(dev);
  bool share = !g_kernel.in_isr || uart.budget > 0;
  return uart.rx_enabled && share && serial_readable(uart.line) ? 1 : 0;
}

int uart_pending(const device* dev) {
  return uart_tx_is_ready(dev) != 0 || uart_rx_is_ready(dev) != 0 ? 1 : 0;
}

int uart_update(const device*) {
  return 1;
}

void uart_err_nothing(const device*) {}

void uart_set_callback(const device* dev, uart_irq_callback_user_data_t cb, void* user_data) {
  uart_of(dev).callback = cb;
  uart_of(dev).user_data = user_data;
}
#endif

int uart_init(const device* dev) {
  Uart& uart = uart_of(dev);
  uart.dev = dev;
  uart.line = static_cast<int>(&uart - g_uarts);
  uart.config = {kUartSpeed, UART_CFG_PARITY_NONE, UART_CFG_STOP_BITS_1, UART_CFG_DATA_BITS_8,
                 UART_CFG_FLOW_CTRL_NONE};
  if (uart.line == 0) {
    open_serial_lines();
  }
  return 0;
}

constexpr uart_driver_api make_uart_api() {
  uart_driver_api api{};
  api.poll_in = uart_poll_input;
  api.poll_out = uart_poll_output;
  api.err_check = uart_no_errors;
#ifdef CONFIG_UART_USE_RUNTIME_CONFIGURE
  api.configure = uart_set_config;
  api.config_get = uart_get_config;
#endif
#ifdef CONFIG_UART_INTERRUPT_DRIVEN
  api.fifo_fill = uart_fill;
  api.fifo_read = uart_take;
  api.irq_tx_enable = uart_tx_on;
  api.irq_tx_disable = uart_tx_off;
  api.irq_tx_ready = uart_tx_is_ready;
  api.irq_rx_enable = uart_rx_on;
  api.irq_rx_disable = uart_rx_off;
  api.irq_tx_complete = uart_tx_is_complete;
  api.irq_rx_ready = uart_rx_is_ready;
  api.irq_err_enable = uart_err_nothing;
  api.irq_err_disable = uart_err_nothing;
  api.irq_is_pending = uart_pending;
  api.irq_update = uart_update;
  api.irq_callback_set = uart_set_callback;
#endif
#ifdef CONFIG_UART_ASYNC_API
  api.callback_set = uart_async_callback_set;
  api.tx = uart_async_tx;
  api.tx_abort = uart_async_tx_abort;
  api.rx_enable = uart_async_rx_enable;
  api.rx_buf_rsp = uart_async_rx_buf_rsp;
  api.rx_disable = uart_async_rx_disable;
#endif
  return api;
}

constexpr uart_driver_api kUartApi = make_uart_api();

}  // namespace

Uart& uart_at(int line) {
  return g_uarts[line];
}

#ifdef CONFIG_UART_ASYNC_API
void watch_uart(Uart& uart) {
  serial_watch(uart.line, uart_input_ready);
}
#endif

}  // namespace hosted

extern "C" {
DEVICE_DT_DEFINE(DT_NODELABEL(uart0), hosted::uart_init, nullptr, &hosted::g_uarts[0], nullptr,
                 PRE_KERNEL_1, CONFIG_KERNEL_INIT_PRIORITY_DEVICE, &hosted::kUartApi);
DEVICE_DT_DEFINE(DT_NODELABEL(uart1), hosted::uart_init, nullptr, &hosted::g_uarts[1], nullptr,
                 PRE_KERNEL_1, CONFIG_KERNEL_INIT_PRIORITY_DEVICE, &hosted::kUartApi);
}

#endif
