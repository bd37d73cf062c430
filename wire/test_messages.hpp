// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "wire/message_writer.hpp"

/// The messages of wire/message_golden.json, made by the writer.
namespace tidemark::wire {

using Bytes = std::vector<std::uint8_t>;

inline Span<const std::uint8_t> span_of(const Bytes& bytes) {
  return {bytes.data(), bytes.size()};
}

template <std::size_t N>
FixedText<N> fixed(std::string_view text) {
  FixedText<N> out{};
  (void)out.append(Text(text.data(), text.size()));
  return out;
}

inline Name name_of(std::string_view text) {
  return fixed<Name::kCapacity>(text);
}

/// `write(out)` returns how many bytes of `out` it wrote.
template <typename Write>
Bytes written(Write write) {
  Bytes out(kMaxMessageBytes);
  out.resize(write(Span<std::uint8_t>(out.data(), out.size())));
  return out;
}

inline constexpr MessageHeader kTestHeader = {0xDEADBEEF, 0xBEEF, 0x1234, 0x89ABCDEF, 23};

inline HeapLine test_heap() {
  HeapLine heap{};
  heap.name = name_of("_system_heap");
  heap.used = 2640;
  heap.free = 1360;
  heap.capacity = 4000;
  heap.allocated = 2464;
  heap.peak = 2640;
  return heap;
}

inline std::map<std::string, Bytes> golden_messages() {
  std::map<std::string, Bytes> all;
  const std::uint8_t id[] = {'t', 'i', 'd', 'e', 'm', 'a', 'r', 'k'};
  const std::uint8_t build[] = {0x00, 0xFF, 0x10};

  HelloLine line{};
  line.up_ms = 0x1'89AB'CDEF;
  line.format = kFormat;
  line.period_ms = 1000;
  line.block_ms = 240000;
  line.report_s = 60;
  all["hello_least"] = written([&](auto out) {
    return write_message({0, 0, 0, line.up_ms, 0}, HelloMessage{&line, {id, sizeof(id)}, {}, 0},
                         out);
  });
  line.board = name_of("native_sim_64");
  line.kernel = name_of("3.7.0");
  all["hello"] = written([&](auto out) {
    return write_message(kTestHeader,
                         HelloMessage{&line, {id, sizeof(id)}, {build, sizeof(build)}, 3}, out);
  });

  Resource heap{};
  heap.kind = ResourceKind::kHeap;
  heap.name = name_of("_system_heap");
  heap.capacity = 4000;
  heap.address = 0x20001000;
  Resource stack{};
  stack.kind = ResourceKind::kThreadStack;
  stack.name = name_of("m\xC3in");
  stack.capacity = 1024;
  stack.address = 0xFFFF'FFFF'FFFF'FFFF;
  stack.priority = -128;
  stack.entry = 0x8001;
  stack.lifetime = 24;
  Resource slab{};
  slab.kind = ResourceKind::kMemSlab;
  slab.name = name_of("slab");
  slab.capacity = 0xFFFF'FFFF;
  slab.address = 1;
  slab.block_size = 64;
  Resource blocks = slab;
  blocks.kind = ResourceKind::kMemBlocks;
  blocks.name = name_of("dma");
  Resource buffers = slab;
  buffers.kind = ResourceKind::kNetBufPool;
  buffers.name = name_of("rx_bufs");
  Resource isr = heap;
  isr.kind = ResourceKind::kIsrStack;
  isr.name = name_of("isr0");
  all["table"] = written([&](auto out) {
    ListMessage table(kTestHeader, ListMessage::Kind::kTable, 0, out);
    return table.add(heap) && table.add(slab) && table.add(blocks) && table.add(buffers) &&
                   table.add(stack) && table.add(isr)
               ? table.finish()
               : 0;
  });
  all["table_later"] = written([&](auto out) {
    ListMessage table(kTestHeader, ListMessage::Kind::kTable, 300, out);
    return table.add(heap) ? table.finish() : 0;
  });

  all["sample"] = written([&](auto out) {
    SampleMessage sample(kTestHeader, 0, 4, out);
    sample.add(known<std::uint16_t>(0));
    sample.add(known<std::uint16_t>(2640));
    sample.add({});
    sample.add(known<std::uint16_t>(0xFFFF));
    return sample.finish();
  });
  all["sample_later"] = written([&](auto out) {
    SampleMessage sample(kTestHeader, 75, 1, out);
    sample.add(known<std::uint16_t>(255));
    return sample.finish();
  });

  HeapLine leaking = test_heap();
  leaking.level = Level::kExhaustion;
  leaking.verdict = Verdict::kLeak;
  leaking.rate_millibytes_per_hour = known<std::uint64_t>(432'000'000);
  leaking.left_s = known<std::uint32_t>(11);
  HeapLine with_largest = test_heap();
  with_largest.largest_min = known<std::uint32_t>(1352);
  HeapLine with_both = with_largest;
  with_both.largest = known<std::uint32_t>(1360);
  StackLine stack_line{};
  stack_line.kind = ResourceKind::kThreadStack;
  stack_line.peak = 416;
  stack_line.free = 608;
  stack_line.size = 1024;
  BlockPoolLine slab_line{};
  slab_line.kind = ResourceKind::kMemSlab;
  slab_line.used = 3;
  slab_line.free = 5;
  slab_line.blocks = 8;
  slab_line.left_s = known<std::uint32_t>(kForeverSeconds);
  all["details"] = written([&](auto out) {
    ListMessage details(kTestHeader, ListMessage::Kind::kDetails, 0, out);
    return details.add(test_heap()) && details.add(leaking) && details.add(with_largest) &&
                   details.add(with_both) && details.add(slab_line) && details.add(stack_line)
               ? details.finish()
               : 0;
  });

  VerdictLine verdict{};
  verdict.kind = ResourceKind::kHeap;
  verdict.name = name_of("_system_heap");
  verdict.verdict = Verdict::kLeak;
  verdict.rate_millibytes_per_hour = known<std::uint64_t>(432'000'000);
  verdict.rate_low_millibytes_per_hour = known<std::uint64_t>(0);
  verdict.rate_high_millibytes_per_hour = known<std::uint64_t>(0xFFFF'FFFF'FFFF'FFFF);
  verdict.left_s = known<std::uint32_t>(11);
  verdict.window_s = known<std::uint32_t>(16);
  all["verdict"] = written([&](auto out) { return write_message(kTestHeader, verdict, out); });
  VerdictLine over{};
  over.kind = ResourceKind::kMemSlab;
  over.name = name_of("slab");
  all["verdict_none"] = written([&](auto out) { return write_message(kTestHeader, over, out); });
  LevelLine level{};
  level.kind = ResourceKind::kIsrStack;
  level.name = name_of("isr0");
  level.level = Level::kExhaustion;
  level.used = 900;
  level.capacity = 1024;
  all["level"] = written([&](auto out) { return write_message(kTestHeader, level, out); });

  CoverageLine coverage{};
  coverage.heaps = 1;
  coverage.threads = 4;
  coverage.threads_missed = 1000;
  all["coverage"] = written([&](auto out) { return write_message(kTestHeader, coverage, out); });
  coverage.blind = fixed<BlindList::kCapacity>("runtime_heaps,malloc_arena");
  all["coverage_blind"] =
      written([&](auto out) { return write_message(kTestHeader, coverage, out); });
  coverage.pools_missed = known<std::uint32_t>(1);
  coverage.isr_stacks = known<std::uint32_t>(2);
  coverage.net_buf_pools = known<std::uint32_t>(4);
  all["coverage_more"] =
      written([&](auto out) { return write_message(kTestHeader, coverage, out); });
  SelfLine self{};
  self.samples = 12;
  self.ram = 4096;
  all["self"] = written([&](auto out) { return write_message(kTestHeader, self, out); });
  self.sample_us = known<std::uint32_t>(80);
  self.sample_us_max = known<std::uint32_t>(95);
  self.lock_us_max = known<std::uint32_t>(0);
  self.lines_lost = known<std::uint32_t>(0xFFFF'FFFF);
  self.messages_dropped = known<std::uint32_t>(300);
  all["self_measured"] = written([&](auto out) { return write_message(kTestHeader, self, out); });
  return all;
}

}  // namespace tidemark::wire
