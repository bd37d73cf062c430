// SPDX-License-Identifier: Apache-2.0
#include <zephyr/random/random.h>

#include <algorithm>
#include <cstring>

#include "host/options.hpp"

namespace hosted {
namespace {

constexpr std::uint64_t kMultiplier = 6364136223846793005U;
constexpr std::uint64_t kIncrement = 1442695040888963407U;

std::uint64_t g_state = 0;
bool g_seeded = false;

std::uint32_t step() {
  std::uint64_t old = g_state;
  g_state = old * kMultiplier + kIncrement;
  auto mixed = static_cast<std::uint32_t>(((old >> 18) ^ old) >> 27);
  auto turn = static_cast<unsigned>(old >> 59);
  return (mixed >> turn) | (mixed << (-turn & 31U));
}

std::uint32_t next() {
  if (!g_seeded) {
    g_seeded = true;
    (void)step();
    g_state += g_options.seed;
    (void)step();
  }
  return step();
}

}  // namespace
}  // namespace hosted

extern "C" {

uint32_t sys_rand32_get(void) {
  return hosted::next();
}

uint64_t sys_rand64_get(void) {
  uint64_t high = hosted::next();
  return (high << 32) | hosted::next();
}

uint16_t sys_rand16_get(void) {
  return static_cast<uint16_t>(hosted::next());
}

uint8_t sys_rand8_get(void) {
  return static_cast<uint8_t>(hosted::next());
}

void sys_rand_get(void* dst, size_t len) {
  auto* out = static_cast<unsigned char*>(dst);
  while (len > 0) {
    uint32_t word = hosted::next();
    size_t part = std::min(len, sizeof word);
    std::memcpy(out, &word, part);
    out += part;
    len -= part;
  }
}

int sys_csrand_get(void* dst, size_t len) {
  sys_rand_get(dst, len);
  return 0;
}

}  // extern "C"
