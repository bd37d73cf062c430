// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/tracker.hpp"

#include <algorithm>
#include <limits>

namespace tidemark::analysis {
namespace {

using model::Finding;
using model::Judge;

template <typename T>
std::optional<T> to_std(const Optional<T>& value) {
  return value.present ? std::optional<T>(value.value) : std::nullopt;
}

}  // namespace

Tracker::Tracker(model::Resource& resource, std::optional<std::uint32_t> block_ms)
    : resource_(&resource), block_ms_(block_ms), watch_(block_ms) {}

bool Tracker::add(const ingest::HeapCounts& counts, const Place& place) {
  if (!fits(counts.free, counts.allocated)) {
    return false;
  }
  model::Resource& heap = *resource_;
  const auto capacity = static_cast<std::uint32_t>(guard_.least_size());
  heap.judge = Judge::kTool;
  heap.allocated = counts.allocated;
  note_use(capacity - counts.free, counts.free, capacity, place);
  heap.peak = std::max(*heap.peak, std::min(counts.max_allocated.value_or(0), capacity));
  watch_.add(place.at_ms, counts.free, capacity);
  heap.enough_input = heap.enough_input || watch_.enough();
  heap.missing_ms = watch_.missing_ms();
  set_verdict(watch_.verdict(), watch_.trend(), place);
  judge_level(*heap.used, capacity, place);
  return true;
}

bool Tracker::add(const wire::HeapLine& line, std::uint32_t device_block_ms, const Place& place) {
  if (!fits(line.free, line.allocated)) {
    return false;
  }
  model::Resource& heap = *resource_;
  heap.judge = Judge::kDevice;
  heap.allocated = line.allocated;
  note_use(line.used, line.free, line.capacity, place);
  heap.peak = line.peak;
  note_device_time(line.up_ms, device_block_ms);
  model::Trend trend = heap.trend.value_or(model::Trend{});
  if (line.rate_millibytes_per_hour.present) {
    trend.rate_millibytes_per_hour = line.rate_millibytes_per_hour.value;
  }
  trend.left_s = to_std(line.left_s);
  heap.largest_free = to_std(line.largest);
  if (line.largest_min.present) {
    heap.least_largest_free =
        std::min(heap.least_largest_free.value_or(line.largest_min.value), line.largest_min.value);
  }
  set_verdict(line.verdict, trend, place);
  set_level(line.level, std::nullopt, place);
  return true;
}

void Tracker::add_stack_free(std::uint32_t free_bytes, const Place& place) {
  resource_->judge = Judge::kTool;
  resource_->free = free_bytes;
  resource_->least_free = std::min(resource_->least_free.value_or(free_bytes), free_bytes);
  if (resource_->boot_samples == 0) {
    resource_->first_ms = place.at_ms;
  }
  ++resource_->samples;
  ++resource_->boot_samples;
  resource_->last_ms = place.at_ms;
}

void Tracker::add(const ingest::StackFigures& figures, const Place& place) {
  model::Resource& stack = *resource_;
  const std::uint32_t used = figures.size - figures.unused;
  stack.judge = Judge::kTool;
  stack.priority = figures.priority ? figures.priority : stack.priority;
  note_use(used, figures.unused, figures.size, place);
  judge_level(used, figures.size, place);
}

void Tracker::add(const wire::StackLine& line, const Place& place) {
  resource_->judge = Judge::kDevice;
  resource_->priority = to_std(line.priority);
  note_use(line.peak, line.free, line.size, place);
  resource_->peak = line.peak;
  set_level(line.level, std::nullopt, place);
}

void Tracker::add(const wire::BlockPoolLine& line, std::uint32_t device_block_ms,
                  const Place& place) {
  model::Resource& pool = *resource_;
  pool.judge = Judge::kDevice;
  pool.block_size = line.block_size;
  note_use(line.used, line.free, line.blocks, place);
  if (line.peak.present) {
    pool.peak = line.peak.value;
  }
  note_device_time(line.up_ms, device_block_ms);
  model::Trend trend = pool.trend.value_or(model::Trend{});
  trend.left_s = to_std(line.left_s);
  set_verdict(line.verdict, trend, place);
  set_level(line.level, std::nullopt, place);
}

// Verdict and level come by events, and the exact figures with the details: they stay.
void Tracker::add(const ingest::UseLine& line, std::uint32_t device_block_ms, const Place& place) {
  resource_->address = line.resource.address;
  model::Resource& resource = *resource_;
  const wire::Resource& known = line.resource;
  resource.judge = Judge::kDevice;
  if (known.kind == model::Kind::kThreadStack) {
    resource.priority = known.priority;
  }
  if (!model::is_stack(known.kind)) {
    note_device_time(line.up_ms, device_block_ms);
  }
  if (wire::is_block_pool(known.kind)) {
    resource.block_size = known.block_size;
  }
  note_use(line.used, known.capacity - line.used, known.capacity, place);
}

void Tracker::add(const wire::VerdictLine& line, const Place& place) {
  resource_->judge = Judge::kDevice;
  model::Trend trend;
  trend.rate_millibytes_per_hour = to_std(line.rate_millibytes_per_hour);
  trend.rate_low_millibytes_per_hour = to_std(line.rate_low_millibytes_per_hour);
  trend.rate_high_millibytes_per_hour = to_std(line.rate_high_millibytes_per_hour);
  trend.left_s = to_std(line.left_s);
  if (line.window_s.present) {
    trend.window_ms = std::uint64_t{line.window_s.value} * 1000;
  }
  set_verdict(line.verdict, trend, place);
}

// A change of level is told at once, often long after the last report line: it brings newer
// figures.
void Tracker::add(const wire::LevelLine& line, const Place& place) {
  resource_->judge = Judge::kDevice;
  if (line.capacity > 0 && line.used <= line.capacity) {
    resource_->used = line.used;
    resource_->free = line.capacity - line.used;
    resource_->capacity = line.capacity;
    resource_->peak = std::max(resource_->peak.value_or(0), line.used);
  }
  set_level(line.level, to_std(line.cause), place);
}

void Tracker::begin_boot() {
  model::Resource& resource = *resource_;
  resource.used.reset();
  resource.free.reset();
  resource.allocated.reset();
  resource.largest_free.reset();
  resource.peak.reset();
  resource.level = model::Level::kOk;
  resource.verdict = model::Verdict::kNone;
  resource.trend.reset();
  resource.holders.clear();
  resource.boot_samples = 0;
  resource.missing_ms.reset();
  resource.history.clear();
  guard_.reset();
  watch_ = LeakWatch(block_ms_);
  pressure_ = {};
}

void Tracker::note_use(std::uint32_t used, std::uint32_t free,
                       std::optional<std::uint32_t> capacity, const Place& place) {
  model::Resource& resource = *resource_;
  resource.used = used;
  resource.free = free;
  resource.capacity = capacity;
  resource.peak = std::max(resource.peak.value_or(used), used);
  resource.least_free = std::min(resource.least_free.value_or(free), free);
  if (capacity.value_or(0) > 0) {
    const double percent = 100.0 * used / *capacity;
    resource.most_percent = std::max(resource.most_percent.value_or(percent), percent);
  }
  if (resource.boot_samples == 0) {
    resource.first_ms = place.at_ms;
  }
  ++resource.samples;
  ++resource.boot_samples;
  resource.last_ms = place.at_ms;
  resource.history.add(used);
}

// The device samples from its start on, also before the first line that is in the input.
void Tracker::note_device_time(std::uint64_t up_ms, std::uint32_t device_block_ms) {
  const std::uint64_t needed = std::uint64_t{LeakWatch::kBlocksForVerdict} * device_block_ms;
  resource_->enough_input = resource_->enough_input || up_ms >= needed;
  resource_->missing_ms = up_ms >= needed ? 0 : needed - up_ms;
}

void Tracker::set_verdict(model::Verdict verdict, std::optional<model::Trend> trend,
                          const Place& place) {
  const model::Verdict before = resource_->verdict;
  resource_->verdict = verdict;
  if (verdict == model::Verdict::kNone) {
    trend.reset();
    resource_->holders.clear();
  }
  resource_->trend = trend;
  if (verdict == before) {
    return;
  }
  if (verdict == model::Verdict::kLeak) {
    open_finding(Finding::What::kLeak, place);
  } else if (before == model::Verdict::kLeak) {
    close_finding(Finding::What::kLeak, place.at_ms);
  }
}

void Tracker::judge_level(std::uint32_t used, std::uint32_t capacity, const Place& place) {
  const estimate::PressureLevel level =
      pressure_.add({used, capacity}, estimate::kPressureLimits, estimate::kPressureTiming);
  set_level(static_cast<model::Level>(level), std::nullopt, place);
}

// Each stay at a level is a finding of its own, so that a warning does not hide what came of it.
void Tracker::set_level(model::Level level, std::optional<wire::LevelCause> cause,
                        const Place& place) {
  const model::Level before = resource_->level;
  resource_->level = level;
  if (level == before) {
    return;
  }
  close_finding(Finding::What::kLevel, place.at_ms);
  const std::size_t known = resource_->findings.size();
  if (level != model::Level::kOk) {
    open_finding(Finding::What::kLevel, place);
  }
  if (resource_->findings.size() > known) {
    resource_->findings.back().level = level;
    resource_->findings.back().cause = cause;
  }
}

void Tracker::open_finding(Finding::What what, const Place& place) {
  if (resource_->findings.size() >= model::Resource::kMostFindings) {
    ++resource_->findings_dropped;
    return;
  }
  const bool leak = what == Finding::What::kLeak;
  resource_->findings.push_back({what,
                                 resource_->judge,
                                 place.boot,
                                 place.at_ms,
                                 place.line,
                                 leak ? resource_->trend : std::nullopt,
                                 std::nullopt,
                                 {}});
}

void Tracker::set_holders(std::vector<model::Holder> holders) {
  for (model::Finding& finding : resource_->findings) {
    if (finding.what == Finding::What::kLeak && !finding.ended_ms &&
        resource_->verdict == model::Verdict::kLeak && &finding == &resource_->findings.back()) {
      finding.holders = holders;
    }
  }
  resource_->holders = std::move(holders);
}

void Tracker::close_finding(Finding::What what, std::uint64_t at_ms) {
  auto& findings = resource_->findings;
  const auto open = std::find_if(findings.rbegin(), findings.rend(), [what](const Finding& f) {
    return f.what == what && !f.ended_ms;
  });
  if (open != findings.rend()) {
    open->ended_ms = at_ms;
  }
}

bool Tracker::fits(std::uint32_t free, std::uint32_t allocated) {
  if (std::uint64_t{free} + allocated > std::numeric_limits<std::uint32_t>::max()) {
    return false;
  }
  switch (guard_.add(free, allocated)) {
    case SizeGuard::Outcome::kContradicts:
      return false;
    case SizeGuard::Outcome::kNewSize:
      watch_ = LeakWatch(block_ms_);
      pressure_ = {};
      resource_->peak.reset();
      break;
    case SizeGuard::Outcome::kFits:
      break;
  }
  return true;
}

}  // namespace tidemark::analysis
