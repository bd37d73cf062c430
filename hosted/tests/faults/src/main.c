/* SPDX-License-Identifier: Apache-2.0 */
/* Faults on purpose, and correct programs that look a little like them: the environment variable
 * FAULT chooses one. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/mem_blocks.h>

K_HEAP_DEFINE(my_heap, 2048);
K_HEAP_DEFINE(other_heap, 2048);
K_MEM_SLAB_DEFINE(my_slab, 64, 4, 8);
K_MEM_SLAB_DEFINE(other_slab, 64, 4, 8);
SYS_MEM_BLOCKS_DEFINE(my_blocks, 64, 4, 8);
K_THREAD_STACK_DEFINE(worker_stack, 1024);
K_MSGQ_DEFINE(queue, 24, 4, 8);

static struct k_thread worker;
static struct sys_heap raw_heap;
static char raw_memory[1024] __aligned(8);
static char global_bytes[32];
static char* volatile kept; /* what is here is reachable, and the compiler cannot see through it */
static volatile int sink;

static char* slab_block(struct k_mem_slab* slab) {
  void* block = NULL;
  (void)k_mem_slab_alloc(slab, &block, K_NO_WAIT);
  return block;
}

static void in_worker(k_thread_entry_t entry, void* argument) {
  k_tid_t thread = k_thread_create(&worker, worker_stack, K_THREAD_STACK_SIZEOF(worker_stack),
                                   entry, argument, NULL, NULL, 5, 0, K_NO_WAIT);
  k_thread_name_set(thread, "worker");
  k_thread_join(thread, K_FOREVER);
}

/* --- k_malloc and its family --- */
static void malloc_past_end(void) {
  kept = k_malloc(100);
  kept[100] = 1;
}
static void malloc_far_past_end(void) {
  kept = k_malloc(100);
  kept[103] = 1;
}
static void malloc_before_start(void) {
  kept = k_malloc(100);
  sink = kept[-1];
}
static void malloc_after_free(void) {
  kept = k_malloc(100);
  k_free(kept);
  kept[8] = 1;
}
static void malloc_double_free(void) {
  kept = k_malloc(100);
  k_free(kept);
  k_free(kept);
}
static void malloc_middle(void) {
  kept = k_malloc(100);
  k_free(kept + 16);
}
static void free_of_stack(void) {
  char local[64] = {0};
  kept = local;
  k_free(kept + 8);
}
static void free_of_global(void) {
  kept = global_bytes;
  k_free(kept + 8);
}
static void free_of_host(void) {
  kept = malloc(64);
  k_free(kept);
}
static void host_free_of_block(void) {
  kept = k_malloc(100);
  free(kept);
}
static void malloc_to_heap_free(void) {
  kept = k_malloc(100);
  k_heap_free(&my_heap, kept);
}
static void calloc_past_end(void) {
  kept = k_calloc(3, 7);
  kept[21] = 1;
}
static void aligned_past_end(void) {
  kept = k_aligned_alloc(64, 40);
  kept[40] = 1;
}
static void realloc_old(void) {
  kept = k_malloc(24);
  char* old = kept;
  char* blocker = k_malloc(24);
  kept = k_realloc(old, 500);
  sink = old[0];
  k_free(blocker);
}
static void realloc_shrunk(void) {
  kept = k_malloc(100);
  kept = k_realloc(kept, 40);
  kept[41] = 1;
}
static void realloc_freed(void) {
  kept = k_malloc(100);
  k_free(kept);
  kept = k_realloc(kept, 40);
}

/* --- k_heap, sys_heap --- */
static void heap_past_end(void) {
  kept = k_heap_alloc(&my_heap, 30, K_NO_WAIT);
  kept[30] = 1;
}
static void heap_before_start(void) {
  kept = k_heap_alloc(&my_heap, 30, K_NO_WAIT);
  kept[-2] = 1;
}
static void heap_after_free(void) {
  kept = k_heap_alloc(&my_heap, 30, K_NO_WAIT);
  k_heap_free(&my_heap, kept);
  sink = kept[29];
}
static void heap_double_free(void) {
  kept = k_heap_alloc(&my_heap, 30, K_NO_WAIT);
  k_heap_free(&my_heap, kept);
  k_heap_free(&my_heap, kept);
}
static void heap_other(void) {
  kept = k_heap_alloc(&my_heap, 30, K_NO_WAIT);
  k_heap_free(&other_heap, kept);
}
static void sys_past_end(void) {
  kept = sys_heap_alloc(&raw_heap, 17);
  kept[17] = 1;
}
static void sys_after_free(void) {
  kept = sys_heap_alloc(&raw_heap, 17);
  sys_heap_free(&raw_heap, kept);
  kept[0] = 1;
}
static void sys_double_free(void) {
  kept = sys_heap_alloc(&raw_heap, 17);
  sys_heap_free(&raw_heap, kept);
  sys_heap_free(&raw_heap, kept);
}
static void heap_tables(void) {
  kept = raw_memory;
  kept[4] = 1;
}

/* --- slabs --- */
static void slab_past_end(void) {
  kept = slab_block(&my_slab);
  kept[64] = 1;
}
static void slab_before_start(void) {
  kept = slab_block(&my_slab);
  kept[-1] = 1;
}
static void slab_after_free(void) {
  kept = slab_block(&my_slab);
  k_mem_slab_free(&my_slab, kept);
  kept[5] = 1;
}
static void slab_double_free(void) {
  kept = slab_block(&my_slab);
  k_mem_slab_free(&my_slab, kept);
  k_mem_slab_free(&my_slab, kept);
}
static void slab_to_k_free(void) {
  kept = slab_block(&my_slab);
  k_free(kept);
}
static void slab_other(void) {
  kept = slab_block(&my_slab);
  k_mem_slab_free(&other_slab, kept);
}

/* --- memory blocks --- */
static char* one_block(void) {
  void* block = NULL;
  (void)sys_mem_blocks_alloc(&my_blocks, 1, &block);
  return block;
}
static void blocks_past_end(void) {
  kept = one_block();
  kept[64] = 1;
}
static void blocks_after_free(void) {
  void* block = one_block();
  kept = block;
  sys_mem_blocks_free(&my_blocks, 1, &block);
  kept[5] = 1;
}
static void blocks_part_after_free(void) {
  void* run = NULL;
  sys_mem_blocks_alloc_contiguous(&my_blocks, 3, &run);
  kept = run;
  sys_mem_blocks_free_contiguous(&my_blocks, kept + 64, 1);
  kept[63] = 1;
  kept[128] = 1;
  kept[70] = 1;
}
static void blocks_double_free(void) {
  void* block = one_block();
  sys_mem_blocks_free(&my_blocks, 1, &block);
  printk("the second free: %d\n", sys_mem_blocks_free(&my_blocks, 1, &block));
}
static void blocks_to_k_free(void) {
  kept = one_block();
  k_free(kept);
}

/* --- the C library, other contexts, other memory --- */
static void memcpy_past_end(void) {
  kept = k_malloc(20);
  memcpy(kept, "012345678901234567890123456789", 24 + (size_t)sink);
}
static void strcpy_past_end(void) {
  kept = k_malloc(8);
  strcpy(kept, sink ? "" : "too long for this");
}
static void snprintf_past_end(void) {
  kept = k_malloc(8);
  snprintf(kept, 16, "%d", 1234567890 + sink);
}
static void frees(void* block, void* b, void* c) {
  k_free(block);
}
static void freed_by_worker(void) {
  kept = k_malloc(48);
  in_worker(frees, kept);
  kept[40] = 1;
}
static void writes(struct k_timer* timer) {
  kept[48] = 1;
}
K_TIMER_DEFINE(timer, writes, NULL);
static void timer_past_end(void) {
  kept = k_malloc(48);
  k_timer_start(&timer, K_MSEC(10), K_NO_WAIT);
  k_msleep(50);
}
static void stack_past_end(void) {
  char local[16] = {0};
  kept = local;
  kept[16 + sink] = 1;
}
static void global_past_end(void) {
  kept = global_bytes;
  global_bytes[32 + sink] = 1;
}

/* --- leaks --- */
static void malloc_leak(void) {
  for (int i = 0; i < 3; ++i) {
    kept = k_malloc(100);
  }
  kept = NULL;
}
static void cycle_leak(void) {
  void** first = k_malloc(40);
  void** second = k_malloc(56);
  *first = second;
  *second = first;
}
static void heap_leak(void) {
  kept = k_heap_alloc(&my_heap, 30, K_NO_WAIT);
  kept = NULL;
}
static void slab_leak(void) {
  kept = slab_block(&my_slab);
  kept = NULL;
}
static void blocks_wanted(void) {
  void* run = NULL;
  sys_mem_blocks_alloc_contiguous(&my_blocks, 2, &run);
}
static void leaks_on_stack(void* a, void* b, void* c) {
  char* volatile block = k_malloc(72);
  sink = block != NULL;
}
static void dead_thread_leak(void) {
  in_worker(leaks_on_stack, NULL);
}

/* --- correct --- */
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
static void ok_kept(void) {
  static void* list;
  for (int i = 0; i < 5; ++i) {
    void** node = k_malloc(16 + (size_t)i);
    *node = list;
    list = node;
  }
}

#define CASE(name) \
  { #name, name }
static const struct {
  const char* name;
  void (*run)(void);
} cases[] = {
    CASE(malloc_past_end),
    CASE(malloc_far_past_end),
    CASE(malloc_before_start),
    CASE(malloc_after_free),
    CASE(malloc_double_free),
    CASE(malloc_middle),
    CASE(free_of_stack),
    CASE(free_of_global),
    CASE(free_of_host),
    CASE(host_free_of_block),
    CASE(malloc_to_heap_free),
    CASE(calloc_past_end),
    CASE(aligned_past_end),
    CASE(realloc_old),
    CASE(realloc_shrunk),
    CASE(realloc_freed),
    CASE(heap_past_end),
    CASE(heap_before_start),
    CASE(heap_after_free),
    CASE(heap_double_free),
    CASE(heap_other),
    CASE(sys_past_end),
    CASE(sys_after_free),
    CASE(sys_double_free),
    CASE(heap_tables),
    CASE(slab_past_end),
    CASE(slab_before_start),
    CASE(slab_after_free),
    CASE(slab_double_free),
    CASE(slab_to_k_free),
    CASE(slab_other),
    CASE(blocks_past_end),
    CASE(blocks_after_free),
    CASE(blocks_part_after_free),
    CASE(blocks_double_free),
    CASE(blocks_to_k_free),
    CASE(memcpy_past_end),
    CASE(strcpy_past_end),
    CASE(snprintf_past_end),
    CASE(freed_by_worker),
    CASE(timer_past_end),
    CASE(stack_past_end),
    CASE(global_past_end),
    CASE(malloc_leak),
    CASE(cycle_leak),
    CASE(heap_leak),
    CASE(slab_leak),
    CASE(blocks_wanted),
    CASE(dead_thread_leak),
    CASE(ok_realloc),
    CASE(ok_aligned),
    CASE(ok_calloc),
    CASE(ok_slab_full),
    CASE(ok_aborted),
    CASE(ok_deep),
    CASE(ok_work),
    CASE(ok_timer),
    CASE(ok_msgq),
    CASE(ok_setjmp),
    CASE(ok_usable),
    CASE(ok_heap_again),
    CASE(ok_blocks),
    CASE(ok_kept),
};

int main(void) {
  const char* wanted = getenv("FAULT");
  printk("begin\n");
  sys_heap_init(&raw_heap, raw_memory, sizeof(raw_memory));
  for (size_t i = 0; i < ARRAY_SIZE(cases) && wanted != NULL; ++i) {
    if (strcmp(cases[i].name, wanted) == 0) {
      cases[i].run();
    }
  }
  printk("end\n");
  return 0;
}
