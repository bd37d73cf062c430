// SPDX-License-Identifier: Apache-2.0
// malloc() and its kin, and C++ new. Where Zephyr's own malloc() stands on sys_heap they only name
// the site. Where the C library has an allocator of its own (newlib, a host's) they count as well,
// each block once: new may come to malloc() where the linker can lead it past here, or within the
// library, where it cannot. What fails goes up the ladder once, likewise.
#include <zephyr/kernel.h>

#include "zephyr/src/climb.hpp"
#include "zephyr/src/site_names.hpp"

namespace {

#if defined(CONFIG_TIDEMARK_PROFILE_LIBC_COUNTS)

// What was counted last, so that the call above it does not count it again. If another thread
// allocates between the two, the block is looked at twice, and entered once.
const void* last_counted;

void count_once(void* block, std::size_t bytes, const void* caller) {
  if (block != nullptr && block != last_counted) {
    last_counted = block;
    (void)tidemark::hooks::count(nullptr, block, bytes, caller);
  }
}

[[maybe_unused]] void forget_counted(const void* block) {
  if (block == last_counted) {
    last_counted = nullptr;
  }
  if (tidemark::hooks::may_know(block)) [[unlikely]] {
    tidemark::hooks::forget(block);
  }
}

// Those that move a block are not under a lock that is known here: if another thread is given the
// former block's memory before this, its own is forgotten.
void count_resized(const void* before, void* after, std::size_t bytes, const void* caller) {
  if (before == nullptr) {
    count_once(after, bytes, caller);
  } else if (after == nullptr) {
    if (bytes == 0) {
      forget_counted(before);
    }
  } else if (after != last_counted || after == before) {
    last_counted = after;
    const tidemark::hooks::ProfileLock lock;
    tidemark::image_profiler().resized(before,
                                       {nullptr, after, bytes, caller, tidemark::hooks::owner()});
  }
}

#else

void count_once(void* /*block*/, std::size_t /*bytes*/, const void* /*caller*/) {}
void count_resized(const void* /*before*/, void* /*after*/, std::size_t /*bytes*/,
                   const void* /*caller*/) {}

#endif

using tidemark::hooks::name_block;
using tidemark::hooks::taken;

}  // namespace

// One that allocates `size` bytes, of which `count` then takes note. `calls_another`: of these
// here, perhaps.
#define TIDEMARK_LIBC_ENTRY(count, size, calls_another, name, parameters, ...)                 \
  extern "C" void* __real_##name parameters;                                                   \
  extern "C" void* __wrap_##name parameters;                                                   \
  extern "C" void* __wrap_##name parameters {                                                  \
    const void* const caller = __builtin_return_address(0);                                    \
    const std::uint32_t before = taken();                                                      \
    void* block = __real_##name(__VA_ARGS__);                                                  \
    TIDEMARK_CLIMB_ALL(block, (size) != 0,                                                     \
                       (tidemark::AllocationRequest{nullptr, 0, size, caller, calls_another}), \
                       __real_##name(__VA_ARGS__))                                             \
    count;                                                                                     \
    return name_block(block, 0, before, caller, TIDEMARK_FRAME);                               \
  }
// A function that returns a new block of `size` bytes.
#define TIDEMARK_ALLOCATES(size, calls_another, name, parameters, ...)                        \
  TIDEMARK_LIBC_ENTRY(count_once(block, size, caller), size, calls_another, name, parameters, \
                      __VA_ARGS__)
// One that resizes `former`.
#define TIDEMARK_RESIZES(size, calls_another, name, parameters, ...)                         \
  TIDEMARK_LIBC_ENTRY(count_resized(former, block, size, caller), size, calls_another, name, \
                      parameters, __VA_ARGS__)

[[maybe_unused]] static inline std::size_t product(std::size_t a, std::size_t b) {
  std::size_t bytes = 0;
  return __builtin_mul_overflow(a, b, &bytes) ? SIZE_MAX : bytes;
}

TIDEMARK_ALLOCATES(bytes, false, malloc, (size_t bytes), bytes)
TIDEMARK_ALLOCATES(product(count, bytes), true, calloc, (size_t count, size_t bytes), count, bytes)
TIDEMARK_ALLOCATES(bytes, false, aligned_alloc, (size_t align, size_t bytes), align, bytes)
TIDEMARK_ALLOCATES(bytes, true, memalign, (size_t align, size_t bytes), align, bytes)
TIDEMARK_RESIZES(bytes, false, realloc, (void* former, size_t bytes), former, bytes)
TIDEMARK_RESIZES(product(count, bytes), true, reallocarray,
                 (void* former, size_t count, size_t bytes), former, count, bytes)

// What the library allocates by a malloc() that the linker can lead past here.
#define TIDEMARK_NAMES(name, parameters, ...)                                         \
  extern "C" void* __real_##name parameters;                                          \
  extern "C" void* __wrap_##name parameters;                                          \
  extern "C" void* __wrap_##name parameters {                                         \
    const std::uint32_t before = taken();                                             \
    void* const block = __real_##name(__VA_ARGS__);                                   \
    return name_block(block, 0, before, __builtin_return_address(0), TIDEMARK_FRAME); \
  }

TIDEMARK_NAMES(strdup, (const char* text), text)
TIDEMARK_NAMES(strndup, (const char* text, size_t bytes), text, bytes)

extern "C" int __real_posix_memalign(void** out, size_t align, size_t bytes);
extern "C" int __wrap_posix_memalign(void** out, size_t align, size_t bytes);
extern "C" int __wrap_posix_memalign(void** out, size_t align, size_t bytes) {
  const std::uint32_t before = taken();
  const int status = __real_posix_memalign(out, align, bytes);
  if (status == 0) {
    count_once(*out, bytes, __builtin_return_address(0));
    (void)name_block(*out, 0, before, __builtin_return_address(0), TIDEMARK_FRAME);
  }
  return status;
}

// operator new by its mangled names: plain, array, nothrow, aligned. A size_t is an unsigned int
// (j) here and an unsigned long (m) there; the linker drops those that nobody calls.
#define TIDEMARK_NEW_OF(name, parameters, ...) \
  TIDEMARK_ALLOCATES(bytes, true, name, parameters, __VA_ARGS__)
#define TIDEMARK_NEW(letter)                                                                 \
  TIDEMARK_NEW_OF(_Znw##letter, (size_t bytes), bytes)                                       \
  TIDEMARK_NEW_OF(_Zna##letter, (size_t bytes), bytes)                                       \
  TIDEMARK_NEW_OF(_Znw##letter##RKSt9nothrow_t, (size_t bytes, const void* tag), bytes, tag) \
  TIDEMARK_NEW_OF(_Zna##letter##RKSt9nothrow_t, (size_t bytes, const void* tag), bytes, tag) \
  TIDEMARK_NEW_OF(_Znw##letter##St11align_val_t, (size_t bytes, size_t align), bytes, align) \
  TIDEMARK_NEW_OF(_Zna##letter##St11align_val_t, (size_t bytes, size_t align), bytes, align) \
  TIDEMARK_NEW_OF(_Znw##letter##St11align_val_tRKSt9nothrow_t,                               \
                  (size_t bytes, size_t align, const void* tag), bytes, align, tag)          \
  TIDEMARK_NEW_OF(_Zna##letter##St11align_val_tRKSt9nothrow_t,                               \
                  (size_t bytes, size_t align, const void* tag), bytes, align, tag)
TIDEMARK_NEW(j)
TIDEMARK_NEW(m)

#if defined(CONFIG_TIDEMARK_PROFILE_LIBC_COUNTS) || defined(CONFIG_TIDEMARK_GUARD_LIBC)

// The profile counts it, or the guard is told whose free it is.
#if defined(CONFIG_TIDEMARK_PROFILE_LIBC_COUNTS)
#define TIDEMARK_BEFORE_FREE(block) forget_counted(block)
#else
#define TIDEMARK_BEFORE_FREE(block) \
  tidemark::port::guard().freeing(block, __builtin_return_address(0))
#endif
#define TIDEMARK_FREES(name, parameters, ...) \
  extern "C" void __real_##name parameters;   \
  extern "C" void __wrap_##name parameters;   \
  extern "C" void __wrap_##name parameters {  \
    TIDEMARK_BEFORE_FREE(block);              \
    __real_##name(__VA_ARGS__);               \
  }

TIDEMARK_FREES(free, (void* block), block)

// operator delete, which may come to free() within the library.
#define TIDEMARK_DELETE(kind)                                                                     \
  TIDEMARK_FREES(kind, (void* block), block)                                                      \
  TIDEMARK_FREES(kind##j, (void* block, size_t bytes), block, bytes)                              \
  TIDEMARK_FREES(kind##m, (void* block, size_t bytes), block, bytes)                              \
  TIDEMARK_FREES(kind##RKSt9nothrow_t, (void* block, const void* tag), block, tag)                \
  TIDEMARK_FREES(kind##St11align_val_t, (void* block, size_t align), block, align)                \
  TIDEMARK_FREES(kind##jSt11align_val_t, (void* block, size_t bytes, size_t align), block, bytes, \
                 align)                                                                           \
  TIDEMARK_FREES(kind##mSt11align_val_t, (void* block, size_t bytes, size_t align), block, bytes, \
                 align)
TIDEMARK_DELETE(_ZdlPv)
TIDEMARK_DELETE(_ZdaPv)

#endif
