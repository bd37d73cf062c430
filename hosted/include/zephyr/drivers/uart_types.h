// SPDX-License-Identifier: Apache-2.0
// The types of <zephyr/drivers/uart.h>.
#ifndef ZEPHYR_INCLUDE_DRIVERS_UART_TYPES_H_
#define ZEPHYR_INCLUDE_DRIVERS_UART_TYPES_H_

#include <stddef.h>
#include <stdint.h>
#include <zephyr/device.h>
#include <zephyr/sys/util.h>

#ifdef __cplusplus
extern "C" {
#endif

enum uart_line_ctrl {
  UART_LINE_CTRL_BAUD_RATE = BIT(0),
  UART_LINE_CTRL_RTS = BIT(1),
  UART_LINE_CTRL_DTR = BIT(2),
  UART_LINE_CTRL_DCD = BIT(3),
  UART_LINE_CTRL_DSR = BIT(4),
};

enum uart_rx_stop_reason {
  UART_ERROR_OVERRUN = (1 << 0),
  UART_ERROR_PARITY = (1 << 1),
  UART_ERROR_FRAMING = (1 << 2),
  UART_BREAK = (1 << 3),
  UART_ERROR_COLLISION = (1 << 4),
  UART_ERROR_NOISE = (1 << 5),
};

enum uart_config_parity {
  UART_CFG_PARITY_NONE,
  UART_CFG_PARITY_ODD,
  UART_CFG_PARITY_EVEN,
  UART_CFG_PARITY_MARK,
  UART_CFG_PARITY_SPACE,
};

enum uart_config_stop_bits {
  UART_CFG_STOP_BITS_0_5,
  UART_CFG_STOP_BITS_1,
  UART_CFG_STOP_BITS_1_5,
  UART_CFG_STOP_BITS_2,
};

enum uart_config_data_bits {
  UART_CFG_DATA_BITS_5,
  UART_CFG_DATA_BITS_6,
  UART_CFG_DATA_BITS_7,
  UART_CFG_DATA_BITS_8,
  UART_CFG_DATA_BITS_9,
};

enum uart_config_flow_control {
  UART_CFG_FLOW_CTRL_NONE,
  UART_CFG_FLOW_CTRL_RTS_CTS,
  UART_CFG_FLOW_CTRL_DTR_DSR,
  UART_CFG_FLOW_CTRL_RS485,
};

struct uart_config {
  uint32_t baudrate; /* bits a second */
  uint8_t parity;
  uint8_t stop_bits;
  uint8_t data_bits;
  uint8_t flow_ctrl;
};

typedef void (*uart_irq_callback_user_data_t)(const struct device* dev, void* user_data);
typedef void (*uart_irq_config_func_t)(const struct device* dev);

enum uart_event_type {
  UART_TX_DONE,
  UART_TX_ABORTED,
  UART_RX_RDY,
  UART_RX_BUF_REQUEST,
  UART_RX_BUF_RELEASED,
  UART_RX_DISABLED,
  UART_RX_STOPPED,
};

struct uart_event_tx {
  const uint8_t* buf;
  size_t len; /* bytes sent */
};

struct uart_event_rx {
  uint8_t* buf;
  size_t offset; /* where the new bytes begin */
  size_t len;    /* new bytes */
};

struct uart_event_rx_buf {
  uint8_t* buf;
};

struct uart_event_rx_stop {
  enum uart_rx_stop_reason reason;
  struct uart_event_rx data;
};

struct uart_event {
  enum uart_event_type type;
  union uart_event_data {
    struct uart_event_tx tx;
    struct uart_event_rx rx;
    struct uart_event_rx_buf rx_buf;
    struct uart_event_rx_stop rx_stop;
  } data;
};

typedef void (*uart_callback_t)(const struct device* dev, struct uart_event* evt, void* user_data);

/* A driver; an application may define one of its own. Calls that are NULL give -ENOSYS. */
struct uart_driver_api {
#ifdef CONFIG_UART_ASYNC_API
  int (*callback_set)(const struct device* dev, uart_callback_t callback, void* user_data);
  int (*tx)(const struct device* dev, const uint8_t* buf, size_t len, int32_t timeout);
  int (*tx_abort)(const struct device* dev);
  int (*rx_enable)(const struct device* dev, uint8_t* buf, size_t len, int32_t timeout);
  int (*rx_buf_rsp)(const struct device* dev, uint8_t* buf, size_t len);
  int (*rx_disable)(const struct device* dev);
#endif
  int (*poll_in)(const struct device* dev, unsigned char* p_char);
  void (*poll_out)(const struct device* dev, unsigned char out_char);
  int (*err_check)(const struct device* dev);
#ifdef CONFIG_UART_USE_RUNTIME_CONFIGURE
  int (*configure)(const struct device* dev, const struct uart_config* cfg);
  int (*config_get)(const struct device* dev, struct uart_config* cfg);
#endif
#ifdef CONFIG_UART_INTERRUPT_DRIVEN
  int (*fifo_fill)(const struct device* dev, const uint8_t* tx_data, int len);
  int (*fifo_read)(const struct device* dev, uint8_t* rx_data, const int size);
  void (*irq_tx_enable)(const struct device* dev);
  void (*irq_tx_disable)(const struct device* dev);
  int (*irq_tx_ready)(const struct device* dev);
  void (*irq_rx_enable)(const struct device* dev);
  void (*irq_rx_disable)(const struct device* dev);
  int (*irq_tx_complete)(const struct device* dev);
  int (*irq_rx_ready)(const struct device* dev);
  void (*irq_err_enable)(const struct device* dev);
  void (*irq_err_disable)(const struct device* dev);
  int (*irq_is_pending)(const struct device* dev);
  int (*irq_update)(const struct device* dev);
  void (*irq_callback_set)(const struct device* dev, uart_irq_callback_user_data_t cb,
                           void* user_data);
#endif
};

#ifdef __cplusplus
}
#endif
#endif
