/* SPDX-License-Identifier: Apache-2.0 */
/* The five parts of a small gateway; each loses memory in its own way. */
#ifndef LEAKS_H_
#define LEAKS_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Takes in one packet. Its buffer is lost iff the checksum is wrong: an error path. */
void packet_received(uint32_t number);

/** Looks up a route. Each block of the slab `routes` comes back but for those of broken routes. */
void route_looked_up(uint32_t number);

/** Serves one session in a thread of its own, which ends without giving back what it had. */
void session_served(void);

/** Remembers a reading in a container that nobody ever trims. */
void history_added(uint32_t reading);

#ifdef __cplusplus
}
#endif

#endif /* LEAKS_H_ */
