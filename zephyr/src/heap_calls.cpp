// SPDX-License-Identifier: Apache-2.0
// Every block of every sys_heap, those of k_heap, k_malloc and Zephyr's C libraries among them:
// the linker leads calls of sys_heap past here (--wrap), in all releases alike. Calls inside the
// heap's own file do not come here, so nothing is seen twice. What this kernel does not have,
// nobody calls, and the linker drops its wrapper.
#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>

#include "zephyr/src/heap_calls.hpp"
#if defined(CONFIG_TIDEMARK_PROFILE)
#include "zephyr/src/profile_hooks.hpp"
#endif
#if defined(CONFIG_TIDEMARK_GUARD)
#include "zephyr/src/guard.hpp"
#endif

extern "C" {
void* __real_sys_heap_aligned_alloc(struct sys_heap* heap, size_t align, size_t bytes);
void* __real_sys_heap_noalign_alloc(struct sys_heap* heap, size_t align, size_t bytes);
void* __real_sys_heap_aligned_realloc(struct sys_heap* heap, void* block, size_t align,
                                      size_t bytes);
void* __real_sys_heap_realloc(struct sys_heap* heap, void* block, size_t bytes);
size_t __real_sys_heap_usable_size(struct sys_heap* heap, void* block);
}

namespace {

// The call below: the guard's, or else the heap's own.
#if defined(CONFIG_TIDEMARK_GUARD)
#define TIDEMARK_BELOW(guarded, ...) tidemark::port::guard().guarded
#else
#define TIDEMARK_BELOW(guarded, ...) __VA_ARGS__
#endif

// What the profile sees: the user's pointer and the user's request.

inline void* allocated(const void* heap, void* block, size_t bytes, const void* caller) {
#if defined(CONFIG_TIDEMARK_PROFILE)
  return tidemark::hooks::count(heap, block, bytes, caller);
#else
  ARG_UNUSED(heap);
  ARG_UNUSED(bytes);
  ARG_UNUSED(caller);
  return block;
#endif
}

inline bool is_known(const void* block) {
#if defined(CONFIG_TIDEMARK_PROFILE)
  return tidemark::hooks::may_know(block);
#else
  ARG_UNUSED(block);
  return false;
#endif
}

inline void freeing(const void* block) {
#if defined(CONFIG_TIDEMARK_PROFILE)
  tidemark::hooks::forget(block);
#else
  ARG_UNUSED(block);
#endif
}

// Whoever calls holds the heap's lock, so nobody gets the former block before this is done.
inline void* resized(const void* heap, void* before, void* after, size_t bytes,
                     const void* caller) {
#if defined(CONFIG_TIDEMARK_PROFILE)
  if (before == nullptr) {
    return tidemark::hooks::count(heap, after, bytes, caller);
  } else if (after != nullptr) {
    const tidemark::hooks::ProfileLock lock;
    tidemark::image_profiler().resized(before,
                                       {heap, after, bytes, caller, tidemark::hooks::owner()});
  } else if (bytes == 0) {
    tidemark::hooks::forget(before);
  }
#else
  ARG_UNUSED(heap);
  ARG_UNUSED(before);
  ARG_UNUSED(bytes);
  ARG_UNUSED(caller);
#endif
  return after;
}

// Apart, so that the other frees keep nothing on the stack.
[[gnu::noinline]] void free_known(struct sys_heap* heap, void* block,
                                  [[maybe_unused]] const void* caller) {
  freeing(block);
  TIDEMARK_BELOW(free(heap, block, caller), __real_sys_heap_free(heap, block));
}

}  // namespace

extern "C" {

void* __wrap_sys_heap_alloc(struct sys_heap* heap, size_t bytes) {
  const void* caller = __builtin_return_address(0);
  void* block = TIDEMARK_BELOW(alloc(heap, 0, bytes, caller), __real_sys_heap_alloc(heap, bytes));
  return allocated(heap, block, bytes, caller);
}

void* __wrap_sys_heap_aligned_alloc(struct sys_heap* heap, size_t align, size_t bytes) {
  const void* caller = __builtin_return_address(0);
  void* block = TIDEMARK_BELOW(alloc(heap, align, bytes, caller),
                               __real_sys_heap_aligned_alloc(heap, align, bytes));
  return allocated(heap, block, bytes, caller);
}

void* __wrap_sys_heap_noalign_alloc(struct sys_heap* heap, size_t align, size_t bytes) {
  const void* caller = __builtin_return_address(0);
  void* block = TIDEMARK_BELOW(alloc(heap, 0, bytes, caller),
                               __real_sys_heap_noalign_alloc(heap, align, bytes));
  (void)align;
  return allocated(heap, block, bytes, caller);
}

void* __wrap_sys_heap_aligned_realloc(struct sys_heap* heap, void* block, size_t align,
                                      size_t bytes) {
  const void* caller = __builtin_return_address(0);
  void* after = TIDEMARK_BELOW(realloc(heap, block, align, bytes, caller),
                               __real_sys_heap_aligned_realloc(heap, block, align, bytes));
  return resized(heap, block, after, bytes, caller);
}

void* __wrap_sys_heap_realloc(struct sys_heap* heap, void* block, size_t bytes) {
  const void* caller = __builtin_return_address(0);
  void* after = TIDEMARK_BELOW(realloc(heap, block, 0, bytes, caller),
                               __real_sys_heap_realloc(heap, block, bytes));
  return resized(heap, block, after, bytes, caller);
}

void __wrap_sys_heap_free(struct sys_heap* heap, void* block) {
  if (is_known(block)) [[unlikely]] {
    free_known(heap, block, __builtin_return_address(0));
    return;
  }
  TIDEMARK_BELOW(free(heap, block, __builtin_return_address(0)), __real_sys_heap_free(heap, block));
}

#if defined(CONFIG_TIDEMARK_GUARD)
size_t __wrap_sys_heap_usable_size(struct sys_heap* heap, void* block) {
  const tidemark::Optional<size_t> size = tidemark::port::guard().usable_size(heap, block);
  return size.present ? size.value : __real_sys_heap_usable_size(heap, block);
}
#endif
}
