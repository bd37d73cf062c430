// SPDX-License-Identifier: Apache-2.0
// Where network buffers are from Zephyr 4.0 on.
#ifndef ZEPHYR_INCLUDE_NET_BUF_H_4_
#define ZEPHYR_INCLUDE_NET_BUF_H_4_

#include <zephyr/net/buf.h>

#endif
