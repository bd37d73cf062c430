// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wire/report_fields.hpp"

/// The keys of each kind, listed once for the writer and the parser, as tables: 8 bytes a key on a
/// 32-bit device, where a function a kind would take 25. Private to wire/.
namespace tidemark::wire {

template <>
struct FieldsOf<HelloLine> {
  using Line = HelloLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("format", format, kCount),
      TIDEMARK_REQUIRED("period_ms", period_ms, kCount),
      TIDEMARK_REQUIRED("block_ms", block_ms, kCount),
      TIDEMARK_REQUIRED("report_s", report_s, kCount),
      TIDEMARK_OPTIONAL("build_id", build_id, kName),  // a long name of a board must not drop it
      TIDEMARK_OPTIONAL("board", board, kName),
      TIDEMARK_OPTIONAL("kernel", kernel, kName),
  };
};

template <>
struct FieldsOf<HeapLine> {
  using Line = HeapLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("name", name, kName),
      TIDEMARK_REQUIRED("used", used, kCount),
      TIDEMARK_REQUIRED("free", free, kCount),
      TIDEMARK_REQUIRED("capacity", capacity, kCount),
      TIDEMARK_REQUIRED("allocated", allocated, kCount),
      TIDEMARK_REQUIRED("peak", peak, kCount),
      TIDEMARK_REQUIRED("level", level, kLevel),
      TIDEMARK_REQUIRED("verdict", verdict, kVerdict),
      TIDEMARK_OPTIONAL("rate", rate_millibytes_per_hour, kRate),
      TIDEMARK_OPTIONAL("left", left_s, kDuration),
      TIDEMARK_OPTIONAL("largest_min", largest_min, kCount),
      TIDEMARK_OPTIONAL("largest", largest, kCount),
  };
};

template <>
struct FieldsOf<StackLine> {
  using Line = StackLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("name", name, kName),
      TIDEMARK_REQUIRED("peak", peak, kCount),
      TIDEMARK_REQUIRED("free", free, kCount),
      TIDEMARK_REQUIRED("size", size, kCount),
      TIDEMARK_REQUIRED("level", level, kLevel),
      TIDEMARK_OPTIONAL("priority", priority, kPriority),
  };
};

template <>
struct FieldsOf<BlockPoolLine> {
  using Line = BlockPoolLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("name", name, kName),
      TIDEMARK_REQUIRED("used", used, kCount),
      TIDEMARK_REQUIRED("free", free, kCount),
      TIDEMARK_REQUIRED("blocks", blocks, kCount),
      TIDEMARK_REQUIRED("block_size", block_size, kCount),
      TIDEMARK_REQUIRED("level", level, kLevel),
      TIDEMARK_REQUIRED("verdict", verdict, kVerdict),
      TIDEMARK_OPTIONAL("peak", peak, kCount),
      TIDEMARK_OPTIONAL("left", left_s, kDuration),
  };
};

template <>
struct FieldsOf<VerdictLine> {
  using Line = VerdictLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("kind", kind, kResourceKind),
      TIDEMARK_REQUIRED("name", name, kName),
      TIDEMARK_REQUIRED("verdict", verdict, kVerdict),
      TIDEMARK_OPTIONAL("rate", rate_millibytes_per_hour, kRate),
      TIDEMARK_OPTIONAL("rate_low", rate_low_millibytes_per_hour, kRate),
      TIDEMARK_OPTIONAL("rate_high", rate_high_millibytes_per_hour, kRate),
      TIDEMARK_OPTIONAL("left", left_s, kDuration),
      TIDEMARK_OPTIONAL("window", window_s, kDuration),
  };
};

template <>
struct FieldsOf<LevelLine> {
  using Line = LevelLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("kind", kind, kResourceKind),
      TIDEMARK_REQUIRED("name", name, kName),
      TIDEMARK_REQUIRED("level", level, kLevel),
      TIDEMARK_REQUIRED("used", used, kCount),
      TIDEMARK_REQUIRED("capacity", capacity, kCount),
      TIDEMARK_OPTIONAL("cause", cause, kLevelCause),
  };
};

template <>
struct FieldsOf<CoverageLine> {
  using Line = CoverageLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("heaps", heaps, kCount),
      TIDEMARK_REQUIRED("heaps_missed", heaps_missed, kCount),
      TIDEMARK_REQUIRED("threads", threads, kCount),
      TIDEMARK_REQUIRED("threads_missed", threads_missed, kCount),
      TIDEMARK_REQUIRED("mem_slabs", mem_slabs, kCount),
      TIDEMARK_REQUIRED("mem_slabs_missed", mem_slabs_missed, kCount),
      TIDEMARK_OPTIONAL("blind", blind, kBlind),
      TIDEMARK_OPTIONAL("pools_missed", pools_missed, kCount),
      TIDEMARK_OPTIONAL("isr_stacks", isr_stacks, kCount),
      TIDEMARK_OPTIONAL("mem_blocks", mem_blocks, kCount),
      TIDEMARK_OPTIONAL("net_buf_pools", net_buf_pools, kCount),
  };
};

template <>
struct FieldsOf<SelfLine> {
  using Line = SelfLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("samples", samples, kCount),
      TIDEMARK_REQUIRED("ram", ram, kCount),
      TIDEMARK_OPTIONAL("sample_us", sample_us, kCount),
      TIDEMARK_OPTIONAL("sample_us_max", sample_us_max, kCount),
      TIDEMARK_OPTIONAL("lock_us_max", lock_us_max, kCount),
      TIDEMARK_OPTIONAL("lines_lost", lines_lost, kCount),
      TIDEMARK_OPTIONAL("messages_dropped", messages_dropped, kCount),
  };
};

}  // namespace tidemark::wire
