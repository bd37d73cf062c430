// SPDX-License-Identifier: Apache-2.0
// The asynchronous calls of the UARTs.
#include "devices/uart.hpp"

#ifdef CONFIG_UART_ASYNC_API

#include <algorithm>

#include "host/serial.hpp"
#include "kernel/timeout.hpp"

namespace hosted {

namespace {

void tell(Uart& uart, uart_event event) {
  if (uart.async_callback != nullptr) {
    uart.async_callback(uart.dev, &event, uart.async_data);
  }
}

void tell_sent(Uart& uart, uart_event_type type, std::size_t bytes) {
  uart_event event{};
  event.type = type;
  event.data.tx = {uart.sent, bytes};
  uart.sent = nullptr;
  tell(uart, event);
}

void tell_received(Uart& uart) {
  (void)abort_timeout(&uart.idle_timeout);
  if (uart.filled == uart.told) {
    return;
  }
  uart_event event{};
  event.type = UART_RX_RDY;
  event.data.rx = {uart.buffer, uart.told, uart.filled - uart.told};
  uart.told = uart.filled;
  tell(uart, event);
}

void tell_released(Uart& uart, std::uint8_t* buffer) {
  uart_event event{};
  event.type = UART_RX_BUF_RELEASED;
  event.data.rx_buf.buf = buffer;
  tell(uart, event);
}

void tell_plain(Uart& uart, uart_event_type type) {
  uart_event event{};
  event.type = type;
  tell(uart, event);
}

void stop_receiving(Uart& uart) {
  std::uint8_t* buffer = uart.buffer;
  std::uint8_t* next = uart.next;
  tell_received(uart);
  uart.buffer = nullptr;
  uart.next = nullptr;
  serial_unwatch(uart.line);
  tell_released(uart, buffer);
  if (next != nullptr) {
    tell_released(uart, next);
  }
  tell_plain(uart, UART_RX_DISABLED);
}

void change_buffers(Uart& uart) {
  tell_received(uart);
  if (uart.buffer == nullptr) {
    return;  // the callback has stopped it
  }
  if (uart.next == nullptr) {
    stop_receiving(uart);
    return;
  }
  std::uint8_t* full = uart.buffer;
  uart.buffer = uart.next;
  uart.size = uart.next_size;
  uart.next = nullptr;
  uart.filled = 0;
  uart.told = 0;
  tell_released(uart, full);
  tell_plain(uart, UART_RX_BUF_REQUEST);
}

void sent_timeout(_timeout* timeout) {
  Uart& uart = *CONTAINER_OF(timeout, Uart, sent_timeout);
  tell_sent(uart, UART_TX_DONE, uart.sent_bytes);
}

void idle_timeout(_timeout* timeout) {
  tell_received(*CONTAINER_OF(timeout, Uart, idle_timeout));
}

}  // namespace

void uart_async_input(Uart& uart) {
  std::size_t got = serial_read(uart.line, uart.buffer + uart.filled, uart.size - uart.filled);
  uart.filled += got;
  if (uart.filled == uart.size) {
    change_buffers(uart);
  } else if (got > 0 && uart.idle_us == 0) {
    tell_received(uart);
  } else if (got > 0 && uart.idle_us > 0) {
    (void)abort_timeout(&uart.idle_timeout);
    add_timeout(&uart.idle_timeout, idle_timeout, K_USEC(uart.idle_us));
  }
}

int uart_async_callback_set(const device* dev, uart_callback_t callback, void* user_data) {
  uart_of(dev).async_callback = callback;
  uart_of(dev).async_data = user_data;
  return 0;
}

int uart_async_tx(const device* dev, const std::uint8_t* buf, std::size_t len, std::int32_t) {
  Uart& uart = uart_of(dev);
  if (uart.sent != nullptr) {
    return -EBUSY;
  }
  if (buf == nullptr || len == 0) {
    return -EINVAL;
  }
  uart.sent = buf;
  uart.sent_bytes = len;
  serial_write(uart.line, buf, len);
  add_timeout(&uart.sent_timeout, sent_timeout, K_NO_WAIT);
  return 0;
}

int uart_async_tx_abort(const device* dev) {
  Uart& uart = uart_of(dev);
  if (uart.sent == nullptr) {
    return -EFAULT;
  }
  (void)abort_timeout(&uart.sent_timeout);
  tell_sent(uart, UART_TX_ABORTED, uart.sent_bytes);
  return 0;
}

int uart_async_rx_enable(const device* dev, std::uint8_t* buf, std::size_t len,
                         std::int32_t timeout) {
  Uart& uart = uart_of(dev);
  if (uart.buffer != nullptr) {
    return -EBUSY;
  }
  if (buf == nullptr || len == 0) {
    return -EINVAL;
  }
  uart.buffer = buf;
  uart.size = len;
  uart.filled = 0;
  uart.told = 0;
  uart.idle_us = timeout;
  watch_uart(uart);
  tell_plain(uart, UART_RX_BUF_REQUEST);
  return 0;
}

int uart_async_rx_buf_rsp(const device* dev, std::uint8_t* buf, std::size_t len) {
  Uart& uart = uart_of(dev);
  if (uart.buffer == nullptr) {
    return -EACCES;
  }
  if (uart.next != nullptr) {
    return -EBUSY;
  }
  uart.next = buf;
  uart.next_size = len;
  return 0;
}

int uart_async_rx_disable(const device* dev) {
  Uart& uart = uart_of(dev);
  if (uart.buffer == nullptr) {
    return -EFAULT;
  }
  stop_receiving(uart);
  return 0;
}

}  // namespace hosted

#endif
