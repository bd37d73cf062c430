/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every kind of message and resource: two heaps of which one leaks until it is full, a slab that is
 * used up, memory blocks and network buffers that come back, a heap that is registered and goes
 * again, a thread that comes and goes. Each step has its second.
 */

#include <zephyr/kernel.h>
#include <zephyr/net/buf.h>
#include <zephyr/sys/mem_blocks.h>

#include <tidemark/tidemark.h>

#define SECONDS 40
#define WORKER_STACK_BYTES 1024
#define PRIORITY 5

K_HEAP_DEFINE(frames, 2048);
K_MEM_SLAB_DEFINE(packets, 64, 8, 8);
SYS_MEM_BLOCKS_DEFINE(records, 32, 16, 8);
NET_BUF_POOL_DEFINE(received, 6, 64, 0, NULL);
K_THREAD_STACK_DEFINE(worker_stack, WORKER_STACK_BYTES);

static struct k_thread worker;
static struct k_heap scratch;
static char scratch_memory[1024] __aligned(8);
/* Volatile, so that the compiler keeps allocations that nobody uses. */
static void* volatile last_block;

static void work(void* p1, void* p2, void* p3) {
  ARG_UNUSED(p1);
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  k_msleep(8000);
}

static void start_worker(void) {
  k_thread_create(&worker, worker_stack, K_THREAD_STACK_SIZEOF(worker_stack), work, NULL, NULL,
                  NULL, PRIORITY, 0, K_NO_WAIT);
  k_thread_name_set(&worker, "worker");
}

static void use_frames(int second) {
  static void* frame;

  if (second % 3 == 0) {
    frame = k_heap_alloc(&frames, 100 + (size_t)second * 10, K_NO_WAIT);
  } else if (second % 3 == 2) {
    k_heap_free(&frames, frame);
  }
}

/* Takes one of each in seconds 3 to 6, and gives them back in seconds 9 to 12. */
static void use_pools(int second) {
  static void* record[4];
  static struct net_buf* buffer[4];

  if (second >= 3 && second <= 6) {
    (void)sys_mem_blocks_alloc(&records, 1, &record[second - 3]);
    buffer[second - 3] = net_buf_alloc(&received, K_NO_WAIT);
  } else if (second >= 9 && second <= 12) {
    (void)sys_mem_blocks_free(&records, 1, &record[second - 9]);
    net_buf_unref(buffer[second - 9]);
  }
}

static void run_second(int second) {
  void* packet;

  last_block = k_malloc(100);
  use_frames(second);
  use_pools(second);
  if (second >= 10 && second < 18) {
    (void)k_mem_slab_alloc(&packets, &packet, K_NO_WAIT);
  }
  if (second == 5) {
    k_heap_init(&scratch, scratch_memory, sizeof(scratch_memory));
    (void)tidemark_heap_register(&scratch, "scratch");
    last_block = k_heap_alloc(&scratch, 200, K_NO_WAIT);
  } else if (second == 25) {
    (void)tidemark_heap_unregister(&scratch);
  }
  if (second == 7 || second == 21) {
    start_worker();
  }
}

int main(void) {
  (void)tidemark_heap_set_name(&frames, "frames");
  (void)tidemark_pool_set_name(&packets, "packets");
  (void)tidemark_mem_blocks_register(&records, "records");
  /* Between two samples, whatever a clock's rounding does. */
  k_msleep(250);
  for (int second = 1; second <= SECONDS; ++second) {
    run_second(second);
    k_sleep(K_TIMEOUT_ABS_MS(250 + second * 1000));
  }
  printk("parity: end\n");
  return 0;
}
