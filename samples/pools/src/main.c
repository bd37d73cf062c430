/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Heaps and slabs in use by one loop that gives back all it takes but for the blocks
 * of `sessions`: one is lost each second. Names are given where the kernel has none.
 */

#include <tidemark/tidemark.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#define ROUND_MS 1000
#define HELD 4

K_HEAP_DEFINE(images, 2048);
static char scratch_memory[1024] __aligned(8);
static struct k_heap scratch;

K_MEM_SLAB_DEFINE(packets, 64, 16, 8);
K_MEM_SLAB_DEFINE(sessions, 32, 32, 8);

/* Volatile, so that the compiler keeps an allocation that nobody uses. */
static void* volatile last_session;

static void name_all(void) {
  (void)tidemark_heap_set_name(&images, "images");
  (void)tidemark_mem_slab_set_name(&packets, "packets");
  (void)tidemark_mem_slab_set_name(&sessions, "sessions");

  /* The build does not know a heap that is made at run time. */
  k_heap_init(&scratch, scratch_memory, sizeof(scratch_memory));
  if (tidemark_heap_register(&scratch, "scratch") != 0) {
    printk("scratch is not watched: CONFIG_TIDEMARK_MAX_HEAPS\n");
  }
}

/* Takes a block of everything, keeps it for HELD rounds, and gives it back. */
static void use_all(unsigned int round) {
  static void* image[HELD];
  static void* note[HELD];
  static void* packet[HELD];
  const unsigned int slot = round % HELD;

  k_heap_free(&images, image[slot]);
  k_heap_free(&scratch, note[slot]);
  if (packet[slot] != NULL) {
    k_mem_slab_free(&packets, packet[slot]);
  }
  image[slot] = k_heap_alloc(&images, 300, K_NO_WAIT);
  note[slot] = k_heap_alloc(&scratch, 40, K_NO_WAIT);
  if (k_mem_slab_alloc(&packets, &packet[slot], K_NO_WAIT) != 0) {
    packet[slot] = NULL;
  }
}

int main(void) {
  name_all();
  for (unsigned int round = 0;; round++) {
    void* session;

    use_all(round);
    /* The leak: the pointer is dropped in the next round. */
    if (k_mem_slab_alloc(&sessions, &session, K_NO_WAIT) == 0) {
      last_session = session;
    }
    k_msleep(ROUND_MS);
  }
  return 0;
}
