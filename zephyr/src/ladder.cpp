// SPDX-License-Identifier: Apache-2.0
// The ladder's static memory, and its way to the kernel's heaps.
#include "core/ladder.hpp"

#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>

#if defined(CONFIG_TIDEMARK_EVIDENCE)
#include "core/restart.hpp"
#include "core/run.hpp"
#include "core/teller_names.hpp"
#endif
#include "zephyr/src/climb.hpp"
#include "zephyr/src/heap_calls.hpp"

// Only there when the build has a system heap.
extern "C" struct k_heap _system_heap __attribute__((weak));

#if defined(CONFIG_TIDEMARK_LADDER_ALL)
// Weak: an image that does not allocate by malloc() shall not get it from here.
extern "C" void* __real_malloc(std::size_t bytes) __attribute__((weak));
extern "C" void __real_free(void* block) __attribute__((weak));
#endif

namespace {

constinit tidemark::AllocationFailure failures[CONFIG_TIDEMARK_RECOVERY_EVENTS];

struct k_heap* heap_at(const void* heap) {
  return static_cast<struct k_heap*>(const_cast<void*>(heap));
}

#if defined(CONFIG_TIDEMARK_EVIDENCE)
// In safe mode the allocation just fails.
void restart(const tidemark::AllocationFailure& failure) {
  if (!tidemark::may_restart()) {
    return;
  }
  tidemark::wire::Name heap{};
  tidemark::name_heap(tidemark::image_monitor(), failure.heap, &heap);
  tidemark::note_event(tidemark::wire::RestartEventKind::kAllocationFailure,
                       static_cast<std::uint8_t>(failure.rung), heap.text());
  tidemark::restart_now({.reason = tidemark::wire::RestartReason::kOutOfMemory,
                         .resource = heap.text(),
                         .thread = {},
                         .at = failure.at,
                         .size = tidemark::known(failure.size),
                         .largest_free = failure.largest_free});
}
constexpr auto kRestart = restart;
#else
constexpr void (*kRestart)(const tidemark::AllocationFailure& failure) = nullptr;
#endif

}  // namespace

static constinit tidemark::Ladder tidemark_ladder_of_image(
    {.reserve_bytes = CONFIG_TIDEMARK_RESERVE_BYTES,
     .restart = kRestart,
     .restarts = IS_ENABLED(CONFIG_TIDEMARK_OOM_RESTART)},
    {failures, CONFIG_TIDEMARK_RECOVERY_EVENTS});

namespace tidemark {

Ladder& port::ladder() {
  return tidemark_ladder_of_image;
}

void* hooks::system_heap() {
  return &_system_heap;
}

bool port::would_fit(const AllocationRequest& request) {
  if (request.heap == nullptr) {
#if defined(CONFIG_TIDEMARK_LADDER_ALL)
    void* const block = &__real_malloc != nullptr && &__real_free != nullptr
                            ? __real_malloc(request.bytes)
                            : nullptr;
    if (block != nullptr) {
      __real_free(block);
      return true;
    }
#endif
    return false;
  }
  struct k_heap* heap = heap_at(request.heap);
  const k_spinlock_key_t key = k_spin_lock(&heap->lock);
  void* const block = sys_heap_aligned_alloc(&heap->heap, request.align, request.bytes);
  if (block != nullptr) {
    sys_heap_free(&heap->heap, block);
  }
  k_spin_unlock(&heap->lock, key);
  return block != nullptr;
}

std::size_t port::heap_limit(const void* heap) {
  return heap_at(heap)->heap.init_bytes;
}

void* port::take_reserve(std::size_t bytes, const void** heap) {
  if (&_system_heap == nullptr) {
    return nullptr;
  }
  const k_spinlock_key_t key = k_spin_lock(&_system_heap.lock);
  void* const block = tidemark_own_alloc(&_system_heap.heap, bytes);
  k_spin_unlock(&_system_heap.lock, key);
  *heap = &_system_heap;
  return block;
}

void port::release_reserve(void* block) {
  const k_spinlock_key_t key = k_spin_lock(&_system_heap.lock);
  tidemark_own_free(&_system_heap.heap, block);
  k_spin_unlock(&_system_heap.lock, key);
}

}  // namespace tidemark

// Before drivers and the application allocate.
static int tidemark_take_reserve(void) {
  tidemark::port::ladder().start();
  return 0;
}
SYS_INIT(tidemark_take_reserve, POST_KERNEL, 0);
