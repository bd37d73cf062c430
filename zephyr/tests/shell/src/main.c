/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two heaps and a slab whose figures are known, and a guarded heap, for the tables of the shell
 * command "tidemark", and a command "grow" that leaks.
 */

#include <tidemark/guard.h>
#include <tidemark/tidemark.h>
#include <zephyr/kernel.h>
#include <zephyr/shell/shell.h>
#include <zephyr/shell/shell_uart.h>

#define LEAK_BYTES 100
#define LEAK_ROUNDS 26
#define ROUND_MS 1000

K_HEAP_DEFINE(work_heap, 2048);
K_HEAP_DEFINE(zone_heap, 2048);
K_MEM_SLAB_DEFINE(packets, 64, 8, 8);

/* Volatile, so that the compiler keeps an allocation that nobody uses. */
static void* volatile last_block;

static int grow_command(const struct shell* sh, size_t argc, char** argv) {
  ARG_UNUSED(argc);
  ARG_UNUSED(argv);
  for (int round = 0; round < LEAK_ROUNDS; round++) {
    last_block = k_malloc(LEAK_BYTES);
    k_msleep(ROUND_MS);
  }
  shell_print(sh, "grown");
  return 0;
}

SHELL_CMD_REGISTER(grow, NULL, "Leak for half a minute.", grow_command);

int main(void) {
  void* block;
  void* packet[3];

  tidemark_heap_set_name(&work_heap, "work");
  tidemark_pool_set_name(&packets, "packets");

  /* One block that lives, and one that is freed twice. */
  tidemark_heap_set_name(&zone_heap, "zone");
  (void)tidemark_guard_heap(&zone_heap);
  last_block = k_heap_alloc(&zone_heap, 40, K_NO_WAIT);
  block = k_heap_alloc(&zone_heap, 40, K_NO_WAIT);
  k_heap_free(&zone_heap, block);
  k_heap_free(&zone_heap, block);

  block = k_heap_alloc(&work_heap, 600, K_NO_WAIT);
  last_block = k_malloc(LEAK_BYTES);
  for (size_t i = 0; i < ARRAY_SIZE(packet); i++) {
    (void)k_mem_slab_alloc(&packets, &packet[i], K_NO_WAIT);
  }
  (void)tidemark_sample_now();
  k_heap_free(&work_heap, block);
  k_mem_slab_free(&packets, packet[2]);
  (void)tidemark_sample_now();

  /* For those who only look at what is printed: the shell runs by now. */
  k_msleep(ROUND_MS);
  return shell_execute_cmd(shell_backend_uart_get_ptr(), "tidemark heaps");
}
