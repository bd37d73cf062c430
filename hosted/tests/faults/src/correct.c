/* SPDX-License-Identifier: Apache-2.0 */
/* Programs without a fault. */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "faults.h"

K_MSGQ_DEFINE(queue, 24, 4, 8);

static void ok_realloc(void) {
  char* p = k_malloc(10);
  memset(p, 1, 10);
  p = k_realloc(p, 60);
  memset(p, 2, 60);
  char* blocker = k_malloc(8);
  p = k_realloc(p, 600);
  memset(p, 3, 600);
  p = k_realloc(p, 3);
  memset(p, 4, 3);
  k_free(p);
  k_free(blocker);
  p = k_heap_realloc(&my_heap, NULL, 20, K_NO_WAIT);
  memset(p, 5, 20);
  p = k_heap_realloc(&my_heap, p, 200, K_NO_WAIT);
  memset(p, 6, 200);
  k_heap_free(&my_heap, p);
}
static void ok_aligned(void) {
  for (size_t align = 8; align <= 256; align *= 2) {
    char* p = k_aligned_alloc(align, 33);
    memset(p, 1, 33);
    char* q = k_heap_aligned_alloc(&my_heap, align, 5, K_NO_WAIT);
    memset(q, 1, 5);
    k_free(p);
    k_heap_free(&my_heap, q);
  }
}
static void ok_calloc(void) {
  char* p = k_malloc(64);
  memset(p, 0xff, 64);
  k_free(p);
  p = k_calloc(8, 8);
  for (int i = 0; i < 64; ++i) {
    sink += p[i];
  }
  k_free(p);
  k_free(NULL);
}
static void waits_for_block(void* a, void* b, void* c) {
  void* block = NULL;
  if (k_mem_slab_alloc(&my_slab, &block, K_SECONDS(1)) == 0) {
    memset(block, 1, 64);
    k_mem_slab_free(&my_slab, block);
  }
}
static void ok_slab_full(void) {
  char* blocks[4];
  for (int i = 0; i < 4; ++i) {
    blocks[i] = slab_block(&my_slab);
    memset(blocks[i], i, 64);
  }
  sink += slab_block(&my_slab) != NULL;
  k_thread_create(&worker, worker_stack, K_THREAD_STACK_SIZEOF(worker_stack), waits_for_block, NULL,
                  NULL, NULL, -1, 0, K_NO_WAIT);
  for (int i = 0; i < 4; ++i) {
    k_mem_slab_free(&my_slab, blocks[i]);
  }
  k_thread_join(&worker, K_FOREVER);
}
static void sleeps_with_locals(void* a, void* b, void* c) {
  char local[64];
  memset(local, 1, sizeof(local));
  k_sleep(K_FOREVER);
  sink += local[0];
}
static void ok_aborted(void) {
  for (int i = 0; i < 20; ++i) {
    k_thread_create(&worker, worker_stack, K_THREAD_STACK_SIZEOF(worker_stack), sleeps_with_locals,
                    NULL, NULL, NULL, -1, 0, K_NO_WAIT);
    k_thread_abort(&worker);
    in_worker(waits_for_block, NULL);
  }
}
static int deep(int levels) {
  volatile char local[24];
  local[0] = (char)levels;
  return levels == 0 ? 0 : deep(levels - 1) + local[0];
}
static void goes_deep(void* a, void* b, void* c) {
  sink += deep(10);
}
static void ok_deep(void) {
  for (int i = 0; i < 10; ++i) {
    in_worker(goes_deep, NULL);
  }
}
static void works(struct k_work* item) {
  char* p = k_malloc(20);
  memset(p, 1, 20);
  k_free(p);
}
static void ok_work(void) {
  static struct k_work item;
  static struct k_work_delayable later;
  k_work_init(&item, works);
  k_work_init_delayable(&later, works);
  k_work_submit(&item);
  k_work_schedule(&later, K_MSEC(20));
  k_msleep(100);
}
static void counts(struct k_timer* t) {
  char local[16];
  snprintf(local, sizeof(local), "%d", ++*(int*)k_timer_user_data_get(t));
}
static void ok_timer(void) {
  int count = 0;
  struct k_timer t;
  k_timer_init(&t, counts, NULL);
  k_timer_user_data_set(&t, &count);
  k_timer_start(&t, K_MSEC(10), K_MSEC(10));
  k_msleep(100);
  k_timer_stop(&t);
}
static void ok_msgq(void) {
  char message[24] = "twenty-three characters";
  char* p = k_malloc(24);
  k_msgq_put(&queue, message, K_NO_WAIT);
  k_msgq_get(&queue, p, K_NO_WAIT);
  k_free(p);
}
static void ok_setjmp(void) {
  static jmp_buf back;
  char local[40];
  memset(local, 1, sizeof(local));
  if (setjmp(back) == 0) {
    char more[60];
    memset(more, 2, sizeof(more));
    sink += more[sink & 1];
    longjmp(back, 1);
  }
  sink += deep(5) + local[0];
}
static void ok_usable(void) {
  char* p = sys_heap_alloc(&raw_heap, 13);
  memset(p, 1, sys_heap_usable_size(&raw_heap, p));
  sys_heap_free(&raw_heap, p);
}
static void ok_heap_again(void) {
  sys_heap_init(&raw_heap, raw_memory, sizeof(raw_memory));
  char* p = sys_heap_alloc(&raw_heap, 100);
  memset(p, 1, 100);
  sys_heap_init(&raw_heap, raw_memory, sizeof(raw_memory) / 2);
  p = sys_heap_alloc(&raw_heap, 50);
  memset(p, 1, 50);
  sys_heap_free(&raw_heap, p);
}
/* What looks at memory that is not the application's. */
static void ok_figures(void) {
  struct sys_memory_stats stats;
  size_t unused = 0;
  char* p = sys_heap_alloc(&raw_heap, 13);
  sink += !sys_heap_validate(&raw_heap);
  sink += sys_heap_runtime_stats_get(&raw_heap, &stats);
  sink += sys_heap_runtime_stats_reset_max(&raw_heap);
  sink += k_thread_stack_space_get(k_current_get(), &unused);
  sink += k_mem_slab_runtime_stats_get(&my_slab, &stats);
  sys_heap_free(&raw_heap, p);
  if (sink != 0) {
    printk("errors: %d\n", sink);
  }
}
static void ok_blocks(void) {
  void* four[4];
  char* first;
  sink += sys_mem_blocks_alloc(&my_blocks, 4, four);
  sink += sys_mem_blocks_alloc(&my_blocks, 1, (void**)&first) == 0;
  for (int i = 0; i < 4; ++i) {
    memset(four[i], i, 64);
  }
  /* allocated one by one and freed together, and the other way round */
  first = four[0];
  sink += sys_mem_blocks_free_contiguous(&my_blocks, first, 4);
  sink += sys_mem_blocks_get(&my_blocks, first + 64, 3);
  memset(first + 64, 1, 192);
  four[0] = first + 128;
  sink += sys_mem_blocks_free(&my_blocks, 1, four);
  memset(first + 64, 2, 64);
  memset(first + 192, 3, 64);
  four[0] = first + 192;
  four[1] = first + 64;
  sink += sys_mem_blocks_free(&my_blocks, 2, four);
  if (sink != 0) {
    printk("errors: %d\n", sink);
  }
}
static void ok_multi(void) {
  size_t bytes = 0;
  void* two[2];
  char* p = sys_multi_heap_alloc(&my_multi, NULL, 20);
  memset(p, 1, 20);
  p = sys_multi_heap_realloc(&my_multi, NULL, p, 200);
  memset(p, 2, 200);
  char* q = sys_multi_heap_aligned_alloc(&my_multi, NULL, 32, 40);
  memset(q, 3, 40);
  sys_multi_heap_free(&my_multi, p);
  sys_multi_heap_free(&my_multi, q);
  sys_multi_heap_free(&my_multi, NULL);
  if (sys_multi_mem_blocks_alloc(&my_group, NULL, 2, two, &bytes) == 0) {
    memset(two[0], 4, bytes);
    memset(two[1], 5, bytes);
    sink += sys_multi_mem_blocks_free(&my_group, 2, two);
  }
}
static void passes_on(void* a, void* b, void* c) {
  for (char* item = k_queue_get(a, K_FOREVER); item[8] != 0; item = k_queue_get(a, K_FOREVER)) {
    k_free(item);
  }
}
/* Blocks that one thread allocates and another frees; the kernel links them meanwhile. */
static void ok_queue(void) {
  static struct k_queue items;
  static char last[9];
  k_queue_init(&items);
  for (int i = 0; i < 20; ++i) {
    char* item = k_malloc(9);
    memset(item, 1, 9);
    k_queue_append(&items, item);
  }
  k_queue_append(&items, last);
  in_worker(passes_on, &items);
}
/* The kernel's own allocations, and objects in blocks. */
static void ok_objects(void) {
  struct k_msgq* messages = k_malloc(sizeof(*messages));
  struct k_sem* sem = k_malloc(sizeof(*sem));
  int number = 7;
  k_thread_system_pool_assign(k_current_get());
  sink += k_msgq_alloc_init(messages, sizeof(number), 4);
  sink += k_msgq_put(messages, &number, K_NO_WAIT);
  sink += k_msgq_get(messages, &number, K_NO_WAIT);
  sink += k_msgq_cleanup(messages);
  sink += k_sem_init(sem, 0, 1);
  k_sem_give(sem);
  sink += k_sem_take(sem, K_NO_WAIT);
  k_free(sem);
  k_free(messages);
  if (sink != 0) {
    printk("errors: %d\n", sink);
  }
}
static void ok_kept(void) {
  static void* list;
  for (int i = 0; i < 5; ++i) {
    void** node = k_malloc(16 + (size_t)i);
    *node = list;
    list = node;
  }
}

const struct fault_case correct_cases[] = {
    CASE(ok_realloc), CASE(ok_aligned),    CASE(ok_calloc),  CASE(ok_slab_full), CASE(ok_aborted),
    CASE(ok_deep),    CASE(ok_work),       CASE(ok_timer),   CASE(ok_msgq),      CASE(ok_setjmp),
    CASE(ok_usable),  CASE(ok_heap_again), CASE(ok_figures), CASE(ok_blocks),    CASE(ok_multi),
    CASE(ok_queue),   CASE(ok_objects),    CASE(ok_kept),    NO_MORE_CASES,
};
