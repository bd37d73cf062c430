// SPDX-License-Identifier: Apache-2.0
// A pass, as the pressure queue runs it.
#include "core/features.hpp"
#include "core/guard.hpp"
#include "core/port.hpp"
#include "core/reclaim.hpp"

namespace tidemark {
namespace {

constexpr std::uint32_t kMostRests = 64;  // intervals

std::uint32_t to_u32(std::size_t value) {
  return value > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(value);
}

void add_saturated(std::uint32_t* sum, std::uint32_t more) {
  *sum = *sum > UINT32_MAX - more ? UINT32_MAX : *sum + more;
}

void add_saturated(std::int32_t* sum, std::int32_t more) {
  const std::int64_t wide = std::int64_t{*sum} + more;
  *sum = wide > INT32_MAX   ? INT32_MAX
         : wide < INT32_MIN ? INT32_MIN
                            : static_cast<std::int32_t>(wide);
}

void add_free(const void* heap, Origin origin, const char* /*name*/, void* context) {
  HeapReading reading;
  if (port::read_heap(heap, origin != Origin::kMadeWithoutLock, &reading)) {
    *static_cast<std::uint32_t*>(context) += reading.free;  // only differences have a meaning
  }
}

std::uint32_t free_bytes() {
  std::uint32_t free = 0;
  port::for_each_heap(add_free, &free);
  if constexpr (kWithGuard) {
    // What was freed and is held back goes to the heap as soon as a request would fail without.
    GuardCounts counts{};
    port::guard().counts(&counts);
    free += counts.quarantined_bytes;
  }
  return free;
}

// The element that `index` others come before, by priority and then by place.
template <typename T>
const T* in_order(Span<const T> all, std::size_t index) {
  for (const T& candidate : all) {
    std::size_t before = 0;
    for (const T& other : all) {
      before += other.priority < candidate.priority ||
                        (other.priority == candidate.priority && &other < &candidate)
                    ? 1u
                    : 0u;
    }
    if (before == index) {
      return &candidate;
    }
  }
  return nullptr;
}

}  // namespace

const tidemark_reclaimer* Reclaim::reclaimer_at(std::size_t index) {
  return in_order(port::reclaimers(), index);
}

// What to call next, with the lock held. Returns false iff nothing.
bool Reclaim::next(std::size_t* reclaimer, const tidemark_reclaimer** call,
                   const tidemark_shedder** shed) {
  const std::uint64_t now_ms = port::uptime_ms();
  *call = nullptr;
  *shed = nullptr;
  while (!is_late(now_ms) && reclaims_ && *call == nullptr) {
    *call = reclaimer_at(*reclaimer);
    if (*call == nullptr) {
      reclaims_ = false;
      break;
    }
    ++*reclaimer;
    // A rest is for levels, which come again: who waits for memory has everybody asked.
    if (for_level_ && wish_count_ == 0 && now_ms < (*call)->state->rests_until_ms) {
      *call = nullptr;
    }
  }
  if (*call != nullptr) {
    return true;
  }
  const std::size_t target = shall_shed_ ? port::shedders().size() : 0;
  if (!is_late(now_ms) && shed_count_ != target) {
    *shed = in_order(port::shedders(), shall_shed_ ? shed_count_ : shed_count_ - 1u);
    return true;
  }
  return false;
}

void Reclaim::run() {
  {
    const RecoveryLock lock;
    if (!is_running_) {
      return;
    }
    if (!waits_) {
      begun_ms_ = port::uptime_ms();  // nobody waits: the queue's own delay is no loss
    }
  }
  const std::uint32_t free_at_start = free_bytes();
  const std::uint32_t calls_at_start = calls_;
  std::size_t reclaimer = 0;
  const tidemark_reclaimer* to_call = nullptr;
  const tidemark_shedder* to_shed = nullptr;
  for (;;) {
    // A level that is met already, but not for long enough to be told so, costs nobody anything.
    const bool is_over = (reclaimer > 0 || for_level_) && is_enough(free_at_start);
    {
      const RecoveryLock lock;
      reclaims_ = reclaims_ && !is_over;
      if (!next(&reclaimer, &to_call, &to_shed)) {
        break;
      }
    }
    if (to_call != nullptr) {
      call(*to_call);
    } else {
      shed(*to_shed);
    }
  }
  if (calls_ != calls_at_start) {
    count(static_cast<std::int32_t>(free_bytes() - free_at_start));
  }
  end();
}

bool Reclaim::is_enough(std::uint32_t free_at_start) {
  if (for_all_ || (for_level_ && (level_test_ == nullptr || !level_test_()))) {
    return false;
  }
  if (requested_bytes_ != 0) {
    const auto given = static_cast<std::int32_t>(free_bytes() - free_at_start);
    if (given < 0 || static_cast<std::uint32_t>(given) < requested_bytes_) {
      return false;
    }
  }
  for (std::size_t i = 0;; ++i) {
    AllocationRequest wish;
    {
      const RecoveryLock lock;
      if (i >= wish_count_) {
        return true;
      }
      wish = wishes_[i];
    }
    if (!port::would_fit(wish)) {
      return false;
    }
  }
}

void Reclaim::begin_callback(const char* name, const tidemark_reclaimer* reclaimer) {
  const std::uint64_t now_ms = port::uptime_ms();
  const RecoveryLock lock;
  running_ = name;
  running_reclaimer_ = reclaimer;
  called_ms_ = now_ms;
  is_named_stuck_ = false;
  ++calls_;
}

void Reclaim::call(const tidemark_reclaimer& reclaimer) {
  const std::uint64_t begin_ms = port::uptime_ms();
  const auto spent_ms = static_cast<std::uint32_t>(begin_ms - begun_ms_);
  const std::uint32_t left_ms =
      spent_ms < settings_.deadline_ms ? settings_.deadline_ms - spent_ms : 1;
  const tidemark_reclaim_request request = {static_cast<tidemark_reclaim_cause>(cause_),
                                            wanted_bytes_, left_ms};
  const std::uint32_t free_before = free_bytes();
  begin_callback(reclaimer.name, &reclaimer);
  const std::size_t said = reclaimer.call(&request, reclaimer.user_data);
  const std::uint64_t end_ms = port::uptime_ms();
  ReclaimEvent event = {.up_ms = end_ms,
                        .subject = reclaimer.name,
                        .said_bytes = to_u32(said),
                        .measured_bytes = static_cast<std::int32_t>(free_bytes() - free_before),
                        .took_ms = static_cast<std::uint32_t>(end_ms - begin_ms),
                        .calls = 0,
                        .cause = static_cast<wire::ReclaimCause>(request.cause),
                        .outcome = wire::ReclaimOutcome::kGave};
  judge(*reclaimer.state, &event, event.took_ms > left_ms);
}

// What it says is believed as far as the heaps show it.
void Reclaim::judge(tidemark_reclaimer_state& state, ReclaimEvent* event, bool is_overdue) {
  const bool has_given = event->measured_bytes > 0;
  const auto measured = static_cast<std::uint32_t>(has_given ? event->measured_bytes : 0);
  if (is_overdue) {
    event->outcome = wire::ReclaimOutcome::kLate;
  } else if (measured < event->said_bytes - event->said_bytes / 2) {
    event->outcome = wire::ReclaimOutcome::kOverstated;
  } else if (!has_given) {
    event->outcome = wire::ReclaimOutcome::kGaveNothing;
  }
  const RecoveryLock lock;
  running_ = nullptr;
  add_saturated(&state.calls, 1);
  add_saturated(&state.said_bytes, event->said_bytes);
  add_saturated(&state.measured_bytes, event->measured_bytes);
  if (event->took_ms > state.longest_ms) {
    state.longest_ms = event->took_ms;
  }
  if (event->outcome >= wire::ReclaimOutcome::kOverstated) {
    add_saturated(&state.bad_calls, 1);
  }
  const std::uint32_t rests = state.rests == 0 ? 1 : state.rests * 2u;
  state.rests = static_cast<std::uint8_t>(has_given ? 0 : rests < kMostRests ? rests : kMostRests);
  state.rests_until_ms = event->up_ms + std::uint64_t{state.rests} * settings_.interval_ms;
  event->calls = state.calls;
  tell(*event, &state);
}

void Reclaim::shed(const tidemark_shedder& shedder) {
  const bool off = shall_shed_;
  begin_callback(shedder.name, nullptr);
  shedder.call(off, shedder.user_data);
  const RecoveryLock lock;
  running_ = nullptr;
  shed_count_ = static_cast<std::uint8_t>(off ? shed_count_ + 1 : shed_count_ - 1);
}

void Reclaim::count(std::int32_t given) {
  const std::uint64_t now_ms = port::uptime_ms();
  const RecoveryLock lock;
  given_ = given;
  add_saturated(&passes_, 1);
  if (given > 0) {
    add_saturated(&given_total_, static_cast<std::uint32_t>(given));
    return;
  }
  add_saturated(&passes_in_vain_, 1);
  if (cause_ == wire::ReclaimCause::kAllocation) {
    next_retry_ms_ = now_ms + settings_.retry_ms;
  }
}

void Reclaim::end() {
  const std::uint32_t pass = pass_;
  port::prepare_pass(pass + 1);
  {
    const RecoveryLock lock;
    is_running_ = false;
  }
  port::let_go(pass);
}

}  // namespace tidemark
