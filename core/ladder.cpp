// SPDX-License-Identifier: Apache-2.0
#include "core/ladder.hpp"

#include "core/port.hpp"

namespace tidemark {
namespace {

void increase(std::uint32_t* count) {
  if (*count != UINT32_MAX) {
    ++*count;
  }
}

std::uint32_t to_u32(std::size_t value) {
  return value > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(value);
}

std::uint32_t least(std::uint32_t a, std::uint32_t b) {
  return a < b ? a : b;
}

std::uint32_t greatest(std::uint32_t a, std::uint32_t b) {
  return a > b ? a : b;
}

bool is_possible(const AllocationRequest& request) {
  if (request.bytes == 0 || request.bytes > PTRDIFF_MAX) {
    return false;
  }
  const std::size_t limit = request.heap == nullptr ? 0 : port::heap_limit(request.heap);
  return limit == 0 || request.bytes <= limit;
}

constexpr std::uint32_t kPasses = 2;  // for reclaim: that of others which was joined, and another
constexpr std::uint32_t kRetries = kPasses + 3;  // reserve, shed, handler

}  // namespace

struct Ladder::Climb {
  const AllocationRequest& request;
  Retry retry;
  void* context;
  std::uint32_t retries;
  AllocationFailure failure;
};

void Ladder::start() {
  if (settings_.reserve_bytes != 0) {
    reserve_ = port::take_reserve(settings_.reserve_bytes, &reserve_heap_);
  }
}

std::uint32_t Ladder::steps_bound() {
  return kRetries + kPasses * to_u32(port::reclaimers().size()) + to_u32(port::shedders().size());
}

void* Ladder::climb(const AllocationRequest& request, Retry retry, void* context) {
  const void* thread = port::allocating_thread();
  if (is_known_hopeless(request, thread)) {
    return nullptr;
  }
  const bool is_impossible = !is_possible(request);
  if (is_impossible || !port::may_wait() || is_handling(thread)) {
    const RecoveryLock lock;
    increase(is_impossible ? &counts_.impossible : &counts_.at_once);
    remember(request, thread);
    return nullptr;
  }
  Climb climb = {request, retry, context, 0, {}};
  climb.failure = {.up_ms = port::uptime_ms(),
                   .heap = request.heap,
                   .thread = thread,
                   .at = request.caller,
                   .size = to_u32(request.bytes),
                   .steps = 0,
                   .free = {},
                   .largest_free = {},
                   .rung = wire::AllocationRung::kFailed};
  HeapReading reading;
  if (request.heap != nullptr && port::read_heap(request.heap, true, &reading)) {
    climb.failure.free = known(reading.free);
    climb.failure.largest_free = reading.largest_free;
  }
  using By = void* (Ladder::*)(Climb&);
  constexpr By kRungs[] = {&Ladder::by_reclaim, &Ladder::by_reserve, &Ladder::by_shed,
                           &Ladder::by_choice};  // as wire::AllocationRung numbers them
  for (std::uint8_t rung = 0; rung < sizeof(kRungs) / sizeof(kRungs[0]); ++rung) {
    const By by = kRungs[rung];
    void* const block = (this->*by)(climb);
    if (block != nullptr) {
      end(climb, static_cast<wire::AllocationRung>(rung));
      return block;
    }
  }
  return nullptr;
}

// The entry point that the application calls has called another one, which was led past here too.
bool Ladder::is_known_hopeless(const AllocationRequest& request, const void* thread) {
  if (!request.calls_another) {
    return false;
  }
  const RecoveryLock lock;
  if (hopeless_bytes_ != request.bytes || hopeless_thread_ != thread) {
    return false;
  }
  hopeless_bytes_ = 0;
  if (failure_count_ != 0) {
    AllocationFailure& latest =
        failures_[(first_failure_ + failure_count_ - 1u) % failures_.size()];
    if (latest.thread == thread) {
      latest.at = request.caller;
    }
  }
  return true;
}

// With the lock held.
void Ladder::remember(const AllocationRequest& request, const void* thread) {
  hopeless_thread_ = thread;
  hopeless_bytes_ = request.bytes;
}

bool Ladder::is_handling(const void* thread) const {
  const RecoveryLock lock;
  for (const void* handling : handling_) {
    if (handling == thread) {
      return true;
    }
  }
  return false;
}

void* Ladder::retry(Climb& climb) {
  ++climb.failure.steps;
  ++climb.retries;
  return climb.retry(climb.context);
}

void* Ladder::by_reclaim(Climb& climb) {
  const std::uint32_t reclaimers = to_u32(port::reclaimers().size());
  for (std::uint32_t pass = 0; pass < kPasses; ++pass) {
    PassTicket ticket;
    if (port::reclaim().ask_allocation(climb.request, &ticket) != Status::kOk) {
      return nullptr;  // there is no other way to hurry it
    }
    std::uint32_t calls = 0;
    (void)port::reclaim().wait(ticket, &calls);  // late or not, this thread waits no longer
    climb.failure.steps += least(calls, reclaimers);
    void* const block = retry(climb);
    if (block != nullptr) {
      return block;
    }
  }
  return nullptr;
}

void* Ladder::by_reserve(Climb& climb) {
  void* reserve = nullptr;
  {
    const RecoveryLock lock;
    if (climb.request.heap == reserve_heap_) {
      reserve = reserve_;
      reserve_ = nullptr;
    }
  }
  if (reserve == nullptr) {
    return nullptr;
  }
  port::release_reserve(reserve);
  return retry(climb);
}

void* Ladder::by_shed(Climb& climb) {
  PassTicket ticket;
  if (port::reclaim().ask_shed(true, &ticket) != Status::kOk) {
    return nullptr;  // nothing to switch off
  }
  std::uint32_t calls = 0;
  (void)port::reclaim().wait(ticket, &calls);  // as above
  climb.failure.steps += least(calls, to_u32(port::shedders().size()));
  return retry(climb);
}

tidemark_oom_choice Ladder::choose(Climb& climb) {
  tidemark_oom_handler handler = nullptr;
  void* data = nullptr;
  const void** place = nullptr;
  {
    const RecoveryLock lock;
    for (const void*& handling : handling_) {
      if (place == nullptr && handling == nullptr) {
        place = &handling;
      }
    }
    handler = place != nullptr ? handler_ : nullptr;
    data = handler_data_;
    if (handler != nullptr) {
      *place = climb.failure.thread;
    }
  }
  if (handler == nullptr) {
    return settings_.restarts ? TIDEMARK_OOM_RESTART : TIDEMARK_OOM_FAIL;
  }
  const AllocationFailure& failure = climb.failure;
  const tidemark_oom_failure told = {
      climb.request.bytes,        failure.heap,       failure.at,
      failure.free.present,       failure.free.value, failure.largest_free.present,
      failure.largest_free.value, failure.steps};
  const tidemark_oom_choice choice = handler(&told, data);
  const RecoveryLock lock;
  *place = nullptr;
  return choice;
}

void* Ladder::by_choice(Climb& climb) {
  const tidemark_oom_choice choice = choose(climb);
  if (choice == TIDEMARK_OOM_RETRY) {
    void* const block = retry(climb);
    if (block != nullptr) {
      return block;
    }
  }
  end(climb, wire::AllocationRung::kFailed);
  if (choice == TIDEMARK_OOM_RESTART && settings_.restart != nullptr) {
    settings_.restart(climb.failure);
  }
  return nullptr;
}

void Ladder::end(Climb& climb, wire::AllocationRung rung) {
  AllocationFailure& failure = climb.failure;
  const std::uint64_t now_ms = port::uptime_ms();
  failure.rung = rung;
  const RecoveryLock lock;
  std::uint32_t* const counts[] = {&counts_.by_reclaim, &counts_.by_reserve, &counts_.by_shed,
                                   &counts_.by_handler, &counts_.failed};
  increase(&counts_.climbs);
  increase(counts[static_cast<std::size_t>(rung)]);
  counts_.retries =
      counts_.retries > UINT32_MAX - climb.retries ? UINT32_MAX : counts_.retries + climb.retries;
  counts_.most_steps = greatest(counts_.most_steps, failure.steps);
  counts_.longest_ms =
      greatest(counts_.longest_ms, static_cast<std::uint32_t>(now_ms - failure.up_ms));
  if (rung == wire::AllocationRung::kFailed) {
    remember(climb.request, failure.thread);
  }
  keep(failure);
}

// With the lock held.
void Ladder::keep(const AllocationFailure& failure) {
  if (words_ != 0 && failure_count_ < failures_.size()) {
    --words_;
    failures_[(first_failure_ + failure_count_) % failures_.size()] = failure;
    ++failure_count_;
  } else {
    untold_ += untold_ != UINT32_MAX ? 1 : 0;
  }
}

void Ladder::set_handler(tidemark_oom_handler handler, void* user_data) {
  const RecoveryLock lock;
  handler_ = handler;
  handler_data_ = user_data;
}

void Ladder::tick(wire::Level worst) {
  const std::uint64_t now_ms = port::uptime_ms();
  bool is_wanted = false;
  {
    const RecoveryLock lock;
    if (words_ < kMostWords && now_ms >= next_word_ms_) {
      ++words_;
      next_word_ms_ = now_ms + kWordMs;
    }
    is_wanted = worst == wire::Level::kOk && settings_.reserve_bytes != 0 && reserve_ == nullptr;
  }
  if (is_wanted) {
    const void* heap = nullptr;
    void* const reserve = port::take_reserve(settings_.reserve_bytes, &heap);
    const RecoveryLock lock;
    reserve_ = reserve;
    reserve_heap_ = heap;
  }
}

void Ladder::status(tidemark_ladder_status* out) const {
  const RecoveryLock lock;
  *out = counts_;
  out->steps_bound = steps_bound();
  out->has_reserve = settings_.reserve_bytes != 0;
  out->is_reserve_held = reserve_ != nullptr;
}

bool Ladder::take(AllocationFailure* out) {
  const RecoveryLock lock;
  if (failure_count_ == 0) {
    return false;
  }
  *out = failures_[first_failure_];
  first_failure_ = static_cast<std::uint8_t>((first_failure_ + 1u) % failures_.size());
  --failure_count_;
  return true;
}

std::uint32_t Ladder::take_untold() {
  const RecoveryLock lock;
  const std::uint32_t untold = untold_;
  untold_ = 0;
  return untold;
}

bool take_allocation_failure(wire::AllocationFailureLine* out, const void** heap,
                             const void** thread) {
  AllocationFailure failure;
  if (!port::ladder().take(&failure)) {
    return false;
  }
  tidemark_ladder_status status;
  port::ladder().status(&status);
  *out = {};
  out->up_ms = failure.up_ms;
  out->rung = failure.rung;
  out->size = failure.size;
  out->steps = failure.steps;
  out->failed = status.failed;
  out->at_once = status.at_once;
  out->at = reinterpret_cast<std::uintptr_t>(failure.at);
  out->free = failure.free;
  out->largest_free = failure.largest_free;
  const std::uint32_t untold = port::ladder().take_untold();
  out->left_out = {untold, untold != 0};
  *heap = failure.heap;
  *thread = failure.thread;
  return true;
}

}  // namespace tidemark
