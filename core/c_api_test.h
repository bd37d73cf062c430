/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_CORE_C_API_TEST_H_
#define TIDEMARK_CORE_C_API_TEST_H_

#include "tidemark/tidemark.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the test's C++ side does to the fake device. */
void device_second_passes(void);
void device_leak(uint32_t bytes);
void device_announces(void);
void device_ticks(void);
void device_enter_interrupt(bool in_interrupt);
struct k_heap* device_heap(void);
struct k_heap* device_runtime_heap(void);
struct k_mem_slab* device_mem_slab(void);
struct sys_mem_blocks* device_mem_blocks(void);

/* Each returns NULL, or the text of what did not hold. */
const char* c_api_reads_statuses(void);
const char* c_api_refuses_bad_arguments(void);
const char* c_api_registers_heaps(void);
const char* c_api_registers_pools(void);
const char* c_api_tells_its_listener(void);
const char* c_api_sends_by_its_link(void);
const char* c_api_does_nothing_in_an_interrupt(void);

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_CORE_C_API_TEST_H_ */
