// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/message_decoder.hpp"

#include <algorithm>
#include <limits>

namespace tidemark::ingest {
namespace {

using Values = std::vector<std::optional<std::uint64_t>>;

/// A report line of which the member that `kind` names is set.
wire::ReportLine report_of(const wire::HeapLine& line) {
  wire::ReportLine report{wire::LineKind::kHeap, {}};
  report.heap = line;
  return report;
}
wire::ReportLine report_of(const wire::StackLine& line) {
  wire::ReportLine report{wire::LineKind::kStack, {}};
  report.stack = line;
  return report;
}
wire::ReportLine report_of(const wire::BlockPoolLine& line) {
  wire::ReportLine report{wire::LineKind::kBlockPool, {}};
  report.block_pool = line;
  return report;
}

wire::ReportLine report_of(const wire::VerdictLine& line) {
  wire::ReportLine report{wire::LineKind::kVerdict, {}};
  report.verdict = line;
  return report;
}
wire::ReportLine report_of(const wire::LevelLine& line) {
  wire::ReportLine report{wire::LineKind::kLevel, {}};
  report.level = line;
  return report;
}
wire::ReportLine report_of(const wire::CoverageLine& line) {
  wire::ReportLine report{wire::LineKind::kCoverage, {}};
  report.coverage = line;
  return report;
}
wire::ReportLine report_of(const wire::SelfLine& line) {
  wire::ReportLine report{wire::LineKind::kSelf, {}};
  report.self = line;
  return report;
}

wire::ReportLine report_of(const wire::ProfileLine& line) {
  wire::ReportLine report{wire::LineKind::kProfile, {}};
  report.profile = line;
  return report;
}
wire::ReportLine report_of(const wire::GuardLine& line) {
  wire::ReportLine report{wire::LineKind::kGuard, {}};
  report.guard = line;
  return report;
}

wire::ReportLine report_of(const wire::ReclaimLine& line) {
  wire::ReportLine report{wire::LineKind::kReclaim, {}};
  report.reclaim = line;
  return report;
}
wire::ReportLine report_of(const wire::AllocationFailureLine& line) {
  wire::ReportLine report{wire::LineKind::kAllocationFailure, {}};
  report.allocation_failure = line;
  return report;
}
wire::ReportLine report_of(const wire::RestartLine& line) {
  wire::ReportLine report{wire::LineKind::kRestart, {}};
  report.restart = line;
  return report;
}
wire::ReportLine report_of(const wire::RestartLevelLine& line) {
  wire::ReportLine report{wire::LineKind::kRestartLevel, {}};
  report.restart_level = line;
  return report;
}
wire::ReportLine report_of(const wire::RestartSiteLine& line) {
  wire::ReportLine report{wire::LineKind::kRestartSite, {}};
  report.restart_site = line;
  return report;
}
wire::ReportLine report_of(const wire::RestartEventLine& line) {
  wire::ReportLine report{wire::LineKind::kRestartEvent, {}};
  report.restart_event = line;
  return report;
}

/// Takes the values of an entry of details one after another. Once one was missing or out of its
/// range, good() is false.
class Taker {
 public:
  explicit Taker(const Values& values) : values_(values) {}

  std::uint32_t count() {
    const auto value = next();
    good_ = good_ && value.has_value() && *value <= std::numeric_limits<std::uint32_t>::max();
    return good_ ? static_cast<std::uint32_t>(*value) : 0;
  }
  template <typename Enum>
  Enum enumerated(Enum last) {
    const std::uint32_t value = count();
    good_ = good_ && value <= static_cast<std::uint32_t>(last);
    return good_ ? static_cast<Enum>(value) : Enum{};
  }
  template <typename T>
  Optional<T> optional() {
    const auto value = next();
    good_ = good_ && (!value || *value <= std::numeric_limits<T>::max());
    return value && good_ ? known(static_cast<T>(*value)) : Optional<T>{};
  }
  [[nodiscard]] bool good() const { return good_; }

 private:
  std::optional<std::uint64_t> next() {
    return at_ < values_.size() ? values_[at_++] : std::nullopt;
  }

  const Values& values_;
  std::size_t at_ = 0;
  bool good_ = true;
};

bool is_sum(std::uint32_t used, std::uint32_t free, std::uint32_t capacity) {
  return std::uint64_t{used} + free == capacity;
}

std::optional<wire::ReportLine> heap_of(const wire::Resource& resource, const Values& values,
                                        std::uint64_t up_ms) {
  Taker taker(values);
  wire::HeapLine line{};
  line.up_ms = up_ms;
  line.name = resource.name;
  line.capacity = resource.capacity;
  line.used = taker.count();
  line.free = taker.count();
  line.allocated = taker.count();
  line.peak = taker.count();
  line.level = taker.enumerated(wire::Level::kCritical);
  line.verdict = taker.enumerated(wire::Verdict::kLeak);
  line.rate_millibytes_per_hour = taker.optional<std::uint64_t>();
  line.left_s = taker.optional<std::uint32_t>();
  line.largest_min = taker.optional<std::uint32_t>();
  line.largest = taker.optional<std::uint32_t>();
  const bool is_good = taker.good() && is_sum(line.used, line.free, line.capacity);
  return is_good ? std::optional(report_of(line)) : std::nullopt;
}

std::optional<wire::ReportLine> stack_of(const wire::Resource& resource, const Values& values,
                                         std::uint64_t up_ms) {
  Taker taker(values);
  wire::StackLine line{};
  line.up_ms = up_ms;
  line.kind = resource.kind;
  line.name = resource.name;
  line.size = resource.capacity;
  line.priority = {resource.priority, resource.kind == wire::ResourceKind::kThreadStack};
  line.peak = taker.count();
  line.free = taker.count();
  line.level = taker.enumerated(wire::Level::kCritical);
  const bool is_good = taker.good() && is_sum(line.peak, line.free, line.size);
  return is_good ? std::optional(report_of(line)) : std::nullopt;
}

std::optional<wire::ReportLine> pool_of(const wire::Resource& resource, const Values& values,
                                        std::uint64_t up_ms) {
  Taker taker(values);
  wire::BlockPoolLine line{};
  line.up_ms = up_ms;
  line.kind = resource.kind;
  line.name = resource.name;
  line.blocks = resource.capacity;
  line.block_size = resource.block_size;
  line.used = taker.count();
  line.free = taker.count();
  line.peak = taker.optional<std::uint32_t>();
  line.level = taker.enumerated(wire::Level::kCritical);
  line.verdict = taker.enumerated(wire::Verdict::kLeak);
  line.left_s = taker.optional<std::uint32_t>();
  const bool is_good = taker.good() && is_sum(line.used, line.free, line.blocks);
  return is_good ? std::optional(report_of(line)) : std::nullopt;
}

}  // namespace

void MessageDecoder::feed(const std::optional<Message>& message, bool retained,
                          const OnLine& on_line) {
  ++counts_.messages;
  if (!message) {
    ++counts_.malformed;
    return;
  }
  if (started_ && message->header.device != device_) {
    ++counts_.foreign;
    return;
  }
  if (retained && started_ && message->header.boot == boot_) {
    ++counts_.late;
    return;
  }
  const bool is_event = std::holds_alternative<wire::VerdictLine>(message->body) ||
                        std::holds_alternative<wire::LevelLine>(message->body) ||
                        std::holds_alternative<wire::GuardLine>(message->body) ||
                        std::holds_alternative<wire::ReclaimLine>(message->body) ||
                        std::holds_alternative<wire::AllocationFailureLine>(message->body) ||
                        std::holds_alternative<wire::RestartLine>(message->body) ||
                        std::holds_alternative<EndedLifePart>(message->body);
  // Each boot begins with a hello of number 0, so that one tells a restart where the boot's number
  // is the same by chance.
  if (started_ && message->header.sequence == 0 && message->header.boot == boot_ &&
      sequence_ != UINT16_MAX && std::holds_alternative<HelloBody>(message->body)) {
    boot_ = static_cast<std::uint16_t>(~boot_);
  }
  if (take_header(message->header, on_line) == Order::kLate && !is_event) {
    return;
  }
  if (!is_event && message->header.table != table_) {
    table_ = message->header.table;
    resources_.clear();
  }
  std::visit([&](const auto& body) { take(body, on_line); }, message->body);
}

MessageDecoder::Order MessageDecoder::take_header(const wire::MessageHeader& header,
                                                  const OnLine& on_line) {
  const auto up_ms = static_cast<std::uint32_t>(header.up_ms);
  if (!started_ || header.boot != boot_) {
    if (started_) {
      on_line(NewBoot{});
    }
    started_ = true;
    device_ = header.device;
    boot_ = header.boot;
    sequence_ = header.sequence;
    up_ms_ = up_ms;
    table_ = header.table;
    resources_.clear();
    return Order::kNext;
  }
  const auto step = static_cast<std::int16_t>(header.sequence - sequence_);
  if (step <= 0) {
    ++counts_.late;
    return Order::kLate;
  }
  counts_.lost += static_cast<std::uint64_t>(step) - 1;
  sequence_ = header.sequence;
  up_ms_ = widen(up_ms);
  return Order::kNext;
}

/// The time nearest to the latest one of which these are the lower 32 bits, and not before it.
std::uint64_t MessageDecoder::widen(std::uint32_t up_ms) const {
  const auto step = static_cast<std::int32_t>(up_ms - static_cast<std::uint32_t>(up_ms_));
  return step > 0 ? up_ms_ + static_cast<std::uint64_t>(step) : up_ms_;
}

const wire::Resource* MessageDecoder::resource_at(std::uint64_t index) const {
  return index < resources_.size() && resources_[index] ? &*resources_[index] : nullptr;
}

void MessageDecoder::take(const UnknownBody&, const OnLine&) {
  ++counts_.unknown;
}

void MessageDecoder::take(const HelloBody& body, const OnLine& on_line) {
  // A hello is repeated for readers who come later: only the first one begins a boot, and that is
  // told by the boot's number.
  up_ms_ = std::max(up_ms_, body.line.up_ms);
  device_id_ = body.device_id;
  build_id_ = body.build_id;
  wire::ReportLine report{wire::LineKind::kHello, {}};
  report.hello = body.line;
  on_line(report);
}

void MessageDecoder::take(const TablePart& part, const OnLine&) {
  const std::uint64_t end = std::uint64_t{part.first} + part.resources.size();
  if (end > kMostResources) {
    ++counts_.malformed;
    return;
  }
  if (resources_.size() < end) {
    resources_.resize(end);
  }
  std::copy(part.resources.begin(), part.resources.end(), resources_.begin() + part.first);
}

void MessageDecoder::take(const SamplePart& part, const OnLine& on_line) {
  bool is_placed = true;
  std::uint64_t index = part.first;
  for (const std::optional<std::uint16_t>& value : part.values) {
    const wire::Resource* resource = resource_at(index++);
    is_placed = is_placed && resource != nullptr;
    if (resource != nullptr && value) {
      const std::uint64_t used = std::uint64_t{*value} << wire::sample_shift(resource->capacity);
      on_line(
          UseLine{up_ms_, *resource,
                  static_cast<std::uint32_t>(std::min<std::uint64_t>(used, resource->capacity))});
    }
  }
  counts_.unplaced += is_placed ? 0u : 1u;
}

void MessageDecoder::take(const DetailsPart& part, const OnLine& on_line) {
  bool is_placed = true;
  bool is_good = true;
  std::uint64_t index = part.first;
  for (const Values& values : part.values) {
    const wire::Resource* resource = resource_at(index++);
    is_placed = is_placed && resource != nullptr;
    if (resource == nullptr) {
      continue;
    }
    const auto read = wire::is_stack(resource->kind)        ? stack_of
                      : wire::is_block_pool(resource->kind) ? pool_of
                                                            : heap_of;
    if (const auto line = read(*resource, values, up_ms_)) {
      on_line(*line);
    } else {
      is_good = false;
    }
  }
  counts_.unplaced += is_placed ? 0u : 1u;
  counts_.malformed += is_good ? 0u : 1u;
}

template <typename Line>
void MessageDecoder::take(Line line, const OnLine& on_line) {
  line.up_ms = up_ms_;
  on_line(report_of(line));
}

void MessageDecoder::take(const EndedLifePart& part, const OnLine& on_line) {
  for (const auto& detail : part.details) {
    std::visit([&](const auto& line) { take(line, on_line); }, detail);
  }
}

template <typename Line>
void MessageDecoder::take(SlotsPart<Line> part, const OnLine& on_line) {
  part.up_ms = up_ms_;
  on_line(part);
}

}  // namespace tidemark::ingest
