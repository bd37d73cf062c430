// SPDX-License-Identifier: Apache-2.0
#include "core/guard.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <vector>

#include "core/fake_port.hpp"
#include "core/test_guard_heap.hpp"

namespace tidemark {
namespace {

using wire::GuardFault;

const void* site(std::uintptr_t number) {
  return reinterpret_cast<const void*>(0x1000 + number);
}

struct GuardTest : testing::Test {
  GuardTest() { add(heap); }

  void add(GuardTestHeap& made, bool is_guarded = true) {
    guard.made(made.id(), made.begin(), made.end(), is_guarded);
  }
  std::uint8_t* alloc(std::size_t bytes, std::size_t align = 0) {
    return static_cast<std::uint8_t*>(guard.alloc(heap.id(), align, bytes, site(1)));
  }
  void free(void* block, std::uintptr_t from = 2) { guard.free(heap.id(), block, site(from)); }
  /// The one fault found since the last call.
  GuardFinding found() {
    GuardFinding finding{};
    EXPECT_TRUE(guard.take(&finding));
    GuardFinding another{};
    EXPECT_FALSE(guard.take(&another)) << static_cast<int>(another.fault);
    return finding;
  }
  bool is_clean() {
    GuardFinding finding{};
    return !guard.take(&finding);
  }
  GuardCounts counts() {
    GuardCounts out{};
    guard.counts(&out);
    return out;
  }

  static constexpr std::size_t kHeld = 4;
  FakePort time;
  GuardTestPort port;
  GuardedHeap heaps[3] = {};
  GuardHeld held[3 * kHeld] = {};
  GuardFinding findings[4] = {};
  Guard guard{{.slice_bytes = 32, .quarantine = kHeld, .quarantine_bytes = 2048, .sweep_blocks = 2},
              {{heaps, 3}, {held, 3 * kHeld}, {findings, 4}}};
  GuardTestHeap heap{16384};
};

TEST_F(GuardTest, ABlockIsAlignedAsWasAsked) {
  for (std::size_t align = 0; align <= 1024; align = align == 0 ? 1 : align * 2) {
    for (const std::size_t rewind : {std::size_t{0}, sizeof(void*), 2 * sizeof(void*)}) {
      if (rewind != 0 && rewind >= align) {
        continue;
      }
      auto* block = alloc(24, align | rewind);
      ASSERT_NE(block, nullptr) << align;
      EXPECT_EQ((reinterpret_cast<std::uintptr_t>(block) + rewind) % (align < 8 ? 8 : align), 0u)
          << align << " rewind " << rewind;
      std::memset(block, 0, 24);
      free(block);
    }
  }
  guard.check();
  EXPECT_TRUE(is_clean());
}

TEST_F(GuardTest, RefusesARewindThatNoKernelAsksFor) {
  EXPECT_EQ(alloc(24, 64 | 1), nullptr);
  EXPECT_EQ(alloc(24, 1024 | 256), nullptr);
  EXPECT_EQ(alloc(SIZE_MAX - 8), nullptr);
  EXPECT_EQ(alloc(0), nullptr);
}

TEST_F(GuardTest, FindsTheFirstByteBehindABlockOfAnySize) {
  for (std::size_t size = 1; size < 40; ++size) {
    port.thread = site(9);
    auto* block = alloc(size);
    block[size] ^= 0xFF;
    free(block);
    const GuardFinding finding = found();
    EXPECT_EQ(finding.fault, GuardFault::kOverrun);
    EXPECT_EQ(finding.block, block);
    EXPECT_EQ(finding.size, size);
    EXPECT_EQ(finding.heap, heap.id());
    EXPECT_EQ(finding.allocated_at, site(1));
    EXPECT_EQ(finding.freed_at, nullptr);
    EXPECT_EQ(finding.found_at, site(2));
    EXPECT_EQ(finding.thread, site(9));
    EXPECT_EQ(finding.damaged, 1u);
    EXPECT_EQ(finding.offset, Optional<std::uint32_t>({0, true}));
  }
  EXPECT_EQ(counts().condemned, 0u) << "the heap's own words are whole: blocks come back";
}

TEST_F(GuardTest, FindsEachByteBeforeABlock) {
  for (std::uint32_t distance = 1; distance <= 8; ++distance) {
    auto* block = alloc(20);
    block[-static_cast<std::ptrdiff_t>(distance)] ^= 1;
    guard.check();
    const GuardFinding finding = found();
    EXPECT_EQ(finding.fault, GuardFault::kUnderrun);
    EXPECT_EQ(finding.block, block);
    EXPECT_EQ(finding.size, 20u);
    EXPECT_EQ(finding.found_at, nullptr);
    EXPECT_EQ(finding.damaged, 1u);
    EXPECT_EQ(finding.offset, Optional<std::uint32_t>({distance, true}));
    free(block);
    EXPECT_TRUE(is_clean()) << "told twice";
  }
  EXPECT_EQ(counts().condemned, 1u) << "only what may have been written beyond the canary";
}

TEST_F(GuardTest, ACanaryThatWasCopiedDoesNotPass) {
  auto* one = alloc(16);
  auto* other = alloc(16);
  std::memcpy(one - 8, other - 8, 8);
  guard.check();
  EXPECT_EQ(found().fault, GuardFault::kUnderrun);
  std::memcpy(other + 16, one + 16, 4);
  guard.check();
  EXPECT_EQ(found().fault, GuardFault::kOverrun);
}

TEST_F(GuardTest, TellsBothEndsOfOneBlockOnceEach) {
  auto* block = alloc(16);
  block[-1] ^= 1;
  block[16] ^= 1;
  for (int i = 0; i < 3; ++i) {
    guard.check();
  }
  free(block);
  GuardFinding finding{};
  ASSERT_TRUE(guard.take(&finding));
  EXPECT_EQ(finding.fault, GuardFault::kUnderrun);
  EXPECT_EQ(found().fault, GuardFault::kOverrun);
}

TEST_F(GuardTest, ALongOverrunKeepsTheBlockFromTheHeap) {
  auto* block = alloc(16);
  auto* behind = alloc(16);
  std::memset(block + 16, 0, 12);  // into the words of the heap
  free(block);
  EXPECT_EQ(found().damaged, 4u);
  EXPECT_EQ(counts().condemned, 1u);
  EXPECT_EQ(heap.used_blocks(), 2u);
  free(block);
  EXPECT_TRUE(is_clean()) << "the same fault";
  (void)behind;
}

TEST_F(GuardTest, FindsAWriteAfterFree) {
  auto* block = alloc(100);
  port.thread = site(9);
  free(block, 5);
  block[40] = 1;
  block[41] = 2;
  guard.check();  // beyond the first slice: it is filled by the sweep
  EXPECT_TRUE(is_clean());
  block[40] = 1;
  block[41] = 2;
  guard.check();
  const GuardFinding finding = found();
  EXPECT_EQ(finding.fault, GuardFault::kUseAfterFree);
  EXPECT_EQ(finding.block, block);
  EXPECT_EQ(finding.size, 100u);
  EXPECT_EQ(finding.allocated_at, site(1));
  EXPECT_EQ(finding.freed_at, site(5));
  EXPECT_EQ(finding.thread, nullptr);
  EXPECT_EQ(finding.damaged, 2u);
  EXPECT_EQ(finding.offset, Optional<std::uint32_t>({40, true}));
  block[90] = 3;
  guard.check();
  EXPECT_TRUE(is_clean()) << "one block, one fault";
}

TEST_F(GuardTest, FindsAWriteAfterFreeWhenTheBlockLeavesTheQuarantine) {
  auto* block = alloc(24);
  free(block);
  block[0] = 0;
  block[24] ^= 1;
  for (std::size_t i = 0; i < kHeld; ++i) {
    EXPECT_TRUE(is_clean());
    free(alloc(8));
  }
  EXPECT_EQ(found().fault, GuardFault::kUseAfterFree);
  EXPECT_EQ(heap.used_blocks(), kHeld);
}

TEST_F(GuardTest, TheOutermostCallIsWhoFrees) {
  auto* block = alloc(8);
  guard.freeing(block, site(6));
  guard.freeing(block, site(7));
  free(block, 8);
  free(block, 9);
  const GuardFinding finding = found();
  EXPECT_EQ(finding.freed_at, site(6));
  EXPECT_EQ(finding.found_at, site(9));
}

TEST_F(GuardTest, FindsADoubleFreeInQuarantineAndAfterwards) {
  auto* block = alloc(24);
  free(block, 5);
  free(block, 6);
  const GuardFinding finding = found();
  EXPECT_EQ(finding.fault, GuardFault::kDoubleFree);
  EXPECT_EQ(finding.allocated_at, site(1));
  EXPECT_EQ(finding.freed_at, site(5));
  EXPECT_EQ(finding.found_at, site(6));
  free(block, 6);
  EXPECT_TRUE(is_clean());
  for (std::size_t i = 0; i < kHeld; ++i) {
    free(alloc(200));
  }
  free(block, 7);
  const GuardFinding late = found();
  EXPECT_EQ(late.fault, GuardFault::kDoubleFree);
  EXPECT_EQ(late.size, 24u);
  EXPECT_EQ(late.freed_at, nullptr);
}

TEST_F(GuardTest, AForeignPointerNeverComesToTheHeap) {
  GuardTestHeap other{1024};
  add(other);
  auto* block = alloc(64);
  free(block + 16);
  GuardFinding finding = found();
  EXPECT_EQ(finding.fault, GuardFault::kForeignFree);
  EXPECT_EQ(finding.block, block);
  EXPECT_EQ(finding.size, 64u);
  EXPECT_EQ(finding.allocated_at, site(1));
  EXPECT_EQ(finding.found_at, site(2));
  EXPECT_EQ(finding.offset, Optional<std::uint32_t>({16, true}));

  std::uint64_t on_stack[8] = {};
  free(&on_stack[6]);
  finding = found();
  EXPECT_EQ(finding.fault, GuardFault::kForeignFree);
  EXPECT_EQ(finding.block, &on_stack[6]);
  EXPECT_EQ(finding.size, 0u);
  EXPECT_EQ(finding.heap, heap.id());

  void* of_other = guard.alloc(other.id(), 0, 16, site(3));
  free(of_other);
  finding = found();
  EXPECT_EQ(finding.heap, other.id());
  EXPECT_EQ(finding.allocated_at, site(3));
  free(reinterpret_cast<void*>(heap.begin()));
  EXPECT_EQ(found().size, 0u);
  free(block + 3);
  EXPECT_EQ(found().offset.value, 3u);
}

TEST_F(GuardTest, AHeapThatIsNotGuardedIsLeftAlone) {
  GuardTestHeap bare{1024};
  add(bare, false);
  void* block = guard.alloc(bare.id(), 0, 16, site(1));
  EXPECT_EQ(guard.usable_size(bare.id(), block).present, false);
  block = guard.realloc(bare.id(), block, 0, 32, site(1));
  guard.free(bare.id(), block, site(1));
  EXPECT_EQ(bare.used_blocks(), 0u);
  EXPECT_EQ(counts().heaps, 1u);
  EXPECT_EQ(guard.guard(bare.id(), false), Status::kInUse);
  EXPECT_EQ(guard.guard(bare.id(), true), Status::kOk);
  EXPECT_EQ(guard.guard(bare.id(), true), Status::kExists);
  EXPECT_EQ(guard.guard(&bare, true), Status::kExists);
  int nothing = 0;
  EXPECT_EQ(guard.guard(&nothing, true), Status::kNotFound);
  // A guarded block given to the wrong heap, which is not guarded.
  GuardTestHeap third{1024};
  add(third, false);
  guard.free(third.id(), alloc(8), site(2));
  EXPECT_EQ(found().fault, GuardFault::kForeignFree);
  GuardTestHeap fourth{1024};
  add(fourth);
  EXPECT_EQ(counts().heaps_missed, 1u);
}

TEST_F(GuardTest, TheQuarantineGivesWayBeforeAnAllocationFails) {
  GuardTestHeap small{700};
  add(small);
  for (int round = 0; round < 20; ++round) {
    void* block = guard.alloc(small.id(), 0, 400, site(1));
    ASSERT_NE(block, nullptr) << round;
    guard.free(small.id(), block, site(2));
  }
  void* block = guard.alloc(small.id(), 0, 400, site(1));
  EXPECT_EQ(guard.alloc(small.id(), 0, 400, site(1)), nullptr);
  EXPECT_EQ(guard.realloc(small.id(), block, 0, 480, site(1)), block) << "it can grow in place";
  EXPECT_EQ(guard.realloc(small.id(), block, 0, 4000, site(1)), nullptr);
  EXPECT_EQ(guard.usable_size(small.id(), block).value, 480u);
  guard.check();
  EXPECT_TRUE(is_clean());
}

TEST_F(GuardTest, TheQuarantineHasAtMostItsBytes) {
  void* big = alloc(4000);
  free(big);
  EXPECT_EQ(heap.used_blocks(), 0u) << "too big to be held back";
  free(alloc(900));
  free(alloc(900));
  free(alloc(900));
  EXPECT_EQ(counts().quarantined, 2u);
  EXPECT_LE(counts().quarantined_bytes, 2048u);
}

TEST_F(GuardTest, ReallocKeepsWhatIsInItAndItsCanaries) {
  auto* block = alloc(16);
  std::memset(block, 0x42, 16);
  auto* grown = static_cast<std::uint8_t*>(guard.realloc(heap.id(), block, 0, 80, site(3)));
  ASSERT_NE(grown, block);
  EXPECT_EQ(grown[15], 0x42);
  auto* shrunk = static_cast<std::uint8_t*>(guard.realloc(heap.id(), grown, 0, 5, site(4)));
  EXPECT_EQ(shrunk, grown);
  EXPECT_EQ(guard.usable_size(heap.id(), shrunk).value, 5u);
  shrunk[5] ^= 1;
  block[3] = 1;  // the former block, which is freed
  guard.check();
  GuardFinding finding{};
  ASSERT_TRUE(guard.take(&finding));
  EXPECT_EQ(finding.fault, GuardFault::kOverrun);
  EXPECT_EQ(finding.size, 5u);
  EXPECT_EQ(finding.allocated_at, site(4));
  EXPECT_EQ(found().fault, GuardFault::kUseAfterFree);
  EXPECT_EQ(guard.realloc(heap.id(), block, 0, 8, site(5)), nullptr);
  EXPECT_EQ(found().fault, GuardFault::kDoubleFree);
  EXPECT_EQ(guard.realloc(heap.id(), shrunk, 0, 0, site(5)), nullptr);
  EXPECT_NE(guard.realloc(heap.id(), nullptr, 64, 8, site(5)), nullptr);
  EXPECT_TRUE(is_clean());
}

TEST_F(GuardTest, TheWordOfKMallocBelongsToWhatIsBeforeTheBlock) {
  auto* block = alloc(24 + sizeof(void*), 32 | sizeof(void*));
  void* const id = heap.id();
  std::memcpy(block, &id, sizeof(id));
  guard.attribute(block, site(7), true);
  std::uint8_t* user = block + sizeof(void*);
  EXPECT_TRUE(guard.admits(user, site(2)));
  user[-3] ^= 1;
  guard.check();
  const GuardFinding finding = found();
  EXPECT_EQ(finding.fault, GuardFault::kUnderrun);
  EXPECT_EQ(finding.block, user);
  EXPECT_EQ(finding.size, 24u);
  EXPECT_EQ(finding.allocated_at, site(7));
  EXPECT_EQ(finding.offset.value, 3u);
  EXPECT_TRUE(guard.admits(user, site(2))) << "the heap is known, so it can be freed";
  EXPECT_EQ(std::memcmp(block, &id, sizeof(id)), 0);
  free(block);
  EXPECT_FALSE(guard.admits(user, site(3)));
  EXPECT_EQ(found().fault, GuardFault::kDoubleFree);
  int local = 0;
  EXPECT_FALSE(guard.admits(&local, site(3)));
  EXPECT_EQ(found().fault, GuardFault::kForeignFree);
  auto* plain = alloc(24);
  EXPECT_FALSE(guard.admits(plain + sizeof(void*), site(3)));
  EXPECT_EQ(found().block, plain);
  auto* whole = alloc(48);
  EXPECT_FALSE(guard.admits(whole + 16, site(3)));
  EXPECT_EQ(found().offset.value, 16u);
}

TEST_F(GuardTest, NoMoreFaultsAreKeptThanThereIsRoomFor) {
  for (int i = 0; i < 7; ++i) {
    auto* block = alloc(8);
    block[8] ^= 1;
    free(block);
  }
  EXPECT_EQ(counts().faults, 7u);
  EXPECT_EQ(counts().faults_untold, 3u);
  EXPECT_EQ(port.found.size(), 7u);
}

TEST_F(GuardTest, AHeapThatIsMadeAnewHasNoBlocks) {
  auto* block = alloc(24);
  guard.forget(heap.id());
  add(heap);
  EXPECT_EQ(counts().blocks, 0u);
  free(block);
  EXPECT_EQ(found().fault, GuardFault::kDoubleFree);
  EXPECT_EQ(heap.used_blocks(), 1u);
}

TEST_F(GuardTest, AHeapWhoseMemoryIsSomethingElseNowIsForgotten) {
  (void)alloc(24);
  std::memset(reinterpret_cast<void*>(heap.begin()), 0, 12);
  guard.check();
  EXPECT_TRUE(is_clean());
  EXPECT_EQ(counts().heaps, 0u);
}

// A heap that was a variable goes unseen, and its place would be lost to all that come later.
TEST_F(GuardTest, AHeapThatIsGoneMakesRoomForAnother) {
  GuardTestHeap second{1024};
  add(second);
  GuardTestHeap third{1024};
  add(third);
  std::memset(reinterpret_cast<void*>(second.begin()), 0, 12);
  GuardTestHeap fourth{1024};
  add(fourth);
  EXPECT_EQ(counts().heaps_missed, 0u);
  EXPECT_NE(guard.alloc(fourth.id(), 0, 16, site(1)), nullptr);
  GuardTestHeap fifth{1024};
  add(fifth);
  EXPECT_EQ(counts().heaps_missed, 1u);
}

// Damages the begins of the headers of some of 12 blocks; then one in each gap between them is to
// be found by the sweep.
void damage_headers(GuardTest& test, const std::vector<std::size_t>& victims, std::size_t bytes,
                    int with) {
  std::vector<std::uint8_t*> blocks;
  for (int i = 0; i < 12; ++i) {
    blocks.push_back(test.alloc(16));
  }
  for (const std::size_t victim : victims) {
    std::memset(blocks[victim] - kGuardHeaderBytes, with, bytes);
  }
  test.guard.check();
  test.guard.check();
  const std::size_t before = test.port.found.size();
  for (const std::size_t good : {1u, 4u, 7u, 10u}) {
    blocks[good][16] ^= 1;
  }
  test.guard.check();
  EXPECT_EQ(test.port.found.size() - before, 4u) << bytes << " bytes of " << with;
  for (std::uint8_t* block : blocks) {
    test.free(block);
  }
  test.guard.check();
  for (GuardFinding finding{}; test.guard.take(&finding);) {
    EXPECT_TRUE(finding.fault == GuardFault::kUnderrun || finding.fault == GuardFault::kOverrun);
  }
}

TEST_F(GuardTest, DamagedLinksDoNotLeadTheSweepAstray) {
  for (const int with : {0x00, 0xFF, 0x41}) {
    damage_headers(*this, {0, 5, 6, 11}, 1, with);
    damage_headers(*this, {0, 5, 6, 11}, sizeof(void*), with);
    for (const std::size_t victim : {0u, 5u, 11u}) {
      damage_headers(*this, {victim}, 2 * sizeof(void*), with);
    }
  }
  EXPECT_EQ(counts().blocks, 0u);
}

TEST_F(GuardTest, AHeaderThatIsGoneDoesNotKeepTheSweepFromTheOthers) {
  for (const int with : {0x00, 0xFF, 0x41}) {
    for (const std::size_t bytes : {kGuardHeaderBytes - 12, kGuardHeaderBytes}) {
      for (const std::size_t victim : {0u, 5u, 11u}) {
        damage_headers(*this, {victim}, bytes, with);
      }
    }
  }
}

TEST_F(GuardTest, TheSweepEndsWhateverStandsInTheHeap) {
  std::minstd_rand generator(7);
  const auto random = [&] { return static_cast<std::uint32_t>(generator()) >> 4; };
  for (int round = 0; round < 200; ++round) {
    std::vector<std::uint8_t*> blocks;
    for (int i = 0; i < 20; ++i) {
      blocks.push_back(alloc(random() % 40 + 1));
    }
    for (std::uint8_t* block : blocks) {
      if (block != nullptr && random() % 3 == 0) {
        const std::size_t from = random() % kGuardHeaderBytes;
        for (std::size_t i = from; i < kGuardHeaderBytes; ++i) {
          // Bytes, or pointers to what may be a header.
          block[static_cast<std::ptrdiff_t>(i) - static_cast<std::ptrdiff_t>(kGuardHeaderBytes)] =
              blocks[random() % blocks.size()] == nullptr ? std::uint8_t{0}
                                                          : static_cast<std::uint8_t>(random());
        }
      }
    }
    guard.check();
    guard.forget(heap.id());
    heap.clear();
    add(heap);
  }
}

// What a block was at its allocation, and what was done to it.
struct ModelBlock {
  std::uint8_t* memory;
  std::size_t size;
  std::uintptr_t site;
  std::uint8_t fill;
};

// Programs without a fault, then with one, over a heap that is often full.
TEST_F(GuardTest, ProgramsWithoutAFaultAreAccusedOfNothing) {
  std::minstd_rand generator(3);
  const auto random = [&] { return static_cast<std::uint32_t>(generator()) >> 4; };
  std::vector<ModelBlock> live;
  for (std::uintptr_t step = 0; step < 100000; ++step) {
    const std::size_t size = random() % 3 == 0 ? random() % 700 + 1 : random() % 60 + 1;
    const std::size_t align = random() % 4 == 0 ? std::size_t{8} << random() % 5 : 0;
    const auto fill = static_cast<std::uint8_t>(random());
    const std::size_t at = live.empty() ? 0 : random() % live.size();
    const unsigned action = random() % 8;
    if (action < 4) {
      auto* memory = static_cast<std::uint8_t*>(guard.alloc(heap.id(), align, size, site(step)));
      if (memory != nullptr) {
        std::memset(memory, fill, size);
        live.push_back({memory, size, step, fill});
      }
    } else if (!live.empty() && action < 7) {
      for (std::size_t i = 0; i < live[at].size; ++i) {
        ASSERT_EQ(live[at].memory[i], live[at].fill);
      }
      guard.free(heap.id(), live[at].memory, site(step));
      live[at] = live.back();
      live.pop_back();
    } else if (!live.empty()) {
      auto* memory = static_cast<std::uint8_t*>(
          guard.realloc(heap.id(), live[at].memory, 0, size, site(step)));
      if (memory != nullptr) {
        const std::size_t kept = size < live[at].size ? size : live[at].size;
        for (std::size_t i = 0; i < kept; ++i) {
          ASSERT_EQ(memory[i], live[at].fill);
        }
        std::memset(memory, fill, size);
        live[at] = {memory, size, step, fill};
      }
    }
    guard.sweep();
    ASSERT_TRUE(is_clean()) << step;
    ASSERT_EQ(counts().blocks, live.size());
    ASSERT_EQ(heap.used_blocks(), live.size() + counts().quarantined);
  }
  // Now each of these is damaged, and each is told once, as what it was.
  for (const ModelBlock& block : live) {
    block.memory[block.size + 1] ^= 1;
    guard.check();
    const GuardFinding finding = found();
    EXPECT_EQ(finding.fault, GuardFault::kOverrun);
    EXPECT_EQ(finding.block, block.memory);
    EXPECT_EQ(finding.size, block.size);
    EXPECT_EQ(finding.allocated_at, site(block.site));
    EXPECT_EQ(finding.offset.value, 1u);
    guard.free(heap.id(), block.memory, site(0));
    EXPECT_TRUE(is_clean());
  }
  EXPECT_GT(live.size(), 10u);
}

}  // namespace
}  // namespace tidemark
