/* SPDX-License-Identifier: Apache-2.0 */
/* Undefined behaviour, one kind each. */
#include <limits.h>
#include <string.h>

#include "faults.h"

static volatile int three = 3;
static volatile int largest = INT_MAX;

static __noinline void overflow(void) {
  sink = largest + three;
}
static __noinline void shift(void) {
  sink = 1 << (three + 40);
}
static __noinline void divide(void) {
  sink = INT_MIN / (three - 4);
}
static char bytes[16] __aligned(8);
static __noinline void misaligned(void) {
  sink = *(int*)(bytes + three);
}
static __noinline void bounds(void) {
  static struct {
    int table[4];
    int behind[4];
  } both;
  sink = both.table[three + 1];
}
static __noinline void boolean(void) {
  memset(bytes, three, sizeof(bool));
  sink = *(bool*)bytes ? 1 : 2;
}
static __noinline void null_member(void) {
  struct k_thread* volatile nobody = NULL;
  sink = nobody->base.prio;
}

static void undefined_overflow(void) {
  overflow();
}
static void undefined_shift(void) {
  shift();
}
static void undefined_misaligned(void) {
  misaligned();
}
static void undefined_bounds(void) {
  bounds();
}
static void undefined_bool(void) {
  boolean();
}
static void undefined_null(void) {
  null_member();
}
static void undefined_divide(void) {
  divide();
}
static void twice(void* a, void* b, void* c) {
  overflow();
  overflow();
}
static void undefined_in_worker(void) {
  in_worker(twice, NULL);
  shift();
}
static void shifts(struct k_timer* t) {
  shift();
}
static void undefined_in_timer(void) {
  static struct k_timer t;
  k_timer_init(&t, shifts, NULL);
  k_timer_start(&t, K_MSEC(10), K_NO_WAIT);
  k_msleep(50);
}

const struct fault_case undefined_cases[] = {
    CASE(undefined_overflow),   CASE(undefined_shift),
    CASE(undefined_misaligned), CASE(undefined_bounds),
    CASE(undefined_bool),       CASE(undefined_null),
    CASE(undefined_divide),     CASE(undefined_in_worker),
    CASE(undefined_in_timer),   NO_MORE_CASES,
};
