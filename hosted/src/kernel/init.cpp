// SPDX-License-Identifier: Apache-2.0
// From the host's start of the process to the application's main().
#include <zephyr/device.h>
#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/version.h>

#include <algorithm>
#include <cstdlib>

#include "host/call.hpp"
#include "host/options.hpp"
#include "host/process.hpp"
#include "host/restart.hpp"
#include "host/signals.hpp"
#include "kernel/context.hpp"
#include "kernel/sched.hpp"
#include "kernel/thread_setup.hpp"
#include "kernel/timeout.hpp"

#define TEXT_OF2(x) #x
#define TEXT_OF(x) TEXT_OF2(x)

extern "C" {

K_THREAD_STACK_DEFINE(z_main_stack, CONFIG_MAIN_STACK_SIZE);
K_THREAD_STACK_ARRAY_DEFINE(z_interrupt_stacks, 1, CONFIG_ISR_STACK_SIZE);
K_THREAD_STACK_ARRAY_DEFINE(z_idle_stacks, 1, CONFIG_IDLE_STACK_SIZE);
k_thread z_main_thread;
k_thread z_idle_threads[1];

// The entries of SYS_INIT; the linker makes the two symbols.
extern const init_entry __start_hosted_init[] __attribute__((weak));
extern const init_entry __stop_hosted_init[] __attribute__((weak));

// Constructors of C++ objects, which the build's linker script takes away from the host's start-up
// code.
extern void (*const hosted_ctors_start[])(void) __attribute__((weak));
extern void (*const hosted_ctors_end[])(void) __attribute__((weak));

int __real_main(void) __attribute__((weak));

// Zephyr's name for it, which its tests know.
void idle(void*, void*, void*) {
  for (;;) {
    hosted::pass_time_idle();
  }
}
}

using namespace hosted;

// Outside the runtime's namespace: the iteration macro declares the section's symbols.
static void start_static_threads() {
  STRUCT_SECTION_FOREACH (_static_thread_data, data) {
    setup_thread(data->init_thread, data->init_stack, data->init_stack_size, data->init_entry,
                 {data->init_p1, data->init_p2, data->init_p3}, data->init_prio, data->init_options,
                 data->init_name);
    data->init_thread->init_data = data;
  }
  // All or none: no thread runs before the last has its delay.
  k_sched_lock();
  STRUCT_SECTION_FOREACH (_static_thread_data, data) {
    if (data->init_delay_ms == 0) {
      start_thread(data->init_thread);
    } else if (data->init_delay_ms != SYS_FOREVER_MS) {
      add_timeout(&data->init_thread->base.timeout, thread_timeout, K_MSEC(data->init_delay_ms));
    }
  }
  k_sched_unlock();
}

namespace hosted {
namespace {

k_thread g_boot_thread;
k_thread g_isr_guard;  // owner of the interrupt stack's guard page; no thread

constexpr int kPriorities = 100;

void run_entry(const init_entry& entry) {
  if (entry.dev == nullptr) {
    (void)entry.sys();
    return;
  }
  constexpr int kMostResult = 255;
  int result = entry.device_init != nullptr ? entry.device_init(entry.dev) : 0;
  entry.dev->state->init_res = static_cast<std::uint8_t>(std::min(std::abs(result), kMostResult));
  entry.dev->state->initialized = true;
}

// Runs the level's entries of one priority and ordinal, in the order in which the linker laid them
// out. Returns the next higher ordinal of that priority; -1 if there is none.
int run_ordinal(int level, int priority, int ordinal) {
  int next = -1;
  for (const init_entry* entry = __start_hosted_init; entry != __stop_hosted_init; ++entry) {
    if (entry->level != level || entry->priority != priority) {
      continue;
    }
    if (entry->ordinal == ordinal) {
      run_entry(*entry);
    } else if (entry->ordinal > ordinal && (next < 0 || entry->ordinal < next)) {
      next = entry->ordinal;
    }
  }
  return next;
}

void run_level(int level) {
  for (int priority = 0; priority < kPriorities; ++priority) {
    for (int ordinal = 0; ordinal >= 0;) {
      ordinal = run_ordinal(level, priority, ordinal);
    }
  }
}

void banner() {
#if defined(CONFIG_BOOT_DELAY) && CONFIG_BOOT_DELAY > 0
  printk("***** delaying boot " TEXT_OF(CONFIG_BOOT_DELAY) "ms (per build configuration) *****\n");
  k_busy_wait(CONFIG_BOOT_DELAY * USEC_PER_MSEC);
#endif
#ifdef CONFIG_BOOT_BANNER
#ifdef BUILD_VERSION
  printk("*** " CONFIG_BOOT_BANNER_STRING " %s ***\n", TEXT_OF(BUILD_VERSION));
#else
  printk("*** " CONFIG_BOOT_BANNER_STRING " %s ***\n", KERNEL_VERSION_STRING);
#endif
#endif
}

void main_thread(void*, void*, void*) {
  run_level(Z_INIT_LEVEL_POST_KERNEL);
  banner();
  for (auto constructor = hosted_ctors_start; constructor != hosted_ctors_end; ++constructor) {
    (*constructor)();
  }
  run_level(Z_INIT_LEVEL_APPLICATION);
  start_static_threads();
  if (__real_main != nullptr) {
    (void)__real_main();
  }
  // main() may return; any other essential thread that does is a panic.
  z_main_thread.base.user_options &= static_cast<std::uint8_t>(~K_ESSENTIAL);
}

// On the interrupt stack, as no thread exists yet.
void boot(void*) {
  run_level(Z_INIT_LEVEL_EARLY);
  run_level(Z_INIT_LEVEL_PRE_KERNEL_1);
  run_level(Z_INIT_LEVEL_PRE_KERNEL_2);
  setup_thread(&z_main_thread, z_main_stack, CONFIG_MAIN_STACK_SIZE, main_thread,
               {nullptr, nullptr, nullptr}, CONFIG_MAIN_THREAD_PRIORITY, K_ESSENTIAL, "main");
  setup_thread(&z_idle_threads[0], z_idle_stacks[0], CONFIG_IDLE_STACK_SIZE, idle,
               {nullptr, nullptr, nullptr}, K_IDLE_PRIO, K_ESSENTIAL, "idle");
  start_thread(&z_main_thread);
  z_idle_threads[0].base.thread_state = 0;
  g_kernel.pre_kernel = false;
  g_kernel.multitasking = true;
  z_current_thread = &z_main_thread;
  begin_slice();
  switch_context(&g_boot_thread, &z_main_thread);
}

void prepare_interrupt_stack() {
  char* buffer = K_KERNEL_STACK_BUFFER(z_interrupt_stacks[0]);
#ifdef CONFIG_INIT_STACKS
  std::fill_n(reinterpret_cast<unsigned char*>(buffer),
              K_KERNEL_STACK_SIZEOF(z_interrupt_stacks[0]), 0xAA);
#endif
  (void)buffer;
  protect_guard(&g_isr_guard, isr_stack_guard());
}

}  // namespace

std::uintptr_t isr_stack_guard() {
  return reinterpret_cast<std::uintptr_t>(K_KERNEL_STACK_BUFFER(z_interrupt_stacks[0])) -
         spare_bytes(CONFIG_ISR_STACK_SIZE) - Z_HOSTED_STACK_GUARD;
}

void* interrupt_stack_top() {
  return K_KERNEL_STACK_BUFFER(z_interrupt_stacks[0]) +
         CONFIG_ISR_STACK_SIZE / ARCH_STACK_PTR_ALIGN * ARCH_STACK_PTR_ALIGN;
}

}  // namespace hosted

extern "C" int __wrap_main(int argc, char** argv) {
  using namespace hosted;
  fix_addresses(argv);
  open_output();
  read_options(argc, argv, output_is_terminal());
  begin_boot(argv);
  install_signals();
  g_boot_thread.base.thread_state = _THREAD_DUMMY;
  k_thread_system_pool_assign(&g_boot_thread);  // inherited by every thread
  z_current_thread = &g_boot_thread;
  prepare_interrupt_stack();
  leave_host(interrupt_stack_top(), boot, nullptr);
  return 1;  // not reached: the main thread does not come back here
}
