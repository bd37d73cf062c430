// SPDX-License-Identifier: Apache-2.0
// Network buffers. The kernel's own file allocates and frees some by calls that do not come here:
// what net_buf_append_bytes() adds is unknown, and a buffer that is freed unseen is forgotten when
// it is allocated again.
#include <zephyr/kernel.h>
#if __has_include(<zephyr/net_buf.h>)
#include <zephyr/net_buf.h>
#else
#include <zephyr/net/buf.h>
#endif

#include "zephyr/src/block_pools.hpp"
#include "zephyr/src/profile_hooks.hpp"

// With CONFIG_NET_BUF_LOG these are macros.
#undef net_buf_alloc_len
#undef net_buf_alloc_fixed
#undef net_buf_alloc_with_data
#undef net_buf_unref
#undef net_buf_frag_del

namespace {

struct net_buf* allocated(std::uint32_t before, struct net_buf* buf, const void* caller,
                          const void* frame) {
  if (buf != nullptr) {
    struct net_buf_pool* pool = net_buf_pool_get(buf->pool_id);
    tidemark::hooks::forget(buf);
    (void)tidemark::hooks::count(pool, buf, tidemark_net_buf_bytes(pool), caller);
    if (tidemark::kProfileFrames > 1 && tidemark::image_profiler().taken() != before) {
      (void)tidemark::hooks::name_site(buf, 0, caller, frame);
    }
  }
  return buf;
}

// As the kernel does: a chain is freed as far as it has no other owner.
void unreferencing(const struct net_buf* buf) {
  while (buf != nullptr && buf->ref == 1) {
    tidemark::hooks::forget(buf);
    buf = buf->frags;
  }
}

}  // namespace

#define TIDEMARK_NET_BUF(name, parameters, ...)                                       \
  extern "C" struct net_buf* __real_##name parameters;                                \
  extern "C" struct net_buf* __wrap_##name parameters;                                \
  extern "C" struct net_buf* __wrap_##name parameters {                               \
    const std::uint32_t before = tidemark::image_profiler().taken();                  \
    return allocated(before, __real_##name(__VA_ARGS__), __builtin_return_address(0), \
                     TIDEMARK_FRAME);                                                 \
  }

TIDEMARK_NET_BUF(net_buf_alloc_len, (struct net_buf_pool * pool, size_t size, k_timeout_t timeout),
                 pool, size, timeout)
TIDEMARK_NET_BUF(net_buf_alloc_len_debug,
                 (struct net_buf_pool * pool, size_t size, k_timeout_t timeout, const char* func,
                  int line),
                 pool, size, timeout, func, line)
TIDEMARK_NET_BUF(net_buf_alloc_fixed, (struct net_buf_pool * pool, k_timeout_t timeout), pool,
                 timeout)
TIDEMARK_NET_BUF(net_buf_alloc_fixed_debug,
                 (struct net_buf_pool * pool, k_timeout_t timeout, const char* func, int line),
                 pool, timeout, func, line)
TIDEMARK_NET_BUF(net_buf_alloc_with_data,
                 (struct net_buf_pool * pool, void* data, size_t size, k_timeout_t timeout), pool,
                 data, size, timeout)
TIDEMARK_NET_BUF(net_buf_alloc_with_data_debug,
                 (struct net_buf_pool * pool, void* data, size_t size, k_timeout_t timeout,
                  const char* func, int line),
                 pool, data, size, timeout, func, line)
TIDEMARK_NET_BUF(net_buf_clone, (struct net_buf * buf, k_timeout_t timeout), buf, timeout)

#define TIDEMARK_UNREF(name, parameters, ...) \
  extern "C" void __real_##name parameters;   \
  extern "C" void __wrap_##name parameters;   \
  extern "C" void __wrap_##name parameters {  \
    unreferencing(buf);                       \
    __real_##name(__VA_ARGS__);               \
  }

TIDEMARK_UNREF(net_buf_unref, (struct net_buf * buf), buf)
TIDEMARK_UNREF(net_buf_unref_debug, (struct net_buf * buf, const char* func, int line), buf, func,
               line)

// The fragment leaves its chain before it is freed, so the rest lives.
#define TIDEMARK_FRAG_DEL(name, parameters, ...)        \
  extern "C" struct net_buf* __real_##name parameters;  \
  extern "C" struct net_buf* __wrap_##name parameters;  \
  extern "C" struct net_buf* __wrap_##name parameters { \
    if (frag->ref == 1) {                               \
      tidemark::hooks::forget(frag);                    \
    }                                                   \
    return __real_##name(__VA_ARGS__);                  \
  }

TIDEMARK_FRAG_DEL(net_buf_frag_del, (struct net_buf * parent, struct net_buf* frag), parent, frag)
TIDEMARK_FRAG_DEL(net_buf_frag_del_debug,
                  (struct net_buf * parent, struct net_buf* frag, const char* func, int line),
                  parent, frag, func, line)
