/* SPDX-License-Identifier: Apache-2.0 */
/* The C API of the profile as an application uses it: C99, strict. c_api_test.cpp runs these on the
 * fake device. */
#include <errno.h>
#include <string.h>

#include "core/c_api_test.h"

#define ADDRESS(number) ((const void*)(uintptr_t)(number))

const char* c_api_reads_the_profile(void) {
  struct tidemark_profile profile;
  struct tidemark_site site;
  struct tidemark_owner owner;
  struct tidemark_block block;
  size_t cursor = 0;

  device_allocates(0x1000, 24, 0x401, true, device_heap());
  device_second_passes();
  device_second_passes();
  device_allocates(0x2000, 100, 0x501, false, NULL);
  device_allocates(0x3000, 8, 0x501, false, NULL);
  device_frees(0x3000);

  CHECK(tidemark_profile_get(&profile) == 0);
  CHECK(profile.interval_bytes == 1 && profile.samples == 3 && profile.thinned == 0);
  CHECK(profile.blocks == 2 && profile.blocks_capacity == 16);
  CHECK(profile.sites == 2 && profile.sites_capacity == 4 && profile.sites_merged == 0);
  CHECK(profile.owners == 2 && profile.owners_capacity == 4);
  CHECK(!profile.has_cycles && !profile.has_mark);

  CHECK(tidemark_site_get(&cursor, &site) == 0);
  CHECK(site.pool == device_heap() && strcmp(site.pool_name, "_system_heap") == 0);
  CHECK(site.callers[0] == ADDRESS(0x401) && site.callers[1] == NULL);
  CHECK(site.live_bytes == 24 && site.live_blocks == 1 && site.live_samples == 1);
  CHECK(site.has_oldest && site.oldest_s == 1);
  CHECK(site.marked_blocks == 0 && site.cycles_grown == 0);
  CHECK(tidemark_site_get(&cursor, &site) == 0);
  CHECK(site.pool == NULL && strcmp(site.pool_name, "libc") == 0);
  CHECK(site.live_bytes == 100 && site.total_bytes == 108 && site.total_blocks == 2);
  CHECK(site.lifetimes[0] == 1);
  CHECK(tidemark_site_get(&cursor, &site) == -ENOENT);
  CHECK(tidemark_site_get(&cursor, &site) == -ENOENT);

  cursor = 0;
  CHECK(tidemark_live_get(&cursor, &block) == 0);
  CHECK(block.block == ADDRESS(0x1000) && block.size_bytes == 24 && block.level == 0);
  CHECK(block.caller == ADDRESS(0x401) && !block.since_mark);
  CHECK(block.age_ms >= 1900 && block.age_ms <= 2000);
  CHECK(tidemark_live_get(&cursor, &block) == 0);
  CHECK(block.block == ADDRESS(0x2000) && block.caller == ADDRESS(0x501));
  CHECK(tidemark_live_get(&cursor, &block) == -ENOENT);

  device_thread_ends();
  for (cursor = 0; tidemark_owner_get(&cursor, &owner) == 0;) {
    if (owner.state == TIDEMARK_OWNER_ENDED) {
      CHECK(strcmp(owner.name, "main") == 0);
      CHECK(owner.live_bytes == 24 && owner.live_blocks == 1);
    } else {
      CHECK(owner.state == TIDEMARK_OWNER_INTERRUPT && owner.thread == NULL);
      CHECK(owner.live_bytes == 100);
    }
  }
  CHECK(cursor == profile.owners_capacity);
  return NULL;
}

const char* c_api_names_suspects(void) {
  struct tidemark_suspect suspects[3];

  CHECK(tidemark_suspects_get(device_heap(), 0, suspects, 3) == 0);
  device_allocates(0x1000, 24, 0x401, true, device_heap());
  device_allocates(0x2000, 100, 0x501, false, device_heap());
  device_allocates(0x3000, 200, 0x601, false, device_runtime_heap());
  for (int i = 0; i < 10; i++) {
    device_second_passes();
  }
  device_allocates(0x4000, 900, 0x701, false, device_heap());
  CHECK(tidemark_suspects_get(device_heap(), 20, suspects, 3) == 2);
  CHECK(suspects[0].caller == ADDRESS(0x501) && suspects[0].live_bytes == 100);
  CHECK(suspects[0].oldest_s == 9 && suspects[0].owner_name[0] == '\0');
  CHECK(suspects[1].caller == ADDRESS(0x401) && strcmp(suspects[1].owner_name, "main") == 0);
  CHECK(tidemark_suspects_get(device_heap(), 0, suspects, 1) == 1);
  CHECK(suspects[0].live_bytes == 900);
  return NULL;
}

const char* c_api_compares_with_a_mark(void) {
  struct tidemark_profile profile;
  struct tidemark_site site;
  struct tidemark_block block;
  size_t cursor = 0;

  device_allocates(0x1000, 24, 0x401, true, device_heap());
  device_second_passes();
  CHECK(tidemark_mark() == 0);
  device_allocates(0x2000, 32, 0x401, true, device_heap());
  CHECK(tidemark_profile_get(&profile) == 0);
  CHECK(profile.has_mark && profile.mark_ms > 900 && profile.mark_ms <= 1000);
  CHECK(tidemark_site_get(&cursor, &site) == 0);
  CHECK(site.live_bytes == 56 && site.marked_bytes == 32 && site.marked_blocks == 1);
  cursor = 0;
  CHECK(tidemark_live_get(&cursor, &block) == 0 && !block.since_mark);
  CHECK(tidemark_live_get(&cursor, &block) == 0 && block.since_mark);
  return NULL;
}

const char* c_api_finds_what_grows_with_each_cycle(void) {
  struct tidemark_profile profile;
  struct tidemark_site site;
  size_t cursor = 0;

  CHECK(tidemark_cycle(1) == 0);
  for (unsigned int i = 1; i <= 4; i++) {
    device_allocates(0x1000 * i, 24, 0x401, true, device_heap());
    device_allocates(0x100000, 64, 0x501, true, device_heap());
    CHECK(tidemark_cycle(3) == (i < 3 ? 0 : 1));
    device_frees(0x100000);
  }
  CHECK(tidemark_site_get(&cursor, &site) == 0);
  CHECK(site.callers[0] == ADDRESS(0x401) && site.cycles_grown == 4);
  CHECK(tidemark_profile_get(&profile) == 0);
  CHECK(profile.has_cycles && profile.cycles == 5);
  return NULL;
}

const char* c_api_refuses_bad_arguments_about_the_profile(void) {
  struct tidemark_site site;
  struct tidemark_owner owner;
  struct tidemark_block block;
  struct tidemark_suspect suspect;
  size_t cursor = 0;

  CHECK(tidemark_profile_get(NULL) == -EINVAL);
  CHECK(tidemark_site_get(NULL, &site) == -EINVAL && tidemark_site_get(&cursor, NULL) == -EINVAL);
  CHECK(tidemark_owner_get(NULL, &owner) == -EINVAL);
  CHECK(tidemark_owner_get(&cursor, NULL) == -EINVAL);
  CHECK(tidemark_live_get(NULL, &block) == -EINVAL && tidemark_live_get(&cursor, NULL) == -EINVAL);
  CHECK(tidemark_suspects_get(NULL, 0, NULL, 1) == -EINVAL);
  CHECK(tidemark_suspects_get(NULL, 0, &suspect, 0) == 0);
  CHECK(tidemark_cycle(0) == -EINVAL && tidemark_cycle(256) == -EINVAL);
  cursor = (size_t)-1;
  CHECK(tidemark_site_get(&cursor, &site) == -ENOENT && cursor == (size_t)-1);
  return NULL;
}
