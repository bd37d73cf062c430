// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "wire/profile.hpp"

namespace tidemark::model {

/// A table of the device, of which parts arrive.
template <typename Line>
class SlotTable {
 public:
  /// The part tells of slots `first` up to, and without, `end`: they are free, unless put()
  /// follows. `end` above `most` counts as `most`.
  void told(std::size_t first, std::size_t end, std::size_t most) {
    end = std::min(end, most);
    if (first >= end) {
      return;
    }
    lines_.resize(std::max(lines_.size(), end));
    told_.resize(lines_.size());
    std::fill(told_.begin() + std::ptrdiff_t(first), told_.begin() + std::ptrdiff_t(end), true);
  }
  /// A slot that was told of, else nothing happens.
  void put(std::size_t slot, const Line& line) {
    if (slot < lines_.size()) {
      lines_[slot] = line;
    }
  }
  /// Null: free, or did not arrive.
  [[nodiscard]] const Line* at(std::size_t slot) const {
    return slot < lines_.size() && lines_[slot] ? &*lines_[slot] : nullptr;
  }
  [[nodiscard]] std::size_t size() const { return lines_.size(); }
  [[nodiscard]] std::size_t count() const {
    return std::size_t(
        std::count_if(lines_.begin(), lines_.end(), [](const auto& line) { return !!line; }));
  }
  /// Whether all slots of a table of that capacity were told of.
  [[nodiscard]] bool is_whole(std::size_t capacity) const {
    return std::size_t(std::count(told_.begin(), told_.end(), true)) >= capacity;
  }

 private:
  std::vector<std::optional<Line>> lines_;
  std::vector<bool> told_;
};

/// What arrived of one snapshot of a device's heap profile. Messages bring sites, owners and
/// blocks; report lines bring what the device itself estimates of the sites and owners that hold
/// most.
struct ProfileSnapshot {
  wire::ProfileLine info{};
  SlotTable<wire::SiteLine> sites;
  SlotTable<wire::OwnerLine> owners;
  SlotTable<wire::BlockLine> blocks;
  std::vector<wire::SiteSummaryLine> summaries;  ///< Of report lines, in their order.
  std::vector<wire::OwnerSummaryLine> owner_summaries;

  /// Whether only report lines told of it.
  [[nodiscard]] bool is_summary() const { return blocks.size() == 0 && !summaries.empty(); }
  /// Whether all of it arrived; a summary always has.
  [[nodiscard]] bool is_whole() const {
    return is_summary() ||
           (blocks.is_whole(info.records_capacity) && sites.is_whole(info.sites_capacity) &&
            owners.is_whole(info.owners_capacity));
  }
};

inline std::string_view text_of(const wire::Name& name) {
  return {name.bytes, name.size};
}

}  // namespace tidemark::model
