// SPDX-License-Identifier: Apache-2.0
// Records in RAM that is not initialised.
#include <zephyr/init.h>
#include <zephyr/kernel.h>
#if defined(CONFIG_CACHE_MANAGEMENT) && defined(CONFIG_DCACHE)
#include <zephyr/cache.h>
#endif

#include "core/restart.hpp"
#include "zephyr/src/evidence.hpp"

namespace {

// Volatile: nobody reads it in this life, but it must be there in the next.
alignas(32) __noinit volatile std::uint8_t memory_no_roots[tidemark::kEvidenceBytes];

}  // namespace

void tidemark::port::read_evidence(std::size_t offset, Span<std::uint8_t> out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = memory_no_roots[offset + i];
  }
}

void tidemark::port::write_evidence(std::size_t offset, Span<const std::uint8_t> bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    memory_no_roots[offset + i] = bytes[i];
  }
#if defined(CONFIG_CACHE_MANAGEMENT) && defined(CONFIG_DCACHE)
  // Each write before the next: a reset drops what is only in the cache, in whatever order.
  (void)sys_cache_data_flush_range(const_cast<std::uint8_t*>(memory_no_roots + offset),
                                   bytes.size());
#endif
}

// Before anything can fail.
static int tidemark_open_evidence(void) {
  tidemark_find_evidence();
  return 0;
}
SYS_INIT(tidemark_open_evidence, PRE_KERNEL_1, 0);
