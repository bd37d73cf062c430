// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/profile_diff.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "tool/analysis/place_names.hpp"

namespace tidemark::analysis {

double SiteChange::error() const {
  return std::sqrt(before.variance + after.variance);
}

std::vector<SiteChange> compare_profiles(const ProfileView& before,
                                         const ingest::Symbols* symbols_before,
                                         const ProfileView& after,
                                         const ingest::Symbols* symbols_after) {
  std::vector<SiteChange> changes;
  std::map<std::string, std::size_t> by_key;
  const auto change_of = [&](const SiteView& site, const ingest::Symbols* symbols, bool then) {
    const auto [place, is_new] = by_key.try_emplace(site_key(site, symbols), changes.size());
    if (is_new) {
      changes.push_back({site, then, {}, {}});
    }
    return place->second;
  };
  for (const SiteView& site : after.sites) {
    if (site.live.bytes > 0) {
      changes[change_of(site, symbols_after, false)].after.add(site.live);
    }
  }
  for (const SiteView& site : before.sites) {
    if (site.live.bytes > 0) {
      changes[change_of(site, symbols_before, true)].before.add(site.live);
    }
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const SiteChange& a, const SiteChange& b) { return a.bytes() > b.bytes(); });
  return changes;
}

}  // namespace tidemark::analysis
