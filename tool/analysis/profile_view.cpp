// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/profile_view.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace tidemark::analysis {
namespace {

constexpr double kLeastShare = 0.05;

/// Index of the one that this is, which is added if there is none.
std::size_t place_of(const OwnerView& owner, std::vector<OwnerView>& owners) {
  const auto same = std::find_if(owners.begin(), owners.end(), [&owner](const OwnerView& other) {
    return other.state == owner.state && other.name == owner.name &&
           (!owner.name.empty() || other.thread == owner.thread);
  });
  if (same != owners.end()) {
    return static_cast<std::size_t>(same - owners.begin());
  }
  owners.push_back(owner);
  return owners.size() - 1;
}

/// Sums up one snapshot of messages.
class Adder {
 public:
  Adder(const model::ProfileSnapshot& snapshot, const ProfileViewOptions& options)
      : snapshot_(snapshot), options_(options), site_at_(kSlots, kNone), owner_at_(kSlots, kNone) {}

  ProfileView run() {
    for (std::size_t slot = 0; slot < snapshot_.sites.size() && slot < kSlots; ++slot) {
      if (snapshot_.sites.at(slot) != nullptr) {
        site_of(static_cast<std::uint8_t>(slot));
      }
    }
    for (std::size_t slot = 0; slot < snapshot_.blocks.size(); ++slot) {
      const wire::BlockLine* block = snapshot_.blocks.at(slot);
      if (block != nullptr && (!options_.since_mark || block->since_mark)) {
        add(*block);
      }
    }
    return std::move(view_);
  }

 private:
  static constexpr std::size_t kSlots = 256;
  static constexpr std::size_t kNone = ~std::size_t{0};

  void add(const wire::BlockLine& block) {
    const double chance = sampling_chance(block.size, snapshot_.info.interval_bytes, block.level);
    SiteView& site = view_.sites[site_of(block.site)];
    Estimate one;
    one.add(block.size, chance);
    site.live.add(one);
    view_.live.add(one);
    if (!options_.window_ms ||
        (block.age_ms >= *options_.window_ms / 8 && block.age_ms <= *options_.window_ms)) {
      site.band.add(one);
      view_.band.add(one);
    }
    site.oldest_ms = std::max(site.oldest_ms.value_or(0), block.age_ms);
    const std::size_t owner = owner_of(block.owner);
    view_.owners[owner].live.add(one);
    const auto held = std::find_if(site.owners.begin(), site.owners.end(),
                                   [owner](const auto& pair) { return pair.first == owner; });
    if (held == site.owners.end()) {
      site.owners.emplace_back(owner, one);
    } else {
      held->second.add(one);
    }
  }

  std::size_t site_of(std::uint8_t slot) {
    if (site_at_[slot] != kNone) {
      return site_at_[slot];
    }
    SiteView site;
    if (const wire::SiteLine* line = snapshot_.sites.at(slot)) {
      site.pool = line->pool;
      std::copy(std::begin(line->frames), std::end(line->frames), site.frames.begin());
      site.total_bytes = static_cast<double>(line->total_bytes);
      site.total_blocks = static_cast<double>(line->total_blocks);
      std::copy(std::begin(line->lifetimes), std::end(line->lifetimes), site.lifetimes.begin());
      if (snapshot_.info.cycles.present) {
        site.cycles_grown = line->cycles_grown;
      }
      view_.sites.push_back(site);
      return site_at_[slot] = view_.sites.size() - 1;
    }
    // All that nobody knows a site of are one.
    if (site_at_[wire::kOtherSite] == kNone) {
      site.known = false;
      view_.sites.push_back(site);
      site_at_[wire::kOtherSite] = view_.sites.size() - 1;
    }
    return site_at_[slot] = site_at_[wire::kOtherSite];
  }

  std::size_t owner_of(std::uint8_t slot) {
    if (owner_at_[slot] != kNone) {
      return owner_at_[slot];
    }
    OwnerView owner;
    if (const wire::OwnerLine* line = snapshot_.owners.at(slot)) {
      owner.name = std::string(model::text_of(line->name));
      owner.thread = line->thread;
      owner.state = line->state;
    }
    return owner_at_[slot] = place_of(owner, view_.owners);
  }

  const model::ProfileSnapshot& snapshot_;
  const ProfileViewOptions& options_;
  ProfileView view_;
  std::vector<std::size_t> site_at_;
  std::vector<std::size_t> owner_at_;
};

OwnerView view_of(const wire::OwnerSummaryLine& line) {
  OwnerView owner;
  owner.name = std::string(model::text_of(line.name));
  owner.thread = line.thread;
  if (line.state.present) {
    owner.state = line.state.value;
  }
  return owner;
}

ProfileView view_of_summaries(const model::ProfileSnapshot& snapshot) {
  ProfileView view;
  view.by_device = true;
  for (const wire::SiteSummaryLine& line : snapshot.summaries) {
    SiteView site;
    site.pool_name = std::string(model::text_of(line.pool));
    site.frames[0] = line.at;
    std::copy(std::begin(line.callers), std::end(line.callers), site.frames.begin() + 1);
    site.live.bytes = line.live_bytes;
    site.live.blocks = line.live_blocks;
    site.band = site.live;
    site.total_bytes = static_cast<double>(line.total_bytes);
    site.total_blocks = static_cast<double>(line.total_blocks);
    if (line.oldest_s.present) {
      site.oldest_ms = std::uint64_t{line.oldest_s.value} * 1000;
    }
    if (line.cycles_grown.present) {
      site.cycles_grown = line.cycles_grown.value;
    }
    view.live.add(site.live);
    view.band.add(site.band);
    view.sites.push_back(std::move(site));
  }
  for (const wire::OwnerSummaryLine& line : snapshot.owner_summaries) {
    Estimate live;
    live.bytes = line.live_bytes;
    live.blocks = line.live_blocks;
    view.owners[place_of(view_of(line), view.owners)].live.add(live);
  }
  return view;
}

/// By weight, most first; equal ones stay as they came, so that one input has one order.
void rank(ProfileView& view) {
  for (SiteView& site : view.sites) {
    std::stable_sort(site.owners.begin(), site.owners.end(),
                     [](const auto& a, const auto& b) { return a.second.bytes > b.second.bytes; });
  }
  std::stable_sort(view.sites.begin(), view.sites.end(), [](const SiteView& a, const SiteView& b) {
    return std::pair(a.band.bytes, a.live.bytes) > std::pair(b.band.bytes, b.live.bytes);
  });
  std::vector<std::size_t> order(view.owners.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::stable_sort(order.begin(), order.end(), [&view](std::size_t a, std::size_t b) {
    return view.owners[a].live.bytes > view.owners[b].live.bytes;
  });
  std::vector<OwnerView> owners;
  std::vector<std::size_t> place(order.size());
  for (const std::size_t from : order) {
    place[from] = owners.size();
    owners.push_back(view.owners[from]);
  }
  view.owners = std::move(owners);
  for (SiteView& site : view.sites) {
    for (auto& held : site.owners) {
      held.first = place[held.first];
    }
  }
}

}  // namespace

double sampling_chance(std::uint32_t size, std::uint32_t interval_bytes, std::uint8_t level) {
  const double interval = std::ldexp(static_cast<double>(interval_bytes), level);
  if (interval <= 1) {
    return 1;
  }
  return -std::expm1(-std::max(1.0, static_cast<double>(size)) / interval);
}

void Estimate::add(std::uint32_t size, double chance) {
  bytes += size / chance;
  blocks += 1 / chance;
  variance += (1 - chance) / (chance * chance) * size * static_cast<double>(size);
  ++samples;
}

void Estimate::add(const Estimate& other) {
  bytes += other.bytes;
  blocks += other.blocks;
  variance += other.variance;
  samples += other.samples;
}

double Estimate::relative_error() const {
  return bytes > 0 ? std::sqrt(variance) / bytes : 0;
}

ProfileView view_profile(const model::ProfileSnapshot& snapshot,
                         const ProfileViewOptions& options) {
  ProfileView view =
      snapshot.is_summary() ? view_of_summaries(snapshot) : Adder(snapshot, options).run();
  view.info = snapshot.info;
  view.blocks_here = snapshot.blocks.count();
  view.whole = snapshot.is_whole();
  rank(view);
  return view;
}

std::vector<Suspect> find_suspects(const ProfileView& view, std::optional<std::uint64_t> pool,
                                   std::size_t most) {
  const auto wanted = [&](const SiteView& site) { return !pool || site.pool == *pool; };
  double band = 0;
  double live = 0;
  for (const SiteView& site : view.sites) {
    band += wanted(site) ? site.band.bytes : 0;
    live += wanted(site) ? site.live.bytes : 0;
  }
  const bool in_band = band > 0;
  std::vector<Suspect> found;
  for (const SiteView& site : view.sites) {
    const double bytes = in_band ? site.band.bytes : site.live.bytes;
    if (wanted(site) && site.known && bytes > 0) {
      Suspect one{site, bytes / (in_band ? band : live), "", false, in_band};
      if (!site.owners.empty()) {
        const OwnerView& owner = view.owners[site.owners.front().first];
        one.owner = owner.name;
        one.ended = owner.state == wire::OwnerState::kEnded;
      }
      found.push_back(std::move(one));
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Suspect& a, const Suspect& b) { return a.share > b.share; });
  const auto weak = std::find_if(found.begin(), found.end(), [&](const Suspect& one) {
    return one.share < kLeastShare && &one != &found.front();
  });
  found.erase(weak, found.end());
  found.resize(std::min(found.size(), most), Suspect{});
  return found;
}

}  // namespace tidemark::analysis
