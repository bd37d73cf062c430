// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "core/fake_port.hpp"
#include "core/ladder.hpp"
#include "core/reclaim.hpp"

/// The port of reclaim and the ladder for tests: a device with one heap, whose pressure queue runs
/// when somebody waits for it. One at a time lives; its end checks that the lock is given back.
namespace tidemark {

struct FakeRecovery {
  using Reclaims = std::function<std::size_t(const tidemark_reclaim_request&)>;

  explicit FakeRecovery(std::uint32_t free = 1000, std::uint32_t reserve_bytes = 0);
  ~FakeRecovery();
  FakeRecovery(const FakeRecovery&) = delete;
  FakeRecovery& operator=(const FakeRecovery&) = delete;

  void add_reclaimer(const char* name, int priority, Reclaims reclaims);
  /// One that gives `bytes` each time until `most` are given.
  void add_cache(const char* name, int priority, std::uint32_t bytes, std::uint32_t most);
  void add_shedder(const char* name, int priority, std::function<void(bool)> sheds);

  /// What happens when nobody waits: the pass that was asked for runs.
  void run_queue();
  /// A thread asks the heap for `bytes`, which is refused as long as fewer are free.
  void* allocate(std::size_t bytes);

  std::vector<ReclaimEvent> take_events();
  std::vector<AllocationFailure> take_failures();
  [[nodiscard]] tidemark_ladder_status status() const;

  FakePort port;
  FakeHeap* heap;
  std::deque<tidemark_reclaimer_state> states;
  std::vector<tidemark_reclaimer> reclaimers;
  std::vector<tidemark_shedder> shedders;
  std::deque<Reclaims> reclaim_calls;
  std::deque<std::function<void(bool)>> shed_calls;
  std::vector<std::string> calls;  ///< Names of the callbacks, in order.
  bool may_wait = true;            ///< Of the context that is not the queue's.
  bool queue_runs = true;          ///< Or whoever waits does so in vain.
  bool in_queue = false;
  bool is_asked = false;
  bool tries = true;            ///< The queue can try whether a request fits.
  std::uint32_t let_go = 0;     ///< The pass whose waiters were let go last.
  std::uint32_t waited_ms = 0;  ///< In vain, all together.
  int lock_depth = 0;
  const void* thread = this;
  std::deque<std::size_t> reserves;
  std::vector<AllocationFailure> restarts;
  ReclaimEvent event_slots[4];
  AllocationFailure failure_slots[4];
  Reclaim reclaim;
  Ladder ladder;
};

}  // namespace tidemark
