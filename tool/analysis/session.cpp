// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/session.hpp"

#include <numeric>
#include <string>
#include <utility>

#include "tool/analysis/holders.hpp"
#include "tool/ingest/line_text.hpp"
#include "tool/ingest/log_message.hpp"

namespace tidemark::analysis {
namespace {

using ingest::Skip;

std::string_view view(const wire::Name& name) {
  return {name.bytes, name.size};
}

std::uint64_t up_ms_of(const wire::ReportLine& report) {
  switch (report.kind) {
    case wire::LineKind::kHello:
      return report.hello.up_ms;
    case wire::LineKind::kHeap:
      return report.heap.up_ms;
    case wire::LineKind::kStack:
      return report.stack.up_ms;
    case wire::LineKind::kBlockPool:
      return report.block_pool.up_ms;
    case wire::LineKind::kVerdict:
      return report.verdict.up_ms;
    case wire::LineKind::kLevel:
      return report.level.up_ms;
    case wire::LineKind::kCoverage:
      return report.coverage.up_ms;
    case wire::LineKind::kProfile:
      return report.profile.up_ms;
    case wire::LineKind::kSite:
      return report.site.up_ms;
    case wire::LineKind::kOwner:
      return report.owner.up_ms;
    case wire::LineKind::kSuspect:
      return report.suspect.up_ms;
    case wire::LineKind::kGuard:
      return report.guard.up_ms;
    case wire::LineKind::kReclaim:
      return report.reclaim.up_ms;
    case wire::LineKind::kAllocationFailure:
      return report.allocation_failure.up_ms;
    case wire::LineKind::kRestart:
      return report.restart.up_ms;
    case wire::LineKind::kRestartLevel:
      return report.restart_level.up_ms;
    case wire::LineKind::kRestartSite:
      return report.restart_site.up_ms;
    case wire::LineKind::kRestartEvent:
      return report.restart_event.up_ms;
    case wire::LineKind::kSelf:
      break;
  }
  return report.self.up_ms;
}

/// A device's name as any terminal, page or file may show it. Bytes that may not be shown become
/// \xNN, so that two names stay two.
std::string readable_name(std::string_view name) {
  if (ingest::printable(name) == name) {
    return std::string(name);
  }
  std::string text;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      text += c;
    } else {
      constexpr std::string_view kHex = "0123456789abcdef";
      text += {'\\', 'x', kHex[byte / 16], kHex[byte % 16]};
    }
  }
  return text;
}

}  // namespace

std::uint64_t Coverage::skipped_lines() const {
  return std::accumulate(skipped.begin(), skipped.end(), std::uint64_t{0});
}

Session::Session(const SessionOptions& options, SessionListener* listener)
    : options_(options), listener_(listener) {}

LineRole Session::feed(const ingest::RawLine& line, std::optional<std::uint64_t> arrival_ms) {
  if (const auto message = ingest::find_log_message(line.text)) {
    return feed_message({message->data(), message->size()});
  }
  line_ = ++coverage_.lines;
  const ingest::ParsedLine parsed = ingest::parse_line(line);
  if (const auto* reason = std::get_if<Skip>(&parsed)) {
    skip(*reason, line_);
    return LineRole::kSkipped;
  }
  if (std::holds_alternative<ingest::BootBanner>(parsed)) {
    ++coverage_.text_lines;
    begin_boot("boot banner");
    return LineRole::kBoot;
  }
  if (const auto* samples = std::get_if<ingest::TutorialLine>(&parsed)) {
    return handle_console(*samples, samples->stamp, arrival_ms);
  }
  if (const auto* report = std::get_if<wire::ReportLine>(&parsed)) {
    return handle(*report);
  }
  if (const auto* fault = std::get_if<ingest::FaultLine>(&parsed)) {
    ++coverage_.text_lines;
    return handle(*fault);
  }
  return handle_kernel_text(line, arrival_ms);
}

LineRole Session::feed_message(const std::optional<ingest::Message>& message, bool retained) {
  line_ = ++coverage_.lines;
  const std::uint64_t malformed = messages_.counts().malformed;
  auto role = LineRole::kText;
  messages_.feed(message, retained, [&](const ingest::DeviceLine& line) {
    const LineRole what = handle(line);
    role = what == LineRole::kText ? role : what;
  });
  if (messages_.counts().malformed > malformed) {
    skip(Skip::kBadMessage, line_);
    return LineRole::kSkipped;
  }
  coverage_.other_messages += role == LineRole::kText || role == LineRole::kBoot ? 1u : 0u;
  return role;
}

void Session::finish() {
  drop_held();
}

LineRole Session::handle(const wire::ReportLine& report) {
  if (report.kind == wire::LineKind::kHello) {
    begin_boot("hello line");
    hello_ = report.hello;
    console_build_ = bytes_of_hexadecimal(view(report.hello.build_id));
  }
  return at_stamp(report, up_ms_of(report), TimeSource::kUptime);
}

LineRole Session::handle(const ingest::DeviceLine& line) {
  if (std::holds_alternative<ingest::NewBoot>(line)) {
    begin_boot("another boot number");
    return LineRole::kBoot;
  }
  if (const auto* use = std::get_if<ingest::UseLine>(&line)) {
    return at_stamp(*use, use->up_ms, TimeSource::kUptime);
  }
  if (!std::holds_alternative<wire::ReportLine>(line)) {
    return handle_part(line);
  }
  const auto& report = std::get<wire::ReportLine>(line);
  if (report.kind == wire::LineKind::kHello) {
    // It is repeated for readers who come later: no boot begins with it.
    hello_ = report.hello;
    return LineRole::kText;
  }
  return at_stamp(report, up_ms_of(report), TimeSource::kUptime);
}

LineRole Session::handle(const ingest::FaultLine& line) {
  if (const auto* fatal = std::get_if<ingest::FatalErrorLine>(&line)) {
    note_fault(fatal->reason, fatal->text);
  } else if (const auto* sanitizer = std::get_if<ingest::SanitizerLine>(&line)) {
    note_fault(std::nullopt, sanitizer->tool + ": " + sanitizer->text);
  } else if (const auto* thread = std::get_if<ingest::CurrentThreadLine>(&line)) {
    // It follows the line that it belongs to.
    if (fault_count_ == faults_.size() && fault_count_ > 0 && faults_.back().thread.empty()) {
      faults_.back().thread = thread->name;
    }
  } else if (const auto* dropped = std::get_if<ingest::DroppedLine>(&line)) {
    coverage_.first_dropped = coverage_.messages_dropped == 0 ? line_ : coverage_.first_dropped;
    coverage_.messages_dropped += dropped->messages;
  }
  return LineRole::kText;
}

void Session::note_fault(std::optional<std::uint32_t> reason, std::string text) {
  if (fault_count_++ < kMostFaults) {
    faults_.push_back({reason, std::move(text), "", line_, now_ms_});
  }
}

LineRole Session::at_stamp(const Message& message, std::uint64_t at_ms, TimeSource source) {
  const Timeline::Outcome outcome = timeline_.advance(at_ms);
  stamped_boot_ = true;
  if (outcome == Timeline::Outcome::kDoubtful) {
    drop_held();
    held_ = Held{message, at_ms, line_, source};
    return LineRole::kSample;
  }
  if (outcome == Timeline::Outcome::kRefuted) {
    drop_held();
  }
  if (outcome == Timeline::Outcome::kRebooted) {
    start_boot("time went back");
    stamped_boot_ = true;
  }
  if (held_) {
    const Held held = *held_;
    held_.reset();
    const std::uint64_t line = std::exchange(line_, held.line);
    count(apply_message(held.message, held.at_ms), held.source);
    line_ = line;
  }
  return count(apply_message(message, timeline_.now_ms()), source);
}

LineRole Session::count(bool used, TimeSource source) {
  if (!used) {
    return LineRole::kSkipped;
  }
  // A message has samples of many resources, and is one line.
  if (std::exchange(counted_line_, line_) == line_) {
    return LineRole::kSample;
  }
  ++coverage_.sample_lines;
  ++coverage_.timed_by[static_cast<std::size_t>(source)];
  return LineRole::kSample;
}

bool Session::apply_message(const Message& message, std::uint64_t at_ms) {
  if (const auto* use = std::get_if<ingest::UseLine>(&message)) {
    return apply_use(*use, at_ms);
  }
  if (const auto* report = std::get_if<wire::ReportLine>(&message)) {
    return apply_report(*report, at_ms);
  }
  return apply_console(message, at_ms);
}

bool Session::apply_use(const ingest::UseLine& use, std::uint64_t up_ms) {
  const std::uint64_t at = advance_to(up_ms);
  const std::uint32_t block_ms = hello_ ? hello_->block_ms : estimate::LeakTiming::kDefaultBlockMs;
  device_reports_heaps_ = device_reports_heaps_ || use.resource.kind == model::Kind::kHeap;
  return with_tracker(use.resource.kind, view(use.resource.name),
                      [&](Tracker& t) { return t.add(use, block_ms, place(at)), true; });
}

bool Session::apply_report(const wire::ReportLine& report, std::uint64_t up_ms) {
  const std::uint64_t at = advance_to(up_ms);
  const std::uint32_t block_ms = hello_ ? hello_->block_ms : estimate::LeakTiming::kDefaultBlockMs;
  const auto each = [&](model::Kind kind, const wire::Name& name, const auto& add) {
    return with_tracker(kind, view(name), add);
  };
  switch (report.kind) {
    case wire::LineKind::kHeap:
      device_reports_heaps_ = true;
      return each(model::Kind::kHeap, report.heap.name,
                  [&](Tracker& t) { return t.add(report.heap, block_ms, place(at)); });
    case wire::LineKind::kStack:
      return each(report.stack.kind, report.stack.name,
                  [&](Tracker& t) { return t.add(report.stack, place(at)), true; });
    case wire::LineKind::kBlockPool:
      return each(report.block_pool.kind, report.block_pool.name,
                  [&](Tracker& t) { return t.add(report.block_pool, block_ms, place(at)), true; });
    case wire::LineKind::kVerdict:
      return each(report.verdict.kind, report.verdict.name,
                  [&](Tracker& t) { return t.add(report.verdict, place(at)), true; });
    case wire::LineKind::kLevel:
      return each(report.level.kind, report.level.name,
                  [&](Tracker& t) { return t.add(report.level, place(at)), true; });
    case wire::LineKind::kCoverage:
      device_coverage_ = report.coverage;
      return true;
    case wire::LineKind::kSelf:
      device_self_ = report.self;
      return true;
    case wire::LineKind::kProfile:
    case wire::LineKind::kSite:
    case wire::LineKind::kOwner:
    case wire::LineKind::kSuspect:
    case wire::LineKind::kGuard:
      return apply_profile(report);
    case wire::LineKind::kHello:
      return true;
    default:
      return apply_recovery(report, at);
  }
}

bool Session::with_tracker(model::Kind kind, std::string_view name,
                           const std::function<bool(Tracker&)>& add) {
  model::Resource* resource = inventory_.find_or_add(kind, readable_name(name));
  if (resource == nullptr) {
    skip(Skip::kTooManyNames, line_);
    return false;
  }
  Tracker& tracker = trackers_.try_emplace(resource, *resource, options_.block_ms).first->second;
  const model::Verdict verdict = resource->verdict;
  const model::Level level = resource->level;
  if (!add(tracker)) {
    skip(Skip::kImpossible, line_);
    return false;
  }
  if (resource->verdict != verdict && resource->verdict != model::Verdict::kNone) {
    tracker.set_holders(find_holders(*resource, profile_, symbols()));
  }
  if (listener_ != nullptr) {
    listener_->on_sample(*resource);
    if (resource->verdict != verdict) {
      listener_->on_verdict(*resource, verdict);
    }
    if (resource->level != level) {
      listener_->on_level(*resource);
    }
  }
  return true;
}

Tracker::Place Session::place(std::uint64_t at_ms) const {
  return {at_ms, line_, coverage_.boots};
}

void Session::begin_boot(std::string_view why) {
  drop_held();
  timeline_.restart();
  start_boot(why);
}

void Session::start_boot(std::string_view why) {
  hello_.reset();
  console_build_.clear();
  device_reports_heaps_ = false;
  stamped_boot_ = false;
  kernel_text_.restart();
  profile_.restart();
  if (!boot_has_samples_) {
    return;
  }
  boot_has_samples_ = false;
  recovery_.begin_boot();
  for (auto& [resource, tracker] : trackers_) {
    tracker.begin_boot();
  }
  if (listener_ != nullptr) {
    listener_->on_boot(coverage_.boots + 1, why);
  }
}

void Session::drop_held() {
  if (held_) {
    skip(Skip::kTimeJump, held_->line);
    held_.reset();
  }
}

void Session::skip(Skip reason, std::uint64_t line) {
  const auto index = static_cast<std::size_t>(reason);
  if (coverage_.skipped[index]++ == 0) {
    coverage_.first_skipped[index] = line;
  }
}

std::uint64_t Session::advance_to(std::uint64_t at_ms) {
  if (!boot_has_samples_) {
    boot_has_samples_ = true;
    ++coverage_.boots;
    now_ms_ = at_ms;
  } else if (at_ms > now_ms_) {
    coverage_.covered_ms += at_ms - now_ms_;
    now_ms_ = at_ms;
  }
  return at_ms;
}

}  // namespace tidemark::analysis
