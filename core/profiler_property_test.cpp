// SPDX-License-Identifier: Apache-2.0
// The profiler against an exact oracle, over random operations: with a table that has room for all
// it knows each block, byte by byte; with one that has not its tables stay whole.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "core/fake_port.hpp"
#include "core/profiler.hpp"

namespace tidemark {
namespace {

const void* address(std::uintptr_t value) {
  return reinterpret_cast<const void*>(value);
}

class Random {
 public:
  explicit Random(std::uint32_t seed) { random_.seed(seed * 2654435761u + 1); }
  std::uint32_t below(std::uint32_t limit) { return (random_.next() >> 4) % limit; }

 private:
  estimate::SmallRandom random_;
};

struct SiteKey {
  std::uintptr_t caller;
  std::uintptr_t outer;
  std::uintptr_t pool;
  auto operator<=>(const SiteKey&) const = default;
};
struct Life {
  std::uintptr_t thread;
  wire::OwnerState state;
};
struct Known {
  std::uint32_t bytes;
  SiteKey site;
  std::size_t life;
  std::uint64_t born_ms;
  bool since_mark;
};
struct SiteTotal {
  std::uint64_t bytes;
  std::uint64_t blocks;
  std::uint64_t freed;
};

// Every record hangs in one chain, every site that is used too, and all that is counted is there.
template <typename Memory>
void expect_whole(Memory& memory, Profiler& profiler) {
  wire::ProfileLine totals{};
  profiler.totals(&totals);  // enters the pending site
  std::set<unsigned> chained;
  for (const RecordHead head : memory.heads) {
    for (unsigned link = head; link != 0; link = memory.records[link - 1].next()) {
      ASSERT_LE(link, std::size(memory.records));
      ASSERT_TRUE(chained.insert(link).second) << "a record hangs in two chains, or in a ring";
      ASSERT_NE(memory.records[link - 1].block, nullptr);
    }
  }
  std::set<unsigned> chained_sites;
  const std::size_t heads = std::size(memory.site_links) - std::size(memory.sites);
  for (std::size_t i = 0; i < heads; ++i) {
    for (unsigned link = memory.site_links[i]; link != 0;
         link = memory.site_links[heads + link - 1]) {
      ASSERT_LE(link, std::size(memory.sites));
      ASSERT_TRUE(chained_sites.insert(link).second);
    }
  }
  std::vector<unsigned> of_site(std::size(memory.sites) + 1, 0);
  std::vector<unsigned> of_owner(std::size(memory.owner_records), 0);
  std::set<const void*> blocks;
  for (std::size_t slot = 0; slot < std::size(memory.records); ++slot) {
    const LiveRecord& record = memory.records[slot];
    ASSERT_EQ(record.block != nullptr, chained.contains(static_cast<unsigned>(slot + 1)));
    if (record.block != nullptr) {
      ASSERT_TRUE(blocks.insert(record.block).second) << "a block has two records";
      ++of_site.at(record.site);
      ++of_owner.at(record.owner);
      ASSERT_TRUE(record.site == 0 || chained_sites.contains(record.site));
    }
  }
  ASSERT_EQ(totals.records, chained.size());
  ASSERT_EQ(totals.sites, chained_sites.size());
  for (std::size_t slot = 0; slot < std::size(memory.sites); ++slot) {
    const bool is_used = chained_sites.contains(static_cast<unsigned>(slot + 1));
    ASSERT_EQ(memory.sites[slot].total_blocks_x16 != 0, is_used);
    ASSERT_EQ(is_used ? memory.sites[slot].records() : 0u, of_site[slot + 1]);
  }
  for (std::size_t slot = 0; slot < std::size(memory.owner_records); ++slot) {
    ASSERT_EQ(memory.owner_records[slot], of_owner[slot]);
  }
}

// Random operations, on a profiler and, where there is one, on the oracle.
template <std::size_t kRecords, std::size_t kSites, std::size_t kOwners, std::size_t kPools>
class Exercise {
 public:
  Exercise(std::uint32_t seed, std::uint32_t interval, std::uint32_t blocks)
      : random_(seed), blocks_(blocks) {
    profiler.start(memory->tables(), interval, seed);
    lives_.push_back({0, wire::OwnerState::kInterrupt});
    for (std::uintptr_t i = 0; i < kThreads; ++i) {
      begin_thread(i);
    }
  }

  void step() {
    const std::uint32_t what = random_.below(100);
    if (what < 45) {
      allocate(free_address());
    } else if (what < 78) {
      free_one();
    } else if (what < 80) {
      free_unseen();
    } else if (what < 82) {
      profiler.released(address(8 * random_.below(1000)));  // of nobody
    } else if (what < 92) {
      reallocate();
    } else if (what < 94) {
      const std::uint32_t thread = random_.below(kThreads);
      end_thread(thread);
      begin_thread(thread);
    } else if (what < 96) {
      profiler.mark();
      for (auto& [block, known] : known_) {
        known.since_mark = false;
      }
      is_marked_ = true;
    } else {
      port.up_ms += 64u * random_.below(1000);
      profiler.set_time(port.up_ms);
    }
  }

  /// Byte by byte.
  void expect_exact() {
    std::map<std::uintptr_t, wire::BlockLine> recorded;
    for (std::size_t slot = 0; slot < kRecords; ++slot) {
      wire::BlockLine line;
      if (profiler.record_at(slot, &line)) {
        ASSERT_TRUE(recorded.emplace(line.address, line).second);
      }
    }
    ASSERT_EQ(recorded.size(), known_.size());
    std::map<SiteKey, std::uint64_t> live;
    for (const auto& [block, known] : known_) {
      ASSERT_TRUE(recorded.contains(block));
      const wire::BlockLine& line = recorded[block];
      ASSERT_EQ(line.size, known.bytes);
      ASSERT_EQ(line.level, 0u);
      ASSERT_EQ(line.age_ms, port.up_ms - known.born_ms);
      ASSERT_EQ(line.since_mark, is_marked_ && known.since_mark);
      wire::SiteLine site;
      ASSERT_TRUE(profiler.site_at(line.site, &site));
      ASSERT_EQ((SiteKey{site.frames[0], site.frames[1], site.pool}), known.site);
      wire::OwnerLine owner;
      ASSERT_TRUE(profiler.owner_at(line.owner, &owner));
      ASSERT_EQ(owner.thread, lives_[known.life].thread);
      ASSERT_EQ(owner.state, lives_[known.life].state);
      live[known.site] += known.bytes;
    }
    expect_sites(live);
  }

  FakePort port;
  std::unique_ptr<ProfileMemory<kRecords, kSites, kOwners, kPools>> memory =
      std::make_unique<ProfileMemory<kRecords, kSites, kOwners, kPools>>();
  Profiler profiler;

 private:
  static constexpr std::uint32_t kThreads = 5;

  void expect_sites(const std::map<SiteKey, std::uint64_t>& live) {
    for (std::size_t slot = 0; slot < kSites; ++slot) {
      wire::SiteLine line;
      if (!profiler.site_at(slot, &line)) {
        continue;
      }
      const SiteKey key{line.frames[0], line.frames[1], line.pool};
      ASSERT_EQ(line.total_bytes, totals_[key].bytes);
      ASSERT_EQ(line.total_blocks, totals_[key].blocks);
      std::uint64_t freed = 0;
      for (const std::uint8_t count : line.lifetimes) {
        freed += count;
      }
      ASSERT_LE(freed, totals_[key].freed);
      if (totals_[key].freed < 256) {
        ASSERT_EQ(freed, totals_[key].freed);
      }
      SiteLive now;
      profiler.live_of_site(static_cast<std::uint8_t>(slot), &now);
      const auto found = live.find(key);
      ASSERT_EQ(now.bytes, found == live.end() ? 0 : found->second);
    }
  }

  // Few, so that addresses come again.
  std::uintptr_t free_address() {
    for (;;) {
      const std::uintptr_t block = 0x20000000 + 8 * random_.below(4 * blocks_);
      if (!known_.contains(block)) {
        return block;
      }
    }
  }

  void record(std::uintptr_t block, const Known& known) {
    known_[block] = known;
    totals_[known.site].bytes += known.bytes;
    ++totals_[known.site].blocks;
  }

  Known some_block() {
    const std::uint32_t thread = random_.below(kThreads + 1);
    return {1 + random_.below(300),
            {0x100 + 4 * random_.below(6), 0, 0x9000 + 16 * random_.below(3)},
            thread == kThreads ? 0 : life_of_[thread],
            port.up_ms,
            true};
  }

  void allocate(std::uintptr_t block) {
    if (known_.size() >= blocks_) {
      return;
    }
    Known known = some_block();
    const std::uint32_t before = profiler.taken();
    if (profiler.hits(known.bytes)) {
      profiler.take({address(known.site.pool), address(block), known.bytes,
                     address(known.site.caller), address(lives_[known.life].thread)});
    }
    if (random_.below(4) == 0) {  // by an interrupt that allocates, too
      known_[block] = known;
      allocate(free_address());
      known_.erase(block);
    }
    if (random_.below(2) == 0 && profiler.taken() != before) {
      known.site.caller = 0x200 + 4 * random_.below(4);
      known.site.outer = random_.below(2) == 0 ? 0 : 0x300;
      profiler.attribute(address(block), {{address(known.site.caller), address(known.site.outer)}});
    }
    record(block, known);
  }

  std::uintptr_t any() {
    return std::next(known_.begin(), random_.below(static_cast<std::uint32_t>(known_.size())))
        ->first;
  }

  void free_one() {
    if (known_.empty()) {
      return;
    }
    const std::uintptr_t block = any();
    profiler.released(address(block));
    ++totals_[known_[block].site].freed;
    known_.erase(block);
  }

  // Its record goes when the next block is there.
  void free_unseen() {
    if (!known_.empty()) {
      const std::uintptr_t block = any();
      known_.erase(block);
      allocate(block);
    }
  }

  void reallocate() {
    if (known_.empty()) {
      return;
    }
    const std::uintptr_t before = any();
    const std::uintptr_t after = random_.below(2) == 0 ? before : free_address();
    const Known asked = some_block();
    Known known = known_[before];
    known.bytes = asked.bytes;
    known.life = asked.life;
    profiler.resized(address(before),
                     {address(asked.site.pool), address(after), asked.bytes,
                      address(asked.site.caller), address(lives_[asked.life].thread)});
    known_.erase(before);
    record(after, known);
  }

  void begin_thread(std::uintptr_t index) {
    lives_.push_back({0x7000 + 256 * index, wire::OwnerState::kAlive});
    life_of_[index] = lives_.size() - 1;
    profiler.thread_begins(address(lives_.back().thread));
  }
  // Half of them end without being seen.
  void end_thread(std::uint32_t index) {
    Life& life = lives_[life_of_[index]];
    if (random_.below(2) == 0) {
      profiler.thread_ends(address(life.thread), "gone");
    }
    life.state = wire::OwnerState::kEnded;
  }

  Random random_;
  std::uint32_t blocks_;
  bool is_marked_ = false;
  std::map<std::uintptr_t, Known> known_;
  std::map<SiteKey, SiteTotal> totals_;
  std::vector<Life> lives_;
  std::size_t life_of_[kThreads] = {};
};

TEST(ProfilerProperty, IsExactWhereThereIsRoom) {
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    Exercise<256, 64, 254, 4> exercise(seed, 1, 200);
    for (int i = 0; i < 4000; ++i) {
      exercise.step();
      if (i % 40 == 0) {
        exercise.expect_exact();
        if (testing::Test::HasFatalFailure()) {
          FAIL() << "seed " << seed << ", step " << i;
        }
      }
    }
    expect_whole(*exercise.memory, exercise.profiler);
  }
}

template <typename Exercised>
void exercise_whole(std::uint32_t interval) {
  for (std::uint32_t seed = 1; seed <= 8; ++seed) {
    Exercised exercise(seed, interval, 300);
    for (int i = 0; i < 5000; ++i) {
      exercise.step();
      if (i % 25 == 0) {
        expect_whole(*exercise.memory, exercise.profiler);
        if (testing::Test::HasFatalFailure()) {
          FAIL() << "seed " << seed << ", step " << i;
        }
      }
    }
  }
}

TEST(ProfilerProperty, StaysWholeWhereThereIsNoRoom) {
  exercise_whole<Exercise<16, 5, 3, 2>>(1);
  exercise_whole<Exercise<100, 7, 6, 3>>(1);
}

TEST(ProfilerProperty, StaysWholeWhenItSamples) {
  exercise_whole<Exercise<16, 5, 3, 2>>(64);
  exercise_whole<Exercise<64, 20, 8, 3>>(256);
}

}  // namespace
}  // namespace tidemark
