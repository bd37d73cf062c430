/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads whose stacks are used to a known depth, one that nearly overflows, and one that comes and
 * goes. CONFIG_TIDEMARK=y finds them all; main() asks the C API for the visitor's figures.
 */

#include <tidemark/tidemark.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#define STACK_BYTES 2048
#define PRIORITY 5
#define SHALLOW_BYTES 256
#define DEEP_BYTES 1024
/* What nearly_full leaves: interrupts need some of it. */
#define MARGIN_BYTES 224
#define FRAME_BYTES 32
#define VISIT_MS 3000

static K_THREAD_STACK_DEFINE(visitor_stack, STACK_BYTES);
static struct k_thread visitor;

/* Writes `bytes` of the stack, below what its callers use. */
static __attribute__((noinline)) void use_stack(size_t bytes) {
  volatile char deep[DEEP_BYTES];

  for (size_t i = 1; i <= bytes; i++) {
    deep[sizeof(deep) - i] = 1;
  }
}

static void work(void* bytes, void* p2, void* p3) {
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  while (true) {
    use_stack((size_t)bytes);
    k_msleep(1000);
  }
}

/* How many bytes of its stack are below the caller; 0 where threads do not run on the stacks that
 * the kernel has, as on native_sim. */
static size_t bytes_below(void) {
  const volatile char here = 0;
  const struct k_thread* self = k_current_get();
  const uintptr_t below = (uintptr_t)&here - self->stack_info.start;

  return below < self->stack_info.size ? below : 0;
}

/* Calls itself until little is left; returns how deep it was. */
static __attribute__((noinline)) int descend(int depth) {
  volatile char frame[FRAME_BYTES];

  frame[0] = (char)depth;
  if (bytes_below() < MARGIN_BYTES + FRAME_BYTES) {
    return depth;
  }
  return descend(depth + 1) + (frame[0] == (char)depth ? 0 : 1);
}

static void fill_stack(void* p1, void* p2, void* p3) {
  ARG_UNUSED(p1);
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  (void)descend(0);
  k_sleep(K_FOREVER);
}

K_THREAD_DEFINE(shallow, STACK_BYTES, work, (void*)SHALLOW_BYTES, NULL, NULL, PRIORITY, 0, 0);
K_THREAD_DEFINE(deep, STACK_BYTES, work, (void*)DEEP_BYTES, NULL, NULL, PRIORITY, 0, 0);
K_THREAD_DEFINE(nearly_full, STACK_BYTES, fill_stack, NULL, NULL, NULL, PRIORITY, 0, 0);

static void visit(void* bytes, void* p2, void* p3) {
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  use_stack((size_t)bytes);
  k_sleep(K_FOREVER);
}

static void print_visitor(void) {
  struct tidemark_thread_status status;

  for (size_t i = 0; tidemark_thread_get(i, &status) == 0; i++) {
    if (status.thread == &visitor) {
      printk("%s: life %u, %u of %u bytes used\n", status.name, (unsigned int)status.lifetime,
             (unsigned int)status.stack_peak_bytes, (unsigned int)status.stack_size_bytes);
      return;
    }
  }
  printk("visitor: stack not known\n");
}

/* The same control block and stack each time, and another depth: Tidemark knows it for another
 * thread. */
int main(void) {
  while (true) {
    for (size_t bytes = SHALLOW_BYTES; bytes <= DEEP_BYTES; bytes *= 2) {
      k_thread_create(&visitor, visitor_stack, K_THREAD_STACK_SIZEOF(visitor_stack), visit,
                      (void*)bytes, NULL, NULL, PRIORITY, 0, K_NO_WAIT);
      k_thread_name_set(&visitor, "visitor");
      k_msleep(VISIT_MS);
      print_visitor();
      k_thread_abort(&visitor);
      k_msleep(VISIT_MS);
    }
  }
  return 0;
}
