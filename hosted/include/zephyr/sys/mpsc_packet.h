/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_MPSC_PACKET_H_
#define ZEPHYR_INCLUDE_SYS_MPSC_PACKET_H_

/* The first word of what lies in the log buffer. */

#include <stdbool.h>
#include <stdint.h>

#define MPSC_PBUF_HDR_BITS 2
#define MPSC_PBUF_HDR \
  uint32_t valid : 1; \
  uint32_t busy : 1

struct mpsc_pbuf_hdr {
  MPSC_PBUF_HDR;
  uint32_t data : 32 - MPSC_PBUF_HDR_BITS;
};

/* busy without valid: `len` words to pass over. */
struct mpsc_pbuf_skip {
  MPSC_PBUF_HDR;
  uint32_t len : 32 - MPSC_PBUF_HDR_BITS;
};

union mpsc_pbuf_generic {
  struct mpsc_pbuf_hdr hdr;
  struct mpsc_pbuf_skip skip;
  uint32_t raw;
};

#endif
