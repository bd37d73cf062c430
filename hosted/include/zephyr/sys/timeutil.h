/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_TIMEUTIL_H_
#define ZEPHYR_INCLUDE_SYS_TIMEUTIL_H_

/*
 * Civil time to seconds, and one clock read from another that runs at a rate slightly different
 * from what it should. All calls are O(1) and pure but for what they are given; none takes a lock.
 */

#include <stdint.h>
#include <time.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Seconds from 1970-01-01 00:00:00 to `tm`, in the proleptic Gregorian calendar, without leap
 * seconds. tm_wday, tm_yday and tm_isdst are not looked at; tm_mon must be 0 to 11. */
int64_t timeutil_timegm64(const struct tm* tm);
/* The same, with errno set to 0; -1 with errno ERANGE if a time_t cannot hold it. */
time_t timeutil_timegm(const struct tm* tm);

/* The nominal rates of both clocks in Hz, above 0. The reference is taken to be exact. */
struct timeutil_sync_config {
  uint32_t ref_Hz;
  uint32_t local_Hz;
};

/* The same moment on both clocks, in their ticks. ref is never 0. */
struct timeutil_sync_instant {
  uint64_t ref;
  uint64_t local;
};

/* All 0 but for cfg before the first update. */
struct timeutil_sync_state {
  const struct timeutil_sync_config* cfg;
  struct timeutil_sync_instant base;   /* ref 0: none yet */
  struct timeutil_sync_instant latest; /* ref 0: none yet */
  float skew; /* local ticks times this are ticks of the nominal rate; 0: not known */
};

/* 0: `inst` became the base, and skew 1; 1: the latest. -EINVAL: ref is 0, or not both clocks are
 * later than at the base. */
int timeutil_sync_state_update(struct timeutil_sync_state* tsp,
                               const struct timeutil_sync_instant* inst);
/* Sets the skew, and the base if given, which drops the latest. 0; -EINVAL: skew is not above 0. */
int timeutil_sync_state_set_skew(struct timeutil_sync_state* tsp, float skew,
                                 const struct timeutil_sync_instant* base);
/* The skew from base to latest; 0 if one of them is missing. */
float timeutil_sync_estimate_skew(const struct timeutil_sync_state* tsp);
/* What the other clock shows. 0: skew is 1; 1: it was applied. -EINVAL: no base, or a null pointer.
 * -ERANGE: the reference would be negative. */
int timeutil_sync_ref_from_local(const struct timeutil_sync_state* tsp, uint64_t local,
                                 uint64_t* refp);
int timeutil_sync_local_from_ref(const struct timeutil_sync_state* tsp, uint64_t ref,
                                 int64_t* localp);
/* (1 - skew) in parts per 1,000,000,000; INT32_MIN if it does not fit. */
int32_t timeutil_sync_skew_to_ppb(float skew);

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_TIMEUTIL_H_ */
