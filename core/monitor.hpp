// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/in_place.hpp"
#include "base/status.hpp"
#include "core/port.hpp"
#include "core/registry.hpp"
#include "estimate/block_clock.hpp"
#include "wire/message_writer.hpp"
#include "wire/report_line.hpp"

namespace tidemark {

struct EvidenceLevel;

/// A change that listeners are told of: of a verdict or of a level.
struct Event {
  bool is_verdict;     ///< Which of the two is set.
  wire::Level before;  ///< Of a level: what this audience was told last.
  const void* object;
  union {
    wire::VerdictLine verdict;
    wire::LevelLine level;
  };
};

/// Who a thread is.
struct ThreadLife {
  const void* thread;
  const void* entry;
  std::uint32_t lifetime;  ///< Number of this life among all threads seen since boot.
};

/// What one resource has in use, and who it is.
struct ResourceUse {
  const void* object;
  std::uint32_t capacity;  ///< Bytes, of a pool of blocks these.
  std::uint32_t used;      ///< The same; of a stack its high-water mark.
  std::uint32_t identity;  ///< Changes with its name, and for a thread's stack with its life.
};

/// Watches every heap, stack and pool of blocks that the port shows. Static memory only. All
/// functions but start() take the monitor's lock for their whole time, and so may be called by any
/// thread, and not by an interrupt; they then do nothing and return kBusy, false or 0. Before
/// start() nothing is watched.
class Monitor {
 public:
  /// Finds heaps, pools and the stacks of interrupts, and takes their capacity. Once, before all
  /// others, best before the application allocates. `settings` must live for ever.
  void start(const Settings& settings, const Tables& tables);

  /// Reads every resource once. O(heaps + pools + threads^2 + bytes of stack never used); the
  /// stacks are scanned without any lock of the kernel's. The leak detectors' blocks end by the
  /// time of the call, so samples may be late, left out or additional.
  Status sample();

  /// Takes one change that this audience has not been told of. Returns false iff there is none.
  [[nodiscard]] bool take_event(Event* out, Audience audience = Audience::kDevice);

  /// Gives one resource limits of its own; null: those of the settings again. kInvalid: they are
  /// not in order. kNotFound, kFull, kBusy.
  Status set_limits(const void* object, const estimate::PressureLimits* limits);
  Status limits_of(const void* object, estimate::PressureLimits* out);
  // The next three take no lock and may be called from any context. O(slots).
  [[nodiscard]] Status level_of(const void* object, wire::Level* out) const;
  /// At the latest sample, of all, or of heaps alone.
  [[nodiscard]] wire::Level worst_level() const;
  [[nodiscard]] wire::Level worst_heap_level() const;
  /// Whether this audience has not been told of some level.
  [[nodiscard]] bool has_untold_level(Audience audience) const;
  /// Reads the heaps again: whether none meets the limits of `level` (not kOk), hysteresis included
  /// for those that have reached it. False also from an interrupt.
  [[nodiscard]] bool are_heaps_below(wire::Level level);

  /// Whether the report of the period is due; true once a period, at first with the first sample.
  [[nodiscard]] bool take_report_due();

  // Resources by index, from 0, without gaps: kNotFound from the first index on that has none. An
  // index means another resource after one has come or gone. `trend` is set iff the line's verdict
  // is not none.
  Status heap_at(std::size_t index, wire::HeapLine* out, const void** object,
                 estimate::LeakTrend* trend);
  Status block_pool_at(std::size_t index, wire::BlockPoolLine* out, const void** object,
                       estimate::LeakTrend* trend);
  Status thread_at(std::size_t index, wire::StackLine* out, ThreadLife* life);
  Status isr_stack_at(std::size_t index, wire::StackLine* out);
  // All resources by one index, from 0 without gaps: heaps, then pools of blocks, then stacks of
  // threads, then of interrupts, as they were sampled. kNotFound from the first index on that has
  // none.
  using UseVisitor = void (*)(const ResourceUse& use, void* context);
  /// Visits all in the order of their indexes, with the monitor's lock held. O(slots).
  void for_each_use(UseVisitor visit, void* context);
  Status resource_at(std::size_t index, wire::Resource* out);
  /// Adds the exact values of one to `list`. kFull iff it has no room.
  Status add_details(std::size_t index, wire::ListMessage* list);

  Status coverage(wire::CoverageLine* out);
  Status self(wire::SelfLine* out);

  /// Watches a heap or pool of blocks that the port does not find; `name` may be null, else it must
  /// live for ever. kInvalid: none, or it has no statistics. kExists, kFull, kBusy.
  Status register_pool(wire::ResourceKind kind, const void* object, const char* name,
                       Origin origin = Origin::kMade);
  /// Forgets it. Before its memory is used for something else. kNotFound iff it was neither
  /// registered nor made while running.
  Status unregister_pool(const void* object);
  /// Names a heap or a pool; `name` null: its address again. It must live for ever. kNotFound,
  /// kBusy.
  Status set_name(const void* object, const char* name);

  /// Whether a heap or pool of blocks is critical, as of the latest sample. `first`, which may be
  /// null: name of the first that is.
  [[nodiscard]] bool is_critical(wire::Name* first);

  /// Name of a heap or a pool of blocks, as lines have it; kNotFound: `out` is its address. kBusy.
  Status name_of(const void* object, wire::Name* out);
  /// The heap or pool of this kind and name; null: there is none, or the caller is an interrupt.
  const void* find(wire::ResourceKind kind, const wire::Name& name);

  /// Lets heaps and slabs have no higher peak than the use that the latest sample saw, and forgets
  /// the least largest free block. Stacks keep theirs. O(slots).
  Status reset_peaks();

  /// Those that are not well, by level, worst first; equals by verdict. Returns how many of `out`
  /// are set. Only with CONFIG_TIDEMARK_EVIDENCE. O(slots), and a walk over the threads for each
  /// that is a thread's stack.
  std::size_t unwell(Span<EvidenceLevel> out);

  /// A line or a message that its console or link did not take.
  void count_lost_line();
  /// Messages that found no room while the link was down.
  void count_dropped_messages(std::uint32_t count);

  [[nodiscard]] const Settings& settings() const { return *settings_; }

 private:
  [[nodiscard]] estimate::LeakTiming timing() const { return {settings_->block_ms}; }
  static void visit_heap(const void* heap, Origin origin, const char* name, void* monitor);
  static void visit_block_pool(wire::ResourceKind kind, const void* pool, const char* name,
                               void* monitor);
  Span<PoolSlot>& pools_of(wire::ResourceKind kind) {
    return kind == wire::ResourceKind::kHeap ? tables_.heaps : tables_.block_pools;
  }
  Span<StackSlot>& stacks_of(wire::ResourceKind kind) {
    return kind == wire::ResourceKind::kThreadStack ? tables_.threads : tables_.isr_stacks;
  }
  PoolSlot* find_pool(const void* object);
  [[nodiscard]] std::uint32_t& missed(wire::ResourceKind kind) {
    return missed_[static_cast<std::size_t>(kind)];
  }
  void claim_isr_stacks();
  void find_made_heaps();

  [[nodiscard]] const estimate::PressureLimits& limits_for(wire::ResourceKind kind,
                                                           const void* object) const;
  /// Of a resource that goes.
  void drop_limits(const void* object);
  void add_level(PoolSlot* slot);
  void add_levels(wire::ResourceKind kind);
  bool take_level(LevelState* level, Audience audience, Event* out) const;
  template <typename Visit>
  void for_each_level(Visit visit) const;

  void judge(PoolSlot* slot, std::uint32_t blocks);
  Span<const ThreadInfo> walk_threads();
  void match_walk(Span<const ThreadInfo> walk);
  void add_new_threads(Span<const ThreadInfo> walk);
  void sample_threads();
  bool scan_stack(StackSlot* slot);
  void sample_isr_stacks();

  bool take_pool_event(Span<PoolSlot> table, Audience audience, Event* out);
  bool take_stack_event(wire::ResourceKind kind, Audience audience, Event* out);
  bool name_stack(wire::ResourceKind kind, StackSlot* slot, wire::Name* out);
  void fill(const PoolSlot& slot, wire::HeapLine* out, estimate::LeakTrend* trend) const;
  void fill(const PoolSlot& slot, wire::BlockPoolLine* out, estimate::LeakTrend* trend) const;
  void fill(wire::ResourceKind kind, const StackSlot& slot, wire::StackLine* out) const;
  template <typename Take>
  void walk_resources(Take take);
  template <typename Act>
  Status with_resource(std::size_t index, Act act);
  void describe(wire::ResourceKind kind, PoolSlot& slot, wire::Resource* out);
  void describe(wire::ResourceKind kind, StackSlot& slot, wire::Resource* out);
  bool add_to(wire::ListMessage* list, wire::ResourceKind kind, const PoolSlot& slot) const;
  bool add_to(wire::ListMessage* list, wire::ResourceKind kind, const StackSlot& slot) const;

  const Settings* settings_ = nullptr;
  Tables tables_;
  InPlace<estimate::BlockClock> clock_;
  std::uint64_t up_ms_ = 0;  // of the latest sample
  std::uint64_t next_report_ms_ = 0;
  std::uint32_t samples_ = 0;
  Optional<std::uint32_t> sample_us_ = {};
  Optional<std::uint32_t> sample_us_max_ = {};
  std::uint32_t lines_lost_ = 0;
  std::uint32_t messages_dropped_ = 0;
  std::uint32_t missed_[wire::kResourceKinds] = {};  // by kind: no room in the table
  std::uint32_t lifetimes_ = 0;
};

}  // namespace tidemark
