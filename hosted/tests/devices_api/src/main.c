// SPDX-License-Identifier: Apache-2.0
// The fixed devicetree, devices that the application defines, and what does not compile.
#include <stdio.h>
#include <zephyr/device.h>
#include <zephyr/devicetree.h>
#include <zephyr/drivers/uart.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/reboot.h>

static int order[4];
static int begun;
static int begin(const struct device* dev) {
  order[begun++] = *(const int*)dev->config;
  return *(const int*)dev->config == 3 ? -EIO : 0;
}
static int number(const struct device* dev) {
  return *(const int*)dev->config;
}
static int twice(const struct device* dev) {
  return 2 * *(const int*)dev->config;
}
static int (*const plain)(const struct device*) = number;
static int (*const doubled)(const struct device*) = twice;
static const int one = 1, two = 2, three = 3;
DEVICE_DEFINE(last, "last", begin, NULL, NULL, &one, APPLICATION, 1, &plain);
DEVICE_DEFINE(second, "second", begin, NULL, NULL, &two, POST_KERNEL, 20, &doubled);
DEVICE_DEFINE(failing, "failing", begin, NULL, NULL, &three, POST_KERNEL, 3, &plain);
DEVICE_DEFINE(lazy, "lazy", NULL, NULL, NULL, &two, PRE_KERNEL_1, 0, &plain);
DEVICE_DECLARE(lazy);

static int call(const char* name) {
  const struct device* dev = device_get_binding(name);
  return dev == NULL ? -1 : (*(int (*const*)(const struct device*))dev->api)(dev);
}

#if DT_NODE_HAS_STATUS(DT_ALIAS(watchdog0), okay) || DT_NODE_EXISTS(DT_NODELABEL(spi0)) || \
    DT_HAS_COMPAT_STATUS_OKAY(nordic_nrf_wdt) || !DT_HAS_CHOSEN(zephyr_console) ||         \
    !DT_HAS_ALIAS(watchdog0) || DT_HAS_ALIAS(led0)
#error "the devicetree is another"
#endif
#define NAME_OF(node) DEVICE_DT_NAME(node) " "

int main(void) {
  const struct device* all;
  size_t count = z_device_get_all_static(&all);
  printf("order %d %d %d of %d\n", order[0], order[1], order[2], begun);
  printf("calls %d %d %d %d %d %d\n", call("last"), call("second"), call("failing"), call("lazy"),
         call("nobody"), call(""));
  printf("ready %d %d %d, NULL %d\n", device_is_ready(DEVICE_GET(last)),
         device_is_ready(DEVICE_GET(failing)), device_is_ready(DEVICE_GET(lazy)),
         device_is_ready(NULL));
  printf("error %d, again %d, at least five %d\n", DEVICE_GET(failing)->state->init_res,
         device_init(DEVICE_GET(last)), count >= 5 && all != NULL);
  printf(
      "UARTs " DT_FOREACH_STATUS_OKAY(zephyr_native_posix_uart, NAME_OF) "%d, speed %d, path %s\n",
      DT_NUM_INST_STATUS_OKAY(zephyr_native_posix_uart),
      DT_PROP(DT_NODELABEL(uart1), current_speed), DT_NODE_PATH(DT_CHOSEN(zephyr_console)));
  printf("same %d %d, by name %d, parts %d, none %d\n",
         DT_SAME_NODE(DT_PATH(uart), DT_NODELABEL(uart0)),
         DT_SAME_NODE(DT_NODELABEL(uart0), DT_NODELABEL(uart1)),
         device_get_binding(DEVICE_DT_NAME(DT_NODELABEL(uart0))) ==
             DEVICE_DT_GET(DT_CHOSEN(zephyr_shell_uart)),
         DT_PROP_LEN_OR(DT_NODELABEL(retention0), prefix, 0),
         DEVICE_DT_GET_OR_NULL(DT_ALIAS(watchdog0)) == NULL);
  printf("missing property %d, register %d of %d\n", DT_PROP_OR(DT_NODELABEL(uart0), no_such, 17),
         DT_REG_SIZE(DT_NODELABEL(retention1)), DT_REG_ADDR(DT_NODELABEL(retention1)));
  struct uart_config config;
  const struct device* uart = DEVICE_DT_GET(DT_NODELABEL(uart0));
  printf("not in the build: %d %d %d\n", uart_config_get(uart, &config),
         uart_irq_callback_set(uart, NULL), uart_rx_disable(uart));
  for (const char* c = "uart0 is standard output\n"; *c != '\0'; ++c) {
    uart_poll_out(uart, (unsigned char)*c);
  }
#ifdef WRONG_NODE
  return device_is_ready(DEVICE_DT_GET(DT_NODELABEL(spi0)));
#endif
#ifdef WRONG_DRIVER
  return device_is_ready(DEVICE_DT_GET(DT_NODELABEL(wdt0)));
#endif
#ifdef WRONG_CALL
  sys_reboot(SYS_REBOOT_COLD);
#endif
  return 0;
}
