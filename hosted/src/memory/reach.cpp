// SPDX-License-Identifier: Apache-2.0
#include "memory/reach.hpp"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstring>

#include <zephyr/kernel.h>
#ifdef CONFIG_SYS_MEM_BLOCKS
#include <zephyr/sys/mem_blocks.h>
#endif

#include "host/call.hpp"
#include "host/process.hpp"
#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"
#include "memory/regions.hpp"
#include "memory/symbols.hpp"
#include "memory/valgrind.hpp"

namespace hosted {
namespace {

struct Range {
  std::uintptr_t start, end;
};

HostArray<Range> g_thread_stacks;   // of threads that live or lived
HostArray<BlockRecord*> g_live;     // by address
HostArray<BlockRecord*> g_to_scan;  // reached, contents not looked at yet

BlockRecord* block_at(std::uintptr_t address) {
  BlockRecord** after =
      std::upper_bound(g_live.begin(), g_live.end(), address,
                       [](std::uintptr_t a, BlockRecord* r) { return a < r->address; });
  if (after == g_live.begin()) {
    return nullptr;
  }
  BlockRecord* record = *(after - 1);
  return address - record->address < std::max<std::size_t>(record->bytes, 1) ? record : nullptr;
}

// Every aligned word that could be the address of a byte of a block is taken for a pointer to it.
__attribute__((no_sanitize("address"))) void scan(Range range) {
  auto at = (range.start + sizeof(void*) - 1) & ~(sizeof(void*) - 1);
  for (; at + sizeof(void*) <= range.end; at += sizeof(void*)) {
    std::uintptr_t word = *reinterpret_cast<const volatile std::uintptr_t*>(at);
    if (!near_regions(word) || !valgrind_readable(at)) {
      continue;
    }
    BlockRecord* record = block_at(word);
    if (record != nullptr && !record->reachable) {
      record->reachable = true;
      (void)g_to_scan.push_back(record);
    }
  }
}

void follow() {
  while (g_to_scan.size() > 0) {
    BlockRecord* record = g_to_scan[g_to_scan.size() - 1];
    (void)g_to_scan.resize(g_to_scan.size() - 1);
    scan({record->address, record->address + record->bytes});
  }
}

// `range` without what `holes` (sorted) cover.
void scan_around(Range range, const HostArray<Range>& holes) {
  for (const Range& hole : holes) {
    if (hole.end <= range.start || hole.start >= range.end) {
      continue;
    }
    if (hole.start > range.start) {
      scan({range.start, hole.start});
    }
    range.start = std::max(range.start, hole.end);
    if (range.start >= range.end) {
      return;
    }
  }
  scan(range);
}

void collect_holes(HostArray<Range>& holes) {
  for (const Region& region : all_regions()) {
    (void)holes.push_back({region.start, region.end});
    // The allocator's own pointer to its buffer is one to the first block, and no use of it.
    auto owner = reinterpret_cast<std::uintptr_t>(region.owner);
    if (region.kind == RegionKind::kSlab) {
      (void)holes.push_back({owner, owner + sizeof(k_mem_slab)});
    }
#ifdef CONFIG_SYS_MEM_BLOCKS
    if (region.kind == RegionKind::kBlocks) {
      (void)holes.push_back({owner, owner + sizeof(sys_mem_blocks_t)});
    }
#endif
  }
  for (const Range& stack : g_thread_stacks) {
    (void)holes.push_back(stack);
  }
  auto add = [&holes](std::uintptr_t start, std::uintptr_t end) {
    (void)holes.push_back({start, end});
  };
  auto exception = reinterpret_cast<std::uintptr_t>(exception_stack_top());
  add(exception - kExceptionStackBytes, exception);
  auto interrupt = reinterpret_cast<std::uintptr_t>(interrupt_stack_top());
  add(reinterpret_cast<std::uintptr_t>(z_interrupt_stacks[0]), interrupt);
  auto table = [&](const auto& array) {
    add(reinterpret_cast<std::uintptr_t>(array.begin()),
        reinterpret_cast<std::uintptr_t>(array.end()));
  };
  table(g_live);
  table(all_regions());
  auto bounds =
      reinterpret_cast<std::uintptr_t>(&g_region_bounds);  // perhaps that of a first block
  add(bounds, bounds + sizeof g_region_bounds);
  auto add_hole = [](void* context, std::uintptr_t start, std::uintptr_t end) {
    (void)static_cast<HostArray<Range>*>(context)->push_back({start, end});
  };
  visit_tables(add_hole, &holes);
  // Tables of the application that hold addresses of blocks and use none of them say so.
  visit_variables("_no_roots", add_hole, &holes);
  // These addresses are no pointers either.
  (void)holes.push_back({0, 0});
  holes[holes.size() - 1] = {reinterpret_cast<std::uintptr_t>(holes.begin()),
                             reinterpret_cast<std::uintptr_t>(holes.end())};
  std::sort(holes.begin(), holes.end(),
            [](const Range& a, const Range& b) { return a.start < b.start; });
}

// All that the program may write, but stacks: variables, and what malloc() gave. The sanitizer's
// shadow is far larger than anything else, and no root.
void scan_memory(const HostArray<Range>& holes) {
  std::FILE* maps = std::fopen("/proc/self/maps", "re");
  if (maps == nullptr) {
    complain("--leak-check: /proc/self/maps cannot be read; the result counts too many leaks");
    return;
  }
  constexpr std::uintptr_t kLargest = std::uintptr_t{1} << 36;
  static char line[4600];
  HostArray<Range> ranges;
  while (std::fgets(line, sizeof line, maps) != nullptr) {
    Range range{};
    char access[8] = "";
    if (std::sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %7s", &range.start, &range.end, access) == 3 &&
        access[0] == 'r' && access[1] == 'w' && std::strstr(line, "[stack]") == nullptr &&
        range.end - range.start < kLargest) {
      (void)ranges.push_back(range);
    }
  }
  (void)std::fclose(maps);
  for (const Range& range : ranges) {
    scan_around(range, holes);
  }
  ranges.release();
}

// A heap that is a local variable was made for a trial, and goes with its function: nobody need
// free its blocks.
void hold_trials() {
  for (BlockRecord* record : g_live) {
    const auto owner = reinterpret_cast<std::uintptr_t>(record->owner);
    for (const Range& stack : g_thread_stacks) {
      if (!record->reachable && owner >= stack.start && owner < stack.end) {
        record->reachable = true;
        (void)g_to_scan.push_back(record);
      }
    }
  }
}

// Registers that calls keep may still hold what a thread had there when it called us.
void scan_registers() {
  std::uintptr_t kept[6];
  asm volatile(
      "movq %%rbx, 0(%0)\n\tmovq %%rbp, 8(%0)\n\tmovq %%r12, 16(%0)\n\t"
      "movq %%r13, 24(%0)\n\tmovq %%r14, 32(%0)\n\tmovq %%r15, 40(%0)"
      :
      : "r"(kept)
      : "memory");
  auto start = reinterpret_cast<std::uintptr_t>(kept);
  scan({start, start + sizeof kept});
}

// The used part of each living thread's stack, and what called us on the host's.
void scan_stacks() {
  for (const k_thread* thread = g_kernel.threads; thread != nullptr; thread = thread->next_thread) {
    auto sp = reinterpret_cast<std::uintptr_t>(thread->arch.context);
    if (thread == z_current_thread) {
      sp = left_stack_pointer();
    }
    if (sp >= thread->arch.stack_lo && sp < thread->arch.stack_hi) {
      scan({sp, thread->arch.stack_hi});
    } else if (thread->arch.context != nullptr && thread == z_current_thread) {
      scan({thread->arch.stack_lo, thread->arch.stack_hi});
    }
  }
  if (g_kernel.in_isr) {
    auto top = reinterpret_cast<std::uintptr_t>(interrupt_stack_top());
    scan({top - CONFIG_ISR_STACK_SIZE, top});
  }
  scan({reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)), host_stack_top()});
}

}  // namespace

const HostArray<BlockRecord*>& find_reachable() {
  ValgrindPause pause;  // the search reads what is nobody's
  (void)g_live.resize(0);
  visit_live(
      [](void*, BlockRecord& record) {
        record.reachable = false;
        (void)g_live.push_back(&record);
      },
      nullptr);
  std::sort(g_live.begin(), g_live.end(),
            [](BlockRecord* a, BlockRecord* b) { return a->address < b->address; });
  scan_registers();
  hold_trials();
  HostArray<Range> holes;
  collect_holes(holes);
  scan_memory(holes);
  scan_stacks();
  follow();
  holes.release();
  return g_live;
}

void remember_stack(std::uintptr_t start, std::uintptr_t end) {
  for (Range& stack : g_thread_stacks) {
    if (stack.start == start) {
      stack.end = std::max(stack.end, end);
      return;
    }
  }
  (void)g_thread_stacks.push_back({start, end});
  valgrind_stack(start, end);
}

}  // namespace hosted
