// SPDX-License-Identifier: Apache-2.0
#include "memory/misuse.hpp"

#include <cstdio>
#include <cstring>

#include <zephyr/fatal_types.h>
#include <zephyr/kernel.h>

#include "host/call.hpp"
#include "host/end_report.hpp"
#include "host/process.hpp"
#include "host/real_stdio.hpp"
#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"
#include "memory/describe.hpp"
#include "memory/regions.hpp"
#include "memory/symbols.hpp"

namespace hosted {
namespace {

const char* freeing_call(Family family) {
  constexpr const char* kCalls[] = {"k_free()", "k_heap_free()", "k_mem_slab_free()",
                                    "sys_mem_blocks_free()", "free()"};
  return kCalls[static_cast<int>(family)];
}

struct Nearest {
  std::uintptr_t address;
  BlockRecord* inside;  // the live block that has the address
  BlockRecord* freed;   // the newest freed one that began there
};

void look_near(void* context, BlockRecord& record) {
  auto* nearest = static_cast<Nearest*>(context);
  if (nearest->address - record.address < record.bytes) {
    nearest->inside = &record;
  }
}

void look_freed_near(void* context, BlockRecord& record) {
  auto* nearest = static_cast<Nearest*>(context);
  if (nearest->freed == nullptr && record.address == nearest->address) {
    nearest->freed = &record;
  }
}

// "thread 'main' called k_free(0x4c0010): "
void headline(const char* call, std::uintptr_t address, const char* why) {
  char who[80];
  char line[512];
  (void)real::snprintf(line, sizeof line, "%s called %s(0x%lx): %s",
                       describe_caller(who, sizeof who), call, address, why);
  complain("%s", line);
}

// A pointer that is no block and near none.
void describe_foreign(const char* call, std::uintptr_t address) {
  char place[160];
  char why[256];
  const Region* region = region_at(address);
  char label[128];
  if (region != nullptr) {
    (void)real::snprintf(why, sizeof why,
                         "that is in %s, but not where an allocated block begins: it was freed "
                         "before, or the pointer was changed",
                         region_label(*region, label, sizeof label));
  } else {
    (void)real::snprintf(why, sizeof why, "that is no block of a heap or slab: it is %s",
                         describe_place(address, place, sizeof place));
  }
  headline(call, address, why);
}

}  // namespace

void describe_bad_free(const Request& request, std::uintptr_t address, const Stack& stack) {
  Nearest nearest{address, nullptr, nullptr};
  visit_live(look_near, &nearest);
  visit_freed(look_freed_near, &nearest);
  char why[256];
  char label[128];
  const BlockRecord* about = nearest.inside;
  if (about != nullptr && about->address != address) {
    (void)real::snprintf(why, sizeof why, "that is %lu bytes inside a block, not its start",
                         address - about->address);
    headline(request.call, address, why);
  } else if (about != nullptr && about->family != request.family) {
    (void)real::snprintf(why, sizeof why, "that block came from %s and is freed by %s", about->call,
                         freeing_call(about->family));
    headline(request.call, address, why);
  } else if (about != nullptr) {
    const Region* region = region_of(about->owner);
    (void)real::snprintf(
        why, sizeof why, "that block belongs to %s",
        region != nullptr ? region_label(*region, label, sizeof label) : "another heap");
    headline(request.call, address, why);
  } else if (nearest.freed != nullptr) {
    about = nearest.freed;
    headline(request.call, address, "double free: the block was freed before");
  } else {
    describe_foreign(request.call, address);
  }
  print_frames(stack.frames, stack.count);
  if (about != nullptr) {
    describe_block(*about);
  }
}

void bad_free() {
  raise_fatal(K_ERR_KERNEL_OOPS);
}

void bad_plain_free(const char* call, Family family, const void* owner, const void* block,
                    void* site) {
  host_call([&] {
    Stack stack{};
    stack.count = 1;
    stack.frames[0] = reinterpret_cast<std::uintptr_t>(site);
    Request request{call, owner, 0, nullptr, family};
    describe_bad_free(request, reinterpret_cast<std::uintptr_t>(block), stack);
    (void)real::fprintf(
        stderr,
        "run with --leak-check, or build with CONFIG_ASAN=y, to see where the block came from\n");
  });
  bad_free();
}

void check_host_free(const char* call, const void* block, void** frame) {
  auto address = reinterpret_cast<std::uintptr_t>(block);
  if (region_at(address) == nullptr) {
    return;
  }
  host_call([&] {
    Stack stack{};
    stack.count = 1;
    stack.frames[0] = reinterpret_cast<std::uintptr_t>(frame[1]);
    Request request{call, nullptr, 0, frame, Family::kHost};
    describe_bad_free(request, address, stack);
  });
  bad_free();
}

}  // namespace hosted
