/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_BARRIER_H_
#define ZEPHYR_INCLUDE_SYS_BARRIER_H_

/* Memory barriers: all that was written before is seen by who sees what is written after. Threads
 * and ISRs. */

static inline void barrier_dmem_fence_full(void) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}
static inline void barrier_dsync_fence_full(void) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}
static inline void barrier_isync_fence_full(void) {
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

#endif /* ZEPHYR_INCLUDE_SYS_BARRIER_H_ */
