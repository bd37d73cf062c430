// SPDX-License-Identifier: Apache-2.0
// Stacks made at run time (CONFIG_DYNAMIC_THREAD).
#include <sys/mman.h>
#include <zephyr/kernel.h>

#include <algorithm>
#include <cerrno>

#include "host/call.hpp"
#include "kernel/sched.hpp"
#include "kernel/thread_memory.hpp"

#ifdef CONFIG_DYNAMIC_THREAD

namespace hosted {
namespace {

#if CONFIG_DYNAMIC_THREAD_POOL_SIZE > 0
K_THREAD_STACK_ARRAY_DEFINE(g_stack_pool, CONFIG_DYNAMIC_THREAD_POOL_SIZE,
                            CONFIG_DYNAMIC_THREAD_STACK_SIZE);
bool g_pool_taken[CONFIG_DYNAMIC_THREAD_POOL_SIZE];

k_thread_stack_t* take_from_pool(std::size_t size) {
  bool* free_one = std::find(std::begin(g_pool_taken), std::end(g_pool_taken), false);
  if (size > CONFIG_DYNAMIC_THREAD_STACK_SIZE || free_one == std::end(g_pool_taken)) {
    return nullptr;
  }
  *free_one = true;
  return g_stack_pool[free_one - g_pool_taken];
}

// 1: it was the pool's; 0: not the pool's; -EINVAL: the pool's, but not taken.
int return_to_pool(const k_thread_stack_t* stack) {
  for (int i = 0; i < CONFIG_DYNAMIC_THREAD_POOL_SIZE; ++i) {
    if (stack == g_stack_pool[i]) {
      if (!g_pool_taken[i]) {
        return -EINVAL;
      }
      g_pool_taken[i] = false;
      return 1;
    }
  }
  return 0;
}
#else
k_thread_stack_t* take_from_pool(std::size_t) {
  return nullptr;
}
int return_to_pool(const k_thread_stack_t*) {
  return 0;
}
#endif

// A stack object with its guard page needs more memory than Zephyr takes for one, and at other
// addresses. So the heap that Zephyr would take it from is charged with what Zephyr takes, and the
// stack is the host's memory, one page of ours before it.
struct Allocated {
  Allocated* next;
  void* charged;
  std::size_t mapped;
};
constexpr std::size_t kHeader = Z_HOSTED_STACK_GUARD;
Allocated* g_allocated = nullptr;

k_thread_stack_t* stack_of(Allocated* allocated) {
  return reinterpret_cast<k_thread_stack_t*>(reinterpret_cast<char*>(allocated) + kHeader);
}

k_thread_stack_t* allocate_stack([[maybe_unused]] std::size_t size) {
#ifdef CONFIG_DYNAMIC_THREAD_ALLOC
  void* charged = thread_malloc(Z_HOSTED_STACK_ROUND(size, ARCH_STACK_PTR_ALIGN));
  if (charged == nullptr) {
    return nullptr;
  }
  std::size_t bytes = kHeader + K_THREAD_STACK_LEN(size);
  void* memory = MAP_FAILED;
  host_call([&] {
    memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  });
  if (memory == MAP_FAILED) {
    k_free(charged);
    return nullptr;
  }
  auto* allocated = static_cast<Allocated*>(memory);
  *allocated = {g_allocated, charged, bytes};
  g_allocated = allocated;
  return stack_of(allocated);
#else
  return nullptr;
#endif
}

bool free_stack(k_thread_stack_t* stack) {
  for (Allocated** link = &g_allocated; *link != nullptr; link = &(*link)->next) {
    Allocated* allocated = *link;
    if (stack_of(allocated) == stack) {
      *link = allocated->next;
      k_free(allocated->charged);
      host_call([=] { (void)::munmap(allocated, allocated->mapped); });
      return true;
    }
  }
  return false;
}

bool stack_in_use(const k_thread_stack_t* stack) {
  for (const k_thread* thread = g_kernel.threads; thread != nullptr; thread = thread->next_thread) {
    if (thread->arch.stack == stack) {
      return true;
    }
  }
  return false;
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

k_thread_stack_t* k_thread_stack_alloc(size_t size, int) {
  k_thread_stack_t* stack = nullptr;
  if (IS_ENABLED(CONFIG_DYNAMIC_THREAD_PREFER_ALLOC)) {
    stack = allocate_stack(size);
  }
  if (stack == nullptr) {
    stack = take_from_pool(size);
  }
  if (stack == nullptr && !IS_ENABLED(CONFIG_DYNAMIC_THREAD_PREFER_ALLOC)) {
    stack = allocate_stack(size);
  }
  return stack;
}

int k_thread_stack_free(k_thread_stack_t* stack) {
  if (stack_in_use(stack)) {
    return -EBUSY;
  }
  if (int status = return_to_pool(stack); status != 0) {
    return status < 0 ? status : 0;
  }
  return free_stack(stack) ? 0 : -EINVAL;
}

}  // extern "C"

#else

extern "C" {

k_thread_stack_t* k_thread_stack_alloc(size_t, int) {
  return nullptr;
}

int k_thread_stack_free(k_thread_stack_t*) {
  return -ENOSYS;
}

}  // extern "C"

#endif
