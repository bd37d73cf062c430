/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_CORE_TEST_C_API_GUARD_H_
#define TIDEMARK_CORE_TEST_C_API_GUARD_H_

#include "tidemark/guard.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the test's C++ side does to the fake device. */
void guard_device_ticks(void);
struct k_heap* guard_device_heap(void);
struct k_heap* guard_device_unknown_heap(void);
void* guard_device_alloc(size_t bytes, const void* caller);
void guard_device_free(void* block, const void* caller);

/* Each returns NULL, or the text of what did not hold. */
const char* c_api_guards(void);
const char* c_api_guard_in_an_interrupt(void);

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_CORE_TEST_C_API_GUARD_H_ */
