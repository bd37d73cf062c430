// SPDX-License-Identifier: Apache-2.0
#include "bench/profile/keepers.hpp"

#include <cmath>
#include <map>

#include "bench/leak_verdict/random.hpp"
#include "bench/profile/rivals.hpp"
#include "core/port.hpp"
#include "core/profiler.hpp"

// The port, as far as the profiler asks for it.
namespace tidemark::port {
std::uint64_t uptime_ms() {
  return 0;
}
std::uint32_t profile_lock() {
  return 0;
}
void profile_unlock(std::uint32_t /*key*/) {}
}  // namespace tidemark::port

namespace tidemark::bench {
namespace {

const void* pointer(std::uintptr_t value) {
  return reinterpret_cast<const void*>(value);
}
constexpr std::uintptr_t kFirstCaller = 0x10000;

double chance(double bytes, double interval) {
  return interval <= 1 ? 1.0 : -std::expm1(-bytes / interval);
}
Estimate estimate_of(unsigned site, double bytes, double interval) {
  const double p = chance(bytes, interval);
  return {site, bytes / p, bytes * bytes * (1 - p) / (p * p)};
}

template <std::size_t kRecords>
class Ours : public Table {
 public:
  Ours(std::uint32_t interval, std::uint32_t seed) {
    profiler_.start(memory_.tables(), interval, seed);
  }
  void allocate(std::uintptr_t block, std::uint32_t bytes, unsigned site) override {
    if (profiler_.hits(bytes)) {
      profiler_.take({nullptr, pointer(block), bytes, pointer(kFirstCaller + 4u * site), nullptr});
    }
  }
  void free(std::uintptr_t block) override { profiler_.released(pointer(block)); }
  std::vector<Estimate> estimates() override {
    std::vector<Estimate> all;
    wire::ProfileLine totals{};
    profiler_.totals(&totals);
    for (std::size_t slot = 0; slot < kRecords; ++slot) {
      wire::BlockLine block;
      wire::SiteLine site;
      if (profiler_.record_at(slot, &block) && profiler_.site_at(block.site, &site)) {
        all.push_back(estimate_of(static_cast<unsigned>((site.frames[0] - kFirstCaller) / 4),
                                  block.size, std::ldexp(totals.interval_bytes, block.level)));
      }
    }
    return all;
  }
  double displaced() override {
    wire::ProfileLine totals{};
    profiler_.totals(&totals);
    return totals.displaced / (double{1} + totals.displaced + totals.samples);
  }

 private:
  ProfileMemory<kRecords, 64, 4, 4> memory_ = {};
  Profiler profiler_;
};

class Halving : public Table {
 public:
  Halving(std::size_t records, std::uint32_t interval, std::uint32_t seed)
      : capacity_(records), interval_(interval), random_(seed) {}
  void allocate(std::uintptr_t block, std::uint32_t bytes, unsigned site) override {
    if (!toss(chance(bytes, interval_))) {
      return;
    }
    while (blocks_.size() == capacity_) {
      for (auto entry = blocks_.begin(); entry != blocks_.end();) {
        const double size = entry->second.bytes;
        const bool stays = toss(chance(size, 2 * interval_) / chance(size, interval_));
        entry = stays ? std::next(entry) : blocks_.erase(entry);
      }
      interval_ *= 2;
    }
    blocks_[block] = {bytes, site};
  }
  void free(std::uintptr_t block) override { blocks_.erase(block); }
  std::vector<Estimate> estimates() override {
    std::vector<Estimate> all;
    for (const auto& [address, block] : blocks_) {
      all.push_back(estimate_of(block.site, block.bytes, interval_));
    }
    return all;
  }

 private:
  struct Block {
    std::uint32_t bytes;
    unsigned site;
  };
  bool toss(double p) { return random_.chance(p); }

  std::size_t capacity_;
  double interval_;
  Random random_;
  std::map<std::uintptr_t, Block> blocks_;
};

template <typename Rival>
class Rivals : public Table {
 public:
  void allocate(std::uintptr_t block, std::uint32_t bytes, unsigned site) override {
    rival_.take(pointer(block), bytes, pointer(kFirstCaller + 4u * site));
  }
  void free(std::uintptr_t block) override { rival_.released(pointer(block)); }
  std::vector<Estimate> estimates() override {
    std::vector<Estimate> all;
    for (std::size_t i = 0; i < rival_.size(); ++i) {
      if (rival_[i].address != nullptr) {
        const auto caller = reinterpret_cast<std::uintptr_t>(rival_[i].caller);
        all.push_back({static_cast<unsigned>((caller - kFirstCaller) / 4),
                       static_cast<double>(rival_[i].bytes), 0});
      }
    }
    return all;
  }

 private:
  Rival rival_;
};

template <std::size_t kRecords>
std::unique_ptr<Table> make_sized(Keeper keeper, std::uint32_t interval, std::uint32_t seed) {
  switch (keeper) {
    case Keeper::kOurs:
      return std::make_unique<Ours<kRecords>>(interval, seed);
    case Keeper::kHalving:
      return std::make_unique<Halving>(kRecords, interval, seed);
    case Keeper::kOldestGoes:
      return std::make_unique<Rivals<rivals::OldestGoesRing<kRecords>>>();
    case Keeper::kLinear:
      break;
  }
  return std::make_unique<Rivals<rivals::LinearTable<kRecords>>>();
}

}  // namespace

std::unique_ptr<Table> make_table(Keeper keeper, std::size_t records, std::uint32_t interval,
                                  std::uint32_t seed) {
  switch (records) {
    case 32:
      return make_sized<32>(keeper, interval, seed);
    case 64:
      return make_sized<64>(keeper, interval, seed);
    case 128:
      return make_sized<128>(keeper, interval, seed);
    default:
      return make_sized<256>(keeper, interval, seed);
  }
}

}  // namespace tidemark::bench
