// SPDX-License-Identifier: Apache-2.0
// Random numbers. All from one generator (PCG32, O'Neill 2014) that --seed starts, so runs repeat:
// good for tests, not for secrets; sys_csrand_get is the same generator. Threads and ISRs;
// O(bytes).
#ifndef ZEPHYR_INCLUDE_RANDOM_RANDOM_H_
#define ZEPHYR_INCLUDE_RANDOM_RANDOM_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

uint32_t sys_rand32_get(void);
uint64_t sys_rand64_get(void);
uint16_t sys_rand16_get(void);
uint8_t sys_rand8_get(void);
void sys_rand_get(void* dst, size_t len);
int sys_csrand_get(void* dst, size_t len); /* 0 */

#ifdef __cplusplus
}
#endif
#endif
