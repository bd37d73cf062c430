// SPDX-License-Identifier: Apache-2.0
#include "memory/watch.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include <zephyr/kernel.h>

#include "host/call.hpp"
#include "host/real_stdio.hpp"
#include "host/restart.hpp"
#include "kernel/sched.hpp"
#include "kernel/timeout.hpp"
#include "memory/block_table.hpp"
#include "memory/fail_alloc.hpp"
#include "memory/misuse.hpp"
#include "memory/regions.hpp"
#include "memory/shadow.hpp"
#include "memory/symbols.hpp"
#include "memory/valgrind.hpp"

namespace hosted {

#ifdef CONFIG_ASAN
unsigned g_watch = kWatchBlocks;
#else
unsigned g_watch = 0;
#endif
std::uint64_t g_attempts = 0;
HOSTED_CARRIED(g_attempts)

namespace {

BlockTable g_blocks;
StackTable g_stacks;

// The top of the stack that runs: frame pointers are followed no further.
std::uintptr_t stack_top() {
  if (g_kernel.in_isr || z_current_thread->arch.stack_hi == 0) {
    return reinterpret_cast<std::uintptr_t>(interrupt_stack_top());
  }
  return z_current_thread->arch.stack_hi;
}

// Whether the heap is a variable of a function that runs: a trial, not an application's memory.
bool is_local(const Request& request) {
  const auto owner = reinterpret_cast<std::uintptr_t>(request.owner);
  return owner >= reinterpret_cast<std::uintptr_t>(request.frame) && owner < stack_top();
}

// Applications keep frame pointers. A function that does not (the runtime's own, a library's) is
// left out, as its caller's frame is still in the register.
Stack walk(void** frame) {
  Stack stack{};
  auto at = reinterpret_cast<std::uintptr_t>(frame);
  const std::uintptr_t top = stack_top();
  bool known = at < top;
  while (stack.count < kMostFrames) {
    auto* pair = reinterpret_cast<std::uintptr_t*>(at);
    if (pair[1] < 0x1000) {
      break;
    }
    stack.frames[stack.count++] = pair[1];
    std::uintptr_t next = pair[0];
    if (!known || next <= at || next % sizeof(void*) != 0 || next + 2 * sizeof(void*) > top) {
      break;
    }
    at = next;
  }
  return stack;
}

void copy_label(char (&to)[sizeof BlockRecord::thread]) {
  if (g_kernel.in_isr) {
    std::memcpy(to, "*", 2);
    return;
  }
#ifdef CONFIG_THREAD_NAME
  if (z_current_thread->name[0] != '\0') {
    (void)real::snprintf(to, sizeof to, "%s", z_current_thread->name);
    return;
  }
#endif
  (void)label_current(to, sizeof to);
}

void poison_freed(const BlockRecord& record) {
  set_shadow(record.address & ~(kShadowUnit - 1), record.address + record.bytes + kShadowUnit - 1,
             Poison::kFreed);
}

bool is_its(const Request& request, const void* block) {
  const BlockRecord* record = find_block(reinterpret_cast<std::uintptr_t>(block));
  return record != nullptr && record->family == request.family &&
         (request.owner == nullptr || record->owner == request.owner);
}

void enter(const Request& request, const void* block) {
  BlockRecord record{};
  record.address = reinterpret_cast<std::uintptr_t>(block);
  record.bytes = request.bytes;
  record.owner = request.owner;
  record.call = request.call;
  record.family = request.family;
  record.stack = g_stacks.id_of(walk(request.frame));
  record.born_us = now_us();
  copy_label(record.thread);
  open_shadow(record.address, record.bytes);
  g_blocks.enter(record);
}

void leave(BlockRecord& record, const Request& request) {
  record.free_call = request.call;
  record.free_stack = g_stacks.id_of(walk(request.frame));
  copy_label(record.free_thread);
  poison_freed(record);
  g_blocks.free(record);
}

}  // namespace

bool refused(const Request& request, k_timeout_t timeout) {
  if (K_TIMEOUT_EQ(timeout, K_FOREVER)) {
    return false;
  }
  ++g_attempts;
  bool fails = false;
  if ((g_watch & kWatchFailures) != 0 && !is_local(request)) {
    host_call([&] { fails = fail_request(request, walk(request.frame).frames[0]); });
  }
  if (fails && !K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    static _wait_q_t nobody = Z_WAIT_Q_INIT(&nobody);
    (void)pend_current(&nobody, timeout, request.call);
  }
  return fails;
}

void* allocated(const Request& request, void* block) {
  if (block != nullptr && (g_watch & (kWatchBlocks | kWatchValgrind)) != 0) {
    host_call([&] { enter(request, block); });
    // On the caller's stack, so that Valgrind sees who calls.
    valgrind_allocated(request.owner, block, request.bytes);
  }
  return block;
}

void expect_block(const Request& request, const void* block) {
  if ((g_watch & (kWatchBlocks | kWatchValgrind)) == 0 || is_its(request, block)) {
    return;
  }
  host_call([&] {
    describe_bad_free(request, reinterpret_cast<std::uintptr_t>(block), walk(request.frame));
  });
  bad_free();
}

void freeing(const Request& request, const void* block) {
  if ((g_watch & (kWatchBlocks | kWatchValgrind)) == 0) {
    return;
  }
  bool good = false;
  const void* owner = nullptr;
  host_call([&] {
    BlockRecord* record = find_block(reinterpret_cast<std::uintptr_t>(block));
    good = is_its(request, block);
    if (good) {
      owner = record->owner;
      leave(*record, request);
    } else {
      describe_bad_free(request, reinterpret_cast<std::uintptr_t>(block), walk(request.frame));
    }
  });
  if (!good) {
    bad_free();
  }
  valgrind_freed(owner, block);
}

namespace {

struct Cover {
  std::uintptr_t start, end;
  BlockRecord* record;
};

void look_for_cover(void* context, BlockRecord& record) {
  auto* cover = static_cast<Cover*>(context);
  if (record.address < cover->end && cover->start < record.address + record.bytes) {
    cover->record = &record;
  }
}

// Frees [start, end) of the block and keeps what is before and behind it.
void cut(BlockRecord whole, const Request& request, std::uintptr_t start, std::uintptr_t end) {
  BlockRecord before = whole;
  before.bytes = start > whole.address ? start - whole.address : 0;
  BlockRecord behind = whole;
  behind.address = end;
  behind.bytes = end < whole.address + whole.bytes ? whole.address + whole.bytes - end : 0;
  BlockRecord gone = whole;
  gone.address += before.bytes;
  gone.bytes -= before.bytes + behind.bytes;
  g_blocks.free(*find_block(whole.address));
  g_blocks.drop_newest_freed();
  g_blocks.enter(gone);
  leave(*find_block(gone.address), request);
  for (const BlockRecord* rest : {&before, &behind}) {
    if (rest->bytes > 0) {
      g_blocks.enter(*rest);
    }
  }
  if (before.bytes > 0) {
    valgrind_moved(whole.owner, reinterpret_cast<void*>(whole.address),
                   reinterpret_cast<void*>(before.address), before.bytes, before.bytes);
  } else {
    valgrind_freed(whole.owner, reinterpret_cast<void*>(whole.address));
  }
  if (behind.bytes > 0) {
    valgrind_kept(whole.owner, reinterpret_cast<void*>(behind.address), behind.bytes);
  }
}

}  // namespace

void freed_part(const Request& request, const void* mem, std::size_t bytes) {
  if ((g_watch & (kWatchBlocks | kWatchValgrind)) == 0) {
    return;
  }
  auto start = reinterpret_cast<std::uintptr_t>(mem);
  host_call([&] {
    for (;;) {
      Cover cover{start, start + bytes, find_block(start)};
      if (cover.record == nullptr) {
        visit_live(look_for_cover, &cover);
      }
      if (cover.record == nullptr) {
        return;
      }
      cut(*cover.record, request, start, start + bytes);
    }
  });
}

void report_bad_free(const Request& request, const void* block) {
  if ((g_watch & (kWatchBlocks | kWatchValgrind)) != 0) {
    host_call([&] {
      describe_bad_free(request, reinterpret_cast<std::uintptr_t>(block), walk(request.frame));
    });
  }
}

void resized(const Request& request, const void* before, void* after) {
  if ((g_watch & (kWatchBlocks | kWatchValgrind)) == 0) {
    return;
  }
  std::size_t kept = 0;
  host_call([&] {
    BlockRecord* record = find_block(reinterpret_cast<std::uintptr_t>(before));
    if (record != nullptr) {
      kept = std::min(record->bytes, request.bytes);
      leave(*record, request);
      if (before == after) {
        g_blocks.drop_newest_freed();
      }
    }
    enter(request, after);
  });
  valgrind_moved(request.owner, before, after, request.bytes, kept);
}

void grown_to(const void* block, std::size_t bytes) {
  BlockRecord* record = find_block(reinterpret_cast<std::uintptr_t>(block));
  if (record != nullptr && record->bytes < bytes) {
    valgrind_moved(record->owner, block, block, bytes, record->bytes);
    record->bytes = bytes;
    open_shadow(record->address, bytes);
  }
}

void forget_blocks(std::uintptr_t start, std::uintptr_t end) {
  g_blocks.forget(start, end);
  open_shadow(start, end - start);
}

void close_area(const void* owner, const void* mem, std::size_t bytes) {
  if (g_watch != 0) {
    auto start = reinterpret_cast<std::uintptr_t>(mem);
    set_shadow(start, start + bytes, Poison::kRedZone);
    const Region* region = region_of(owner);
    bool headers = region != nullptr && region->kind == RegionKind::kHeap;
    valgrind_pool(owner, mem, bytes, headers ? kShadowUnit : 0);
  }
}

const Stack& stack_of(std::uint32_t id) {
  return g_stacks[id];
}

BlockRecord* find_block(std::uintptr_t address) {
  return g_blocks.find(address);
}

void visit_live(Visit visit, void* context) {
  g_blocks.visit_live(visit, context);
}

void visit_freed(Visit visit, void* context) {
  g_blocks.visit_freed(visit, context);
}

void visit_tables(void (*visit)(void* context, std::uintptr_t start, std::uintptr_t end),
                  void* context) {
  g_blocks.visit_tables(visit, context);
}

const char* label_current(char* buffer, std::size_t size) {
  if (g_kernel.in_isr) {
    (void)real::snprintf(buffer, size, "*");
    return buffer;
  }
  const k_thread* thread = z_current_thread;
#ifdef CONFIG_THREAD_NAME
  if (thread->name[0] != '\0') {
    (void)real::snprintf(buffer, size, "%s", thread->name);
    return buffer;
  }
#endif
  // The symbol of the thread's object, without what K_THREAD_DEFINE and the kernel put around it.
  static const k_thread* cached = nullptr;
  static char label[64];
  if (cached != thread) {
    cached = thread;
    char symbol[64];
    const char* name = object_name(thread, symbol, sizeof symbol);
    constexpr char kPrefix[] = "_k_thread_obj_";
    if (thread == &z_main_thread) {
      name = "main";
    } else if (thread == &z_idle_threads[0]) {
      name = "idle";
    } else if (std::strncmp(name, kPrefix, sizeof kPrefix - 1) == 0) {
      name += sizeof kPrefix - 1;
    }
    (void)real::snprintf(label, sizeof label, "%s", name);
  }
  (void)real::snprintf(buffer, size, "%s", label);
  return buffer;
}

}  // namespace hosted
