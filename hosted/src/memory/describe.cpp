// SPDX-License-Identifier: Apache-2.0
#include "memory/describe.hpp"

#include <cstdio>
#include <cstring>

#include <zephyr/kernel.h>

#include "host/real_stdio.hpp"
#include "kernel/sched.hpp"
#include "memory/regions.hpp"
#include "memory/symbols.hpp"

namespace hosted {

const char* describe_label(const char* label, char* buffer, std::size_t size) {
  if (std::strcmp(label, "*") == 0) {
    (void)real::snprintf(buffer, size, "an interrupt handler");
  } else {
    (void)real::snprintf(buffer, size, "thread '%s'", label);
  }
  return buffer;
}

const char* describe_caller(char* buffer, std::size_t size) {
  char label[64];
  return describe_label(label_current(label, sizeof label), buffer, size);
}

const char* describe_place(std::uintptr_t address, char* buffer, std::size_t size) {
  for (const k_thread* thread = g_kernel.threads; thread != nullptr; thread = thread->next_thread) {
    if (address >= thread->arch.stack_lo && address < thread->arch.stack_hi) {
      (void)real::snprintf(buffer, size, "on the stack of thread '%s'", name_of(thread));
      return buffer;
    }
  }
  char name[96];
  (void)symbol_name(address, name, sizeof name);
  if (name[0] != '0') {
    (void)real::snprintf(buffer, size, "%s, a variable or function of the program", name);
  } else {
    (void)real::snprintf(
        buffer, size, "memory of the host (blocks of malloc() are freed by free()), or no memory");
  }
  return buffer;
}

void describe_block(const BlockRecord& record) {
  char text[128];
  const Region* region = region_of(record.owner);
  (void)real::fprintf(
      stderr, "the block: %zu bytes at 0x%lx of %s\n", record.bytes, record.address,
      region != nullptr ? region_label(*region, text, sizeof text) : "a heap that is no more");
  (void)real::fprintf(stderr, "allocated by %s, with %s:\n",
                      describe_label(record.thread, text, sizeof text), record.call);
  const Stack& stack = stack_of(record.stack);
  print_frames(stack.frames, stack.count);
  if (record.free_call != nullptr) {
    (void)real::fprintf(stderr, "freed by %s, with %s:\n",
                        describe_label(record.free_thread, text, sizeof text), record.free_call);
    const Stack& free_stack = stack_of(record.free_stack);
    print_frames(free_stack.frames, free_stack.count);
  }
}

}  // namespace hosted
