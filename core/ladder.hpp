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
/// wait has an end: two deadlines of a pass for reclaim, one for shed.
namespace tidemark {

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

struct LadderSettings {
  std::uint32_t reserve_bytes;
  /// Restarts the device in good order; it may return where it must not. Null: there is no such
  /// way.
  void (*restart)(const AllocationFailure& failure);
  bool restarts;  ///< Where no handler chooses, a failure restarts the device.
};

/// Tries the request once more. From the thread that climbs.
using Retry = void* (*)(void* context);

class Ladder {
 public:
  /// `failures` is where climbs wait to be told: eight at first, then one in ten seconds. Further
  /// ones are counted only.
  constexpr Ladder(const LadderSettings& settings, Span<AllocationFailure> failures)
      : settings_(settings), failures_(failures) {}

  /// Sets the reserve aside. Once, before the application allocates.
  void start();

  /// A request failed. From any context: NULL at once where one may not wait. Returns the block of
  /// a retry, or NULL. What the same thread is told to be hopeless through an inner entry point is
  /// not tried again by the outer one.
  void* climb(const AllocationRequest& request, Retry retry, void* context);

  void set_handler(tidemark_oom_handler handler, void* user_data);

  /// Takes the reserve back where all heaps are well again. By the monitor's tick.
  void tick(wire::Level worst);

  void status(tidemark_ladder_status* out) const;
  /// Steps that no climb can exceed: two per reclaimer, one per shedder, five retries.
  [[nodiscard]] static std::uint32_t steps_bound();

  /// The oldest climb that was not told. False iff there is none. For threads.
  [[nodiscard]] bool take(AllocationFailure* out);
  /// Climbs since the last call that are counted only. Saturates.
  [[nodiscard]] std::uint32_t take_untold();

 private:
  struct Climb;
  static constexpr std::size_t kHandling = 4;

  bool is_known_hopeless(const AllocationRequest& request, const void* thread);
  void remember(const AllocationRequest& request, const void* thread);
  bool is_handling(const void* thread) const;
  void* by_reclaim(Climb& climb);
  void* by_reserve(Climb& climb);
  void* by_shed(Climb& climb);
  void* by_choice(Climb& climb);
  tidemark_oom_choice choose(Climb& climb);
  void* retry(Climb& climb);
  void keep(const AllocationFailure& failure);
  void end(Climb& climb, wire::AllocationRung rung);

  LadderSettings settings_;
  Span<AllocationFailure> failures_;
  tidemark_oom_handler handler_ = nullptr;
  void* handler_data_ = nullptr;
  const void* handling_[kHandling] = {};  // threads that are in it
  void* reserve_ = nullptr;
  const void* reserve_heap_ = nullptr;
  // The latest that got NULL: what an outer entry point is not to try again.
  const void* hopeless_thread_ = nullptr;
  std::size_t hopeless_bytes_ = 0;  // 0: none
  std::uint64_t next_word_ms_ = 0;
  std::uint32_t untold_ = 0;
  tidemark_ladder_status counts_ = {};
  std::uint8_t words_ = kMostWords;  // climbs that may be told
  std::uint8_t first_failure_ = 0;
  std::uint8_t failure_count_ = 0;

  static constexpr std::uint8_t kMostWords = 8;
  static constexpr std::uint32_t kWordMs = 10 * 1000;  // and one more in this time
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
