// SPDX-License-Identifier: Apache-2.0
#include "memory/leak_check.hpp"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "host/end_report.hpp"
#include "host/options.hpp"
#include "host/process.hpp"
#include "host/real_stdio.hpp"
#include "host/restart.hpp"
#include "memory/describe.hpp"
#include "memory/host_array.hpp"
#include "memory/leak_scan.hpp"
#include "memory/reach.hpp"
#include "memory/regions.hpp"
#include "memory/symbols.hpp"
#include "memory/valgrind.hpp"
#include "memory/watch.hpp"

namespace hosted {
namespace {

bool g_wanted = false;
bool g_full = false;
bool g_boot_ends = false;  // and another one follows

struct Group {
  std::uint32_t stack;
  const void* owner;
  const char* call;
  const char* thread;
  std::uint64_t blocks, bytes;
};

// Prints the blocks that are (not) reachable, those of one call stack together, the largest sum
// first.
void list(const HostArray<BlockRecord*>& live, bool reachable, const char* title) {
  HostArray<Group> groups;
  for (BlockRecord* record : live) {
    if (record->reachable != reachable) {
      continue;
    }
    Group* at = std::find_if(groups.begin(), groups.end(), [&](const Group& g) {
      return g.stack == record->stack && g.owner == record->owner && g.call == record->call &&
             std::strcmp(g.thread, record->thread) == 0;
    });
    if (at == groups.end()) {
      (void)groups.push_back({record->stack, record->owner, record->call, record->thread, 0, 0});
      at = groups.end() - 1;
    }
    at->blocks++;
    at->bytes += record->bytes;
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.bytes > b.bytes; });
  for (const Group& group : groups) {
    char label[128];
    char who[80];
    const Region* region = region_of(group.owner);
    (void)real::fprintf(
        stderr, "\n%s: %" PRIu64 " bytes in %" PRIu64 " block%s of %s, allocated by %s, with %s:\n",
        title, group.bytes, group.blocks, group.blocks == 1 ? "" : "s",
        region != nullptr ? region_label(*region, label, sizeof label) : "a heap that is no more",
        describe_label(group.thread, who, sizeof who), group.call);
    const Stack& stack = stack_of(group.stack);
    print_frames(stack.frames, stack.count);
  }
  groups.release();
}

// Lists what the boot that runs has leaked, and adds it to g_end_facts.
void check_boot() {
  const HostArray<BlockRecord*>& live = find_reachable();
  std::uint64_t blocks[2] = {};  // leaked, reachable
  std::uint64_t bytes[2] = {};
  for (const BlockRecord* record : live) {
    blocks[record->reachable ? 1 : 0] += 1;
    bytes[record->reachable ? 1 : 0] += record->bytes;
  }
  EndFacts& facts = g_end_facts;
  facts.leaks_checked = true;
  facts.leaked_blocks += blocks[0];
  facts.leaked_bytes += bytes[0];
  list(live, false, "tidemark-hosted: leak");
  if (g_full) {
    list(live, true, "tidemark-hosted: still reachable");
  }
  char which[32] = "";
  if (g_boot.count > 0 || g_boot_ends) {
    (void)real::snprintf(which, sizeof which, " of boot %u", boot_number());
  }
  (void)real::fprintf(stderr,
                      "%stidemark-hosted: leak check%s: %" PRIu64 " blocks with %" PRIu64
                      " bytes leaked; %" PRIu64 " blocks with %" PRIu64 " bytes still reachable\n",
                      blocks[0] > 0 || (g_full && blocks[1] > 0) ? "\n" : "", which, blocks[0],
                      bytes[0], blocks[1], bytes[1]);
}

}  // namespace

void read_leak_check(const char*, const char*) {
  g_wanted = true;
  g_watch |= kWatchBlocks;
}

void read_leak_check_more(const char* argument, const char* value) {
  read_leak_check(argument, nullptr);
  if (std::strcmp(value, "full") == 0) {
    g_full = true;
  } else {
    read_leak_scan(argument, value);
  }
}

void note_stack(std::uintptr_t start, std::uintptr_t end) {
  if (g_wanted || (g_watch & kWatchValgrind) != 0) {
    valgrind_fresh(start, end);  // what an earlier thread left behind
    remember_stack(start, end);
  }
}

int check_leaks(int status) {
  if (!g_wanted) {
    return status;
  }
  check_boot();
  const EndFacts& facts = g_end_facts;
  if (g_boot.count > 0) {
    (void)real::fprintf(stderr,
                        "tidemark-hosted: leak check of all %u boots: %" PRIu64
                        " blocks with %" PRIu64 " bytes leaked\n",
                        boot_number(), facts.leaked_blocks, facts.leaked_bytes);
  }
  return facts.leaked_blocks > 0 && status == 0 ? 1 : status;
}

void check_leaks_before_reboot() {
  if (g_wanted) {
    g_boot_ends = true;
    check_boot();
  }
}

}  // namespace hosted
