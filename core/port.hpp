// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/optional.hpp"
#include "base/span.hpp"
#include "base/status.hpp"
#include "estimate/pressure.hpp"

/// The one way out of the core: time, lock, output, and the kernel's objects. The core calls these
/// functions and nothing else; one port defines them per image, found by the linker
/// (docs/adr/0002). zephyr/src is the port for devices, core/fake_port the one for tests.
///
/// All but profile_lock() and profile_unlock() are called from threads only. None may allocate.
/// Only lock() may block.
namespace tidemark {

namespace wire {
enum class ResourceKind : std::uint8_t;
}
struct PoolSlot;
struct StackSlot;
struct ThreadInfo;
struct LimitSlot;

/// Static memory that the port gives to the core; its sizes are the capacities.
struct Tables {
  Span<PoolSlot> heaps;
  Span<StackSlot> threads;
  Span<ThreadInfo> walk;        ///< What a walk over the threads copies; as many as `threads`.
  Span<PoolSlot> block_pools;   ///< Of the three kinds of pools of blocks.
  Span<StackSlot> isr_stacks;   ///< One a processor.
  Span<LimitSlot> limits = {};  ///< Of single resources.
};

/// What levels are judged by, where a resource has no limits of its own.
struct LevelSettings {
  estimate::PressureLimits heap;
  estimate::PressureLimits stack;
  estimate::PressureLimits pool;
  estimate::PressureTiming timing;
};

/// What does not change after the start.
struct Settings {
  std::uint32_t period_ms;  ///< Between two samples.
  std::uint32_t block_ms;   ///< The leak detector's base block.
  std::uint32_t report_s;   ///< Between two reports; 0: only events are reported.
  LevelSettings levels;
  std::uint32_t ram_bytes;             ///< All static memory of the monitor, its stack included.
  std::uint32_t sentinel_bytes;        ///< Lowest bytes of each stack that are not to be scanned.
  bool counts_lost_lines;              ///< Whether port::write_line() knows what was lost.
  Text board;                          ///< May be empty: unknown.
  Text kernel;                         ///< May be empty: unknown.
  std::uint32_t scan_slice_bytes = 0;  ///< Of each stack, at most, in one sample; 0: all.
};

/// What a build cannot see: bits of Settings-like constants, reported in `coverage`.
enum Blind : std::uint8_t {
  kBlindRuntimeHeaps = 1u << 0,  ///< Heaps made by k_heap_init that nobody registered.
  kBlindMallocArena = 1u << 1,   ///< The C library's own heap.
  kBlindIsrStacks = 1u << 2,
  kBlindThreadStacks = 1u << 3,  ///< Threads do not run on the stacks that the kernel knows.
  kBlindMemSlabs = 1u << 4,
  kBlindNetBufPools = 1u << 5,
  kBlindMemBlocks = 1u << 6,  ///< Those that nobody registered.
};

/// Where a heap or pool comes from.
enum class Origin : std::uint8_t {
  kDefined,          ///< The build has it: it is there for ever.
  kMade,             ///< The application made it while running, and it may go.
  kMadeWithoutLock,  ///< A heap of that kind whose lock is known to nobody but its users.
};

/// Statistics of a heap, read with its lock held, in bytes.
struct HeapReading {
  std::uint32_t free;
  std::uint32_t allocated;
  std::uint32_t allocated_max;
  Optional<std::uint32_t> largest_free = {};  ///< Of one block, in bytes as `free` counts them.
};

/// Of a slab, of memory blocks, or of a pool of network buffers.
struct BlockPoolReading {
  std::uint32_t used;  ///< In blocks.
  std::uint32_t free;
  std::uint32_t block_size;          ///< In bytes.
  Optional<std::uint32_t> used_max;  ///< Where the kernel keeps it.
};

/// Memory of a stack that grows downwards.
struct StackMemory {
  const void* low;  ///< Its lowest byte.
  std::uint32_t size;
};

/// A living thread. Two lives of one control block differ in one of these or are alike to the
/// monitor.
struct ThreadInfo {
  const void* thread;
  const void* entry;      ///< Where it began; may be null.
  const void* stack_low;  ///< Its lowest byte. Null: its stack is not known.
  std::uint32_t stack_size;
  std::int32_t priority;
};

namespace port {

[[nodiscard]] std::uint64_t uptime_ms();
/// A counter that wraps; only differences of it have a meaning.
[[nodiscard]] std::uint32_t cycles();
/// Unknown where that counter stands still while code runs, as on a simulated device.
[[nodiscard]] Optional<std::uint32_t> cycles_to_us(std::uint32_t cycles);

/// The monitor's lock. Returns false, and has locked nothing, iff the caller is an interrupt
/// handler. The core never takes it twice.
[[nodiscard]] bool lock();
void unlock();

/// The lock of the profile: interrupts off, and a spin lock besides on several processors. From any
/// context, also with lock() held. Not to be taken twice. Returns what profile_unlock() needs.
[[nodiscard]] std::uint32_t profile_lock();
void profile_unlock(std::uint32_t key);

/// Prints one line, which ends with LF and a zero, in one piece. Returns false iff it was lost.
bool write_line(const char* line);

/// `name` is null or lives for ever.
using HeapVisitor = void (*)(const void* heap, Origin origin, const char* name, void* context);
/// Visits every heap that the build knows, and those made since it started as far as they are
/// known.
void for_each_heap(HeapVisitor visit, void* context);
/// Whether a heap is still the one that was visited.
[[nodiscard]] bool is_heap_there(const void* heap);
/// It is not to be visited any more.
void forget_heap(const void* heap);
/// Returns false iff the heap has no statistics now. One without a lock is read with interrupts
/// off: if whoever uses it was interrupted in the middle, a sample is off by one block.
[[nodiscard]] bool read_heap(const void* heap, bool has_lock, HeapReading* out);

/// `name` is null or lives for ever.
using BlockPoolVisitor = void (*)(wire::ResourceKind kind, const void* pool, const char* name,
                                  void* context);
/// Visits every pool of blocks that the build knows.
void for_each_block_pool(BlockPoolVisitor visit, void* context);
/// Returns false iff the pool has no statistics now.
[[nodiscard]] bool read_block_pool(wire::ResourceKind kind, const void* pool,
                                   BlockPoolReading* out);

/// Lets the kernel's maximum of it be its present use. They leave alone what keeps none.
void reset_heap_peak(const void* heap, bool has_lock);
void reset_block_pool_peak(wire::ResourceKind kind, const void* pool);

/// Copies the living threads, each with the kernel's list of threads locked. Returns how many there
/// are; where they are more than `out` has room for, the oldest are copied. A thread keeps its
/// place among the others. O(threads).
[[nodiscard]] std::size_t copy_threads(Span<ThreadInfo> out);
/// Copies the name of a thread, cut to what `out` has room for with its zero; empty: it has none.
/// Returns false, and leaves `out` alone, iff no such thread is alive. O(threads) as above.
[[nodiscard]] bool copy_thread_name(const void* thread, Span<char> out);

/// The stack that interrupts of this processor run on. Returns false, and leaves `out` alone, iff
/// it is not known whether it was filled before its use and whether they do.
[[nodiscard]] bool isr_stack_at(std::size_t cpu, StackMemory* out);

/// The longest time that the functions above held a lock of the kernel's, in microseconds. Unknown
/// where cycles_to_us() is.
[[nodiscard]] Optional<std::uint32_t> longest_lock_us();
/// Bits of Blind.
[[nodiscard]] std::uint8_t blind();
/// The platform's number for a status, negative, or 0 for kOk: EINVAL, ENOENT, ENOMEM, EALREADY,
/// EWOULDBLOCK, ENOTSUP, EBUSY, ETIMEDOUT in the order of Status. A freestanding core has no
/// <errno.h>.
[[nodiscard]] int to_errno(Status status);

}  // namespace port
}  // namespace tidemark
