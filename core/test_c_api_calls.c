/* SPDX-License-Identifier: Apache-2.0 */
/* The C API as an application uses it: C99, strict. c_api_test.cpp runs these on the fake device.
 */
#include <errno.h>
#include <string.h>

#include "core/c_api_test.h"

const char* c_api_reads_statuses(void) {
  struct tidemark_heap_status heap;
  struct tidemark_pool_status slab;
  struct tidemark_thread_status thread;
  struct tidemark_isr_stack_status isr;
  struct tidemark_coverage coverage;
  struct tidemark_self self;

  CHECK(tidemark_sample_now() == 0);

  CHECK(tidemark_heap_get(0, &heap) == 0);
  CHECK(heap.heap == device_heap());
  CHECK(strcmp(heap.name, "_system_heap") == 0);
  CHECK(heap.capacity_bytes == 4000);
  CHECK(heap.used_bytes == 0 && heap.free_bytes == 4000 && heap.allocated_bytes == 0);
  CHECK(heap.peak_bytes == 0);
  CHECK(heap.level == TIDEMARK_LEVEL_OK);
  CHECK(heap.verdict == TIDEMARK_VERDICT_NONE && !heap.has_trend);

  CHECK(tidemark_pool_get(0, &slab) == 0);
  CHECK(slab.kind == TIDEMARK_KIND_MEM_SLAB && slab.pool == device_mem_slab());
  CHECK(slab.used_blocks == 0 && slab.free_blocks == 8 && slab.block_size_bytes == 64);
  CHECK(!slab.has_peak);
  CHECK(tidemark_pool_set_name(device_mem_slab(), "packets") == 0);
  CHECK(tidemark_pool_get(0, &slab) == 0);
  CHECK(strcmp(slab.name, "packets") == 0);

  CHECK(tidemark_thread_get(0, &thread) == 0);
  CHECK(strcmp(thread.name, "main") == 0);
  CHECK(thread.priority == 5);
  CHECK(thread.lifetime == 1);
  CHECK(thread.stack_size_bytes == 1024);
  CHECK(thread.stack_peak_bytes == 760 && thread.stack_free_bytes == 264);

  CHECK(tidemark_isr_stack_get(0, NULL) == -EINVAL);
  CHECK(tidemark_isr_stack_get(1, &isr) == -ENOENT);
  CHECK(tidemark_isr_stack_get(0, &isr) == 0);
  CHECK(strcmp(isr.name, "isr0") == 0);
  CHECK(isr.stack_size_bytes == 2048 && isr.stack_peak_bytes == 560);
  CHECK(isr.stack_free_bytes == 1488 && isr.level == TIDEMARK_LEVEL_OK);

  CHECK(tidemark_coverage_get(&coverage) == 0);
  CHECK(coverage.has_pools && coverage.mem_blocks == 0 && coverage.net_buf_pools == 0);
  CHECK(coverage.isr_stacks == 1 && coverage.pools_missed == 0);
  CHECK(coverage.heaps == 1 && coverage.threads == 1 && coverage.mem_slabs == 1);
  CHECK(coverage.heaps_missed == 0 && coverage.threads_missed == 0);
  CHECK(coverage.mem_slabs_missed == 0);
  CHECK(strcmp(coverage.blind, "runtime_heaps") == 0);

  CHECK(tidemark_self_get(&self) == 0);
  CHECK(self.samples == 1);
  CHECK(self.ram_bytes == 5000);
  CHECK(!self.has_sample_us && !self.has_sample_us_max && !self.has_lock_us_max);
  CHECK(self.has_lines_lost && self.lines_lost == 0);
  CHECK(self.has_messages_dropped && self.messages_dropped == 0);

  CHECK(tidemark_report_now() == 0);
  return NULL;
}

const char* c_api_registers_pools(void) {
  struct tidemark_pool_status pool;

  CHECK(tidemark_mem_blocks_register(NULL, "dma") == -EINVAL);
  CHECK(tidemark_mem_blocks_register(device_mem_blocks(), "dma") == 0);
  CHECK(tidemark_mem_blocks_register(device_mem_blocks(), "dma") == -EALREADY);
  CHECK(tidemark_sample_now() == 0);
  CHECK(tidemark_pool_get(1, &pool) == 0);
  CHECK(pool.kind == TIDEMARK_KIND_MEM_BLOCKS && pool.pool == device_mem_blocks());
  CHECK(strcmp(pool.name, "dma") == 0 && pool.used_blocks == 1 && pool.has_peak);
  CHECK(tidemark_mem_blocks_unregister(device_mem_blocks()) == 0);
  CHECK(tidemark_mem_blocks_unregister(device_mem_blocks()) == -ENOENT);
  return NULL;
}

const char* c_api_refuses_bad_arguments(void) {
  struct tidemark_heap_status heap;
  struct tidemark_pool_status slab;
  struct tidemark_thread_status thread;

  CHECK(tidemark_sample_now() == 0);
  CHECK(tidemark_heap_get(0, NULL) == -EINVAL);
  CHECK(tidemark_pool_get(0, NULL) == -EINVAL);
  CHECK(tidemark_thread_get(0, NULL) == -EINVAL);
  CHECK(tidemark_coverage_get(NULL) == -EINVAL);
  CHECK(tidemark_self_get(NULL) == -EINVAL);
  memset(&heap, 0x55, sizeof(heap));
  CHECK(tidemark_heap_get(1, &heap) == -ENOENT);
  CHECK(heap.used_bytes == 0x55555555u);
  CHECK(tidemark_pool_get(1, &slab) == -ENOENT);
  CHECK(tidemark_thread_get(1, &thread) == -ENOENT);
  CHECK(tidemark_thread_get((size_t)-1, &thread) == -ENOENT);
  return NULL;
}

const char* c_api_registers_heaps(void) {
  struct tidemark_heap_status heap;

  CHECK(tidemark_heap_register(NULL, "x") == -EINVAL);
  CHECK(tidemark_heap_set_name(device_runtime_heap(), "pool") == -ENOENT);
  CHECK(tidemark_heap_unregister(device_runtime_heap()) == -ENOENT);
  CHECK(tidemark_heap_register(device_runtime_heap(), NULL) == 0);
  CHECK(tidemark_heap_register(device_runtime_heap(), NULL) == -EALREADY);
  CHECK(tidemark_heap_set_name(device_runtime_heap(), "pool") == 0);
  CHECK(tidemark_sample_now() == 0);
  CHECK(tidemark_heap_get(1, &heap) == 0);
  CHECK(heap.heap == device_runtime_heap());
  CHECK(strcmp(heap.name, "pool") == 0);
  CHECK(heap.capacity_bytes == 500);
  CHECK(tidemark_heap_unregister(device_runtime_heap()) == 0);
  CHECK(tidemark_heap_get(1, &heap) == -ENOENT);
  CHECK(tidemark_heap_unregister(device_heap()) == -ENOENT);
  return NULL;
}

struct heard {
  int watches;
  int leaks;
  int levels;
  struct tidemark_event leak;
  struct tidemark_event level;
};

static void listen(const struct tidemark_event* event, void* user_data) {
  struct heard* heard = user_data;

  if (event->has_level) {
    heard->levels++;
    heard->level = *event;
  } else if (event->verdict == TIDEMARK_VERDICT_LEAK) {
    heard->leaks++;
    heard->leak = *event;
  } else if (event->verdict == TIDEMARK_VERDICT_WATCH) {
    heard->watches++;
  }
}

const char* c_api_tells_its_listener(void) {
  struct heard heard = {0};
  struct tidemark_heap_status heap;
  int second;

  CHECK(tidemark_listener_set(listen, &heard) == 0);
  for (second = 0; second < 40; second++) {
    device_second_passes();
    device_leak(120);
    CHECK(tidemark_sample_now() == 0);
  }
  CHECK(heard.watches == 1 && heard.leaks == 1 && heard.levels == 1);
  CHECK(heard.leak.kind == TIDEMARK_KIND_HEAP);
  CHECK(strcmp(heard.leak.name, "_system_heap") == 0);
  CHECK(heard.leak.has_verdict && !heard.leak.has_level && heard.leak.has_trend);
  CHECK(heard.leak.trend.rate_millibytes_per_hour / 3600000 >= 118);
  CHECK(heard.leak.trend.rate_millibytes_per_hour / 3600000 <= 121);
  CHECK(heard.leak.trend.left_s > 0 && heard.leak.trend.left_s < 30);
  CHECK(heard.leak.trend.window_s >= 8);
  CHECK(heard.level.level != TIDEMARK_LEVEL_OK && !heard.level.has_verdict);
  CHECK(heard.level.used == 3960 && heard.level.capacity == 4000);

  CHECK(tidemark_heap_get(0, &heap) == 0);
  CHECK(heap.verdict == TIDEMARK_VERDICT_LEAK && heap.has_trend);
  CHECK(heap.level != TIDEMARK_LEVEL_OK);

  CHECK(tidemark_listener_set(NULL, NULL) == 0);
  return NULL;
}

struct sent {
  int messages;
  int answer;
  size_t last_size;
  uint8_t last[256];
};

static int send(const uint8_t* message, size_t size, void* user_data) {
  struct sent* sent = user_data;

  if (sent->answer == 0) {
    sent->messages++;
    sent->last_size = size;
    memcpy(sent->last, message, size);
  }
  return sent->answer;
}

const char* c_api_sends_by_its_link(void) {
  struct sent sent = {0};
  const struct tidemark_link link = {send, &sent};
  const struct tidemark_link none = {NULL, &sent};
  struct tidemark_self self;

  CHECK(tidemark_link_set(&none) == -EINVAL);
  device_announces();
  device_ticks();
  CHECK(tidemark_link_set(&link) == 0);
  CHECK(sent.messages == 0);
  sent.answer = -EAGAIN;
  device_ticks();
  sent.answer = 0;
  device_ticks();
  /* Hello, the table, of the report the details, and three samples. */
  CHECK(sent.messages == 6);
  /* The last is a sample: a map of a header and "s". */
  CHECK(sent.last_size > 20 && sent.last[0] == 0xA2);
  device_ticks();
  CHECK(sent.messages == 7);
  CHECK(tidemark_link_ready() == 0);
  device_ticks();
  /* A sample, the report, and the profile: its begin and three tables. */
  CHECK(sent.messages == 7 + 1 + 5 + 4);
  sent.answer = -EIO;
  device_ticks();
  CHECK(tidemark_self_get(&self) == 0);
  CHECK(self.lines_lost == 1 && self.messages_dropped == 0);
  CHECK(tidemark_link_set(NULL) == 0);
  device_ticks();
  CHECK(sent.messages == 17);
  return NULL;
}

const char* c_api_does_nothing_in_an_interrupt(void) {
  struct tidemark_heap_status heap;
  struct tidemark_pool_status slab;
  struct tidemark_thread_status thread;
  struct tidemark_coverage coverage;
  struct tidemark_self self;
  struct tidemark_profile profile;
  struct tidemark_site site;
  struct tidemark_owner owner;
  struct tidemark_block block;
  struct tidemark_suspect suspect;
  size_t cursor = 0;

  device_enter_interrupt(true);
  CHECK(tidemark_sample_now() == -EWOULDBLOCK);
  CHECK(tidemark_report_now() == -EWOULDBLOCK);
  CHECK(tidemark_link_set(NULL) == -EWOULDBLOCK);
  CHECK(tidemark_link_ready() == -EWOULDBLOCK);
  CHECK(tidemark_heap_get(0, &heap) == -EWOULDBLOCK);
  CHECK(tidemark_pool_get(0, &slab) == -EWOULDBLOCK);
  CHECK(tidemark_thread_get(0, &thread) == -EWOULDBLOCK);
  CHECK(tidemark_coverage_get(&coverage) == -EWOULDBLOCK);
  CHECK(tidemark_self_get(&self) == -EWOULDBLOCK);
  CHECK(tidemark_heap_register(device_runtime_heap(), NULL) == -EWOULDBLOCK);
  CHECK(tidemark_heap_unregister(device_runtime_heap()) == -EWOULDBLOCK);
  CHECK(tidemark_heap_set_name(device_heap(), "x") == -EWOULDBLOCK);
  CHECK(tidemark_pool_set_name(device_mem_slab(), "x") == -EWOULDBLOCK);
  CHECK(tidemark_listener_set(listen, NULL) == -EWOULDBLOCK);
  CHECK(tidemark_peaks_reset() == -EWOULDBLOCK);
  CHECK(tidemark_profile_get(&profile) == -EWOULDBLOCK);
  CHECK(tidemark_site_get(&cursor, &site) == -EWOULDBLOCK && cursor == 0);
  CHECK(tidemark_owner_get(&cursor, &owner) == -EWOULDBLOCK);
  CHECK(tidemark_live_get(&cursor, &block) == -EWOULDBLOCK);
  CHECK(tidemark_suspects_get(NULL, 0, &suspect, 1) == -EWOULDBLOCK);
  CHECK(tidemark_mark() == -EWOULDBLOCK);
  CHECK(tidemark_cycle(1) == -EWOULDBLOCK);
  device_enter_interrupt(false);
  return NULL;
}
