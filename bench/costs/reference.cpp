// SPDX-License-Identifier: Apache-2.0
// What an image calls at least, for bench/costs/run. The port and the tables stay undefined: only
// the core is to be measured.
#include "core/restart.hpp"
#include "core/run.hpp"
#include "tidemark/tidemark.h"

extern const tidemark::Settings settings;
extern const tidemark::Tables tables;
extern const tidemark::Identity identity;
extern const tidemark::Span<std::uint8_t> ring;
extern const tidemark::Allocation allocation;

namespace {

#if defined(REFERENCE_LISTENER)
const void* const calls[] = {reinterpret_cast<const void*>(tidemark_listener_set)};
#elif defined(REFERENCE_C_API)
const void* const calls[] = {
    reinterpret_cast<const void*>(tidemark_heap_get),
    reinterpret_cast<const void*>(tidemark_thread_get),
    reinterpret_cast<const void*>(tidemark_isr_stack_get),
    reinterpret_cast<const void*>(tidemark_pool_get),
    reinterpret_cast<const void*>(tidemark_coverage_get),
    reinterpret_cast<const void*>(tidemark_self_get),
    reinterpret_cast<const void*>(tidemark_heap_register),
    reinterpret_cast<const void*>(tidemark_heap_unregister),
    reinterpret_cast<const void*>(tidemark_heap_set_name),
    reinterpret_cast<const void*>(tidemark_pool_set_name),
    reinterpret_cast<const void*>(tidemark_peaks_reset),
    reinterpret_cast<const void*>(tidemark_sample_now),
};
#else
const void* const* const calls = nullptr;
#endif

#if defined(CONFIG_TIDEMARK_PROFILE)
constinit tidemark::ProfileMemory<CONFIG_TIDEMARK_PROFILE_RECORDS, CONFIG_TIDEMARK_PROFILE_RECORDS,
                                  8, 8>
    profile_memory;

// What the hooks of a port call, and with REFERENCE_PROFILE_READ what reads a snapshot.
void use_profiler() {
  tidemark::Profiler& profiler = tidemark::image_profiler();
  profiler.start(profile_memory.tables(), 512, 1);
  if (profiler.hits(allocation.bytes)) {
    profiler.take(allocation);
    profiler.attribute(allocation.block, {});
  }
  if (profiler.may_have(allocation.block)) {
    profiler.released(allocation.block);
  }
  profiler.resized(allocation.block, allocation);
  profiler.thread_begins(allocation.thread);
  profiler.thread_ends(allocation.thread, nullptr);
#if defined(REFERENCE_PROFILE_READ)
  tidemark::wire::ProfileLine totals{};
  tidemark::wire::SiteLine site;
  tidemark::wire::OwnerLine owner;
  tidemark::wire::BlockLine block;
  tidemark::Suspect suspects[3];
  profiler.totals(&totals);
  (void)profiler.site_at(0, &site);
  (void)profiler.owner_at(0, &owner);
  (void)profiler.record_at(0, &block);
  (void)profiler.suspects(allocation.pool, 1, {suspects, 3});
  profiler.mark();
  profiler.cycle();
#endif
}
#endif

}  // namespace

extern "C" void reference() {
  asm volatile("" : : "r"(&calls[0]));  // the linker keeps what is called
  tidemark::start(settings, tables);
#if defined(CONFIG_TIDEMARK_REPORT) || defined(CONFIG_TIDEMARK_MESSAGES)
  tidemark::announce(identity, ring);
#endif
#if defined(CONFIG_TIDEMARK_PROFILE)
  use_profiler();
#endif
#if defined(CONFIG_TIDEMARK_EVIDENCE)
  (void)tidemark::open_evidence({3, 10});
  if (tidemark::in_safe_mode()) {
    tidemark_restart("why");
  }
#endif
  for (;;) {
    tidemark::tick();
  }
}
