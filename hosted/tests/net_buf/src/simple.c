/* SPDX-License-Identifier: Apache-2.0 */
/* Simple buffers: random steps, of which a digest is printed, and all widths of integers. */
#include "simple.h"

#include <zephyr/kernel.h>
#include <zephyr/net/buf.h>

#define STEPS 3000
#define SIZE 64

static uint64_t digest = 0xCBF29CE484222325U;
static uint32_t state = 1;

static void mix(uint64_t value) {
  digest = (digest ^ value) * 0x100000001B3U;
}

static uint32_t below(uint32_t limit) {
  state = state * 1664525U + 1013904223U;
  return (state >> 8) % limit;
}

static void mix_buffer(struct net_buf_simple* buf) {
  mix(buf->len);
  mix(net_buf_simple_headroom(buf));
  mix(net_buf_simple_tailroom(buf));
  mix(net_buf_simple_max_len(buf));
  for (size_t i = 0; i < buf->len; i++) {
    mix(buf->data[i]);
  }
}

/* Adds or pushes a value where there is room, and takes one from the other end or the same. */
#define STEP(name, bytes)                                                                         \
  do {                                                                                            \
    uint64_t value =                                                                              \
        ((uint64_t)below(0x10000) << 48) | ((uint64_t)below(0x1000000) << 24) | below(0x1000000); \
    if (below(2) == 0 && net_buf_simple_tailroom(buf) >= (bytes)) {                               \
      net_buf_simple_add_##name(buf, value);                                                      \
    } else if (net_buf_simple_headroom(buf) >= (bytes)) {                                         \
      net_buf_simple_push_##name(buf, value);                                                     \
    }                                                                                             \
    mix_buffer(buf);                                                                              \
    if (below(2) == 0 && buf->len >= (bytes)) {                                                   \
      mix(net_buf_simple_pull_##name(buf));                                                       \
    } else if (buf->len >= (bytes)) {                                                             \
      mix(net_buf_simple_remove_##name(buf));                                                     \
    }                                                                                             \
  } while (0)

static void step(struct net_buf_simple* buf) {
  switch (below(13)) {
    case 0:
      STEP(u8, 1);
      break;
    case 1:
      STEP(le16, 2);
      break;
    case 2:
      STEP(be16, 2);
      break;
    case 3:
      STEP(le24, 3);
      break;
    case 4:
      STEP(be24, 3);
      break;
    case 5:
      STEP(le32, 4);
      break;
    case 6:
      STEP(be32, 4);
      break;
    case 7:
      STEP(le48, 6);
      break;
    case 8:
      STEP(be48, 6);
      break;
    case 9:
      STEP(le64, 8);
      break;
    case 10:
      STEP(be64, 8);
      break;
    case 11:
      net_buf_simple_reset(buf);
      net_buf_simple_reserve(buf, below(SIZE / 2));
      break;
    default: {
      uint8_t piece[5] = {1, 2, 3, 4, (uint8_t)below(256)};
      if (net_buf_simple_tailroom(buf) >= sizeof(piece)) {
        net_buf_simple_add_mem(buf, piece, sizeof(piece));
      }
      if (net_buf_simple_headroom(buf) >= sizeof(piece)) {
        net_buf_simple_push_mem(buf, piece, sizeof(piece));
      }
    }
  }
}

void test_simple(void) {
  NET_BUF_SIMPLE_DEFINE_STATIC(buffer, SIZE);
  struct net_buf_simple* small = NET_BUF_SIMPLE(10);
  struct net_buf_simple_state saved;
  struct net_buf_simple view;

  net_buf_simple_init(&buffer, SIZE / 2);
  for (int i = 0; i < STEPS; i++) {
    step(&buffer);
  }
  printk("simple: digest %08x%08x\n", (unsigned int)(digest >> 32), (unsigned int)digest);

  net_buf_simple_init(small, 4);
  net_buf_simple_add_be32(small, 0x01020304);
  net_buf_simple_save(small, &saved);
  net_buf_simple_clone(small, &view);
  *(uint8_t*)net_buf_simple_pull(&view, 2) = 9;
  net_buf_simple_push_u8(small, 7);
  printk("small: %u of %u, head %zu, tail %zu, view %u %u\n", small->len, small->size,
         net_buf_simple_headroom(small), net_buf_simple_tailroom(small), view.len, view.data[0]);
  net_buf_simple_restore(small, &saved);
  printk("restored: %u, 0x%x\n", small->len, net_buf_simple_pull_be32(small));
}
