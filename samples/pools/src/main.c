/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Heaps and pools of every kind in use by one loop that gives back all it takes but for the blocks
 * of `sessions`: one is lost each second. Names are given where the kernel has none.
 */

#include <tidemark/tidemark.h>
#include <zephyr/kernel.h>
#if __has_include(<zephyr/net_buf.h>)
#include <zephyr/net_buf.h>
#else
#include <zephyr/net/buf.h>
#endif
#include <zephyr/sys/mem_blocks.h>
#include <zephyr/sys/printk.h>

#define ROUND_MS 1000
#define HELD 4

K_HEAP_DEFINE(images, 2048);
static char scratch_memory[1024] __aligned(8);
static struct k_heap scratch;

K_MEM_SLAB_DEFINE(packets, 64, 16, 8);
K_MEM_SLAB_DEFINE(sessions, 32, 32, 8);
SYS_MEM_BLOCKS_DEFINE(transfers, 128, 8, 8);
NET_BUF_POOL_DEFINE(frames, 8, 64, 0, NULL);

/* Volatile, so that the compiler keeps an allocation that nobody uses. */
static void* volatile last_session;

static void name_all(void) {
  (void)tidemark_heap_set_name(&images, "images");
  (void)tidemark_pool_set_name(&packets, "packets");
  (void)tidemark_pool_set_name(&sessions, "sessions");

  /* The build knows neither a heap that is made at run time nor memory blocks. */
  k_heap_init(&scratch, scratch_memory, sizeof(scratch_memory));
  if (tidemark_heap_register(&scratch, "scratch") != 0) {
    printk("scratch is not watched: CONFIG_TIDEMARK_MAX_HEAPS\n");
  }
  if (tidemark_mem_blocks_register(&transfers, "transfers") != 0) {
    printk("transfers is not watched: CONFIG_TIDEMARK_MAX_MEM_SLABS\n");
  }
}

/* What one round takes; NULL where there was none. */
struct taken {
  void* image;
  void* note;
  void* packet;
  void* transfer;
  struct net_buf* frame;
};

static void give_back(struct taken* taken) {
  k_heap_free(&images, taken->image);
  k_heap_free(&scratch, taken->note);
  if (taken->packet != NULL) {
    k_mem_slab_free(&packets, taken->packet);
  }
  if (taken->transfer != NULL) {
    (void)sys_mem_blocks_free(&transfers, 1, &taken->transfer);
  }
  if (taken->frame != NULL) {
    net_buf_unref(taken->frame);
  }
}

static void take(struct taken* taken) {
  *taken = (struct taken){
      .image = k_heap_alloc(&images, 300, K_NO_WAIT),
      .note = k_heap_alloc(&scratch, 40, K_NO_WAIT),
      .frame = net_buf_alloc(&frames, K_NO_WAIT),
  };
  if (k_mem_slab_alloc(&packets, &taken->packet, K_NO_WAIT) != 0) {
    taken->packet = NULL;
  }
  if (sys_mem_blocks_alloc(&transfers, 1, &taken->transfer) != 0) {
    taken->transfer = NULL;
  }
}

int main(void) {
  static struct taken held[HELD];

  name_all();
  for (unsigned int round = 0;; round++) {
    void* session;

    give_back(&held[round % HELD]);
    take(&held[round % HELD]);
    /* The leak: the pointer is dropped in the next round. */
    if (k_mem_slab_alloc(&sessions, &session, K_NO_WAIT) == 0) {
      last_session = session;
    }
    k_msleep(ROUND_MS);
  }
  return 0;
}
