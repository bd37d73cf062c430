// SPDX-License-Identifier: Apache-2.0
#include "core/reporter.hpp"

#include "core/features.hpp"
#include "core/print_line.hpp"

namespace tidemark {
namespace {

// Not inlined, so that the lines of different kinds do not lie beside each other on the stack.
[[gnu::noinline]] bool report_heap(Monitor& monitor, std::size_t index) {
  wire::HeapLine line;
  estimate::LeakTrend trend;
  const void* object;
  const bool exists = monitor.heap_at(index, &line, &object, &trend) == Status::kOk;
  if (exists) {
    print_line(monitor, line);
  }
  return exists;
}

[[gnu::noinline]] bool report_block_pool(Monitor& monitor, std::size_t index) {
  wire::BlockPoolLine line;
  estimate::LeakTrend trend;
  const void* object;
  const bool exists = monitor.block_pool_at(index, &line, &object, &trend) == Status::kOk;
  if (exists) {
    print_line(monitor, line);
  }
  return exists;
}

[[gnu::noinline]] bool report_thread(Monitor& monitor, std::size_t index) {
  wire::StackLine line;
  ThreadLife life;
  const bool exists = monitor.thread_at(index, &line, &life) == Status::kOk;
  if (exists) {
    print_line(monitor, line);
  }
  return exists;
}

[[gnu::noinline]] bool report_isr_stack(Monitor& monitor, std::size_t index) {
  wire::StackLine line;
  const bool exists = monitor.isr_stack_at(index, &line) == Status::kOk;
  if (exists) {
    print_line(monitor, line);
  }
  return exists;
}

[[gnu::noinline]] void report_coverage(Monitor& monitor) {
  wire::CoverageLine line;
  if (monitor.coverage(&line) == Status::kOk) {
    print_line(monitor, line);
  }
}

[[gnu::noinline]] Status report_self(Monitor& monitor) {
  wire::SelfLine line;
  const Status status = monitor.self(&line);
  if (status == Status::kOk) {
    print_line(monitor, line);
  }
  return status;
}

template <typename One>
void report_each(Monitor& monitor, One report_one) {
  for (std::size_t index = 0; report_one(monitor, index);) {
    ++index;
  }
}

void append(Text text, wire::Name* out) {
  (void)out->append(text);
}

void append_hex(Span<const std::uint8_t> bytes, wire::Name* out) {
  for (const std::uint8_t byte : bytes) {
    (void)out->push("0123456789abcdef"[byte >> 4]);
    (void)out->push("0123456789abcdef"[byte & 0xF]);
  }
}

}  // namespace

void report_hello(Monitor& monitor, Span<const std::uint8_t> build_id) {
  const Settings& settings = monitor.settings();
  wire::HelloLine line{};
  line.up_ms = port::uptime_ms();
  line.format = wire::kFormat;
  line.period_ms = settings.period_ms;
  line.block_ms = settings.block_ms;
  line.report_s = settings.report_s;
  append(settings.board, &line.board);
  append(settings.kernel, &line.kernel);
  if constexpr (kWithBuildId) {
    append_hex(build_id, &line.build_id);
  }
  print_line(monitor, line);
}

void report_event(Monitor& monitor, const Event& event) {
  if (event.is_verdict) {
    print_line(monitor, event.verdict);
  } else {
    print_line(monitor, event.level);
  }
}

Status report_all(Monitor& monitor) {
  report_each(monitor, report_heap);
  if constexpr (kWithBlockPools) {
    report_each(monitor, report_block_pool);
  }
  if constexpr (kWithThreadStacks) {
    report_each(monitor, report_thread);
  }
  if constexpr (kWithIsrStacks) {
    report_each(monitor, report_isr_stack);
  }
  report_coverage(monitor);
  return report_self(monitor);
}

}  // namespace tidemark
