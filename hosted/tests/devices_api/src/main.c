// SPDX-License-Identifier: Apache-2.0
// The fixed devicetree, the nodes that an overlay adds, devices that the application defines, and
// what does not compile.
#include <stdio.h>
#include <zephyr/device.h>
#include <zephyr/devicetree.h>
#include <zephyr/drivers/uart.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/reboot.h>

#define NAME_OF(node) DEVICE_DT_NAME(node) " "

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

/* Devices of the overlay's nodes: in the order of what their nodes need, whatever that of these
 * lines; those of no node come first. */
static char nodes[8];
static size_t nodes_begun;
static int begin_node(const struct device* dev) {
  nodes[nodes_begun++] = *(const char*)dev->config;
  return 0;
}
static const char names[] = "xabc";
struct chip {
  DEVICE_MMIO_ROM;
};
static const struct chip chip = {DEVICE_MMIO_ROM_INIT(DT_NODELABEL(chip))};
static char chip_place;
static int begin_chip(const struct device* dev) {
  DEVICE_MMIO_MAP(dev, K_MEM_CACHE_NONE);
  chip_place = (char)('0' + nodes_begun);
  return 0;
}
DEVICE_DT_DEFINE(DT_ALIAS(sensor), begin_chip, NULL, NULL, &chip, APPLICATION, 50, NULL);
DEVICE_DT_DEFINE(DT_NODELABEL(supply_b), begin_node, NULL, NULL, &names[2], APPLICATION, 50, NULL);
DEVICE_DT_DEFINE(DT_NODELABEL(supply_c), begin_node, NULL, NULL, &names[3], APPLICATION, 50, NULL);
DEVICE_DT_DEFINE(DT_NODELABEL(supply_a), begin_node, NULL, NULL, &names[1], APPLICATION, 50, NULL);
DEVICE_DEFINE(unrelated, "unrelated", begin_node, NULL, NULL, &names[0], APPLICATION, 50, NULL);
#define CHIP DT_NODELABEL(chip)

static void overlay(void) {
  printf("nodes %s, chip after %c\n", nodes, chip_place);
  printf("chip %s, at 0x%x and 0x%x, %d and %d bytes, of %d, " DT_PROP(CHIP, label) "\n",
         DT_NODE_PATH(CHIP), (unsigned)DEVICE_MMIO_GET(DEVICE_DT_GET(CHIP)),
         (unsigned)DT_REG_ADDR_BY_NAME(CHIP, data), (int)DT_REG_SIZE(CHIP),
         (int)DT_REG_SIZE_BY_IDX(CHIP, 1), DT_NUM_REGS(CHIP));
  printf("values %d of %d, fast %d, slow %d, needs %s, which needs %s\n",
         DT_PROP_BY_IDX(CHIP, values, 2), DT_PROP_LEN(CHIP, values), DT_PROP(CHIP, fast),
         DT_PROP_OR(CHIP, slow, 0), DT_NODE_FULL_NAME(DT_PHANDLE(CHIP, supply)),
         DT_NODE_FULL_NAME(DT_PHANDLE(DT_PHANDLE(CHIP, supply), power_domain)));
  printf("supplies " DT_FOREACH_STATUS_OKAY(test_supply, NAME_OF) "%d, off %d %d, ready %d\n",
         DT_NUM_INST_STATUS_OKAY(test_supply), DT_NODE_EXISTS(DT_NODELABEL(off)),
         DT_NODE_HAS_STATUS(DT_NODELABEL(off), okay),
         device_is_ready(device_get_binding("supply-c")));
}

static int call(const char* name) {
  const struct device* dev = device_get_binding(name);
  return dev == NULL ? -1 : (*(int (*const*)(const struct device*))dev->api)(dev);
}

#if DT_NODE_HAS_STATUS(DT_ALIAS(watchdog0), okay) || DT_NODE_EXISTS(DT_NODELABEL(spi0)) || \
    DT_HAS_COMPAT_STATUS_OKAY(nordic_nrf_wdt) || !DT_HAS_CHOSEN(zephyr_console) ||         \
    !DT_HAS_ALIAS(watchdog0) || DT_HAS_ALIAS(led0)
#error "the devicetree is another"
#endif
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
  overlay();
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
