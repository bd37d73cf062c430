// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/__assert.h>

#include "kernel/sched.hpp"
#include "memory/heap.hpp"
#include "memory/k_heap.hpp"
#include "memory/misuse.hpp"
#include "memory/valgrind.hpp"
#include "memory/watch.hpp"

namespace {

// Tries again until it succeeds or the time is over. The time is measured to a fixed end: a thread
// that is woken in vain goes on waiting for what is left, and when nothing is left, for the next
// tick and one last try, as on a device.
template <typename Try>
[[gnu::noinline]] void* wait_for(k_heap* h, k_timeout_t timeout, const char* call, Try attempt) {
  k_timepoint_t end = sys_timepoint_calc(timeout);
  for (;;) {
    timeout = sys_timepoint_timeout(end);
    bool over = K_TIMEOUT_EQ(timeout, K_NO_WAIT);
    // To wait for no tick is to wait for the next one.
    (void)hosted::pend_current(&h->wait_q, timeout, call);
    void* block = attempt();
    if (block != nullptr || over) {
      return block;
    }
  }
}

// The usual case, success at once, keeps little on the caller's stack.
template <typename Try>
void* try_until(k_heap* h, k_timeout_t timeout, const char* call, Try attempt) {
  void* block = attempt();
  if (block != nullptr || K_TIMEOUT_EQ(timeout, K_NO_WAIT)) [[likely]] {
    return block;
  }
  return wait_for(h, timeout, call, attempt);
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

int k_heap_array_get(k_heap** heap) {
  std::size_t count = 0;
  STRUCT_SECTION_COUNT(k_heap, &count);
  if (count > 0) {
    STRUCT_SECTION_GET(k_heap, 0, heap);
  }
  return static_cast<int>(count);
}

void k_heap_init(k_heap* h, void* mem, std::size_t bytes) {
  z_waitq_init(&h->wait_q);
  h->lock = {};
  sys_heap_init(&h->heap, mem, bytes);
}

namespace hosted {

void* k_heap_take(k_heap* h, std::size_t align, std::size_t bytes, k_timeout_t timeout,
                  const char* call) {
  return try_until(h, timeout, call, [=] {
    ValgrindPause pause;
    InnerCall inner(&h->heap);
    return align == 0 ? sys_heap_alloc(&h->heap, bytes)
                      : sys_heap_aligned_alloc(&h->heap, align, bytes);
  });
}

void* k_heap_resize(k_heap* h, void* ptr, std::size_t bytes, k_timeout_t timeout,
                    const char* call) {
  return try_until(h, timeout, call, [=] {
    ValgrindPause pause;
    InnerCall inner(&h->heap);
    return sys_heap_aligned_realloc(&h->heap, ptr, sizeof(void*), bytes);
  });
}

bool k_heap_put(k_heap* h, void* mem) {
  {
    ValgrindPause pause;
    InnerCall inner(&h->heap);
    sys_heap_free(&h->heap, mem);
    if (!inner.has_freed) {
      return false;
    }
  }
  if (wake_all(&h->wait_q, 0)) {
    reschedule();
  }
  return true;
}

}  // namespace hosted

using namespace hosted;

namespace {

HOSTED_WATCHED void* watched_take(k_heap* h, std::size_t align, std::size_t bytes,
                                  k_timeout_t timeout, const char* call) {
  Request request = HOSTED_REQUEST(call, Family::kHeap, h, bytes);
  if (refused(request, timeout)) {
    return nullptr;
  }
  return allocated(request, k_heap_take(h, align, bytes, timeout, call));
}

HOSTED_WATCHED void* watched_resize(k_heap* h, void* ptr, std::size_t bytes, k_timeout_t timeout) {
  Request request = HOSTED_REQUEST("k_heap_realloc", Family::kHeap, h, bytes);
  if (refused(request, timeout)) {
    return nullptr;
  }
  expect_block(request, ptr);
  void* after = k_heap_resize(h, ptr, bytes, timeout, request.call);
  if (after != nullptr) {
    resized(request, ptr, after);
  }
  return after;
}

HOSTED_WATCHED void watched_put(k_heap* h, void* mem) {
  freeing(HOSTED_REQUEST("k_heap_free", Family::kHeap, h, 0), mem);
  if (!k_heap_put(h, mem)) {
    bad_plain_free("k_heap_free", Family::kHeap, h, mem, __builtin_return_address(0));
  }
}

}  // namespace

void* k_heap_aligned_alloc(k_heap* h, std::size_t align, std::size_t bytes, k_timeout_t timeout) {
  __ASSERT(align == 0 || is_power_of_two(static_cast<unsigned>(align)),
           "k_heap_aligned_alloc: the alignment %zu is no power of two", align);
  if (g_watch != 0) [[unlikely]] {
    return watched_take(h, align, bytes, timeout, "k_heap_aligned_alloc");
  }
  ++g_attempts;
  return k_heap_take(h, align, bytes, timeout, "k_heap_aligned_alloc");
}

void* k_heap_alloc(k_heap* h, std::size_t bytes, k_timeout_t timeout) {
  if (g_watch != 0) [[unlikely]] {
    return watched_take(h, 0, bytes, timeout, "k_heap_alloc");
  }
  ++g_attempts;
  return k_heap_take(h, 0, bytes, timeout, "k_heap_alloc");
}

void* k_heap_calloc(k_heap* h, std::size_t num, std::size_t size, k_timeout_t timeout) {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(num, size, &bytes)) {
    return nullptr;
  }
  void* block = nullptr;
  if (g_watch != 0) [[unlikely]] {
    block = watched_take(h, 0, bytes, timeout, "k_heap_calloc");
  } else {
    ++g_attempts;
    block = k_heap_take(h, 0, bytes, timeout, "k_heap_calloc");
  }
  if (block != nullptr) {
    std::memset(block, 0, bytes);
  }
  return block;
}

void* k_heap_realloc(k_heap* h, void* ptr, std::size_t bytes, k_timeout_t timeout) {
  if (ptr == nullptr) {
    return k_heap_aligned_alloc(h, sizeof(void*), bytes, timeout);
  }
  if (bytes == 0) {
    k_heap_free(h, ptr);
    return nullptr;
  }
  if (g_watch != 0) [[unlikely]] {
    return watched_resize(h, ptr, bytes, timeout);
  }
  ++g_attempts;
  return k_heap_resize(h, ptr, bytes, timeout, "k_heap_realloc");
}

void k_heap_free(k_heap* h, void* mem) {
  if (g_watch != 0 && mem != nullptr) [[unlikely]] {
    watched_put(h, mem);
    return;
  }
  if (mem == nullptr) {
    // As on a device: who waits looks again.
    if (wake_all(&h->wait_q, 0)) {
      reschedule();
    }
  } else if (!k_heap_put(h, mem)) [[unlikely]] {
    bad_plain_free("k_heap_free", Family::kHeap, h, mem, __builtin_return_address(0));
  }
}
