// SPDX-License-Identifier: Apache-2.0
// malloc() and C++ new are the host's. They run on the host stack, because the C library's
// allocator wants more stack than a Zephyr thread may have. The names are the linker's: --wrap
// sends calls to __wrap_x, and __real_x is the library. An application or module may have __wrap_x
// of its own, as on a device: these here are weak then, and its __real_x is hosted_x
// (cmake/real_names.h).
#include <cstddef>

#include "host/call.hpp"
#include "memory/misuse.hpp"
#include "memory/regions.hpp"

namespace {

template <typename Function, typename... Args>
auto on_host(Function function, Args... args) {
  decltype(function(args...)) result{};
  hosted::host_call([&] { result = function(args...); });
  return result;
}

template <typename Function, typename... Args>
void void_on_host(Function function, Args... args) {
  hosted::host_call([&] { function(args...); });
}

void expect_host_memory(const char* call, void* ptr, void* frame) {
  if (hosted::near_regions(reinterpret_cast<std::uintptr_t>(ptr))) [[unlikely]] {
    hosted::check_host_free(call, ptr, static_cast<void**>(frame));
  }
}

}  // namespace

#define HOSTED_WEAK_NAME(result, name, parameters) \
  extern "C" [[gnu::weak, gnu::alias("hosted_" #name)]] result __wrap_##name parameters;
// Defines the wrapper of one function, given its parameters and the names of its arguments.
#define HOSTED_WRAP(name, parameters, ...)      \
  extern "C" void* __real_##name parameters;    \
  extern "C" void* hosted_##name parameters;    \
  extern "C" void* hosted_##name parameters {   \
    return on_host(__real_##name, __VA_ARGS__); \
  }                                             \
  HOSTED_WEAK_NAME(void*, name, parameters)
// The same for what frees `ptr`: memory of a heap or slab is reported, and not given to the host.
#define HOSTED_WRAP_FREE(name, call, parameters, ...)          \
  extern "C" void __real_##name parameters;                    \
  extern "C" void hosted_##name parameters;                    \
  extern "C" void hosted_##name parameters {                   \
    expect_host_memory(call, ptr, __builtin_frame_address(0)); \
    void_on_host(__real_##name, __VA_ARGS__);                  \
  }                                                            \
  HOSTED_WEAK_NAME(void, name, parameters)
#define HOSTED_WRAP_DELETE(name, parameters, ...) \
  HOSTED_WRAP_FREE(name, "operator delete", parameters, __VA_ARGS__)

HOSTED_WRAP(malloc, (std::size_t bytes), bytes)
HOSTED_WRAP(calloc, (std::size_t count, std::size_t bytes), count, bytes)
HOSTED_WRAP(realloc, (void* ptr, std::size_t bytes), ptr, bytes)
HOSTED_WRAP(aligned_alloc, (std::size_t align, std::size_t bytes), align, bytes)

HOSTED_WRAP_FREE(free, "free", (void* ptr), ptr)

extern "C" int __real_posix_memalign(void** ptr, std::size_t align, std::size_t bytes);
extern "C" int hosted_posix_memalign(void** ptr, std::size_t align, std::size_t bytes);
extern "C" int hosted_posix_memalign(void** ptr, std::size_t align, std::size_t bytes) {
  return on_host(__real_posix_memalign, ptr, align, bytes);
}
HOSTED_WEAK_NAME(int, posix_memalign, (void** ptr, std::size_t align, std::size_t bytes))

// operator new and delete by their mangled names: plain, array, nothrow, aligned, sized.
HOSTED_WRAP(_Znwm, (std::size_t bytes), bytes)
HOSTED_WRAP(_Znam, (std::size_t bytes), bytes)
HOSTED_WRAP(_ZnwmRKSt9nothrow_t, (std::size_t bytes, const void* tag), bytes, tag)
HOSTED_WRAP(_ZnamRKSt9nothrow_t, (std::size_t bytes, const void* tag), bytes, tag)
HOSTED_WRAP(_ZnwmSt11align_val_t, (std::size_t bytes, std::size_t align), bytes, align)
HOSTED_WRAP(_ZnamSt11align_val_t, (std::size_t bytes, std::size_t align), bytes, align)
HOSTED_WRAP(_ZnwmSt11align_val_tRKSt9nothrow_t,
            (std::size_t bytes, std::size_t align, const void* tag), bytes, align, tag)
HOSTED_WRAP(_ZnamSt11align_val_tRKSt9nothrow_t,
            (std::size_t bytes, std::size_t align, const void* tag), bytes, align, tag)
HOSTED_WRAP_DELETE(_ZdlPv, (void* ptr), ptr)
HOSTED_WRAP_DELETE(_ZdaPv, (void* ptr), ptr)
HOSTED_WRAP_DELETE(_ZdlPvm, (void* ptr, std::size_t bytes), ptr, bytes)
HOSTED_WRAP_DELETE(_ZdaPvm, (void* ptr, std::size_t bytes), ptr, bytes)
HOSTED_WRAP_DELETE(_ZdlPvSt11align_val_t, (void* ptr, std::size_t align), ptr, align)
HOSTED_WRAP_DELETE(_ZdaPvSt11align_val_t, (void* ptr, std::size_t align), ptr, align)
HOSTED_WRAP_DELETE(_ZdlPvmSt11align_val_t, (void* ptr, std::size_t bytes, std::size_t align), ptr,
                   bytes, align)
HOSTED_WRAP_DELETE(_ZdaPvmSt11align_val_t, (void* ptr, std::size_t bytes, std::size_t align), ptr,
                   bytes, align)
