/* SPDX-License-Identifier: Apache-2.0 */
#include "storm.h"

#define BLOCKS 128

static struct {
  void* block;
  size_t bytes;
} ballast[BLOCKS];
static size_t count;
static size_t held;
static struct k_spinlock lock;

static bool take(size_t bytes) {
  void* block = k_heap_alloc(&_system_heap, bytes, K_NO_WAIT);
  if (block == NULL) {
    return false;
  }
  const k_spinlock_key_t key = k_spin_lock(&lock);
  const bool has_room = count < BLOCKS;
  if (has_room) {
    ballast[count].block = block;
    ballast[count].bytes = bytes;
    held += bytes;
    ++count;
  }
  k_spin_unlock(&lock, key);
  if (!has_room) {
    k_heap_free(&_system_heap, block);
  }
  return has_room;
}

bool drop_ballast(void) {
  const k_spinlock_key_t key = k_spin_lock(&lock);
  void* block = NULL;
  if (count > 0) {
    --count;
    block = ballast[count].block;
    held -= ballast[count].bytes;
  }
  k_spin_unlock(&lock, key);
  if (block != NULL) {
    k_heap_free(&_system_heap, block);
  }
  return block != NULL;
}

void change_ballast(void) {
  const size_t target = CONFIG_HEAP_MEM_POOL_SIZE / 100 * random_below(101);
  while (held > target && drop_ballast()) {
  }
  /* Where a block no longer fits, smaller ones may: to the last byte. */
  size_t bytes = 1024;
  while (held < target && bytes >= 16) {
    if (!take(MIN(bytes, MAX(target - held, 16)))) {
      bytes /= 2;
    }
  }
}

void drop_all_ballast(void) {
  while (drop_ballast()) {
  }
}
