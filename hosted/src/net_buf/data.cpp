// SPDX-License-Identifier: Apache-2.0
// Where the data of buffers lies. Data of heaps has a word before it, whose first byte counts the
// buffers that share it.
#include <zephyr/net/buf.h>

#include <algorithm>

#include "memory/watch.hpp"

namespace {

const net_buf_data_alloc& kind_of(const net_buf* buf) {
  return *net_buf_pool_get(buf->pool_id)->alloc;
}

std::uint8_t* with_count(void* block) {
  if (block == nullptr) {
    return nullptr;
  }
  auto* count = static_cast<std::uint8_t*>(block);
  *count = 1;
  return count + sizeof(void*);
}

std::uint8_t* share(net_buf* /*buf*/, std::uint8_t* data) {
  ++*(data - sizeof(void*));
  return data;
}

// The block to free, or nullptr while others share it.
void* last_of(std::uint8_t* data) {
  std::uint8_t* count = data - sizeof(void*);
  return --*count == 0 ? count : nullptr;
}

std::uint8_t* take_fixed(net_buf* buf, std::size_t* size, k_timeout_t /*timeout*/) {
  const auto& fixed = *static_cast<const net_buf_pool_fixed*>(kind_of(buf).alloc_data);
  *size = std::min(*size, fixed.data_size);
  return fixed.data_pool + fixed.data_size * static_cast<std::size_t>(net_buf_id(buf));
}

void leave_fixed(net_buf* /*buf*/, std::uint8_t* /*data*/) {
  // It is the buffer's for ever.
}

std::uint8_t* take_from_heap(net_buf* buf, std::size_t* size, k_timeout_t timeout) {
  HOSTED_KEEPS_FRAME();
  auto* heap = static_cast<k_heap*>(kind_of(buf).alloc_data);
  return with_count(k_heap_alloc(heap, sizeof(void*) + *size, timeout));
}

void free_to_heap(net_buf* buf, std::uint8_t* data) {
  HOSTED_KEEPS_FRAME();
  if (void* block = last_of(data); block != nullptr) {
    k_heap_free(static_cast<k_heap*>(kind_of(buf).alloc_data), block);
  }
}

#if K_HEAP_MEM_POOL_SIZE > 0

std::uint8_t* take_from_system(net_buf* /*buf*/, std::size_t* size, k_timeout_t /*timeout*/) {
  HOSTED_KEEPS_FRAME();
  return with_count(k_malloc(sizeof(void*) + *size));
}

void free_to_system(net_buf* /*buf*/, std::uint8_t* data) {
  HOSTED_KEEPS_FRAME();
  k_free(last_of(data));
}

constexpr net_buf_data_cb kSystemHeap = {take_from_system, share, free_to_system};

#endif

}  // namespace

extern "C" {

const net_buf_data_cb net_buf_fixed_cb = {take_fixed, nullptr, leave_fixed};
const net_buf_data_cb net_buf_var_cb = {take_from_heap, share, free_to_heap};
#if K_HEAP_MEM_POOL_SIZE > 0
const net_buf_data_alloc net_buf_heap_alloc = {&kSystemHeap, nullptr, 0};
#endif

}  // extern "C"
