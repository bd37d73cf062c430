// SPDX-License-Identifier: Apache-2.0
// UARTs: DT_NODELABEL(uart0), the console on standard input and output, and uart1, connected by the
// option --uart1. Needs CONFIG_SERIAL; each way of use has its symbol. A line has no bit rate here:
// what is sent is gone at once, and input comes 16 bytes an interrupt, the next when all threads
// wait. Calls from threads and interrupts unless said otherwise.
#ifndef ZEPHYR_INCLUDE_DRIVERS_UART_H_
#define ZEPHYR_INCLUDE_DRIVERS_UART_H_

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <zephyr/device.h>
#include <zephyr/drivers/uart_types.h>
#include <zephyr/sys_clock.h>

#ifdef __cplusplus
extern "C" {
#endif

#define Z_UART_API(dev) ((const struct uart_driver_api*)(dev)->api)
#define Z_UART_CALL(dev, call, ...) \
  (Z_UART_API(dev)->call != NULL ? Z_UART_API(dev)->call(dev, ##__VA_ARGS__) : -ENOSYS)
#define Z_UART_VOID_CALL(dev, call, ...)         \
  do {                                           \
    if (Z_UART_API(dev)->call != NULL) {         \
      Z_UART_API(dev)->call(dev, ##__VA_ARGS__); \
    }                                            \
  } while (false)

/* --- polling --- */

/* 0: *p_char is the next byte; -1: none is there. */
static inline int uart_poll_in(const struct device* dev, unsigned char* p_char) {
  return Z_UART_CALL(dev, poll_in, p_char);
}
/* Sends one byte; if the peer does not take it, waits in real time. */
static inline void uart_poll_out(const struct device* dev, unsigned char out_char) {
  Z_UART_API(dev)->poll_out(dev, out_char);
}
/* enum uart_rx_stop_reason bits since the last call: always 0 here. */
static inline int uart_err_check(const struct device* dev) {
  return Z_UART_CALL(dev, err_check);
}

/* --- configuration: kept and given back (CONFIG_UART_USE_RUNTIME_CONFIGURE) --- */

/* 0; -EINVAL for a bit rate of 0 or a value that is none of the enumerations'. */
static inline int uart_configure(const struct device* dev, const struct uart_config* cfg) {
#ifdef CONFIG_UART_USE_RUNTIME_CONFIGURE
  return Z_UART_CALL(dev, configure, cfg);
#else
  (void)dev;
  (void)cfg;
  return -ENOTSUP;
#endif
}
static inline int uart_config_get(const struct device* dev, struct uart_config* cfg) {
#ifdef CONFIG_UART_USE_RUNTIME_CONFIGURE
  return Z_UART_CALL(dev, config_get, cfg);
#else
  (void)dev;
  (void)cfg;
  return -ENOTSUP;
#endif
}

/* --- interrupt driven (CONFIG_UART_INTERRUPT_DRIVEN); without it int calls give -ENOTSUP --- */
#ifdef CONFIG_UART_INTERRUPT_DRIVEN

/* Sends; the number of bytes taken: all. In the callback. */
static inline int uart_fifo_fill(const struct device* dev, const uint8_t* tx_data, int size) {
  return Z_UART_CALL(dev, fifo_fill, tx_data, size);
}
/* Takes at most `size` bytes of what has come; the number. In the callback. */
static inline int uart_fifo_read(const struct device* dev, uint8_t* rx_data, const int size) {
  return Z_UART_CALL(dev, fifo_read, rx_data, size);
}
/* While enabled the callback is called whenever the sender is ready: always, so until disabled. */
static inline void uart_irq_tx_enable(const struct device* dev) {
  Z_UART_VOID_CALL(dev, irq_tx_enable);
}
static inline void uart_irq_tx_disable(const struct device* dev) {
  Z_UART_VOID_CALL(dev, irq_tx_disable);
}
static inline int uart_irq_tx_ready(const struct device* dev) {
  return Z_UART_CALL(dev, irq_tx_ready);
}
static inline int uart_irq_tx_complete(const struct device* dev) {
  return Z_UART_CALL(dev, irq_tx_complete);
}
static inline void uart_irq_rx_enable(const struct device* dev) {
  Z_UART_VOID_CALL(dev, irq_rx_enable);
}
static inline void uart_irq_rx_disable(const struct device* dev) {
  Z_UART_VOID_CALL(dev, irq_rx_disable);
}
static inline int uart_irq_rx_ready(const struct device* dev) {
  return Z_UART_CALL(dev, irq_rx_ready);
}
static inline void uart_irq_err_enable(const struct device* dev) {
  Z_UART_VOID_CALL(dev, irq_err_enable);
}
static inline void uart_irq_err_disable(const struct device* dev) {
  Z_UART_VOID_CALL(dev, irq_err_disable);
}
static inline int uart_irq_is_pending(const struct device* dev) {
  return Z_UART_CALL(dev, irq_is_pending);
}
static inline int uart_irq_update(const struct device* dev) {
  return Z_UART_CALL(dev, irq_update);
}
/* 0. The callback runs as an interrupt. */
static inline int uart_irq_callback_user_data_set(const struct device* dev,
                                                  uart_irq_callback_user_data_t cb,
                                                  void* user_data) {
  if (Z_UART_API(dev)->irq_callback_set == NULL) {
    return -ENOSYS;
  }
  Z_UART_API(dev)->irq_callback_set(dev, cb, user_data);
  return 0;
}
#else
#define Z_UART_NO_IRQ_INT(name)                      \
  static inline int name(const struct device* dev) { \
    (void)dev;                                       \
    return -ENOTSUP;                                 \
  }
#define Z_UART_NO_IRQ_VOID(name)                      \
  static inline void name(const struct device* dev) { \
    (void)dev;                                        \
  }
static inline int uart_fifo_fill(const struct device* dev, const uint8_t* tx_data, int size) {
  (void)dev;
  (void)tx_data;
  (void)size;
  return -ENOTSUP;
}
static inline int uart_fifo_read(const struct device* dev, uint8_t* rx_data, const int size) {
  (void)dev;
  (void)rx_data;
  (void)size;
  return -ENOTSUP;
}
Z_UART_NO_IRQ_VOID(uart_irq_tx_enable)
Z_UART_NO_IRQ_VOID(uart_irq_tx_disable)
Z_UART_NO_IRQ_INT(uart_irq_tx_ready)
Z_UART_NO_IRQ_INT(uart_irq_tx_complete)
Z_UART_NO_IRQ_VOID(uart_irq_rx_enable)
Z_UART_NO_IRQ_VOID(uart_irq_rx_disable)
Z_UART_NO_IRQ_INT(uart_irq_rx_ready)
Z_UART_NO_IRQ_VOID(uart_irq_err_enable)
Z_UART_NO_IRQ_VOID(uart_irq_err_disable)
Z_UART_NO_IRQ_INT(uart_irq_is_pending)
Z_UART_NO_IRQ_INT(uart_irq_update)
static inline int uart_irq_callback_user_data_set(const struct device* dev,
                                                  uart_irq_callback_user_data_t cb,
                                                  void* user_data) {
  (void)dev;
  (void)cb;
  (void)user_data;
  return -ENOTSUP;
}
#endif
static inline int uart_irq_callback_set(const struct device* dev,
                                        uart_irq_callback_user_data_t cb) {
  return uart_irq_callback_user_data_set(dev, cb, NULL);
}

/* --- asynchronous (CONFIG_UART_ASYNC_API); without it -ENOTSUP --- */
#ifdef CONFIG_UART_ASYNC_API
#define Z_UART_ASYNC(dev, call, ...) Z_UART_CALL(dev, call, ##__VA_ARGS__)
#else
#define Z_UART_ASYNC(dev, call, ...) ((void)(dev), -ENOTSUP)
#endif

static inline int uart_callback_set(const struct device* dev, uart_callback_t callback,
                                    void* user_data) {
  (void)callback;
  (void)user_data;
  return Z_UART_ASYNC(dev, callback_set, callback, user_data);
}
/* Sends; UART_TX_DONE comes as an interrupt at the next tick of virtual time. 0; -EBUSY: one is
 * under way. `timeout` (us) never passes. */
static inline int uart_tx(const struct device* dev, const uint8_t* buf, size_t len,
                          int32_t timeout) {
  (void)buf;
  (void)len;
  (void)timeout;
  return Z_UART_ASYNC(dev, tx, buf, len, timeout);
}
/* 0, and UART_TX_ABORTED, with all bytes sent; -EFAULT: nothing is under way. */
static inline int uart_tx_abort(const struct device* dev) {
  return Z_UART_ASYNC(dev, tx_abort);
}
/* Receives into buf. UART_RX_RDY at `timeout` us after a byte (0 or more; SYS_FOREVER_US: only when
 * the buffer is full), UART_RX_BUF_REQUEST at once, UART_RX_BUF_RELEASED, UART_RX_DISABLED. 0;
 * -EBUSY: receives already. */
static inline int uart_rx_enable(const struct device* dev, uint8_t* buf, size_t len,
                                 int32_t timeout) {
  (void)buf;
  (void)len;
  (void)timeout;
  return Z_UART_ASYNC(dev, rx_enable, buf, len, timeout);
}
/* The buffer to go on with. 0; -EBUSY: one was given; -EACCES: does not receive. */
static inline int uart_rx_buf_rsp(const struct device* dev, uint8_t* buf, size_t len) {
  (void)buf;
  (void)len;
  return Z_UART_ASYNC(dev, rx_buf_rsp, buf, len);
}
/* 0; -EFAULT: does not receive. */
static inline int uart_rx_disable(const struct device* dev) {
  return Z_UART_ASYNC(dev, rx_disable);
}

/* --- there are no control lines and no commands of a driver: -ENOTSUP --- */
static inline int uart_line_ctrl_set(const struct device* dev, uint32_t ctrl, uint32_t val) {
  (void)dev;
  (void)ctrl;
  (void)val;
  return -ENOTSUP;
}
static inline int uart_line_ctrl_get(const struct device* dev, uint32_t ctrl, uint32_t* val) {
  (void)dev;
  (void)ctrl;
  (void)val;
  return -ENOTSUP;
}
static inline int uart_drv_cmd(const struct device* dev, uint32_t cmd, uint32_t p) {
  (void)dev;
  (void)cmd;
  (void)p;
  return -ENOTSUP;
}

#ifdef __cplusplus
}
#endif
#endif
