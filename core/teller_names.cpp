// SPDX-License-Identifier: Apache-2.0
#include "core/teller_names.hpp"

#include "core/port.hpp"

namespace tidemark {

// Not inlined, so that the lines do not lie beside each other on the stack.
[[gnu::noinline]] void name_heap(Monitor& monitor, const void* heap, wire::Name* out) {
  wire::HeapLine line;
  estimate::LeakTrend trend;
  const void* object = nullptr;
  for (std::size_t i = 0; monitor.heap_at(i, &line, &object, &trend) == Status::kOk; ++i) {
    if (object == heap) {
      *out = line.name;
      return;
    }
  }
}

[[gnu::noinline]] void name_thread(const void* thread, wire::Name* out) {
  char name[wire::Name::kCapacity + 1] = {};
  if (port::copy_thread_name(thread, Span<char>(name, sizeof(name)))) {
    for (const char* c = name; *c != '\0' && out->push(*c); ++c) {
    }
  }
}

}  // namespace tidemark
