// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/optional.hpp"
#include "base/span.hpp"
#include "base/status.hpp"
#include "core/reclaim.hpp"
#include "core/recovery_port.hpp"
#include "tidemark/allocate.h"
#include "wire/recovery.hpp"

/// What a failing allocation climbs: reclaim, reserve, shed, the application's choice. By the
/// thread whose allocation failed, on its stack; some 200 bytes of it. No function allocates. Every
/// wait has an end: twice the deadline of a pass for reclaim, once for shed.
namespace tidemark {

struct LadderSettings {
  std::uint32_t deadline_ms;  ///< Of a pass of Reclaim.
  std::uint32_t reserve_bytes;
  bool restarts;  ///< Where no handler chooses, a failure restarts the device.
};

/// A climb, as it is kept until it is told. Null, 0: unknown.
struct AllocationFailure {
  std::uint64_t up_ms;
  const void* heap;
  const void* thread;
  const void* at;
  std::uint32_t size;
  std::uint32_t steps;
  Optional<std::uint32_t> free;
  Optional<std::uint32_t> largest_free;
  wire::AllocationRung rung;
};

/// Tries the request once more. From the thread that climbs.
using Retry = void* (*)(void* context);

class Ladder {
 public:
  /// `failures` is where climbs wait to be told; further ones are counted only.
  constexpr Ladder(const LadderSettings& settings, Reclaim& reclaim,
                   Span<AllocationFailure> failures)
      : settings_(settings), reclaim_(reclaim), failures_(failures) {}

  /// Sets the reserve aside. Once, before the application allocates.
  void start();

  /// A request failed. From any context: NULL at once where one may not wait. Returns the block of
  /// a retry, or NULL. What the same thread is told to be hopeless through an inner entry point is
  /// not tried again by the outer one.
  void* climb(const AllocationRequest& request, Retry retry, void* context);

  void set_handler(tidemark_oom_handler handler, void* user_data);

  /// Takes the reserve back where the heap is well again, and lets optional work on. By the
  /// monitor's tick; `worst`: level of all heaps.
  void tick(wire::Level worst);

  void status(tidemark_ladder_status* out) const;
  /// Steps that no climb can exceed: two per reclaimer, one per shedder, five retries.
  [[nodiscard]] static std::uint32_t steps_bound();

  /// The oldest climb that was not told. False iff there is none. For threads.
  [[nodiscard]] bool take(AllocationFailure* out);

 private:
  struct Climb;

  bool is_known_hopeless(const AllocationRequest& request);
  bool is_impossible(const AllocationRequest& request, Climb* climb);
  void* by_reclaim(Climb& climb);
  void* by_reserve(Climb& climb);
  void* by_shed(Climb& climb);
  void* by_choice(Climb& climb);
  void* retry(Climb& climb);
  void end(const Climb& climb, wire::AllocationRung rung);

  LadderSettings settings_;
  Reclaim& reclaim_;
  Span<AllocationFailure> failures_;
  tidemark_oom_handler handler_ = nullptr;
  void* handler_data_ = nullptr;
  void* reserve_ = nullptr;
  const void* reserve_heap_ = nullptr;
  // The latest failure: what an outer entry point is not to try again.
  const void* hopeless_thread_ = nullptr;
  std::size_t hopeless_bytes_ = 0;
  std::uint64_t hopeless_ms_ = 0;
  tidemark_ladder_status counts_ = {};
  std::uint8_t first_failure_ = 0;
  std::uint8_t failure_count_ = 0;
};

namespace port {
/// That of the image.
[[nodiscard]] Ladder& ladder();
}  // namespace port

/// The oldest climb that was not told, as a line without names: `heap` and `thread` are whose they
/// are; null: unknown. False iff there is none. For threads.
[[nodiscard]] bool take_allocation_failure(wire::AllocationFailureLine* out, const void** heap,
                                           const void** thread);

}  // namespace tidemark
