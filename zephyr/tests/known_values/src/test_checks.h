/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KNOWN_VALUES_TEST_CHECKS_H_
#define KNOWN_VALUES_TEST_CHECKS_H_

#define TEXT_OF(line) #line
#define AT(line) "line " TEXT_OF(line) ": "
#define CHECK(condition)              \
  do {                                \
    if (!(condition)) {               \
      return AT(__LINE__) #condition; \
    }                                 \
  } while (0)

/* Each asks the monitor about heaps, pools or threads whose values are known. Returns NULL, or the
 * text of what did not hold.
 */
const char* check_system_heap(void);
const char* check_defined_heap(void);
const char* check_largest_free(void);
const char* check_runtime_heap(void);
const char* check_bare_heap(void);
const char* check_malloc(void);
const char* check_mem_slab(void);
const char* check_net_buf_pool(void);
const char* check_mem_blocks(void);
const char* check_thread(void);
const char* check_thread_lives(void);
const char* check_isr_stack(void);
const char* check_kernel_threads(void);
const char* check_peaks_reset(void);
const char* check_interrupt(void);
const char* check_absent_profile(void);

#endif /* KNOWN_VALUES_TEST_CHECKS_H_ */
