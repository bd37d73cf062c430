// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tool/ingest/message_reader.hpp"
#include "tool/model/profile.hpp"

namespace tidemark::analysis {

/// Puts the snapshots of one device's heap profile together from what its messages and report lines
/// say, and keeps the latest that is whole. Parts of a snapshot whose beginning did not arrive are
/// left out. Bounded: 255 sites and owners, kMostBlocks blocks, kMostSummaries sites and as many
/// owners of report lines, the suspects of kMostSuspects heaps. Not thread-safe.
class ProfileCollector {
 public:
  static constexpr std::size_t kMostBlocks = 65'536;
  static constexpr std::size_t kMostSummaries = 256;
  static constexpr std::size_t kMostSuspects = 64;
  static constexpr std::size_t kMostRanks = 8;

  void begin(const wire::ProfileLine& info);
  void add(const ingest::SitesPart& part);
  void add(const ingest::OwnersPart& part);
  void add(const ingest::BlocksPart& part);
  void add(const wire::SiteSummaryLine& line);
  void add(const wire::OwnerSummaryLine& line);
  void add(const wire::SuspectLine& line);
  /// The device has restarted: addresses of its blocks mean nothing any more.
  void restart();

  /// The latest whole snapshot; without one, what came of the latest; without any, the latest that
  /// report lines told of. Null: none came.
  [[nodiscard]] const model::ProfileSnapshot* latest() const;
  /// Whether a later one came and is not whole.
  [[nodiscard]] bool later_is_partial() const;
  /// What the device itself says of that heap, by rank from 1; empty: nothing.
  [[nodiscard]] std::vector<wire::SuspectLine> suspects(wire::ResourceKind kind,
                                                        const std::string& name) const;

 private:
  // Of messages; the lines of a report begin snapshot 0.
  std::optional<model::ProfileSnapshot> current_;
  std::optional<model::ProfileSnapshot> whole_;
  std::optional<model::ProfileSnapshot> lines_;  // with what is still to come
  std::optional<model::ProfileSnapshot> lines_before_;
  std::map<std::pair<wire::ResourceKind, std::string>, std::map<std::uint32_t, wire::SuspectLine>>
      suspects_;
};

}  // namespace tidemark::analysis
