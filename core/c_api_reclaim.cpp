// SPDX-License-Identifier: Apache-2.0
// The edge of reclaim and the ladder: translates between the C API and port::reclaim(),
// port::ladder().
#include "core/features.hpp"
#include "core/ladder.hpp"
#include "core/port.hpp"
#include "core/reclaim.hpp"
#include "tidemark/allocate.h"
#include "tidemark/reclaim.h"

namespace tidemark {
namespace {

static_assert(TIDEMARK_RECLAIM_REQUEST == static_cast<int>(wire::ReclaimCause::kRequest) &&
                  TIDEMARK_RECLAIM_STUCK == static_cast<int>(wire::ReclaimOutcome::kStuck),
              "causes and outcomes have the same numbers");

void copy_name(const char* name, char (&out)[TIDEMARK_NAME_SIZE]) {
  std::size_t i = 0;
  for (; i + 1 < TIDEMARK_NAME_SIZE && name[i] != '\0'; ++i) {
    out[i] = name[i];
  }
  out[i] = '\0';
}

Status reclaim_now(std::size_t wanted_bytes, std::size_t* given_bytes) {
  if (!port::may_wait()) {
    return Status::kBusy;
  }
  PassTicket ticket{};
  const Status status = port::reclaim().ask_request(wanted_bytes, &ticket);
  if (status != Status::kOk) {
    return status;
  }
  std::uint32_t calls = 0;
  if (!port::reclaim().wait(ticket, &calls)) {
    return Status::kTimedOut;
  }
  const std::int32_t given = port::reclaim().latest_given();
  if (given_bytes != nullptr) {
    *given_bytes = given > 0 ? static_cast<std::size_t>(given) : 0;
  }
  return Status::kOk;
}

Status get_reclaimer(std::size_t index, tidemark_reclaimer_status* out) {
  if (out == nullptr) {
    return Status::kInvalid;
  }
  const tidemark_reclaimer* reclaimer = Reclaim::reclaimer_at(index);
  if (reclaimer == nullptr) {
    return Status::kNotFound;
  }
  tidemark_reclaimer_state state;
  {
    const RecoveryLock lock;
    state = *reclaimer->state;
  }
  copy_name(reclaimer->name, out->name);
  out->priority = reclaimer->priority;
  out->calls = state.calls;
  out->has_outcome = state.told != 0;
  out->outcome = static_cast<tidemark_reclaim_outcome>(state.outcome);
  out->said_bytes = state.said_bytes;
  out->measured_bytes = state.measured_bytes;
  out->longest_ms = state.longest_ms;
  out->bad_calls = state.bad_calls;
  return Status::kOk;
}

Status get_reclaim(tidemark_reclaim_status* out) {
  if (out == nullptr) {
    return Status::kInvalid;
  }
  ReclaimCounts counts{};
  port::reclaim().counts(&counts);
  *out = {static_cast<std::uint32_t>(port::reclaimers().size()),
          static_cast<std::uint32_t>(port::shedders().size()),
          counts.passes,
          counts.passes_in_vain,
          counts.given_bytes,
          counts.is_running,
          counts.is_stuck,
          counts.is_shed};
  return Status::kOk;
}

// What a build without it answers.
template <bool kIsThere, typename Act>
int if_there(Act act) {
  if constexpr (kIsThere) {
    return port::to_errno(act());
  } else {
    return port::to_errno(Status::kAbsent);
  }
}

}  // namespace
}  // namespace tidemark

using namespace tidemark;  // all below is the C API

extern "C" {

int tidemark_reclaim(size_t wanted_bytes, size_t* given_bytes) {
  return if_there<kWithReclaim>([=] { return reclaim_now(wanted_bytes, given_bytes); });
}

int tidemark_reclaimer_get(size_t index, tidemark_reclaimer_status* out) {
  return if_there<kWithReclaim>([=] { return get_reclaimer(index, out); });
}

int tidemark_reclaim_get(tidemark_reclaim_status* out) {
  return if_there<kWithReclaim>([=] { return get_reclaim(out); });
}

int tidemark_oom_handler_set(tidemark_oom_handler handler, void* user_data) {
  return if_there<kWithLadder>([=] {
    port::ladder().set_handler(handler, user_data);
    return Status::kOk;
  });
}

int tidemark_ladder_get(tidemark_ladder_status* out) {
  return if_there<kWithLadder>([=] {
    if (out == nullptr) {
      return Status::kInvalid;
    }
    port::ladder().status(out);
    return Status::kOk;
  });
}

}  // extern "C"
