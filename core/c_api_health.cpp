// SPDX-License-Identifier: Apache-2.0
// The edge of the health check: translates between the C API and port::health_watch().
#include "core/features.hpp"
#include "core/health_watch.hpp"
#include "core/lock_guard.hpp"

namespace tidemark {
namespace {

// What a thread asks for: kBusy in an interrupt handler.
template <typename T, typename Act>
int fill(T* out, Act act) {
  if constexpr (!kWithHealthCheck) {
    return port::to_errno(Status::kAbsent);
  } else {
    const LockGuard lock;
    if (!lock.held()) {
      return port::to_errno(Status::kBusy);
    }
    return port::to_errno(out == nullptr ? Status::kInvalid : act());
  }
}

Status check_status(std::size_t index, tidemark_health_check_status* out) {
  const Span<const tidemark_health_check> checks = port::health_checks();
  if (index >= checks.size()) {
    return Status::kNotFound;
  }
  const tidemark_health_check& check = checks[index];
  *out = {};
  std::size_t size = 0;
  for (; size + 1 < sizeof(out->name) && check.name[size] != '\0'; ++size) {
    out->name[size] = check.name[size];
  }
  out->calls = check.state->calls;
  out->failures = check.state->failures;
  out->failures_in_a_row = check.state->failures_in_a_row;
  out->has_latest = check.state->calls != 0;
  out->latest = check.state->latest;
  return Status::kOk;
}

}  // namespace
}  // namespace tidemark

using namespace tidemark;  // all below is the C API

extern "C" {

int tidemark_health_check_get(size_t index, tidemark_health_check_status* out) {
  return fill(out, [&] { return check_status(index, out); });
}

int tidemark_health_get(tidemark_health_status* out) {
  return fill(out, [out] {
    const HealthWatch& watch = port::health_watch();
    const std::uint32_t watchdog_ms = port::watchdog_ms();
    *out = {static_cast<std::uint32_t>(port::health_checks().size()), watchdog_ms != 0, watchdog_ms,
            watch.is_critical(), watch.critical_s()};
    return Status::kOk;
  });
}

}  // extern "C"
