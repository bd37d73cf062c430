// SPDX-License-Identifier: Apache-2.0
// k_stack: last in, first out, of words.
#include <zephyr/kernel.h>

#include <cerrno>

#include "kernel/sched.hpp"
#include "kernel/thread_memory.hpp"

using namespace hosted;

extern "C" {

void k_stack_init(k_stack* stack, stack_data_t* buffer, uint32_t num_entries) {
  z_waitq_init(&stack->wait_q);
  stack->base = buffer;
  stack->next = buffer;
  stack->top = buffer + num_entries;
  stack->flags = 0;
}

int32_t k_stack_alloc_init(k_stack* stack, uint32_t num_entries) {
  void* buffer = thread_malloc(num_entries * sizeof(stack_data_t));
  if (buffer == nullptr) {
    return -ENOMEM;
  }
  k_stack_init(stack, static_cast<stack_data_t*>(buffer), num_entries);
  stack->flags = K_STACK_FLAG_ALLOC;
  return 0;
}

int k_stack_cleanup(k_stack* stack) {
  if (first_waiter(&stack->wait_q) != nullptr) {
    return -EAGAIN;
  }
  if ((stack->flags & K_STACK_FLAG_ALLOC) != 0) {
    k_free(stack->base);
    stack->flags = 0;
  }
  return 0;
}

int k_stack_push(k_stack* stack, stack_data_t data) {
  if (stack->next == stack->top) {
    return -ENOMEM;
  }
  if (wake_first(&stack->wait_q, 0, reinterpret_cast<void*>(data)) == nullptr) {
    *stack->next++ = data;
  }
  reschedule();
  return 0;
}

int k_stack_pop(k_stack* stack, stack_data_t* data, k_timeout_t timeout) {
  if (stack->next > stack->base) {
    *data = *--stack->next;
    return 0;
  }
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    return -EBUSY;
  }
  int result = pend_current(&stack->wait_q, timeout, "k_stack_pop");
  if (result == 0) {
    *data = reinterpret_cast<stack_data_t>(swap_data());
  }
  return result;
}

}  // extern "C"
