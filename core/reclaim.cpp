// SPDX-License-Identifier: Apache-2.0
// Asking for a pass, and telling of it.
#include "core/reclaim.hpp"

#include "core/port.hpp"

namespace tidemark {
namespace {

constexpr std::uint64_t kQuietMs = 60 * 1000;  // between two bad calls that are told

}  // namespace

// The pass is ordered without the lock, so that the queue's thread may run at once.
template <typename Act>
Status Reclaim::ask(Act act) {
  const std::uint64_t now_ms = port::uptime_ms();
  Status status = Status::kOk;
  bool begins = false;
  {
    const RecoveryLock lock;
    const bool was_running = is_running_;
    status = act(now_ms);
    begins = is_running_ && !was_running;
  }
  if (begins) {
    port::request_pass();
  }
  return status;
}

Status Reclaim::join_or_begin(bool joins, wire::ReclaimCause cause, std::uint64_t now_ms,
                              PassTicket* out) {
  if (is_running_ && (!joins || is_late(now_ms))) {
    return Status::kInUse;
  }
  if (!is_running_) {
    is_running_ = true;
    reclaims_ = false;
    for_level_ = false;
    for_all_ = false;
    waits_ = false;
    wish_count_ = 0;
    wanted_bytes_ = 0;
    requested_bytes_ = 0;
    begun_ms_ = now_ms;
    ++pass_;
    cause_ = cause;
  }
  if (out != nullptr) {
    waits_ = true;
    *out = {pass_, settings_.deadline_ms - static_cast<std::uint32_t>(now_ms - begun_ms_), calls_};
  }
  return Status::kOk;
}

Status Reclaim::ask_level(wire::Level level) {
  return ask([this, level](std::uint64_t now_ms) {
    if (port::reclaimers().empty()) {
      return Status::kNotFound;
    }
    if (now_ms < next_level_ms_) {
      return Status::kExists;
    }
    const auto cause =
        level == wire::Level::kCritical ? wire::ReclaimCause::kCritical : wire::ReclaimCause::kWarn;
    const Status status = join_or_begin(false, cause, now_ms, nullptr);
    if (status == Status::kOk) {
      next_level_ms_ = now_ms + settings_.interval_ms;
      reclaims_ = true;
      for_level_ = true;
    }
    return status;
  });
}

Status Reclaim::ask_allocation(const AllocationRequest& request, PassTicket* out) {
  return ask([this, &request, out](std::uint64_t now_ms) {
    if (port::reclaimers().empty()) {
      return Status::kNotFound;
    }
    if (!is_running_ && now_ms < next_retry_ms_) {
      return Status::kExists;
    }
    const Status status = join_or_begin(true, wire::ReclaimCause::kAllocation, now_ms, out);
    if (status == Status::kOk) {
      reclaims_ = true;
      cause_ = wire::ReclaimCause::kAllocation;
      add_wish(request);
    }
    return status;
  });
}

void Reclaim::add_wish(const AllocationRequest& request) {
  const std::size_t sum = wanted_bytes_ + request.bytes;
  wanted_bytes_ = sum < wanted_bytes_ ? SIZE_MAX : sum;
  if (wish_count_ < kWishes) {
    wishes_[wish_count_++] = request;
  } else {
    for_all_ = true;
  }
}

Status Reclaim::ask_request(std::size_t wanted_bytes, PassTicket* out) {
  return ask([this, wanted_bytes, out](std::uint64_t now_ms) {
    if (port::reclaimers().empty()) {
      return Status::kNotFound;
    }
    const Status status = join_or_begin(false, wire::ReclaimCause::kRequest, now_ms, out);
    if (status == Status::kOk) {
      reclaims_ = true;
      for_all_ = wanted_bytes == 0;
      wanted_bytes_ = wanted_bytes;
      requested_bytes_ = wanted_bytes;
    }
    return status;
  });
}

Status Reclaim::ask_shed(bool off, PassTicket* out) {
  return ask([this, off, out](std::uint64_t now_ms) {
    const std::size_t shedders = port::shedders().size();
    if (shedders == 0) {
      return Status::kNotFound;
    }
    if (shed_count_ == (off ? shedders : 0)) {
      shall_shed_ = off;
      return Status::kExists;
    }
    const Status status = join_or_begin(true, wire::ReclaimCause::kCritical, now_ms, out);
    if (status == Status::kOk) {
      shall_shed_ = off;
    }
    return status;
  });
}

bool Reclaim::wait(const PassTicket& ticket, std::uint32_t* calls) {
  const bool has_ended = port::wait_for_pass(ticket.pass, ticket.wait_ms);
  if (!has_ended) {
    look_for_stuck();
  }
  const RecoveryLock lock;
  *calls = calls_ - ticket.calls;
  return has_ended;
}

void Reclaim::tick(wire::Level worst) {
  look_for_stuck();
  if (worst != wire::Level::kOk) {
    (void)ask_level(worst);  // where it is too early, the next tick asks again; so below
  }
  if (worst != wire::Level::kWarn) {
    (void)ask_shed(worst == wire::Level::kCritical, nullptr);
  }
}

// With the lock held.
void Reclaim::tell(const ReclaimEvent& event, tidemark_reclaimer_state* state) {
  if (state != nullptr) {
    const auto bit = static_cast<std::uint8_t>(1u << static_cast<unsigned>(event.outcome));
    const bool is_boring =
        event.outcome == wire::ReclaimOutcome::kGave || event.up_ms < state->quiet_until_ms;
    state->outcome = static_cast<std::uint8_t>(event.outcome);
    if ((state->told & bit) != 0 && is_boring) {
      return;
    }
    state->told = static_cast<std::uint8_t>(state->told | bit);
    state->quiet_until_ms = event.up_ms + kQuietMs;
  }
  if (event_count_ == events_.size()) {
    untold_ += untold_ != UINT32_MAX ? 1 : 0;
    return;
  }
  events_[(first_event_ + event_count_) % events_.size()] = event;
  ++event_count_;
}

void Reclaim::look_for_stuck() {
  const std::uint64_t now_ms = port::uptime_ms();
  const RecoveryLock lock;
  if (running_ == nullptr || is_named_stuck_ || !is_late(now_ms)) {
    return;
  }
  is_named_stuck_ = true;
  tidemark_reclaimer_state* state =
      running_reclaimer_ != nullptr ? running_reclaimer_->state : nullptr;
  tell({.up_ms = now_ms,
        .subject = running_,
        .said_bytes = 0,
        .measured_bytes = 0,
        .took_ms = static_cast<std::uint32_t>(now_ms - called_ms_),
        .calls = state != nullptr ? state->calls + 1 : 0,
        .cause = cause_,
        .outcome = wire::ReclaimOutcome::kStuck},
       state);
}

bool Reclaim::take(ReclaimEvent* out) {
  const RecoveryLock lock;
  if (event_count_ == 0) {
    return false;
  }
  *out = events_[first_event_];
  first_event_ = static_cast<std::uint8_t>((first_event_ + 1u) % events_.size());
  --event_count_;
  return true;
}

std::uint32_t Reclaim::take_untold() {
  const RecoveryLock lock;
  const std::uint32_t untold = untold_ - untold_told_;
  untold_told_ = untold_;
  return untold;
}

void Reclaim::counts(ReclaimCounts* out) const {
  const std::uint64_t now_ms = port::uptime_ms();
  const RecoveryLock lock;
  *out = {passes_,         passes_in_vain_, given_total_,
          untold_,         is_running_,     running_ != nullptr && is_late(now_ms),
          shed_count_ != 0};
}

bool take_reclaim_line(wire::ReclaimLine* out) {
  ReclaimEvent event;
  if (!port::reclaim().take(&event)) {
    return false;
  }
  *out = {};
  out->up_ms = event.up_ms;
  for (const char* c = event.subject; *c != '\0' && out->name.push(*c); ++c) {
  }
  out->cause = event.cause;
  out->outcome = event.outcome;
  out->said_bytes = event.said_bytes;
  out->measured_bytes = event.measured_bytes;
  out->took_ms = event.took_ms;
  out->calls = event.calls;
  const std::uint32_t untold = port::reclaim().take_untold();
  out->left_out = {untold, untold != 0};
  return true;
}

}  // namespace tidemark
