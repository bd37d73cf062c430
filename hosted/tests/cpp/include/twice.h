/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TWICE_H_
#define TWICE_H_

#ifdef __cplusplus
extern "C" {
#endif

int twice(int value);

#ifdef __cplusplus
}
#endif

#endif
