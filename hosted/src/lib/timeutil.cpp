// SPDX-License-Identifier: Apache-2.0
#include <zephyr/sys/timeutil.h>

#include <cerrno>
#include <cstdint>
#include <limits>

namespace {

constexpr std::int64_t kDayBefore1970 = 719'162;  // days from 0001-01-01

std::int64_t floor_div(std::int64_t value, std::int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

// Days from 0001-01-01 to the first day of the year.
std::int64_t days_before_year(std::int64_t year) {
  std::int64_t past = year - 1;
  return 365 * past + floor_div(past, 4) - floor_div(past, 100) + floor_div(past, 400);
}

bool is_leap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

std::int64_t days_before_month(std::int64_t year, int month) {
  constexpr std::int16_t kDays[12] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  return kDays[month] + (month > 1 && is_leap(year) ? 1 : 0);
}

// Large values would not come back from a multiplication by 1.0 unchanged.
bool is_one(float skew) {
  return !(skew < 1.0F) && !(skew > 1.0F);
}

bool can_convert(const timeutil_sync_state* state, const void* result) {
  return state->skew > 0.0F && state->base.ref > 0 && result != nullptr;
}

std::int64_t since(std::uint64_t now, std::uint64_t then) {
  return static_cast<std::int64_t>(now - then);
}

}  // namespace

extern "C" {

int64_t timeutil_timegm64(const struct tm* tm) {
  std::int64_t year = std::int64_t{1900} + tm->tm_year;
  std::int64_t days = days_before_year(year) + days_before_month(year, tm->tm_mon) + tm->tm_mday -
                      1 - kDayBefore1970;
  return ((days * 24 + tm->tm_hour) * 60 + tm->tm_min) * 60 + tm->tm_sec;
}

time_t timeutil_timegm(const struct tm* tm) {
  std::int64_t seconds = timeutil_timegm64(tm);
  bool fits = seconds >= std::numeric_limits<time_t>::min() &&
              seconds <= std::numeric_limits<time_t>::max();
  errno = fits ? 0 : ERANGE;
  return fits ? static_cast<time_t>(seconds) : -1;
}

int timeutil_sync_state_update(timeutil_sync_state* tsp, const timeutil_sync_instant* inst) {
  if (tsp->base.ref == 0 && inst->ref > 0) {
    return timeutil_sync_state_set_skew(tsp, 1.0F, inst);
  }
  if (inst->ref <= tsp->base.ref || inst->local <= tsp->base.local) {
    return -EINVAL;
  }
  tsp->latest = *inst;
  return 1;
}

int timeutil_sync_state_set_skew(timeutil_sync_state* tsp, float skew,
                                 const timeutil_sync_instant* base) {
  if (!(skew > 0.0F)) {
    return -EINVAL;
  }
  tsp->skew = skew;
  if (base != nullptr) {
    tsp->base = *base;
    tsp->latest = {};
  }
  return 0;
}

float timeutil_sync_estimate_skew(const timeutil_sync_state* tsp) {
  if (tsp->base.ref == 0 || tsp->latest.ref == 0 || tsp->latest.local <= tsp->base.local) {
    return 0.0F;
  }
  auto ref = static_cast<double>(tsp->latest.ref - tsp->base.ref);
  auto local = static_cast<double>(tsp->latest.local - tsp->base.local);
  return static_cast<float>(ref * tsp->cfg->local_Hz / local / tsp->cfg->ref_Hz);
}

int timeutil_sync_ref_from_local(const timeutil_sync_state* tsp, uint64_t local, uint64_t* refp) {
  if (!can_convert(tsp, refp)) {
    return -EINVAL;
  }
  std::int64_t ticks = since(local, tsp->base.local);
  if (!is_one(tsp->skew)) {
    ticks = static_cast<std::int64_t>(static_cast<double>(ticks) * static_cast<double>(tsp->skew));
  }
  std::int64_t ref = static_cast<std::int64_t>(tsp->base.ref) +
                     ticks * std::int64_t{tsp->cfg->ref_Hz} / std::int64_t{tsp->cfg->local_Hz};
  if (ref < 0) {
    return -ERANGE;
  }
  *refp = static_cast<uint64_t>(ref);
  return is_one(tsp->skew) ? 0 : 1;
}

int timeutil_sync_local_from_ref(const timeutil_sync_state* tsp, uint64_t ref, int64_t* localp) {
  if (!can_convert(tsp, localp)) {
    return -EINVAL;
  }
  std::int64_t ticks =
      since(ref, tsp->base.ref) * std::int64_t{tsp->cfg->local_Hz} / std::int64_t{tsp->cfg->ref_Hz};
  if (!is_one(tsp->skew)) {
    ticks = static_cast<std::int64_t>(static_cast<double>(ticks) / static_cast<double>(tsp->skew));
  }
  *localp = static_cast<std::int64_t>(tsp->base.local) + ticks;
  return is_one(tsp->skew) ? 0 : 1;
}

int32_t timeutil_sync_skew_to_ppb(float skew) {
  auto parts = static_cast<std::int64_t>((1.0 - static_cast<double>(skew)) * 1e9);
  bool fits = parts >= INT32_MIN && parts <= INT32_MAX;
  return fits ? static_cast<int32_t>(parts) : INT32_MIN;
}

}  // extern "C"
