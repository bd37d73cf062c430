// SPDX-License-Identifier: Apache-2.0
// Mocks: expected arguments and return values of a function that the test replaces, told beforehand
// by the test, asked for by the replacement. Values of one function and parameter are used in the
// order in which they were told. What is left over at the end of a test fails it. At most
// CONFIG_ZTEST_PARAMETER_COUNT at a time. O(values told).
#ifndef ZEPHYR_TESTSUITE_ZTEST_MOCK_H_
#define ZEPHYR_TESTSUITE_ZTEST_MOCK_H_

#include <stdint.h>
#include <zephyr/toolchain.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef CONFIG_ZTEST_MOCKING
void z_init_mock(void);
int z_cleanup_mock(void);
void z_ztest_expect_value(const char* fn, const char* name, uintptr_t value);
void z_ztest_check_expected_value(const char* fn, const char* name, uintptr_t value);
void z_ztest_expect_data(const char* fn, const char* name, void* data);
void z_ztest_check_expected_data(const char* fn, const char* name, void* data, uint32_t length);
void z_ztest_return_data(const char* fn, const char* name, void* data);
void z_ztest_copy_return_data(const char* fn, const char* name, void* data, uint32_t length);
void z_ztest_returns_value(const char* fn, uintptr_t value);
uintptr_t z_ztest_get_return_value(const char* fn);
#else
#define z_init_mock()
#define z_cleanup_mock() 0
#endif

/* In the test: `func` will be called with this value of `param`; in the mock: check it. */
#define ztest_expect_value(func, param, value) \
  z_ztest_expect_value(STRINGIFY(func), STRINGIFY(param), (uintptr_t)(value))
#define ztest_check_expected_value(param) \
  z_ztest_check_expected_value(__func__, STRINGIFY(param), (uintptr_t)(param))
/* The same for memory: NULL, or what `param` points to. */
#define ztest_expect_data(func, param, data) \
  z_ztest_expect_data(STRINGIFY(func), STRINGIFY(param), (void*)(data))
#define ztest_check_expected_data(param, length) \
  z_ztest_check_expected_data(__func__, STRINGIFY(param), (void*)(param), (length))
/* What the mock shall write to `param`; in the mock: write it. */
#define ztest_return_data(func, param, data) \
  z_ztest_return_data(STRINGIFY(func), STRINGIFY(param), (void*)(data))
#define ztest_copy_return_data(param, length) \
  z_ztest_copy_return_data(__func__, STRINGIFY(param), (void*)(param), (length))
/* What the mock shall return; in the mock: get it. */
#define ztest_returns_value(func, value) z_ztest_returns_value(STRINGIFY(func), (uintptr_t)(value))
#define ztest_get_return_value() z_ztest_get_return_value(__func__)
#define ztest_get_return_value_ptr() ((void*)z_ztest_get_return_value(__func__))

#ifdef __cplusplus
}
#endif
#endif /* ZEPHYR_TESTSUITE_ZTEST_MOCK_H_ */
