/* SPDX-License-Identifier: Apache-2.0 */
/* The three kinds of pools, references, chains and counters: as a real native_sim_64 prints them.
 */
#include <stdlib.h>
#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/net/buf.h>

#include "simple.h"

static int destroyed;

static void destroy(struct net_buf* buf) {
  destroyed++;
  printk("destroy: buffer %d of pool %d, data %d, user data %d\n", net_buf_id(buf), buf->pool_id,
         buf->data != NULL, *(uint8_t*)net_buf_user_data(buf));
  net_buf_destroy(buf);
}

NET_BUF_POOL_DEFINE(fixed_pool, 4, 20, 0, NULL);
NET_BUF_POOL_VAR_DEFINE(var_pool, 3, 512, 9, destroy);
NET_BUF_POOL_HEAP_DEFINE(heap_pool, 3, 4, NULL);

static void print_pools(const char* when) {
  printk("%s:", when);
  STRUCT_SECTION_FOREACH (net_buf_pool, pool) {
    printk(" %s %d/%u/%u", pool->name, (int)atomic_get(&pool->avail_count), pool->uninit_count,
           pool->buf_count);
  }
  printk("\n");
}

static void print_heaps(const char* when) {
  struct sys_memory_stats stats;

  sys_heap_runtime_stats_get(&net_buf_mem_pool_var_pool.heap, &stats);
  printk("%s: var heap %zu/%zu, ", when, stats.allocated_bytes, stats.free_bytes);
  extern struct k_heap _system_heap;
  sys_heap_runtime_stats_get(&_system_heap.heap, &stats);
  printk("system heap %zu/%zu\n", stats.allocated_bytes, stats.free_bytes);
}

static void test_fixed(void) {
  struct net_buf* bufs[5];
  int64_t start;

  printk("pool 0 is the first by name: %d, a buffer takes %zu bytes\n",
         net_buf_pool_get(0) == &fixed_pool, sizeof(struct net_buf));
  for (int i = 0; i < 4; i++) {
    bufs[i] = net_buf_alloc(&fixed_pool, K_NO_WAIT);
    printk("buffer %d: size %u, ref %u, room %zu, data %d bytes on\n", net_buf_id(bufs[i]),
           bufs[i]->size, bufs[i]->ref, net_buf_tailroom(bufs[i]),
           (int)(bufs[i]->data - bufs[0]->data));
  }
  print_pools("all taken");
  start = k_uptime_get();
  bufs[4] = net_buf_alloc(&fixed_pool, K_MSEC(30));
  printk("a fifth: %d, after %d ms\n", bufs[4] != NULL, (int)(k_uptime_get() - start));
  net_buf_unref(bufs[1]);
  net_buf_unref(bufs[3]);
  bufs[3] = net_buf_alloc_len(&fixed_pool, 0, K_NO_WAIT);
  printk("last freed, first back: %d, size %u, data %d\n", net_buf_id(bufs[3]), bufs[3]->size,
         bufs[3]->__buf != NULL);
  net_buf_add_mem(bufs[0], "tidemark", 8);
  bufs[1] = net_buf_clone(bufs[0], K_NO_WAIT);
  printk("clone %d: %.8s, its own data %d\n", net_buf_id(bufs[1]), (char*)bufs[1]->data,
         bufs[1]->data != bufs[0]->data);
  bufs[0] = net_buf_ref(bufs[0]);
  for (int i = 0; i < 4; i++) {
    net_buf_unref(bufs[i]);
  }
  print_pools("one reference left");
  net_buf_unref(bufs[0]);
  print_pools("none left");
}

static void test_var(void) {
  static uint8_t mine[16] = "external data";
  struct net_buf* a = net_buf_alloc_len(&var_pool, 100, K_NO_WAIT);
  struct net_buf* b = net_buf_alloc_with_data(&var_pool, mine, sizeof(mine), K_NO_WAIT);

  printk("user data %u %u bytes, external %u/%u flags %u\n", a->user_data_size,
         var_pool.user_data_size, b->len, b->size, b->flags);
  *(uint8_t*)net_buf_user_data(a) = 5;
  *(uint8_t*)net_buf_user_data(b) = 6;
  print_heaps("100 bytes");
  struct net_buf* shared = net_buf_clone(a, K_NO_WAIT);
  *(uint8_t*)net_buf_user_data(shared) = 7;
  printk("shared: %d, size %u\n", shared->data == a->data, shared->size);
  net_buf_unref(a);
  print_heaps("one of two gone");
  a = net_buf_clone(b, K_NO_WAIT);
  printk("copy of external data: %d, flags %u, %s\n", a->data != mine, a->flags, (char*)a->data);
  *(uint8_t*)net_buf_user_data(a) = 8;
  net_buf_unref(b);
  net_buf_unref(shared);
  net_buf_unref(a);
  a = net_buf_alloc_len(&var_pool, 1000, K_MSEC(10));
  printk("too large: %d\n", a != NULL);
  print_heaps("all freed");
  print_pools("all freed");
}

static void test_chain(void) {
  char text[64];
  struct net_buf* head = net_buf_alloc_len(&heap_pool, 10, K_NO_WAIT);
  struct net_buf* rest;

  printk("appended %zu",
         net_buf_append_bytes(head, 26, "abcdefghijklmnopqrstuvwxyz", K_NO_WAIT, NULL, NULL));
  printk(", in pieces of %u %u, %zu in all\n", head->len, head->frags->len,
         net_buf_frags_len(head));
  print_heaps("chain");
  memset(text, 0, sizeof(text));
  printk("copied %zu: ", net_buf_linearize(text, sizeof(text), head, 8, 5));
  printk("%s, last %d\n", text, net_buf_id(net_buf_frag_last(head)));
  struct net_buf* extra = net_buf_alloc_len(&heap_pool, 4, K_NO_WAIT);
  net_buf_add_u8(extra, '!');
  net_buf_frag_insert(head, extra);
  printk("behind the head: %zu, copied %zu, ", net_buf_frags_len(head),
         net_buf_linearize(text, 12, head, 5, 60));
  printk("%.12s\n", text);
  printk("no more: %zu\n", net_buf_append_bytes(head, 3, "...", K_NO_WAIT, NULL, NULL));
  rest = net_buf_frag_del(head, extra);
  printk("taken out: next %d, %zu\n", net_buf_id(rest), net_buf_frags_len(head));
  head = net_buf_skip(head, 12);
  printk("skipped to %c, %zu left\n", head->data[0], net_buf_frags_len(head));
  print_pools("skipped");
  net_buf_unref(head);
  print_heaps("chain freed");
  print_pools("chain freed");
}

static struct net_buf* promised;
static K_THREAD_STACK_DEFINE(later_stack, 2048);
static struct k_thread later;

static void give_later(void* fifo, void* list, void* unused) {
  ARG_UNUSED(unused);
  k_msleep(20);
  net_buf_unref(promised);
  struct net_buf* buf = net_buf_get(fifo, K_FOREVER);
  printk("from the queue: %u bytes and %u\n", buf->len, buf->frags->len);
  net_buf_slist_put(list, buf);
}

static void test_waiting(void) {
  static struct k_fifo fifo;
  sys_slist_t list = SYS_SLIST_STATIC_INIT(&list);
  struct net_buf* bufs[4];

  k_fifo_init(&fifo);
  for (int i = 0; i < 4; i++) {
    bufs[i] = net_buf_alloc(&fixed_pool, K_FOREVER);
    net_buf_add(bufs[i], i + 1);
  }
  promised = bufs[2];
  k_thread_create(&later, later_stack, K_THREAD_STACK_SIZEOF(later_stack), give_later, &fifo, &list,
                  NULL, K_PRIO_PREEMPT(1), 0, K_NO_WAIT);
  int64_t start = k_uptime_get();
  bufs[2] = net_buf_alloc(&fixed_pool, K_FOREVER);
  printk("waited %d ms for buffer %d\n", (int)((k_uptime_get() - start) / 10 * 10),
         net_buf_id(bufs[2]));
  (void)net_buf_frag_add(bufs[0], bufs[1]);
  net_buf_put(&fifo, bufs[0]);
  k_thread_join(&later, K_FOREVER);
  struct net_buf* back = net_buf_slist_get(&list);
  printk("from the list: %d, empty then: %d\n", net_buf_id(back), net_buf_slist_get(&list) == NULL);
  net_buf_unref(back);
  net_buf_unref(bufs[2]);
  net_buf_unref(bufs[3]);
  print_pools("end");
}

/* A reference too many is told once, and does nothing. */
static void test_too_many(void) {
  struct net_buf* buf = net_buf_alloc(&fixed_pool, K_NO_WAIT);

  for (int i = 0; i < 3; i++) {
    net_buf_unref(buf);
  }
  print_pools("twice too often");
}

int main(void) {
  test_simple();
  print_pools("start");
  print_heaps("start");
  test_fixed();
  test_var();
  test_chain();
  test_waiting();
  printk("destroyed %d\n", destroyed);
  if (getenv("UNREF_TWICE") != NULL) {
    test_too_many();
  }
  return 0;
}
