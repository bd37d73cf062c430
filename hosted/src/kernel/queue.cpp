// SPDX-License-Identifier: Apache-2.0
// k_queue, on which k_fifo and k_lifo stand.
#include <zephyr/kernel.h>

#include <cerrno>
#include <cstdint>

#include "kernel/poll.hpp"
#include "kernel/sched.hpp"
#include "kernel/thread_memory.hpp"

namespace hosted {
namespace {

// The first word of what is queued: the next one's address, and in the lowest bit whether this one
// is a node made by k_queue_alloc_append or _prepend (else it is the user's block itself).
struct Link {
  std::uintptr_t word;
};
struct AllocatedNode {
  Link link;
  void* data;
};
constexpr std::uintptr_t kAllocated = 1;

Link* head_of(k_queue* queue) {
  return reinterpret_cast<Link*>(queue->data_q.head);
}

Link* tail_of(k_queue* queue) {
  return reinterpret_cast<Link*>(queue->data_q.tail);
}

Link* next_of(const Link* link) {
  return reinterpret_cast<Link*>(link->word & ~kAllocated);
}

void set_next(Link* link, Link* next) {
  link->word = reinterpret_cast<std::uintptr_t>(next) | (link->word & kAllocated);
}

void set_head(k_queue* queue, Link* link) {
  queue->data_q.head = reinterpret_cast<sys_snode_t*>(link);
}

void set_tail(k_queue* queue, Link* link) {
  queue->data_q.tail = reinterpret_cast<sys_snode_t*>(link);
}

void* data_of(Link* link) {
  if (link != nullptr && (link->word & kAllocated) != 0) {
    return reinterpret_cast<AllocatedNode*>(link)->data;
  }
  return link;
}

void insert_after(k_queue* queue, Link* previous, Link* link) {
  Link* next = previous != nullptr ? next_of(previous) : head_of(queue);
  set_next(link, next);
  if (previous != nullptr) {
    set_next(previous, link);
  } else {
    set_head(queue, link);
  }
  if (next == nullptr) {
    set_tail(queue, link);
  }
}

void unlink(k_queue* queue, Link* previous, Link* link) {
  if (previous != nullptr) {
    set_next(previous, next_of(link));
  } else {
    set_head(queue, next_of(link));
  }
  if (tail_of(queue) == link) {
    set_tail(queue, previous);
  }
}

void* take_first(k_queue* queue) {
  Link* link = head_of(queue);
  void* data = data_of(link);
  unlink(queue, nullptr, link);
  if (data != link) {
    k_free(link);
  }
  return data;
}

int put(k_queue* queue, Link* previous, void* data, bool allocate) {
  if (wake_first(&queue->wait_q, 0, data) != nullptr) {
    reschedule();
    return 0;
  }
  auto* link = static_cast<Link*>(data);
  if (allocate) {
    auto* node = static_cast<AllocatedNode*>(thread_malloc(sizeof(AllocatedNode)));
    if (node == nullptr) {
      return -ENOMEM;
    }
    node->data = data;
    link = &node->link;
  }
  link->word = allocate ? kAllocated : 0;
  insert_after(queue, previous, link);
  tell_pollers(queue, K_POLL_STATE_DATA_AVAILABLE);
  reschedule();
  return 0;
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

void k_queue_init(k_queue* queue) {
  set_head(queue, nullptr);
  set_tail(queue, nullptr);
  z_waitq_init(&queue->wait_q);
  init_pollers(queue);
}

void k_queue_cancel_wait(k_queue* queue) {
  (void)wake_first(&queue->wait_q, 0, nullptr);
  tell_pollers(queue, K_POLL_STATE_CANCELLED);
  reschedule();
}

void k_queue_append(k_queue* queue, void* data) {
  (void)put(queue, tail_of(queue), data, false);
}

void k_queue_prepend(k_queue* queue, void* data) {
  (void)put(queue, nullptr, data, false);
}

void k_queue_insert(k_queue* queue, void* prev, void* data) {
  (void)put(queue, static_cast<Link*>(prev), data, false);
}

int32_t k_queue_alloc_append(k_queue* queue, void* data) {
  return put(queue, tail_of(queue), data, true);
}

int32_t k_queue_alloc_prepend(k_queue* queue, void* data) {
  return put(queue, nullptr, data, true);
}

int k_queue_append_list(k_queue* queue, void* head, void* tail) {
  if (head == nullptr || tail == nullptr) {
    return -EINVAL;
  }
  auto* link = static_cast<Link*>(head);
  while (link != nullptr) {
    Link* next = link == tail ? nullptr : next_of(link);
    if (wake_first(&queue->wait_q, 0, link) == nullptr) {
      link->word = 0;
      insert_after(queue, tail_of(queue), link);
    }
    link = next;
  }
  tell_pollers(queue, K_POLL_STATE_DATA_AVAILABLE);
  reschedule();
  return 0;
}

int k_queue_merge_slist(k_queue* queue, sys_slist_t* list) {
  int status = k_queue_append_list(queue, list->head, list->tail);
  if (status == 0) {
    sys_slist_init(list);
  }
  return status;
}

void* k_queue_get(k_queue* queue, k_timeout_t timeout) {
  if (head_of(queue) != nullptr) {
    return take_first(queue);
  }
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    return nullptr;
  }
  return pend_current(&queue->wait_q, timeout, "k_queue_get") == 0 ? swap_data() : nullptr;
}

bool k_queue_remove(k_queue* queue, void* data) {
  Link* previous = nullptr;
  for (Link* link = head_of(queue); link != nullptr; previous = link, link = next_of(link)) {
    if (link == data) {
      unlink(queue, previous, link);
      return true;
    }
  }
  return false;
}

bool k_queue_unique_append(k_queue* queue, void* data) {
  for (Link* link = head_of(queue); link != nullptr; link = next_of(link)) {
    if (link == data) {
      return false;
    }
  }
  k_queue_append(queue, data);
  return true;
}

int k_queue_is_empty(k_queue* queue) {
  return head_of(queue) == nullptr ? 1 : 0;
}

void* k_queue_peek_head(k_queue* queue) {
  return data_of(head_of(queue));
}

void* k_queue_peek_tail(k_queue* queue) {
  return data_of(tail_of(queue));
}

}  // extern "C"
