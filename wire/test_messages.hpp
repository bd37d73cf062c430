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

/// Of a profile's snapshot, and of a guard.
inline std::map<std::string, Bytes> golden_profile_messages() {
  std::map<std::string, Bytes> all;
  ProfileLine profile{};
  profile.snapshot = 7;
  profile.interval_bytes = 64;
  profile.records = 20;
  profile.records_capacity = 32;
  profile.sites = 3;
  profile.sites_capacity = 32;
  profile.owners = 2;
  profile.owners_capacity = 8;
  profile.samples = 300;
  profile.thinned = 40;
  profile.sites_merged = 1;
  all["profile"] = written([&](auto out) { return write_message(kTestHeader, profile, out); });
  profile.snapshot = ~0u;
  profile.displaced = 1000;
  profile.owners_merged = 2;
  profile.cycles = known<std::uint32_t>(0);
  profile.mark_ms = known<std::uint64_t>(0x1'0000'0000);
  all["profile_mark"] = written([&](auto out) { return write_message(kTestHeader, profile, out); });

  SiteLine site{};
  site.pool = 0x20001000;
  site.frames[0] = 0x1a2d;
  site.total_bytes = 5280;
  site.total_blocks = 66;
  site.lifetimes[0] = 255;
  site.lifetimes[5] = 1;
  SiteLine deep{};
  for (std::uint64_t i = 0; i < kMaxFrames; ++i) {
    deep.frames[i] = 0xFFFF'FFFF'8000'0000 + i;
  }
  deep.total_bytes = 0x1'0000'0000;
  deep.cycles_grown = 255;
  all["sites"] = written([&](auto out) {
    ListMessage sites(kTestHeader, ListMessage::Slots::kSites, 7, 0, out);
    return sites.add(site) && sites.add(deep) && sites.add_free(30) ? sites.finish() : 0;
  });

  OwnerLine interrupts{};
  OwnerLine ended{};
  ended.thread = 0x20000a40;
  ended.state = OwnerState::kEnded;
  ended.name = name_of("worker");
  all["owners"] = written([&](auto out) {
    ListMessage owners(kTestHeader, ListMessage::Slots::kOwners, 7, 0, out);
    return owners.add(interrupts) && owners.add_free(1) && owners.add(ended) && owners.add_free(5)
               ? owners.finish()
               : 0;
  });

  BlockLine block{};
  block.address = 0x20001008;
  block.size = 24;
  block.age_ms = 64000;
  block.owner = 2;
  BlockLine marked{};
  marked.address = 0xFFFF'FFFF'FFFF'FFF8;
  marked.size = ~0u;
  marked.level = 31;
  marked.age_ms = 0x1'0000'0000;
  marked.site = kOtherSite;
  marked.owner = kOtherOwner;
  marked.since_mark = true;
  all["blocks"] = written([&](auto out) {
    ListMessage blocks(kTestHeader, ListMessage::Slots::kBlocks, 7, 300, out);
    return blocks.add_free(2) && blocks.add(block) && blocks.add(marked) ? blocks.finish() : 0;
  });

  GuardLine guard{};
  guard.fault = GuardFault::kOverrun;
  guard.block = 0x20001008;
  guard.size = known<std::uint32_t>(24);
  guard.heap = name_of("_system_heap");
  guard.allocated_at = 0x1a2d;
  guard.owner = name_of("main");
  guard.offset = known<std::uint32_t>(0);
  guard.damaged = 3;
  all["guard"] = written([&](auto out) { return write_message(kTestHeader, guard, out); });
  GuardLine twice{};
  twice.fault = GuardFault::kDoubleFree;
  twice.block = 0x20001008;
  twice.freed_at = 0x1b01;
  all["guard_twice"] = written([&](auto out) { return write_message(kTestHeader, twice, out); });
  return all;
}

template <typename Line>
Bytes written_message(const Line& line) {
  return written([&](auto out) { return write_message(kTestHeader, line, out); });
}

/// Of reclaiming, of failing allocations, and of a life that ended.
inline std::map<std::string, Bytes> golden_recovery_messages() {
  std::map<std::string, Bytes> all;
  const Name heap = name_of("_system_heap");
  all["reclaim"] =
      written_message(ReclaimLine{0, name_of("lru_cache"), ReclaimCause::kCritical,
                                  ReclaimOutcome::kOverstated, 4096, -16, 2, 1, known(12u)});
  all["reclaim_least"] = written_message(ReclaimLine{
      0, name_of("logs"), ReclaimCause::kWarn, ReclaimOutcome::kGave, 512, 512, 0, 3, {}});
  all["allocation_failure"] = written_message(
      AllocationFailureLine{0, AllocationRung::kFailed, 2048, 7, 1, 5, heap, name_of("worker"),
                            0x1a2d, known(4016u), known(1016u), known(3u)});
  all["allocation_failure_least"] = written_message(
      AllocationFailureLine{0, AllocationRung::kReserve, ~0u, 1, 0, 0, {}, {}, 0, {}, {}, {}});
  all["restart"] = written_message(RestartLine{0, RestartReason::kOutOfMemory, 259200000, 3, 1,
                                               true, heap, name_of("worker"), 0x1a2d, known(2048u),
                                               known(1016u), name_of("00ff10")});
  RestartLine least{};
  least.reason = RestartReason::kRequest;
  least.lived_ms = 5000;
  all["restart_least"] = written_message(least);
  all["ended_life"] = written([&](auto out) {
    ListMessage life(kTestHeader, ListMessage::Kind::kEndedLife, 0, out);
    return life.add(RestartLevelLine{0, ResourceKind::kHeap, heap, Level::kOk, Verdict::kLeak, 3990,
                                     4000}) &&
                   life.add(RestartSiteLine{0, 0x1a2d, 2640, 33}) &&
                   life.add(RestartEventLine{0, 65, RestartEventKind::kReclaim, 4,
                                             name_of("a name that is cut")}) &&
                   life.add(RestartEventLine{0, 0, RestartEventKind::kAllocationFailure, 4, {}})
               ? life.finish()
               : 0;
  });
  return all;
}

inline std::map<std::string, Bytes> golden_messages() {
  std::map<std::string, Bytes> all = golden_profile_messages();
  all.merge(golden_recovery_messages());
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
  leaking.level = Level::kWarn;
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
  level.level = Level::kWarn;
  level.used = 900;
  level.capacity = 1024;
  level.cause = known(LevelCause::kFree);
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
