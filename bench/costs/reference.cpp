// SPDX-License-Identifier: Apache-2.0
// What an image calls at least, for bench/costs/run. The port and the tables stay undefined: only
// the core is to be measured.
#include "core/run.hpp"
#include "tidemark/tidemark.h"

extern const tidemark::Settings settings;
extern const tidemark::Tables tables;
extern const tidemark::Identity identity;
extern const tidemark::Span<std::uint8_t> ring;

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

}  // namespace

extern "C" void reference() {
  asm volatile("" : : "r"(&calls[0]));  // the linker keeps what is called
  tidemark::start(settings, tables);
#if defined(CONFIG_TIDEMARK_REPORT) || defined(CONFIG_TIDEMARK_MESSAGES)
  tidemark::announce(identity, ring);
#endif
  for (;;) {
    tidemark::tick();
  }
}
