// SPDX-License-Identifier: Apache-2.0
// The life of a buffer.
#include <zephyr/net/buf.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "host/call.hpp"
#include "host/process.hpp"
#include "memory/describe.hpp"
#include "memory/symbols.hpp"
#include "memory/watch.hpp"

STRUCT_SECTION_START_EXTERN(net_buf_pool);

namespace {

std::size_t stride_of(const net_buf_pool& pool) {
  return ROUND_UP(sizeof(net_buf) + pool.user_data_size, alignof(net_buf));
}

// Counts in avail_count; `by` is 1 or -1.
void count([[maybe_unused]] net_buf_pool& pool, [[maybe_unused]] int by) {
#ifdef CONFIG_NET_BUF_POOL_USAGE
  (void)atomic_add(&pool.avail_count, by);
  __ASSERT_NO_MSG(atomic_get(&pool.avail_count) >= 0 &&
                  atomic_get(&pool.avail_count) <= pool.buf_count);
#endif
}

net_buf* first_use(net_buf_pool& pool, std::uint16_t unused) {
  auto* first = reinterpret_cast<std::uint8_t*>(pool.__bufs);
  std::size_t index = pool.buf_count - std::size_t{unused};
  auto* buf = reinterpret_cast<net_buf*>(first + index * stride_of(pool));
  buf->pool_id = static_cast<std::uint8_t>(&pool - STRUCT_SECTION_START(net_buf_pool));
  buf->user_data_size = pool.user_data_size;
  return buf;
}

// A free buffer: a used one, a new one, or one that is freed within the timeout.
net_buf* take(net_buf_pool& pool, k_timeout_t timeout) {
  k_spinlock_key_t key = k_spin_lock(&pool.lock);
  if (pool.uninit_count == 0) {
    k_spin_unlock(&pool.lock, key);
    return static_cast<net_buf*>(k_lifo_get(&pool.free, timeout));
  }
  net_buf* buf = nullptr;
  if (pool.uninit_count < pool.buf_count) {
    buf = static_cast<net_buf*>(k_lifo_get(&pool.free, K_NO_WAIT));
  }
  std::uint16_t unused = buf == nullptr ? pool.uninit_count-- : std::uint16_t{0};
  k_spin_unlock(&pool.lock, key);
  return buf != nullptr ? buf : first_use(pool, unused);
}

// Sets buf->__buf to data of up to buf->size bytes. False if there is no room.
bool take_data(net_buf_pool& pool, net_buf* buf, std::size_t size, k_timeout_t timeout) {
  buf->__buf = nullptr;
  if (size > 0) {
    [[maybe_unused]] std::size_t wanted = size;
    buf->__buf = pool.alloc->cb->alloc(buf, &size, timeout);
    if (buf->__buf == nullptr) {
      return false;
    }
    __ASSERT_NO_MSG(size >= wanted);
  }
  buf->size = static_cast<std::uint16_t>(size);
  return true;
}

// As net_buf_clone: the copy has the headroom of the original.
bool copy_data(net_buf_pool& pool, const net_buf* buf, net_buf* clone, k_timeout_t timeout) {
  std::size_t size = buf->size;
  clone->__buf = pool.alloc->cb->alloc(clone, &size, timeout);
  if (clone->__buf == nullptr || size < buf->size) {
    return false;
  }
  clone->size = static_cast<std::uint16_t>(size);
  clone->data = clone->__buf + net_buf_headroom(buf);
  (void)net_buf_add_mem(clone, buf->data, buf->len);
  return true;
}

// Once a run; what happens then is a device's: nothing, until the count has come down again.
void say_freed_twice(const net_buf* buf, void* site) {
  static bool said = false;
  if (std::exchange(said, true)) {
    return;
  }
  hosted::host_call([=] {
    char pool[80];
    char who[80];
    hosted::complain(
        "%s called net_buf_unref(%p): buffer %d of pool %s has no reference left, so it was freed "
        "before; remove the call, or take a reference first",
        hosted::describe_caller(who, sizeof who), static_cast<const void*>(buf), net_buf_id(buf),
        hosted::object_name(net_buf_pool_get(buf->pool_id), pool, sizeof pool));
    auto address = reinterpret_cast<std::uintptr_t>(site);
    hosted::print_frames(&address, 1);
  });
}

void free_buffer(net_buf* buf) {
  net_buf_pool& pool = *net_buf_pool_get(buf->pool_id);
  if (buf->__buf != nullptr) {
    if ((buf->flags & NET_BUF_EXTERNAL_DATA) == 0) {
      pool.alloc->cb->unref(buf, buf->__buf);
    }
    buf->__buf = nullptr;
  }
  buf->data = nullptr;
  buf->frags = nullptr;
  count(pool, 1);
  (pool.destroy != nullptr ? pool.destroy : net_buf_destroy)(buf);
}

}  // namespace

extern "C" {

net_buf_pool* net_buf_pool_get(int id) {
  return &STRUCT_SECTION_START(net_buf_pool)[id];
}

int net_buf_id(const net_buf* buf) {
  const net_buf_pool& pool = *net_buf_pool_get(buf->pool_id);
  auto offset =
      reinterpret_cast<std::uintptr_t>(buf) - reinterpret_cast<std::uintptr_t>(pool.__bufs);
  return static_cast<int>(offset / stride_of(pool));
}

void net_buf_reset(net_buf* buf) {
  __ASSERT_NO_MSG(buf->flags == 0);
  __ASSERT_NO_MSG(buf->frags == nullptr);
  net_buf_simple_reset(&buf->b);
}

net_buf* net_buf_alloc_len(net_buf_pool* pool, std::size_t size, k_timeout_t timeout) {
  HOSTED_KEEPS_FRAME();
  k_timepoint_t end = sys_timepoint_calc(timeout);
  net_buf* buf = take(*pool, timeout);
  if (buf == nullptr) {
    return nullptr;
  }
  if (!take_data(*pool, buf, size, sys_timepoint_timeout(end))) {
    net_buf_destroy(buf);
    return nullptr;
  }
  buf->ref = 1;
  buf->flags = 0;
  buf->frags = nullptr;
  net_buf_reset(buf);
  count(*pool, -1);
  return buf;
}

net_buf* net_buf_alloc_fixed(net_buf_pool* pool, k_timeout_t timeout) {
  HOSTED_KEEPS_FRAME();
  const auto* fixed = static_cast<const net_buf_pool_fixed*>(pool->alloc->alloc_data);
  return net_buf_alloc_len(pool, fixed->data_size, timeout);
}

net_buf* net_buf_alloc_with_data(net_buf_pool* pool, void* data, std::size_t size,
                                 k_timeout_t timeout) {
  net_buf* buf = net_buf_alloc_len(pool, 0, timeout);
  if (buf != nullptr) {
    net_buf_simple_init_with_data(&buf->b, data, size);
    buf->flags = NET_BUF_EXTERNAL_DATA;
  }
  return buf;
}

void net_buf_unref(net_buf* buf) {
  HOSTED_KEEPS_FRAME();
  while (buf != nullptr) {
    net_buf* rest = buf->frags;
    if (buf->ref == 0) {
      say_freed_twice(buf, __builtin_return_address(0));
    }
    if (--buf->ref > 0) {
      return;
    }
    free_buffer(buf);
    buf = rest;
  }
}

net_buf* net_buf_ref(net_buf* buf) {
  ++buf->ref;
  return buf;
}

net_buf* net_buf_clone(net_buf* buf, k_timeout_t timeout) {
  HOSTED_KEEPS_FRAME();
  k_timepoint_t end = sys_timepoint_calc(timeout);
  net_buf_pool& pool = *net_buf_pool_get(buf->pool_id);
  net_buf* clone = net_buf_alloc_len(&pool, 0, timeout);
  if (clone == nullptr) {
    return nullptr;
  }
  if (pool.alloc->cb->ref != nullptr && (buf->flags & NET_BUF_EXTERNAL_DATA) == 0) {
    clone->__buf = pool.alloc->cb->ref(buf, buf->__buf);
    clone->data = buf->data;
    clone->len = buf->len;
    clone->size = buf->size;
  } else if (!copy_data(pool, buf, clone, sys_timepoint_timeout(end))) {
    net_buf_destroy(clone);
    return nullptr;
  }
  return clone;
}

int net_buf_user_data_copy(net_buf* dst, const net_buf* src) {
  if (dst == src) {
    return 0;
  }
  if (dst->user_data_size < src->user_data_size) {
    return -EINVAL;
  }
  std::memcpy(dst->user_data, src->user_data, src->user_data_size);
  return 0;
}

}  // extern "C"
