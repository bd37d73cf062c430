// SPDX-License-Identifier: Apache-2.0
// A program that never runs: a test reads its symbols and its debugging information, which are
// those of a kernel's structures as far as the search for stacks needs them.

struct _callee_saved {
  unsigned long rbx, rsp;
};
struct _thread_stack_info {
  unsigned long start, size;
};
struct k_thread {
  unsigned long base[3];
  _callee_saved callee_saved;
  _thread_stack_info stack_info;
  k_thread* next_thread;
  char name[16];
};
struct _cpu {
  unsigned nested;
  k_thread* current;
};
struct z_kernel {
  _cpu cpus[1];
  void* ready;
  k_thread* threads;
};

// The heap profile, as far as the search reads it.
namespace tidemark {
struct CallPath {
  const void* frames[2];
};
struct LiveRecord {
  static constexpr unsigned kLayout = 1;
  unsigned birth, size_level;
  unsigned char site, owner;
  unsigned short next_mark;
  const void* block;
};
struct ProfileSite {
  const void* frames[2];
  unsigned total_bytes;
};
struct ProfileOwner {
  unsigned long thread_state;
  char name[12];
};
template <int Records, int Sites>
struct ProfileMemory {
  LiveRecord records[Records];
  ProfileSite sites[Sites];
  ProfileOwner owners[2];
};
struct Profiler {
  unsigned taken_, now_;
  CallPath pending_path_;
  unsigned short pending_;
};
Profiler profiler_of_image;
namespace hooks {
ProfileMemory<4, 3> memory_no_roots;
}
// The guard of heaps. Links are negated addresses.
struct GuardHeader {
  GuardHeader *next, *previous;
  const void *caller, *thread;
  unsigned size, check, canary[2];
};
struct GuardedHeap {
  void* heap;
  GuardHeader *oldest, *newest;
};
struct GuardedHeaps {
  GuardedHeap* data_;
  unsigned long size_;
};
struct GuardTables {
  GuardedHeaps heaps;
};
struct Guard {
  unsigned slice;
  GuardTables tables_;
};
GuardedHeap guarded_heaps[2];
namespace guard {
Guard guard_no_roots;
}
// Keeps the constant in the debugging information of some compilers.
unsigned layout() {
  return LiveRecord::kLayout;
}
}  // namespace tidemark

extern "C" {
z_kernel _kernel;
k_thread current_thread;
k_thread other_thread;
k_thread _k_thread_obj_ended;
unsigned char current_stack[256];
unsigned char other_stack[256];
unsigned char ended_stack[256];
unsigned long held[8];
unsigned long heap_variable[3];
alignas(8) unsigned char heap_memory[1024];

void _start() {}
}
