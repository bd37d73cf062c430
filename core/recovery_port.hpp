// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"
#include "tidemark/reclaim.h"

/// What reclaim and the ladder need of their port besides core/port.hpp.
namespace tidemark {

/// A request for memory, as who makes it sees it.
struct AllocationRequest {
  const void* heap;    ///< A struct k_heap; null: of the C library, or not known.
  std::size_t align;   ///< 0: the heap's own.
  std::size_t bytes;   ///< That the heap is asked for.
  const void* caller;  ///< Return address; null: unknown.
  bool calls_another;  ///< Of the functions that the ladder is under: if that one failed, it has
                       ///< climbed already.
};

namespace port {

/// For a handful of instructions, from any context, not to be taken twice: interrupts off, and a
/// spin lock besides on several processors.
[[nodiscard]] unsigned int recovery_lock();
void recovery_unlock(unsigned int key);

/// Whether the calling context may wait: a thread, with interrupts and the scheduler not locked,
/// that is neither the idle thread nor that of the pressure queue. From any context.
[[nodiscard]] bool may_wait();
/// Null in an interrupt handler, and before there are threads.
[[nodiscard]] const void* allocating_thread();

/// What the image defines; the order is the linker's.
[[nodiscard]] Span<const tidemark_reclaimer> reclaimers();
[[nodiscard]] Span<const tidemark_shedder> shedders();

/// Has Reclaim::run() called on the pressure queue, soon. From any context.
void request_pass();
/// Waits until let_go() was called for this pass, `ms` at most. Returns false iff it was not.
/// Passes are numbered in turn from 1; one at a time runs.
[[nodiscard]] bool wait_for_pass(std::uint32_t pass, std::uint32_t ms);
/// Of the pass that comes next: nobody is let go.
void prepare_pass(std::uint32_t pass);
/// Lets those go who wait, or will wait, for it.
void let_go(std::uint32_t pass);

/// Whether the heap would have a block for it now, by trying. By the pressure queue.
[[nodiscard]] bool would_fit(const AllocationRequest& request);
/// More than a block of this heap can ever have, in bytes; 0: not known.
[[nodiscard]] std::size_t heap_limit(const void* heap);

/// Sets a block of the system heap aside, past all hooks; null: it has no room. `heap`: that heap.
[[nodiscard]] void* take_reserve(std::size_t bytes, const void** heap);
void release_reserve(void* block);

}  // namespace port

/// The lock above for as long as this lives.
class RecoveryLock {
 public:
  RecoveryLock() : key_(port::recovery_lock()) {}
  ~RecoveryLock() { port::recovery_unlock(key_); }
  RecoveryLock(const RecoveryLock&) = delete;
  RecoveryLock& operator=(const RecoveryLock&) = delete;

 private:
  unsigned int key_;
};

}  // namespace tidemark
