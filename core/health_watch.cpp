// SPDX-License-Identifier: Apache-2.0
#include "core/health_watch.hpp"

namespace tidemark {
namespace {

void count(std::uint32_t* value) {
  if (*value < UINT32_MAX) {
    ++*value;
  }
}

}  // namespace

HealthFinding HealthWatch::tick(std::uint64_t now_ms, bool is_critical,
                                Span<const tidemark_health_check> checks, Tell tell) {
  using What = HealthFinding::What;
  // Also when the clock went back.
  if (!is_critical || !is_critical_ || now_ms < critical_since_ms_) {
    critical_since_ms_ = now_ms;
  }
  is_critical_ = is_critical;
  // Some 49 days, which are long enough.
  const std::uint64_t lasted_ms = now_ms - critical_since_ms_;
  critical_s_ = static_cast<std::uint32_t>(lasted_ms > UINT32_MAX ? UINT32_MAX : lasted_ms) / 1000;

  HealthFinding finding = {What::kWell, nullptr};
  if (is_critical && settings_.critical_s != 0 && critical_s_ >= settings_.critical_s) {
    finding.what = What::kCritical;
  }
  for (const tidemark_health_check& check : checks) {
    // The others are asked nevertheless: what they say is told, too.
    if (ask(check, tell) && finding.check == nullptr) {
      finding = {What::kCheckFailed, &check};
    }
  }
  return finding;
}

/// Returns whether it has failed too often.
bool HealthWatch::ask(const tidemark_health_check& check, Tell tell) {
  tidemark_health_check_state& state = *check.state;
  state.latest = check.call(check.user_data);
  count(&state.calls);
  if (state.latest >= 0) {
    if (state.failures_in_a_row != 0) {
      state.failures_in_a_row = 0;
      tell(check, HealthNews::kIsWell);
    }
    return false;
  }
  count(&state.failures);
  count(&state.failures_in_a_row);
  const bool is_too_much = settings_.failures != 0 && state.failures_in_a_row >= settings_.failures;
  if (settings_.failures != 0 && state.failures_in_a_row == settings_.failures) {
    tell(check, HealthNews::kFailsTooMuch);
  } else if (state.failures_in_a_row == 1) {
    tell(check, HealthNews::kFails);
  }
  return is_too_much;
}

}  // namespace tidemark
