// SPDX-License-Identifier: Apache-2.0
// uart1 and its peer, line by line: interrupt driven by default; "async" goes over to the
// asynchronous calls, "poll" to polling, "reboot" restarts, "bye" ends. Each line comes back with
// what took it in front. peer.py is the other end.
#include <stdio.h>
#include <string.h>
#include <zephyr/drivers/uart.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/reboot.h>

static const struct device* const uart = DEVICE_DT_GET(DT_NODELABEL(uart1));

K_MSGQ_DEFINE(lines, 64, 4, 1);
static char line[64];
static size_t used;
static __noinit unsigned boots;
static __noinit unsigned magic;

static void take(char c) {
  if (c != '\n') {
    line[used++] = c;
    return;
  }
  line[used] = '\0';
  used = 0;
  (void)k_msgq_put(&lines, line, K_NO_WAIT);
}

// --- interrupt driven ---

static const char* to_send;
static size_t left;
static K_SEM_DEFINE(sent, 0, 1);
static int most_in_one;

static void on_interrupt(const struct device* dev, void* user_data) {
  uint8_t bytes[64];
  (void)user_data;
  while (uart_irq_update(dev) && uart_irq_is_pending(dev)) {
    if (uart_irq_rx_ready(dev)) {
      int n = uart_fifo_read(dev, bytes, sizeof(bytes));
      most_in_one = MAX(most_in_one, n);
      for (int i = 0; i < n; ++i) {
        take((char)bytes[i]);
      }
    }
    if (uart_irq_tx_ready(dev)) {
      if (left == 0) {
        uart_irq_tx_disable(dev);
        k_sem_give(&sent);
      } else {
        int n = uart_fifo_fill(dev, (const uint8_t*)to_send, MIN((int)left, 5));
        to_send += n;
        left -= (size_t)n;
      }
    }
  }
}

static void send_by_interrupt(const char* text) {
  to_send = text;
  left = strlen(text);
  uart_irq_tx_enable(uart);
  (void)k_sem_take(&sent, K_FOREVER);
}

// --- asynchronous ---

static uint8_t buffers[2][8];
static int spare = 1;
static unsigned events[UART_RX_STOPPED + 1];

static void on_event(const struct device* dev, struct uart_event* event, void* user_data) {
  (void)user_data;
  ++events[event->type];
  switch (event->type) {
    case UART_TX_DONE:
      k_sem_give(&sent);
      break;
    case UART_RX_RDY:
      for (size_t i = 0; i < event->data.rx.len; ++i) {
        take((char)event->data.rx.buf[event->data.rx.offset + i]);
      }
      break;
    case UART_RX_BUF_REQUEST:
      (void)uart_rx_buf_rsp(dev, buffers[spare], sizeof(buffers[0]));
      spare = 1 - spare;
      break;
    default:
      break;
  }
}

static void send_async(const char* text) {
  (void)uart_tx(uart, (const uint8_t*)text, strlen(text), SYS_FOREVER_US);
  printf("a second transmission: %d\n", uart_tx(uart, (const uint8_t*)text, 1, 0));
  (void)k_sem_take(&sent, K_FOREVER);
}

// --- polling ---

static void send_polling(const char* text) {
  for (; *text != '\0'; ++text) {
    uart_poll_out(uart, (unsigned char)*text);
  }
}

static void configuration(void) {
  struct uart_config config;
  printf("config %d", uart_config_get(uart, &config));
  printf(" %u %u %u", config.baudrate, config.data_bits, config.parity);
  config.baudrate = 9600;
  printf(", set %d", uart_configure(uart, &config));
  config.baudrate = 0;
  printf(" and %d", uart_configure(uart, &config));
  (void)uart_config_get(uart, &config);
  printf(", now %u; errors %d\n", config.baudrate, uart_err_check(uart));
}

int main(void) {
  void (*send)(const char*) = send_by_interrupt;
  char text[64];
  char answer[80];
  bool polling = false;
  boots = magic == 0x1badb002 ? boots + 1 : 1;
  magic = 0x1badb002;
  printf("boot %u, ready %d, nothing yet %d\n", boots, device_is_ready(uart),
         uart_poll_in(uart, (unsigned char*)text));
  configuration();
  (void)uart_irq_callback_set(uart, on_interrupt);
  uart_irq_rx_enable(uart);
  send(boots == 1 ? "hello\n" : "hello again\n");
  for (;;) {
    while (polling && k_msgq_num_used_get(&lines) == 0) {
      unsigned char c;
      while (uart_poll_in(uart, &c) == 0) {
        take((char)c);
      }
      k_msleep(10);
    }
    (void)k_msgq_get(&lines, text, K_FOREVER);
    (void)snprintf(answer, sizeof(answer), "%s %s\n",
                   polling              ? "poll"
                   : send == send_async ? "async"
                                        : "irq",
                   text);
    send(answer);
    if (strcmp(text, "async") == 0) {
      uart_irq_rx_disable(uart);
      (void)uart_callback_set(uart, on_event, NULL);
      (void)uart_rx_enable(uart, buffers[0], sizeof(buffers[0]), 0);
      printf("enabled twice: %d\n", uart_rx_enable(uart, buffers[0], sizeof(buffers[0]), 0));
      send = send_async;
    } else if (strcmp(text, "poll") == 0) {
      printf("disable %d", uart_rx_disable(uart));
      printf(" %d, released %d, disabled %u, ready at least once %d\n", uart_rx_disable(uart),
             events[UART_RX_BUF_RELEASED] >= 2, events[UART_RX_DISABLED], events[UART_RX_RDY] > 0);
      polling = true;
      send = send_polling;
    } else if (strcmp(text, "reboot") == 0) {
      printf("most bytes an interrupt %d\n", most_in_one);
      sys_reboot(SYS_REBOOT_WARM);
    } else if (strcmp(text, "bye") == 0) {
      printf("bye\n");
      return 0;
    }
  }
}
