/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_CORE_TEST_C_API_RESTART_H_
#define TIDEMARK_CORE_TEST_C_API_RESTART_H_

#include <tidemark/recovery.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Calls of the C API; NULL: all came out as they must, else what did not. */
void c_api_restarts(void);
const char* c_api_first_life(void);
const char* c_api_second_life(void);

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_CORE_TEST_C_API_RESTART_H_ */
