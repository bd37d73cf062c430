/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_ZEPHYR_SRC_MCUMGR_CBOR_H_
#define TIDEMARK_ZEPHYR_SRC_MCUMGR_CBOR_H_

#include <tidemark/profile.h>
#include <zcbor_common.h>

#include "zephyr/src/resource_view.h"

/* The pieces of the mcumgr group's answers. Each put function returns false iff the answer has no
 * room; keys are literals. */

bool tidemark_put_number(zcbor_state_t* out, const char* key, uint32_t value);
bool tidemark_put_text(zcbor_state_t* out, const char* key, const char* text);

bool tidemark_begin_list(zcbor_state_t* out, const char* key);
bool tidemark_end_list(zcbor_state_t* out);

/* Whether the answer has room for any one resource and its own end. */
bool tidemark_has_room(const zcbor_state_t* out);

/* A map of what is known of it: kind, name, used, peak, size, block_size, priority, level, verdict,
 * rate_millibytes_per_hour, left_s. */
bool tidemark_put_view(zcbor_state_t* out, const struct tidemark_view* view);

#if defined(CONFIG_TIDEMARK_PROFILE)
/* The same of a call site: at, live_bytes, live_blocks, total_bytes, oldest_s, pool. */
bool tidemark_put_site(zcbor_state_t* out, const struct tidemark_site* site);
#endif

/* Reads the request's map: the number under "index", 0 without one. Keys that it does not know are
 * skipped. Returns false iff that is no map, or the index no number of 32 bits. */
bool tidemark_take_index(zcbor_state_t* in, uint32_t* index);

#endif /* TIDEMARK_ZEPHYR_SRC_MCUMGR_CBOR_H_ */
