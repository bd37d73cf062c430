// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"
#include "base/status.hpp"
#include "core/recovery_port.hpp"
#include "wire/recovery.hpp"

/// Passes over the reclaimers and shedders of the image (docs/adr/0012). A pass runs in the thread
/// of the pressure queue, one at a time; whoever needs one asks for it, joins it when it runs, and
/// waits no longer than its deadline. No function allocates, none waits but wait().
namespace tidemark {

struct ReclaimSettings {
  std::uint32_t deadline_ms;  ///< Of a pass: no callback begins after it. At least 1.
  std::uint32_t interval_ms;  ///< Between two passes for a level, at least.
  std::uint32_t retry_ms;     ///< After a pass for an allocation that gave nothing.
};

/// All saturate.
struct ReclaimCounts {
  std::uint32_t passes;
  std::uint32_t passes_in_vain;
  std::uint32_t given_bytes;
  std::uint32_t untold;  ///< Calls worth telling that found no room.
  bool is_running;
  bool is_stuck;
  bool is_shed;
};

/// A call that is worth telling: the first of each outcome, and bad ones once a minute. `subject`:
/// the name of a reclaimer or shedder.
struct ReclaimEvent {
  std::uint64_t up_ms;
  const char* subject;
  std::uint32_t said_bytes;
  std::int32_t measured_bytes;
  std::uint32_t took_ms;
  std::uint32_t calls;
  wire::ReclaimCause cause;
  wire::ReclaimOutcome outcome;
};

/// A pass that somebody asked for or joined.
struct PassTicket {
  std::uint32_t pass;
  std::uint32_t wait_ms;  ///< Until its deadline, at least 1.
  std::uint32_t calls;    ///< Of callbacks since boot, when it was given out.
};

class Reclaim {
 public:
  /// `events` is where calls wait to be told; further ones are counted.
  constexpr Reclaim(const ReclaimSettings& settings, Span<ReclaimEvent> events)
      : settings_(settings), events_(events) {}

  /// Whether the level that a pass runs for is met, by a look at the heaps. By the pressure queue.
  /// Null: such a pass runs over all reclaimers.
  using LevelTest = bool (*)();
  void set_level_test(LevelTest test) { level_test_ = test; }

  // Asking. From any context. kInUse: a callback is stuck, or (ask_level, ask_request) a pass runs.
  // kNotFound: there is nothing to call. kExists: it is too early after the one before, or what
  // shall be shed is.
  Status ask_level(wire::Level level);
  Status ask_allocation(const AllocationRequest& request, PassTicket* out);
  Status ask_request(std::size_t wanted_bytes, PassTicket* out);
  Status ask_shed(bool off, PassTicket* out);

  /// Waits for a pass, until its deadline. Returns whether it has ended by then. `calls`: of
  /// callbacks meanwhile.
  bool wait(const PassTicket& ticket, std::uint32_t* calls);

  /// What a level of the heaps asks for: a pass, what is to be shed. Names what is stuck. By the
  /// monitor's tick.
  void tick(wire::Level worst);

  /// By the pressure queue: the pass that was asked for.
  void run();

  /// The oldest call that was not told. False iff there is none. For threads.
  [[nodiscard]] bool take(ReclaimEvent* out);
  /// Calls worth telling, since the last call, that found no room.
  [[nodiscard]] std::uint32_t take_untold();
  void counts(ReclaimCounts* out) const;
  /// Bytes that the latest pass gave back; negative: less was free after it.
  [[nodiscard]] std::int32_t latest_given() const { return given_; }

  /// Those of the image in the order of their calls. Null: no such index. O(reclaimers^2).
  [[nodiscard]] static const tidemark_reclaimer* reclaimer_at(std::size_t index);

 private:
  static constexpr std::size_t kWishes = 4;

  [[nodiscard]] bool is_late(std::uint64_t now_ms) const {
    return now_ms - begun_ms_ >= settings_.deadline_ms;
  }
  template <typename Act>
  Status ask(Act act);
  // With the lock held.
  Status join_or_begin(bool joins, wire::ReclaimCause cause, std::uint64_t now_ms, PassTicket* out);
  void add_wish(const AllocationRequest& request);
  bool is_enough(std::uint32_t free_at_start);
  bool next(std::size_t* reclaimer, const tidemark_reclaimer** call, const tidemark_shedder** shed);
  void call(const tidemark_reclaimer& reclaimer);
  void shed(const tidemark_shedder& shedder);
  void begin_callback(const char* name, const tidemark_reclaimer* reclaimer);
  void judge(tidemark_reclaimer_state& state, ReclaimEvent* event, bool is_overdue);
  void tell(const ReclaimEvent& event, tidemark_reclaimer_state* state);
  void look_for_stuck();
  void count(std::int32_t given);
  void end();

  ReclaimSettings settings_;
  Span<ReclaimEvent> events_;
  LevelTest level_test_ = nullptr;
  std::uint64_t begun_ms_ = 0;       // of the pass
  std::uint64_t called_ms_ = 0;      // of the callback that runs
  std::uint64_t next_level_ms_ = 0;  // no pass for a level before it
  std::uint64_t next_retry_ms_ = 0;  // none for an allocation
  const char* running_ = nullptr;    // callback
  const tidemark_reclaimer* running_reclaimer_ = nullptr;
  AllocationRequest wishes_[kWishes] = {};
  std::size_t wanted_bytes_ = 0;     // all together
  std::size_t requested_bytes_ = 0;  // by ask_request(); 0: none
  std::uint32_t pass_ = 0;
  std::uint32_t calls_ = 0;
  std::uint32_t passes_ = 0;
  std::uint32_t passes_in_vain_ = 0;
  std::uint32_t given_total_ = 0;
  std::uint32_t untold_ = 0;
  std::uint32_t untold_told_ = 0;  // of these, by take_untold()
  std::int32_t given_ = 0;
  std::uint8_t wish_count_ = 0;
  std::uint8_t first_event_ = 0;
  std::uint8_t event_count_ = 0;
  std::uint8_t shed_count_ = 0;  // of the shedders, in their order, that are off
  wire::ReclaimCause cause_ = wire::ReclaimCause::kWarn;
  bool is_running_ = false;  // asked for, and not ended
  bool reclaims_ = false;    // or else it sheds only
  bool for_level_ = false;
  bool waits_ = false;    // somebody, for its end
  bool for_all_ = false;  // reclaimers: requested, or more wishes than there is room for
  bool is_named_stuck_ = false;
  bool shall_shed_ = false;
};

namespace port {
/// That of the image.
[[nodiscard]] Reclaim& reclaim();
}  // namespace port

/// The oldest call that was not told, as a line. False iff there is none. For threads.
[[nodiscard]] bool take_reclaim_line(wire::ReclaimLine* out);

}  // namespace tidemark
