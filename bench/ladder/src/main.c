/* SPDX-License-Identifier: Apache-2.0 */
#include <tidemark/allocate.h>
#include <tidemark/reclaim.h>
#include <zephyr/kernel.h>

#define PAIRS 1000
#define BYTES 100
#define ROUNDS 20

extern struct k_heap _system_heap;

static size_t give_nothing(const struct tidemark_reclaim_request* request, void* user_data) {
  ARG_UNUSED(request);
  ARG_UNUSED(user_data);
  return 0;
}
TIDEMARK_RECLAIMER_DEFINE(first, 1, give_nothing);
TIDEMARK_RECLAIMER_DEFINE(second, 2, give_nothing);

/* 64 ns an instruction. */
static uint32_t instructions(uint32_t cycles, uint32_t times) {
  return (uint32_t)(k_cyc_to_ns_floor64(cycles) / 64 / times);
}

static void* of_kernel(void) {
  return k_malloc(BYTES);
}
static void* of_tidemark(void) {
  return tidemark_malloc(BYTES);
}

static void measure_pairs(const char* what, void* (*allocate)(void)) {
  const uint32_t begin = k_cycle_get_32();
  for (int i = 0; i < PAIRS; ++i) {
    k_free(allocate());
  }
  printk("| %s | %u |\n", what, instructions(k_cycle_get_32() - begin, PAIRS));
}

/* `pause_ms`: before each, so that the reclaimers are asked again. */
static void measure_failure(const char* what, void* (*allocate)(void), int32_t pause_ms,
                            bool is_locked) {
  uint32_t cycles = 0;
  for (int i = 0; i < ROUNDS; ++i) {
    k_msleep(pause_ms);
    const unsigned int key = is_locked ? irq_lock() : 0;
    const uint32_t begin = k_cycle_get_32();
    void* const block = allocate();
    cycles += k_cycle_get_32() - begin;
    if (is_locked) {
      irq_unlock(key);
    }
    if (block != NULL) {
      printk("FAIL: %s: there was room\n", what);
    }
  }
  printk("| %s | %u |\n", what, instructions(cycles, ROUNDS));
}

static void fill(void) {
  for (size_t bytes = 1024; bytes >= 16;) {
    if (k_heap_alloc(&_system_heap, bytes, K_NO_WAIT) == NULL) {
      bytes /= 2;
    }
  }
}

int main(void) {
  k_msleep(10);
  printk("| of %u bytes | instructions |\n|---|---|\n", BYTES);
  measure_pairs("k_malloc, k_free", of_kernel);
  measure_pairs("tidemark_malloc, k_free", of_tidemark);
  fill();
  measure_failure("k_malloc that fails", of_kernel, 200, false);
  measure_failure("tidemark_malloc that fails after a pass over two reclaimers", of_tidemark, 200,
                  false);
  measure_failure("... within 100 ms after such a pass", of_tidemark, 1, false);
  measure_failure("... at once, with interrupts locked", of_tidemark, 1, true);
  struct tidemark_ladder_status status;
  if (tidemark_ladder_get(&status) == 0) {
    printk("%u failed, %u at once, in at most %u steps of %u\n", status.failed, status.at_once,
           status.most_steps, status.steps_bound);
  }
  printk("done\n");
  return 0;
}
