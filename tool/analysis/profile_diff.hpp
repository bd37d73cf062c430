// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tool/analysis/profile_view.hpp"
#include "tool/ingest/symbols.hpp"

namespace tidemark::analysis {

/// What a site holds now and held then. Of one that is in both the site is that of now.
struct SiteChange {
  SiteView site;
  bool of_before = false;  ///< It holds nothing any more, and is named by the symbols of then.
  Estimate before;
  Estimate after;
  [[nodiscard]] double bytes() const { return after.bytes - before.bytes; }
  /// Standard error of bytes().
  [[nodiscard]] double error() const;
};

/// Every site that held or holds something, the one that grew most first. Sites are the same if
/// their pool and functions are; what has no name is known by its addresses, which mean something
/// only within one build. Either symbols may be null.
std::vector<SiteChange> compare_profiles(const ProfileView& before,
                                         const ingest::Symbols* symbols_before,
                                         const ProfileView& after,
                                         const ingest::Symbols* symbols_after);

}  // namespace tidemark::analysis
