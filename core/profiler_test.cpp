// SPDX-License-Identifier: Apache-2.0
#include "core/profiler.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>

#include "core/fake_port.hpp"

namespace tidemark {
namespace {

const void* address(std::uintptr_t value) {
  return reinterpret_cast<const void*>(value);
}

constexpr std::uintptr_t kPool = 0x9000;
constexpr std::uintptr_t kThread = 0x7000;

template <std::size_t kRecords, std::size_t kSites, std::size_t kOwners = 4>
class Profiled {
 public:
  explicit Profiled(std::uint32_t interval = 1) { profiler.start(memory->tables(), interval, 1); }

  /// As the hooks do it.
  bool allocate(std::uintptr_t block, std::size_t bytes, std::uintptr_t caller,
                std::uintptr_t thread = kThread, std::uintptr_t pool = kPool) {
    if (!profiler.hits(bytes)) {
      return false;
    }
    profiler.take({address(pool), address(block), bytes, address(caller), address(thread)});
    return true;
  }
  void free(std::uintptr_t block) { profiler.released(address(block)); }
  void attribute(std::uintptr_t block, std::uintptr_t caller) {
    profiler.attribute(address(block), {{address(caller)}});
  }

  wire::ProfileLine totals() {
    wire::ProfileLine line{};
    profiler.totals(&line);
    return line;
  }
  /// Slot of a site of kPool; kOtherSite: there is none.
  std::uint8_t site(std::uintptr_t caller) {
    for (std::uint8_t slot = 0; slot < kSites; ++slot) {
      wire::SiteLine line;
      if (profiler.site_at(slot, &line) && line.frames[0] == caller && line.pool == kPool) {
        return slot;
      }
    }
    return wire::kOtherSite;
  }
  wire::SiteLine line_of(std::uintptr_t caller) {
    wire::SiteLine line{};
    EXPECT_TRUE(profiler.site_at(site(caller), &line)) << caller;
    return line;
  }
  SiteLive live(std::uintptr_t caller) {
    SiteLive live{};
    if (site(caller) != wire::kOtherSite) {
      profiler.live_of_site(site(caller), &live);
    }
    return live;
  }
  wire::BlockLine block(std::uintptr_t at) {
    wire::BlockLine line{};
    for (std::size_t slot = 0; slot < kRecords; ++slot) {
      if (profiler.record_at(slot, &line) && line.address == at) {
        return line;
      }
    }
    return {};
  }
  wire::OwnerLine owner(std::uint8_t slot) {
    wire::OwnerLine line{};
    EXPECT_TRUE(profiler.owner_at(slot, &line));
    return line;
  }

  FakePort port;
  std::unique_ptr<ProfileMemory<kRecords, kSites, kOwners, 2>> memory =
      std::make_unique<ProfileMemory<kRecords, kSites, kOwners, 2>>();
  Profiler profiler;
};
using Small = Profiled<32, 8>;

TEST(Profiler, DoesNothingBeforeItStarts) {
  Profiler profiler;
  EXPECT_TRUE(profiler.hits(8));
  profiler.take({nullptr, address(0x1000), 8, nullptr, nullptr});
  EXPECT_FALSE(profiler.hits(1'000'000));
  EXPECT_FALSE(profiler.may_have(address(0x1000)));
  profiler.released(address(0x1000));
  profiler.attribute(address(0x1000), {});
  profiler.resized(address(0x1000), {nullptr, address(0x2000), 8, nullptr, nullptr});
  profiler.thread_ends(address(0x1000), "x");
  EXPECT_EQ(profiler.taken(), 0u);
  const FakePort port;
  wire::ProfileLine totals{};
  profiler.totals(&totals);
  EXPECT_EQ(totals.records_capacity, 0u);
}

TEST(Profiler, KnowsEachBlockThatIsLive) {
  Small small;
  EXPECT_TRUE(small.allocate(0x1000, 24, 0x400));
  EXPECT_TRUE(small.allocate(0x2000, 100, 0x400));
  EXPECT_TRUE(small.allocate(0x3000, 8, 0x500, 0));
  small.free(0x1000);
  small.free(0x5000);
  small.free(0);

  const wire::ProfileLine totals = small.totals();
  EXPECT_EQ(totals.records, 2u);
  EXPECT_EQ(totals.records_capacity, 32u);
  EXPECT_EQ(totals.sites, 2u);
  EXPECT_EQ(totals.owners, 2u);
  EXPECT_EQ(totals.samples, 3u);
  EXPECT_EQ(totals.interval_bytes, 1u);
  EXPECT_EQ(small.line_of(0x400).total_bytes, 124u);
  EXPECT_EQ(small.line_of(0x400).total_blocks, 2u);
  EXPECT_EQ(small.live(0x400).bytes, 100u);
  EXPECT_EQ(small.live(0x400).blocks, 1u);
  EXPECT_EQ(small.block(0x3000).size, 8u);
  EXPECT_EQ(small.owner(small.block(0x3000).owner).state, wire::OwnerState::kInterrupt);
  EXPECT_EQ(small.owner(small.block(0x2000).owner).thread, kThread);
}

TEST(Profiler, TakesTheOutermostCallAsTheSite) {
  Small small;
  small.allocate(0x1000, 24, 0x111);
  small.attribute(0x1000, 0x222);
  small.attribute(0x1000, 0x333);
  small.allocate(0x2000, 24, 0x111);
  EXPECT_EQ(small.totals().sites, 2u) << "the inner calls are no sites";
  EXPECT_EQ(small.live(0x333).bytes, 24u);
  EXPECT_EQ(small.live(0x222).bytes, 0u);
  small.attribute(0x9999, 0x444);
  EXPECT_EQ(small.totals().sites, 2u);
}

TEST(Profiler, MovesABlockWhoseSiteIsToldLate) {
  Small small;
  small.allocate(0x1000, 24, 0x111);
  small.allocate(0x2000, 40, 0x222, 0);  // an interrupt in between
  small.attribute(0x1000, 0x333);
  EXPECT_EQ(small.site(0x111), wire::kOtherSite) << "it would be a site without blocks";
  EXPECT_EQ(small.line_of(0x333).total_bytes, 24u);
  EXPECT_EQ(small.live(0x333).blocks, 1u);
  small.allocate(0x3000, 16, 0x222);
  small.allocate(0x4000, 16, 0x222);
  small.attribute(0x3000, 0x333);
  EXPECT_EQ(small.line_of(0x222).total_bytes, 56u);
  EXPECT_EQ(small.line_of(0x333).total_blocks, 2u);
}

TEST(Profiler, TellsAPoolFromAnotherAtTheSameSite) {
  Small small;
  small.allocate(0x1000, 24, 0x400, kThread, kPool);
  small.allocate(0x2000, 24, 0x400, kThread, 0);
  small.allocate(0x3000, 24, 0x400, kThread, 0xA000);  // no room among pools
  EXPECT_EQ(small.totals().sites, 2u);
  EXPECT_EQ(small.totals().sites_merged, 1u);
  EXPECT_EQ(small.block(0x3000).site, wire::kOtherSite);
  SiteLive other;
  small.profiler.live_of_site(wire::kOtherSite, &other);
  EXPECT_EQ(other.bytes, 24u);
}

TEST(Profiler, KeepsARecordOfABlockThatWasFreedUnseenForNobodyElse) {
  Small small;
  small.allocate(0x1000, 24, 0x400);
  small.allocate(0x1000, 32, 0x500);
  EXPECT_EQ(small.totals().records, 1u);
  EXPECT_EQ(small.live(0x400).bytes, 0u);
  EXPECT_EQ(small.live(0x500).bytes, 32u);
  for (std::uintptr_t i = 0; i < 31; ++i) {
    small.allocate(0x2000 + 64 * i, 24, 0x400);
  }
  EXPECT_EQ(small.totals().records, 32u);
  EXPECT_EQ(small.totals().thinned, 0u) << "its slot is free again";
}

TEST(Profiler, KeepsBirthSiteAndMarkOfAReallocatedBlock) {
  Small small;
  small.profiler.set_time(64'000);
  small.allocate(0x1000, 24, 0x400);
  small.profiler.mark();
  small.profiler.set_time(128'000);
  small.port.up_ms = 128'000;
  const std::uint32_t taken = small.profiler.taken();
  const auto resize = [&](std::uintptr_t from, std::uintptr_t to, std::size_t bytes) {
    small.profiler.resized(address(from),
                           {address(kPool), address(to), bytes, address(0x500), address(kThread)});
  };
  resize(0x1000, 0x1000, 48);
  resize(0x1000, 0x2000, 64);
  EXPECT_EQ(small.profiler.taken(), taken) << "entry points would name another site";
  EXPECT_EQ(small.totals().records, 1u);
  EXPECT_EQ(small.block(0x2000).age_ms, 64'000u);
  EXPECT_FALSE(small.block(0x2000).since_mark);
  EXPECT_EQ(small.live(0x400).bytes, 64u);
  EXPECT_EQ(small.line_of(0x400).total_bytes, 24u + 48u + 64u);
  resize(0x7777, 0x3000, 16);
  EXPECT_EQ(small.live(0x500).bytes, 16u) << "unknown before: new";
  EXPECT_TRUE(small.block(0x3000).since_mark);
}

TEST(Profiler, MarksMoreOftenThanItHasGenerations) {
  Small small;
  EXPECT_FALSE(small.totals().mark_ms.present);
  small.allocate(0x1000, 24, 0x400);
  EXPECT_FALSE(small.block(0x1000).since_mark) << "there is none";
  for (unsigned i = 0; i < 200; ++i) {
    small.port.up_ms = 6400u * i;
    small.profiler.mark();
    ASSERT_FALSE(small.block(0x1000).since_mark) << i;
    small.allocate(0x2000, 24, 0x400);
    ASSERT_TRUE(small.block(0x2000).since_mark) << i;
    small.free(0x2000);
  }
  EXPECT_EQ(small.totals().mark_ms.value, 6400u * 199);
}

TEST(Profiler, NamesAThreadThatLeftBlocksBehind) {
  Small small;
  small.profiler.thread_begins(address(kThread));
  small.allocate(0x1000, 24, 0x400);
  small.allocate(0x2000, 24, 0x400);
  small.profiler.thread_ends(address(kThread), "a worker with a name");
  small.profiler.thread_begins(address(kThread));  // the same control block, another thread
  small.allocate(0x3000, 24, 0x400);
  const wire::OwnerLine ended = small.owner(small.block(0x1000).owner);
  EXPECT_EQ(ended.state, wire::OwnerState::kEnded);
  EXPECT_EQ(std::string(ended.name.text().data(), ended.name.size), "a worker wit");
  EXPECT_NE(small.block(0x3000).owner, small.block(0x1000).owner);
  EXPECT_EQ(small.owner(small.block(0x3000).owner).state, wire::OwnerState::kAlive);
  EXPECT_EQ(small.totals().owners, 2u);
  SiteLive left;
  small.profiler.live_of_owner(small.block(0x1000).owner, &left);
  EXPECT_EQ(left.bytes, 48u);
  small.free(0x1000);
  small.free(0x2000);
  EXPECT_EQ(small.totals().owners, 1u) << "it has left nothing behind";
}

TEST(Profiler, TellsTheEndOfAThreadThatWasNotSeen) {
  Small small;
  small.allocate(0x1000, 24, 0x400);
  small.profiler.thread_begins(address(kThread));
  EXPECT_EQ(small.owner(small.block(0x1000).owner).state, wire::OwnerState::kEnded);
  EXPECT_TRUE(small.owner(small.block(0x1000).owner).name.empty());
}

TEST(Profiler, CountsOwnersThatFindNoRoom) {
  Small small;
  for (std::uintptr_t i = 0; i < 6; ++i) {
    small.allocate(0x1000 + 64 * i, 24, 0x400, kThread + 256 * i);
  }
  EXPECT_EQ(small.totals().owners, 4u);
  EXPECT_EQ(small.totals().owners_merged, 2u);
  EXPECT_EQ(small.block(0x1000 + 64 * 5).owner, wire::kOtherOwner);
  SiteLive others;
  small.profiler.live_of_owner(wire::kOtherOwner, &others);
  EXPECT_EQ(others.blocks, 2u);
  small.free(0x1000);
  small.allocate(0x1000, 24, 0x400, 0x8000);
  EXPECT_NE(small.block(0x1000).owner, wire::kOtherOwner) << "who owns nothing gives way";
}

TEST(Profiler, GivesTheSlotOfASiteWithoutBlocksAway) {
  Small small;
  for (std::uintptr_t i = 0; i < 8; ++i) {
    small.allocate(0x1000 + 64 * i, 24 + 8 * i, 0x400 + 4 * i);
  }
  small.allocate(0x3000, 24, 0x600);
  EXPECT_EQ(small.block(0x3000).site, wire::kOtherSite);
  EXPECT_EQ(small.totals().sites_merged, 1u);
  small.free(0x1000 + 64 * 2);
  small.free(0x1000 + 64 * 5);
  small.allocate(0x4000, 24, 0x700);
  EXPECT_EQ(small.live(0x700).blocks, 1u);
  EXPECT_EQ(small.site(0x400 + 4 * 2), wire::kOtherSite) << "it had the least total";
  EXPECT_EQ(small.line_of(0x400 + 4 * 5).total_bytes, 64u);
}

TEST(Profiler, CountsLifetimesInBuckets) {
  Small small;
  const std::uint32_t lifetimes[] = {0, 64, 448, 512, 4032, 4096, 32'704, 32'768, 262'080, 262'144};
  std::uint64_t now = 1'000'000'000;
  for (const std::uint32_t lifetime : lifetimes) {
    small.profiler.set_time(now);
    small.allocate(0x1000, 24, 0x400);
    now += lifetime;
    small.profiler.set_time(now);
    small.free(0x1000);
  }
  const wire::SiteLine line = small.line_of(0x400);
  const std::uint8_t expected[] = {1, 2, 2, 2, 2, 1};
  for (std::size_t i = 0; i < wire::kLifetimeBuckets; ++i) {
    EXPECT_EQ(line.lifetimes[i], expected[i]) << i;
  }
  for (int i = 0; i < 260; ++i) {
    small.allocate(0x1000, 24, 0x400);
    small.free(0x1000);
  }
  EXPECT_EQ(small.line_of(0x400).lifetimes[1], 1u) << "all are halved";
  EXPECT_GE(small.line_of(0x400).lifetimes[0], 127u);
}

TEST(Profiler, FindsWhatGrowsWithEveryCycle) {
  Small small;
  for (std::uintptr_t i = 0; i < 5; ++i) {
    small.allocate(0x1000 + 64 * i, 24, 0x400);  // leaks
    small.allocate(0x8000, 24, 0x500);
    small.free(0x8000);
    if (i == 0) {
      small.allocate(0x9000, 24, 0x600);  // a cache
    }
    small.profiler.cycle();
  }
  EXPECT_EQ(small.line_of(0x400).cycles_grown, 5u);
  EXPECT_EQ(small.line_of(0x500).cycles_grown, 0u);
  EXPECT_EQ(small.line_of(0x600).cycles_grown, 0u);
  EXPECT_EQ(small.totals().cycles.value, 5u);
}

TEST(Profiler, RanksSitesByWhatTheyHoldInTheAgeBand) {
  Small small;
  const auto at = [&](std::uint64_t ms) {
    small.profiler.set_time(ms);
    small.port.up_ms = ms;
  };
  at(0);
  small.allocate(0x1000, 1000, 0x400);  // since the boot
  at(5'000'000);
  small.allocate(0x2000, 64, 0x500);
  small.allocate(0x2100, 64, 0x500, 0x7100);
  small.allocate(0x2200, 80, 0x500, 0x7100);
  small.allocate(0x3000, 100, 0x600);
  small.allocate(0x3100, 500, 0x600, kThread, 0);  // of another pool
  at(7'990'000);
  small.allocate(0x4000, 2000, 0x700);  // young
  at(8'000'000);
  Suspect suspects[3];
  ASSERT_EQ(small.profiler.suspects(address(kPool), 4'000'000, {suspects, 3}), 2u);
  EXPECT_EQ(suspects[0].site, small.site(0x500));
  EXPECT_EQ(suspects[0].live.bytes, 208u);
  EXPECT_EQ(suspects[0].live.blocks, 3u);
  EXPECT_EQ(suspects[0].live.oldest_ms, 3'000'000u);
  EXPECT_EQ(small.owner(suspects[0].owner).thread, 0x7100u);
  EXPECT_EQ(suspects[1].site, small.site(0x600));
  ASSERT_EQ(small.profiler.suspects(address(kPool), 0, {suspects, 3}), 3u);
  EXPECT_EQ(suspects[0].site, small.site(0x700));
  EXPECT_EQ(suspects[1].site, small.site(0x400));
  ASSERT_EQ(small.profiler.suspects(address(kPool), 4'000'000, {suspects, 1}), 1u);
  EXPECT_EQ(suspects[0].site, small.site(0x500));
}

TEST(Profiler, SamplesByBytesWithoutBias) {
  Profiled<64, 8> sampled(500);
  EXPECT_EQ(sampled.totals().interval_bytes, 256u) << "a power of two";
  double bytes = 0;
  for (std::uintptr_t i = 0; i < 200'000; ++i) {
    const std::size_t size = 8 + i % 57;
    sampled.allocate(0x1000, size, 0x400);
    bytes += static_cast<double>(size);
    sampled.free(0x1000);
  }
  const wire::SiteLine line = sampled.line_of(0x400);
  EXPECT_NEAR(static_cast<double>(line.total_bytes) / bytes, 1, 0.03);
  EXPECT_NEAR(static_cast<double>(line.total_blocks) / 200'000, 1, 0.03);
  EXPECT_EQ(sampled.totals().displaced, 0u);
}

TEST(Profiler, IsExactAgainWhenATableThatOverflowedHasRoom) {
  Small small;
  for (std::uintptr_t i = 0; i < 2000; ++i) {
    small.allocate(0x1000 + 64 * i, 24, 0x400);
  }
  EXPECT_EQ(small.totals().records, 32u);
  EXPECT_GT(small.totals().thinned, 0u);
  for (std::uintptr_t i = 0; i < 2000; ++i) {
    small.free(0x1000 + 64 * i);
  }
  EXPECT_EQ(small.totals().records, 0u);
  for (std::uintptr_t i = 0; i < 20'000; ++i) {
    small.allocate(0x1000, 24, 0x400);
    small.free(0x1000);
  }
  for (std::uintptr_t i = 0; i < 20; ++i) {
    EXPECT_TRUE(small.allocate(0x1000 + 64 * i, 24, 0x500));
  }
  EXPECT_EQ(small.live(0x500).bytes, 480u);
}

TEST(Profiler, SaysHowBigABlockIsUpTo16Megabytes) {
  Small small;
  small.allocate(0x1000, 0xFFFFFE, 0x400);
  small.allocate(0x2000, 0x40000000, 0x400);
  small.allocate(0x3000, 0, 0x500);
  EXPECT_EQ(small.block(0x1000).size, 0xFFFFFEu);
  EXPECT_EQ(small.block(0x2000).size, 0xFFFFFFu);
  EXPECT_EQ(small.live(0x500).blocks, 1u);
  EXPECT_EQ(small.live(0x500).bytes, 0u);
}

}  // namespace
}  // namespace tidemark
