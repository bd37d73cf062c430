/* SPDX-License-Identifier: Apache-2.0 */
#ifndef NET_BUF_TEST_SIMPLE_H_
#define NET_BUF_TEST_SIMPLE_H_

void test_simple(void);

#endif
