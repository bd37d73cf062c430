// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/__assert.h>

#include "kernel/sched.hpp"

namespace {

// Tries until it succeeds or the time is over. The time is measured to a fixed end: a thread that
// is woken in vain goes on waiting for what is left, and when nothing is left, for the next tick
// and one last try, as on a device.
template <typename Try>
void* try_until(k_heap* h, k_timeout_t timeout, const char* call, Try attempt) {
  k_timepoint_t end = sys_timepoint_calc(timeout);
  for (;;) {
    void* block = attempt();
    if (block != nullptr || K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
      return block;
    }
    timeout = sys_timepoint_timeout(end);
    bool over = K_TIMEOUT_EQ(timeout, K_NO_WAIT);
    (void)hosted::pend_current(&h->wait_q,
                               over ? K_TIMEOUT_ABS_TICKS(k_uptime_ticks() + 1) : timeout, call);
  }
}

}  // namespace

// Outside a namespace, because the section symbols that the loop declares are C names.
static int init_static_heaps() {
  STRUCT_SECTION_FOREACH (k_heap, heap) {
    k_heap_init(heap, heap->heap.init_mem, heap->heap.init_bytes);
  }
  return 0;
}

SYS_INIT(init_static_heaps, PRE_KERNEL_1, CONFIG_KERNEL_INIT_PRIORITY_OBJECTS);

void k_heap_init(k_heap* h, void* mem, std::size_t bytes) {
  z_waitq_init(&h->wait_q);
  h->lock = {};
  sys_heap_init(&h->heap, mem, bytes);
}

void* k_heap_aligned_alloc(k_heap* h, std::size_t align, std::size_t bytes, k_timeout_t timeout) {
  return try_until(h, timeout, "k_heap_aligned_alloc",
                   [=] { return sys_heap_aligned_alloc(&h->heap, align, bytes); });
}

void* k_heap_alloc(k_heap* h, std::size_t bytes, k_timeout_t timeout) {
  return try_until(h, timeout, "k_heap_alloc", [=] { return sys_heap_alloc(&h->heap, bytes); });
}

void* k_heap_calloc(k_heap* h, std::size_t num, std::size_t size, k_timeout_t timeout) {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(num, size, &bytes)) {
    return nullptr;
  }
  void* block = k_heap_alloc(h, bytes, timeout);
  if (block != nullptr) {
    std::memset(block, 0, bytes);
  }
  return block;
}

void* k_heap_realloc(k_heap* h, void* ptr, std::size_t bytes, k_timeout_t timeout) {
  if (ptr != nullptr && bytes == 0) {
    k_heap_free(h, ptr);
    return nullptr;
  }
  return try_until(h, timeout, "k_heap_realloc",
                   [=] { return sys_heap_aligned_realloc(&h->heap, ptr, sizeof(void*), bytes); });
}

void k_heap_free(k_heap* h, void* mem) {
  sys_heap_free(&h->heap, mem);
  if (hosted::wake_all(&h->wait_q, 0)) {
    hosted::reschedule();
  }
}
