// SPDX-License-Identifier: Apache-2.0
// Chains, queues and lists of buffers.
#include <zephyr/net/buf.h>

#include <algorithm>
#include <cstring>

namespace {

k_spinlock g_list_lock;

// Goes on to the fragment that has byte *offset of the chain, and makes it an offset of that.
const net_buf* find_byte(const net_buf* buf, std::size_t* offset) {
  while (buf != nullptr && *offset >= buf->len) {
    *offset -= buf->len;
    buf = buf->frags;
  }
  return buf;
}

}  // namespace

extern "C" {

net_buf* net_buf_get(k_fifo* fifo, k_timeout_t timeout) {
  return static_cast<net_buf*>(k_fifo_get(fifo, timeout));
}

void net_buf_put(k_fifo* fifo, net_buf* buf) {
  k_fifo_put(fifo, buf);
}

void net_buf_slist_put(sys_slist_t* list, net_buf* buf) {
  k_spinlock_key_t key = k_spin_lock(&g_list_lock);
  sys_slist_append(list, &buf->node);
  k_spin_unlock(&g_list_lock, key);
}

net_buf* net_buf_slist_get(sys_slist_t* list) {
  k_spinlock_key_t key = k_spin_lock(&g_list_lock);
  sys_snode_t* node = sys_slist_get(list);
  k_spin_unlock(&g_list_lock, key);
  return reinterpret_cast<net_buf*>(node);
}

net_buf* net_buf_frag_last(net_buf* frags) {
  while (frags->frags != nullptr) {
    frags = frags->frags;
  }
  return frags;
}

void net_buf_frag_insert(net_buf* parent, net_buf* frag) {
  if (parent->frags != nullptr) {
    net_buf_frag_last(frag)->frags = parent->frags;
  }
  parent->frags = frag;
}

net_buf* net_buf_frag_add(net_buf* head, net_buf* frag) {
  if (head == nullptr) {
    return net_buf_ref(frag);
  }
  net_buf_frag_insert(net_buf_frag_last(head), frag);
  return head;
}

net_buf* net_buf_frag_del(net_buf* parent, net_buf* frag) {
  if (parent != nullptr) {
    __ASSERT_NO_MSG(parent->frags == frag);
    parent->frags = frag->frags;
  }
  net_buf* rest = frag->frags;
  frag->frags = nullptr;
  net_buf_unref(frag);
  return rest;
}

std::size_t net_buf_linearize(void* dst, std::size_t dst_len, const net_buf* src,
                              std::size_t offset, std::size_t len) {
  auto* to = static_cast<std::uint8_t*>(dst);
  std::size_t left = std::min(len, dst_len);
  for (src = find_byte(src, &offset); src != nullptr && left > 0; src = src->frags) {
    std::size_t bytes = std::min(left, src->len - offset);
    std::memcpy(to, src->data + offset, bytes);
    to += bytes;
    left -= bytes;
    offset = 0;
  }
  return static_cast<std::size_t>(to - static_cast<std::uint8_t*>(dst));
}

std::size_t net_buf_data_match(const net_buf* buf, std::size_t offset, const void* data,
                               std::size_t len) {
  const auto* wanted = static_cast<const std::uint8_t*>(data);
  std::size_t equal = 0;
  for (buf = find_byte(buf, &offset); buf != nullptr; buf = buf->frags) {
    for (; offset < buf->len; ++offset, ++equal) {
      if (equal == len || buf->data[offset] != wanted[equal]) {
        return equal;
      }
    }
    offset = 0;
  }
  return equal;
}

std::size_t net_buf_append_bytes(net_buf* buf, std::size_t len, const void* value,
                                 k_timeout_t timeout, net_buf_allocator_cb allocate_cb,
                                 void* user_data) {
  const auto* from = static_cast<const std::uint8_t*>(value);
  std::size_t added = 0;
  for (net_buf* frag = net_buf_frag_last(buf);;) {
    std::size_t bytes = std::min(len - added, net_buf_tailroom(frag));
    (void)net_buf_add_mem(frag, from + added, bytes);
    added += bytes;
    if (added == len) {
      return added;
    }
    frag = allocate_cb != nullptr
               ? allocate_cb(timeout, user_data)
               : net_buf_alloc_len(net_buf_pool_get(buf->pool_id), len - added, timeout);
    if (frag == nullptr) {
      return added;
    }
    (void)net_buf_frag_add(buf, frag);
  }
}

}  // extern "C"
