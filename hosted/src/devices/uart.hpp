// SPDX-License-Identifier: Apache-2.0
// The state of a UART, shared by the interrupt driven and the asynchronous calls.
#pragma once

#include <zephyr/drivers/uart.h>
#include <zephyr/kernel.h>

#include <cstddef>
#include <cstdint>

namespace hosted {

struct Uart {
  const device* dev = nullptr;
  int line = 0;
  uart_config config{};

  // Interrupt driven.
  uart_irq_callback_user_data_t callback = nullptr;
  void* user_data = nullptr;
  bool rx_enabled = false;
  bool tx_enabled = false;
  int budget = 0;       // bytes that this interrupt may still read
  bool moved = false;   // the callback has read or sent something
  bool called = false;  // the callback runs

  // Asynchronous.
  uart_callback_t async_callback = nullptr;
  void* async_data = nullptr;
  const std::uint8_t* sent = nullptr;
  std::size_t sent_bytes = 0;
  _timeout sent_timeout{};
  std::uint8_t* buffer = nullptr;
  std::size_t size = 0;
  std::size_t filled = 0;
  std::size_t told = 0;  // of them in an event
  std::int32_t idle_us = 0;
  _timeout idle_timeout{};
  std::uint8_t* next = nullptr;
  std::size_t next_size = 0;
};

inline Uart& uart_of(const device* dev) {
  return *static_cast<Uart*>(dev->data);
}
Uart& uart_at(int line);

// Has input delivered from now on.
void watch_uart(Uart& uart);
// Input came while a buffer waits for it. In an interrupt.
void uart_async_input(Uart& uart);

#ifdef CONFIG_UART_ASYNC_API
int uart_async_callback_set(const device* dev, uart_callback_t callback, void* user_data);
int uart_async_tx(const device* dev, const std::uint8_t* buf, std::size_t len,
                  std::int32_t timeout);
int uart_async_tx_abort(const device* dev);
int uart_async_rx_enable(const device* dev, std::uint8_t* buf, std::size_t len,
                         std::int32_t timeout);
int uart_async_rx_buf_rsp(const device* dev, std::uint8_t* buf, std::size_t len);
int uart_async_rx_disable(const device* dev);
#endif

}  // namespace hosted
