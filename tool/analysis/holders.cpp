// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/holders.hpp"

#include <fmt/format.h>

#include <set>
#include <string>

#include "tool/ingest/line_text.hpp"

namespace tidemark::analysis {
namespace {

std::vector<model::Holder> told_by_device(const model::Resource& resource,
                                          const ProfileCollector& profile,
                                          const ingest::Symbols* symbols) {
  std::vector<model::Holder> holders;
  for (const wire::SuspectLine& line : profile.suspects(resource.kind, resource.name)) {
    SiteView site;
    site.frames[0] = line.at;
    site.known = line.at != 0;
    model::Holder one;
    one.place = site_text(site, symbols);
    one.address = line.at;
    one.live_bytes = line.live_bytes;
    one.live_blocks = line.live_blocks;
    one.oldest_ms = std::uint64_t{line.oldest_s} * 1000;
    one.thread = ingest::printable(model::text_of(line.owner));
    if (holders.size() < kMostHolders) {
      holders.push_back(std::move(one));
    }
  }
  return holders;
}

model::Holder holder_of(const Suspect& suspect, const ingest::Symbols* symbols) {
  model::Holder one;
  one.place = site_text(suspect.site, symbols);
  one.address = suspect.site.frames[0];
  one.share = suspect.share;
  one.live_bytes = suspect.site.live.bytes;
  one.live_blocks = suspect.site.live.blocks;
  one.oldest_ms = suspect.site.oldest_ms;
  one.thread = ingest::printable(suspect.owner);
  one.thread_ended = suspect.ended;
  return one;
}

}  // namespace

std::optional<std::uint64_t> pool_of(const ProfileView& view, const model::Resource& resource,
                                     const ingest::Symbols* symbols) {
  std::set<std::uint64_t> heaps;
  for (const SiteView& site : view.sites) {
    if (!site.known || site.pool == 0) {
      continue;
    }
    if (site.pool == resource.address || pool_text(site, symbols) == resource.name ||
        resource.name.ends_with(fmt::format("@0x{:x}", site.pool))) {
      return site.pool;
    }
    heaps.insert(site.pool);
  }
  const bool only = heaps.size() == 1 && resource.kind == model::Kind::kHeap;
  return only ? std::optional(*heaps.begin()) : std::nullopt;
}

std::vector<model::Holder> find_holders(const model::Resource& resource,
                                        const ProfileCollector& profile,
                                        const ingest::Symbols* symbols) {
  const model::ProfileSnapshot* snapshot = profile.latest();
  if (snapshot == nullptr || snapshot->is_summary() || snapshot->blocks.size() == 0) {
    return told_by_device(resource, profile, symbols);
  }
  ProfileViewOptions options;
  options.window_ms = resource.trend ? resource.trend->window_ms : std::nullopt;
  const ProfileView view = view_profile(*snapshot, options);
  const auto pool = pool_of(view, resource, symbols);
  if (!pool) {
    return told_by_device(resource, profile, symbols);
  }
  std::vector<model::Holder> holders;
  for (const Suspect& suspect : find_suspects(view, pool, kMostHolders)) {
    holders.push_back(holder_of(suspect, symbols));
  }
  return holders;
}

}  // namespace tidemark::analysis
