// SPDX-License-Identifier: Apache-2.0
// What a session makes of a device's heap profile, and of what a heap's guard found.
#include <fmt/format.h>

#include "tool/analysis/holders.hpp"
#include "tool/analysis/session.hpp"
#include "tool/ingest/line_text.hpp"

namespace tidemark::analysis {
namespace {

std::string_view fault_name(wire::GuardFault fault) {
  switch (fault) {
    case wire::GuardFault::kOverrun:
      return "written behind the end of";
    case wire::GuardFault::kUnderrun:
      return "written before the begin of";
    case wire::GuardFault::kUseAfterFree:
      return "written after the free of";
    case wire::GuardFault::kDoubleFree:
      return "freed twice:";
    case wire::GuardFault::kForeignFree:
      break;
  }
  return "freed, but not of this heap:";
}

std::string bytes_text(std::uint32_t count) {
  return fmt::format("{} byte{}", count, count == 1 ? "" : "s");
}

/// "written behind the end of a block of 32 bytes of _system_heap (4 bytes damaged), allocated by
/// fill() at src/main.c:31".
std::string guard_text(const wire::GuardLine& line, const ingest::Symbols* symbols) {
  std::string text = fmt::format("memory {} a block", fault_name(line.fault));
  text += line.size.present ? " of " + bytes_text(line.size.value) : "";
  text += " at " + address_text(line.block);
  if (!line.heap.empty()) {
    text += " of " + ingest::printable(model::text_of(line.heap));
  }
  if (line.damaged > 0) {
    text += " (" + bytes_text(line.damaged) + " damaged";
    text += line.offset.present ? fmt::format(" from offset {}", line.offset.value) : "";
    text += ")";
  }
  text += line.allocated_at != 0 ? ", allocated by " + call_text(line.allocated_at, symbols) : "";
  text += line.freed_at != 0 ? ", freed by " + call_text(line.freed_at, symbols) : "";
  return text;
}

}  // namespace

SymbolUse Session::symbol_use() const {
  if (options_.symbols == nullptr) {
    return SymbolUse::kNone;
  }
  const auto same = ingest::same_build(options_.symbols->build_id(), build_id());
  if (!same) {
    return SymbolUse::kUnchecked;
  }
  return *same                    ? SymbolUse::kChecked
         : options_.force_symbols ? SymbolUse::kForced
                                  : SymbolUse::kRefused;
}

const ingest::Symbols* Session::symbols() const {
  return symbol_use() == SymbolUse::kRefused ? nullptr : options_.symbols.get();
}

LineRole Session::handle_part(const ingest::DeviceLine& line) {
  if (const auto* blocks = std::get_if<ingest::BlocksPart>(&line)) {
    profile_.add(*blocks);
  } else if (const auto* sites = std::get_if<ingest::SitesPart>(&line)) {
    profile_.add(*sites);
  } else if (const auto* owners = std::get_if<ingest::OwnersPart>(&line)) {
    profile_.add(*owners);
  }
  name_holders();
  return LineRole::kText;
}

bool Session::apply_profile(const wire::ReportLine& report) {
  switch (report.kind) {
    case wire::LineKind::kProfile:
      profile_.begin(report.profile);
      break;
    case wire::LineKind::kSite:
      profile_.add(report.site);
      break;
    case wire::LineKind::kOwner:
      profile_.add(report.owner);
      break;
    case wire::LineKind::kSuspect:
      profile_.add(report.suspect);
      name_holders();
      break;
    case wire::LineKind::kGuard:
      note_fault(std::nullopt, guard_text(report.guard, symbols()));
      if (faults_.size() == fault_count_) {
        faults_.back().thread = ingest::printable(model::text_of(report.guard.owner));
      }
      break;
    default:
      break;
  }
  return true;
}

const ingest::Symbols* Session::symbols_of(const wire::RestartLine& life) const {
  const ingest::Symbols* given = options_.symbols.get();
  if (given == nullptr || life.build_id.empty()) {
    return symbols();
  }
  const auto same =
      ingest::same_build(given->build_id(), bytes_of_hexadecimal(model::text_of(life.build_id)));
  return same.value_or(true) || options_.force_symbols ? given : nullptr;
}

bool Session::apply_recovery(const wire::ReportLine& report, std::uint64_t at_ms) {
  const Tracker::Place told = place(at_ms);
  RecoveryEvent event = recovery_.add(report, {told.boot, told.line, told.at_ms});
  if (listener_ == nullptr || !event.tells()) {
    return true;
  }
  if (event.restart != nullptr && event.restart->at != 0) {
    event.place = call_text(event.restart->at, symbols_of(*event.restart));
  } else if (event.failure != nullptr && event.failure->at != 0) {
    event.place = call_text(event.failure->at, symbols());
  }
  listener_->on_recovery(event);
  return true;
}

void Session::name_holders() {
  for (auto& [resource, tracker] : trackers_) {
    if (resource->verdict != model::Verdict::kNone) {
      tracker.set_holders(find_holders(*resource, profile_, symbols()));
    }
  }
}

}  // namespace tidemark::analysis
