// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/profile_collector.hpp"

#include <algorithm>

namespace tidemark::analysis {
namespace {

constexpr std::size_t kMostSlots = 255;

template <typename Part, typename Line>
void place(const Part& part, std::size_t most, model::SlotTable<Line>& table) {
  table.told(part.first, part.end, most);
  for (const auto& used : part.used) {
    table.put(used.slot, used.line);
  }
}

}  // namespace

void ProfileCollector::begin(const wire::ProfileLine& info) {
  if (info.snapshot == 0) {
    if (lines_ && !lines_->summaries.empty()) {
      lines_before_ = std::move(lines_);
    }
    lines_.emplace();
    lines_->info = info;
    return;
  }
  if (current_ && current_->info.snapshot == info.snapshot) {
    return;  // repeated
  }
  if (current_ && current_->is_whole()) {
    whole_ = std::move(current_);
  }
  current_.emplace();
  current_->info = info;
}

void ProfileCollector::add(const ingest::SitesPart& part) {
  if (current_ && current_->info.snapshot == part.snapshot) {
    place(part, kMostSlots, current_->sites);
  }
}

void ProfileCollector::add(const ingest::OwnersPart& part) {
  if (current_ && current_->info.snapshot == part.snapshot) {
    place(part, kMostSlots, current_->owners);
  }
}

void ProfileCollector::add(const ingest::BlocksPart& part) {
  if (current_ && current_->info.snapshot == part.snapshot) {
    place(part, kMostBlocks, current_->blocks);
  }
}

void ProfileCollector::add(const wire::SiteSummaryLine& line) {
  if (lines_ && lines_->summaries.size() < kMostSummaries) {
    lines_->summaries.push_back(line);
  }
}

void ProfileCollector::add(const wire::OwnerSummaryLine& line) {
  if (lines_ && lines_->owner_summaries.size() < kMostSummaries) {
    lines_->owner_summaries.push_back(line);
  }
}

void ProfileCollector::add(const wire::SuspectLine& line) {
  const std::pair key(line.kind, std::string(model::text_of(line.name)));
  if (line.rank == 0 || line.rank > kMostRanks ||
      (suspects_.size() >= kMostSuspects && suspects_.count(key) == 0)) {
    return;
  }
  auto& ranks = suspects_[key];
  if (line.rank == 1) {
    ranks.clear();  // of a verdict before
  }
  ranks[line.rank] = line;
}

void ProfileCollector::restart() {
  current_.reset();
  whole_.reset();
  lines_.reset();
  lines_before_.reset();
  suspects_.clear();
}

const model::ProfileSnapshot* ProfileCollector::latest() const {
  if (current_ && (current_->is_whole() || !whole_)) {
    return &*current_;
  }
  if (whole_) {
    return &*whole_;
  }
  const auto& lines =
      lines_ && (!lines_->summaries.empty() || !lines_before_) ? lines_ : lines_before_;
  return lines ? &*lines : nullptr;
}

bool ProfileCollector::later_is_partial() const {
  return current_ && whole_ && !current_->is_whole();
}

std::vector<wire::SuspectLine> ProfileCollector::suspects(wire::ResourceKind kind,
                                                          const std::string& name) const {
  std::vector<wire::SuspectLine> all;
  if (const auto found = suspects_.find({kind, name}); found != suspects_.end()) {
    for (const auto& [rank, line] : found->second) {
      all.push_back(line);
    }
  }
  return all;
}

}  // namespace tidemark::analysis
