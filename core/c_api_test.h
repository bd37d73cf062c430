/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_CORE_C_API_TEST_H_
#define TIDEMARK_CORE_C_API_TEST_H_

#include "tidemark/profile.h"
#include "tidemark/tidemark.h"

/* Ends the function with the text of what did not hold. */
#define TEXT_OF(line) #line
#define AT(line) "line " TEXT_OF(line) ": "
#define CHECK(condition)              \
  do {                                \
    if (!(condition)) {               \
      return AT(__LINE__) #condition; \
    }                                 \
  } while (0)

#ifdef __cplusplus
extern "C" {
#endif

/* What the test's C++ side does to the fake device. */
void device_second_passes(void);
void device_leak(uint32_t bytes);
void device_announces(void);
void device_ticks(void);
void device_enter_interrupt(bool in_interrupt);
/* The device's thread "main", or an interrupt, allocates a block of a heap, or frees it. */
void device_allocates(uintptr_t block, size_t bytes, uintptr_t caller, bool in_thread,
                      const void* pool);
void device_frees(uintptr_t block);
void device_thread_ends(void);
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
const char* c_api_reads_the_profile(void);
const char* c_api_names_suspects(void);
const char* c_api_compares_with_a_mark(void);
const char* c_api_finds_what_grows_with_each_cycle(void);
const char* c_api_refuses_bad_arguments_about_the_profile(void);

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_CORE_C_API_TEST_H_ */
