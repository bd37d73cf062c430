// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "estimate/pressure.hpp"
#include "tool/analysis/leak_watch.hpp"
#include "tool/analysis/size_guard.hpp"
#include "tool/ingest/kernel_text.hpp"
#include "tool/ingest/message_decoder.hpp"
#include "tool/model/resource.hpp"

namespace tidemark::analysis {

/// Brings samples of one resource into the model, and judges a heap whose device does not. Times
/// and line numbers are the session's. O(1) a call save for the detector. Not thread-safe.
class Tracker {
 public:
  /// `resource` must outlive it. `block_ms` is for LeakWatch.
  Tracker(model::Resource& resource, std::optional<std::uint32_t> block_ms);

  /// When and where a sample was.
  struct Place {
    std::uint64_t at_ms;
    std::uint64_t line;
    std::uint32_t boot;
  };

  /// Each takes one sample; false iff it contradicts the heap's size and was left out.
  bool add(const ingest::HeapCounts& counts, const Place& place);
  bool add(const wire::HeapLine& line, std::uint32_t device_block_ms, const Place& place);
  /// These always take it.
  void add_stack_free(std::uint32_t free_bytes, const Place& place);
  void add(const ingest::StackFigures& figures, const Place& place);
  void add(const wire::StackLine& line, const Place& place);
  void add(const wire::BlockPoolLine& line, std::uint32_t device_block_ms, const Place& place);
  void add(const ingest::UseLine& line, std::uint32_t device_block_ms, const Place& place);
  void add(const wire::VerdictLine& line, const Place& place);
  void add(const wire::LevelLine& line, const Place& place);

  /// Who holds it, as far as is known; of a verdict that is not kNone.
  void set_holders(std::vector<model::Holder> holders);

  /// The device has started anew: all that belongs to the boot before is forgotten, findings stay.
  void begin_boot();

  [[nodiscard]] model::Resource& resource() const { return *resource_; }

 private:
  void note_use(std::uint32_t used, std::uint32_t free, std::optional<std::uint32_t> capacity,
                const Place& place);
  void note_device_time(std::uint64_t up_ms, std::uint32_t device_block_ms);
  void set_verdict(model::Verdict verdict, std::optional<model::Trend> trend, const Place& place);
  void judge_level(std::uint32_t used, std::uint32_t capacity, const Place& place);
  void set_level(model::Level level, std::optional<wire::LevelCause> cause, const Place& place);
  void open_finding(model::Finding::What what, const Place& place);
  void close_finding(model::Finding::What what, std::uint64_t at_ms);
  [[nodiscard]] bool fits(std::uint32_t free, std::uint32_t allocated);

  model::Resource* resource_;
  std::optional<std::uint32_t> block_ms_;
  SizeGuard guard_;
  LeakWatch watch_;
  estimate::Pressure pressure_;
};

}  // namespace tidemark::analysis
