/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KNOWN_VALUES_TEST_CHECKS_H_
#define KNOWN_VALUES_TEST_CHECKS_H_

/* Each asks the monitor about heaps, slabs or threads whose values are known. Returns NULL, or the
 * text of what did not hold.
 */
const char* check_system_heap(void);
const char* check_defined_heap(void);
const char* check_runtime_heap(void);
const char* check_mem_slab(void);
const char* check_thread(void);
const char* check_thread_lives(void);
const char* check_interrupt(void);

#endif /* KNOWN_VALUES_TEST_CHECKS_H_ */
