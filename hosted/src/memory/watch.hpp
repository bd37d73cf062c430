// SPDX-License-Identifier: Apache-2.0
// What hosted Zephyr knows of each block beside what the allocator needs: who allocated it where,
// its exact size, and who freed it. The public allocation calls come here, and only if somebody
// wants to know (AddressSanitizer, --leak-check, --fail-alloc, Valgrind): else g_watch is 0 and the
// cost is one counter and one branch that is never taken.
//
//   void* k_malloc(std::size_t size) {
//     if (g_watch != 0) [[unlikely]] { return watched_malloc(size); }      // a tail call: the
//     ++g_attempts;                                                        // caller's frame
//     pointer return ...;                                                          // is still in
//     its register
//   }
//   HOSTED_WATCHED void* watched_malloc(std::size_t size) {
//     Request request = HOSTED_REQUEST("k_malloc", Family::kMalloc, &heap, size);
//     if (refused(request, K_NO_WAIT)) { return nullptr; }
//     return allocated(request, ...);
//   }
#pragma once

#include <zephyr/sys_clock.h>

#include <cstddef>
#include <cstdint>

struct k_thread;

namespace hosted {

inline constexpr unsigned kWatchBlocks = 1;    // keep records
inline constexpr unsigned kWatchFailures = 2;  // some allocations are to fail
inline constexpr unsigned kWatchValgrind = 4;
extern unsigned g_watch;          // set before the kernel starts, then constant
extern std::uint64_t g_attempts;  // allocation calls so far, of all boots

#define HOSTED_WATCHED [[gnu::noinline]]
#define HOSTED_REQUEST(call, family, owner, bytes)                              \
  ::hosted::Request {                                                           \
    call, owner, bytes, static_cast<void**>(__builtin_frame_address(0)), family \
  }

// For functions of the runtime that call the application's or other public calls: stacks of blocks
// go on through them, as the runtime is compiled without frame pointers.
#define HOSTED_KEEPS_FRAME() asm volatile("" : : "r"(__builtin_frame_address(0)))

// Which call frees a block.
enum class Family : std::uint8_t { kMalloc, kHeap, kSlab, kBlocks, kHost };

struct Request {
  const char* call;
  const void* owner;  // sys_heap, k_heap, k_mem_slab, sys_mem_blocks
  std::size_t bytes;  // as the caller asked for
  void** frame;       // of the watched function: [0] the caller's frame, [1] where it returns to
  Family family;
};

// Counts the request; true if it is to fail. If `timeout` is finite it has then run out; a request
// that waits for ever cannot fail on a device, so it does not here and is not counted.
bool refused(const Request& request, k_timeout_t timeout);
// Remembers a block of request.bytes (block may be nullptr: nothing) and returns it.
void* allocated(const Request& request, void* block);
// Checks that `block` is one of its family and owner, and forgets it; anything else is reported and
// is a fatal error of the caller. `owner` nullptr: of any owner. Call before the allocator frees.
void freeing(const Request& request, const void* block);
// Forgets the allocated memory [mem, mem + bytes), which may be a part of a block, or several: the
// rest of such blocks stays allocated. For allocators that have checked the call themselves.
void freed_part(const Request& request, const void* mem, std::size_t bytes);
// Says why `block` cannot be freed, for allocators that return an error then. Nothing without
// records.
void report_bad_free(const Request& request, const void* block);
// The check of freeing() for a block that is to be resized, which keeps it.
void expect_block(const Request& request, const void* block);
// A block was resized to request.bytes: in place, or moved.
void resized(const Request& request, const void* before, void* after);
// The application asked how much room the block has, and may use all of it.
void grown_to(const void* block, std::size_t bytes);
// Forgets blocks in an area that begins another life, without a word.
void forget_blocks(std::uintptr_t start, std::uintptr_t end);
// An area now belongs to an allocator: nothing in it may be touched until it is handed out.
void close_area(const void* owner, const void* mem, std::size_t bytes);

constexpr std::size_t kMostFrames = 16;
struct Stack {
  std::uint32_t count;
  std::uintptr_t frames[kMostFrames];  // return addresses, innermost first
};

struct BlockRecord {
  std::uintptr_t address;
  std::size_t bytes;
  const void* owner;
  const char* call;       // that allocated it
  const char* free_call;  // nullptr while live
  std::uint32_t stack;    // see stack_of
  std::uint32_t free_stack;
  char thread[24];
  char free_thread[24];
  Family family;
  std::uint64_t born_us;    // virtual time of the allocation
  std::uint64_t missed_us;  // first search that did not find it; 0: the last one did
  bool reachable;           // for the leak check
  bool told;                // lost
};

const Stack& stack_of(std::uint32_t id);
// The live record of a block's address; nullptr if none.
BlockRecord* find_block(std::uintptr_t address);
// Calls visit(record) for each live block, and then for each of the last freed ones, newest first.
using Visit = void (*)(void* context, BlockRecord& record);
void visit_live(Visit visit, void* context);
void visit_freed(Visit visit, void* context);

// The memory of the tables themselves, which hold addresses of blocks.
void visit_tables(void (*visit)(void* context, std::uintptr_t start, std::uintptr_t end),
                  void* context);

// "main"; for a thread without a name its object's symbol; "an interrupt handler". Deep stack.
const char* label_current(char* buffer, std::size_t size);

}  // namespace hosted
