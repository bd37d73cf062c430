// SPDX-License-Identifier: Apache-2.0
#include "core/monitor.hpp"

#include "core/test_monitor.hpp"

namespace tidemark {
namespace {

/// Takes `bytes` of the heap in one chunk with a header of 8 bytes, as a 64-bit kernel accounts it.
void take(FakeHeap& heap, std::uint32_t bytes) {
  heap.reading.free -= bytes + 8;
  heap.reading.allocated += bytes;
  heap.reading.allocated_max = std::max(heap.reading.allocated_max, heap.reading.allocated);
}

void give(FakeHeap& heap, std::uint32_t bytes) {
  heap.reading.free += bytes + 8;
  heap.reading.allocated -= bytes;
}

TEST_F(MonitorTest, ReadsAHeapAsCapacityLessFree) {
  FakeHeap& system = port_.add_heap("_system_heap", 4000);
  start();
  take(system, 112);
  sample();
  const auto line = heap();
  EXPECT_EQ(text(line.name), "_system_heap");
  EXPECT_EQ(object_, &system);
  EXPECT_EQ(line.up_ms, 1000u);
  EXPECT_EQ(line.capacity, 4000u);
  EXPECT_EQ(line.used, 120u);
  EXPECT_EQ(line.free, 3880u);
  EXPECT_EQ(line.allocated, 112u);
  EXPECT_EQ(line.peak, 120u);
  EXPECT_EQ(line.verdict, wire::Verdict::kNone);
  EXPECT_FALSE(line.rate_millibytes_per_hour.present);
}

TEST_F(MonitorTest, KeepsTheLeastLargestFreeBlock) {
  FakeHeap& system = port_.add_heap("_system_heap", 4000);
  start();
  sample();
  EXPECT_FALSE(heap().largest_min.present);
  for (const std::uint32_t bytes : {3000u, 500u, 2000u}) {
    system.reading.largest_free = known(bytes);
    sample();
  }
  EXPECT_EQ(heap().largest_min, known(500u));
}

TEST_F(MonitorTest, KeepsTheHighestUseAndTheKernelsMaximum) {
  FakeHeap& system = port_.add_heap("_system_heap", 4000);
  start();
  take(system, 1000);
  sample();
  give(system, 1000);
  sample();
  EXPECT_EQ(heap().used, 0u);
  EXPECT_EQ(heap().peak, 1008u);
  system.reading.allocated_max = 3000;  // between two samples
  sample();
  EXPECT_EQ(heap().peak, 3000u);
  system.reading.allocated_max = 5000;
  sample();
  EXPECT_EQ(heap().peak, 4000u);
}

TEST_F(MonitorTest, LetsPeaksBeginAnew) {
  FakeHeap& fake = port_.add_heap("heap", 4000);
  FakeBlockPool& slab = port_.add_mem_slab(8, 64);
  FakeThread& stack = port_.add_thread("main", 1024);
  start();
  fake.reading = {1000, 2900, 2950, known(500u)};
  slab.reading = {6, 2, 64, known(7u)};
  stack.use(760);
  sample();
  fake.reading.free = 3000;
  fake.reading.allocated = 950;
  fake.reading.largest_free = known(2000u);
  slab.reading.used = 1;
  slab.reading.free = 7;
  sample();
  EXPECT_EQ(heap().peak, 3000u);
  EXPECT_EQ(pool().peak, known(7u));

  ASSERT_EQ(monitor_.reset_peaks(), Status::kOk);
  EXPECT_EQ(heap().peak, 1000u) << "the use that the latest sample saw";
  EXPECT_FALSE(heap().largest_min.present);
  EXPECT_EQ(pool().peak, known(1u));
  EXPECT_EQ(thread().peak, 760u) << "a stack's mark cannot be set back";
  sample();
  EXPECT_EQ(heap().peak, 1000u) << "the kernel's own maximum is set back as well";
  EXPECT_EQ(heap().largest_min, known(2000u));
  EXPECT_EQ(pool().peak, known(1u));
  fake.reading.free = 2500;
  fake.reading.allocated = 1450;
  sample();
  EXPECT_EQ(heap().peak, 1500u);
}

TEST_F(MonitorTest, DoesNotInventThePeakOfASlabWithoutOne) {
  port_.add_mem_slab(8, 64);
  start();
  sample();
  ASSERT_EQ(monitor_.reset_peaks(), Status::kOk);
  EXPECT_FALSE(pool().peak.present);
}

TEST_F(MonitorTest, LeavesOutAHeapWithoutStatistics) {
  FakeHeap& broken = port_.add_heap(nullptr, 1000);
  broken.has_statistics = false;
  port_.add_heap("good", 2000);
  start();
  sample();
  EXPECT_EQ(text(heap(0).name), "good");
  wire::HeapLine line{};
  EXPECT_EQ(monitor_.heap_at(1, &line, &object_, &trend_), Status::kNotFound);
}

TEST_F(MonitorTest, ShowsNothingBeforeTheFirstSample) {
  port_.add_heap("h", 1000);
  port_.add_thread("t", 256);
  start();
  wire::HeapLine line{};
  EXPECT_EQ(monitor_.heap_at(0, &line, &object_, &trend_), Status::kNotFound);
  EXPECT_EQ(threads(), 0u);
}

TEST_F(MonitorTest, ReadsAMemorySlab) {
  FakeBlockPool& slab = port_.add_mem_slab(8, 64);
  slab.reading.used = 3;
  slab.reading.free = 5;
  start();
  sample();
  EXPECT_EQ(pool().used, 3u);
  EXPECT_EQ(pool().free, 5u);
  EXPECT_EQ(pool().blocks, 8u);
  EXPECT_EQ(pool().block_size, 64u);
  EXPECT_FALSE(pool().peak.present);
  slab.reading.used_max = known(4u);
  sample();
  EXPECT_EQ(pool().peak, known(4u));
}

TEST_F(MonitorTest, FindsTheHighWaterMarkOfAStack) {
  FakeThread& main = port_.add_thread("main", 1024);
  main.priority = -3;
  main.use(760);
  start();
  sample();
  const auto line = thread();
  EXPECT_EQ(text(line.name), "main");
  EXPECT_EQ(line.peak, 760u);
  EXPECT_EQ(line.free, 264u);
  EXPECT_EQ(line.size, 1024u);
  EXPECT_EQ(line.priority, known<std::int8_t>(-3));
}

TEST_F(MonitorTest, CountsWhatFindsNoRoom) {
  for (int i = 0; i < 3; ++i) {
    port_.add_heap(nullptr, 1000);
    port_.add_mem_slab(4, 16);
    port_.add_thread("t", 128);
  }
  start(1, 2, 0);
  sample(2);
  EXPECT_EQ(coverage().heaps, 1u);
  EXPECT_EQ(coverage().heaps_missed, 2u);
  EXPECT_EQ(coverage().threads, 2u);
  EXPECT_EQ(coverage().threads_missed, 1u);
  EXPECT_EQ(coverage().mem_slabs, 0u);
  EXPECT_EQ(coverage().mem_slabs_missed, 3u);
  port_.threads[0]->is_alive = false;
  sample();
  EXPECT_EQ(coverage().threads, 2u);
  EXPECT_EQ(coverage().threads_missed, 0u);
}

TEST_F(MonitorTest, SaysWhatItIsBlindTo) {
  start();
  EXPECT_EQ(text(coverage().blind), "");
  port_.blind = kBlindRuntimeHeaps | kBlindIsrStacks;
  EXPECT_EQ(text(coverage().blind), "runtime_heaps,isr_stacks");
  port_.blind = 0x7F;
  EXPECT_EQ(text(coverage().blind),
            "runtime_heaps,malloc_arena,isr_stacks,thread_stacks,mem_slabs,net_buf_pools,"
            "mem_blocks");
}

TEST_F(MonitorTest, WatchesPoolsOfEveryKindInOneTable) {
  FakeBlockPool& slab = port_.add_mem_slab(8, 64);
  FakeBlockPool& buffers = port_.add_pool(wire::ResourceKind::kNetBufPool, 36, 128);
  start(1, 1, 3);
  FakeBlockPool blocks{wire::ResourceKind::kMemBlocks, {1, 15, 32, known(9u)}};
  FakeBlockPool more{wire::ResourceKind::kMemBlocks, {0, 4, 32, {}}};
  const auto kind = wire::ResourceKind::kMemBlocks;
  EXPECT_EQ(monitor_.register_pool(kind, nullptr, "dma"), Status::kInvalid);
  EXPECT_EQ(monitor_.register_pool(kind, &blocks, "dma"), Status::kOk);
  EXPECT_EQ(monitor_.register_pool(kind, &blocks, "dma"), Status::kExists);
  EXPECT_EQ(monitor_.register_pool(kind, &more, "more"), Status::kFull);
  buffers.reading.used = 30;
  buffers.reading.free = 6;
  sample();
  EXPECT_EQ(pool(0).kind, wire::ResourceKind::kMemSlab);
  EXPECT_EQ(object_, &slab);
  EXPECT_EQ(pool(1).kind, wire::ResourceKind::kNetBufPool);
  EXPECT_EQ(pool(1).used, 30u);
  EXPECT_EQ(text(pool(1).name).substr(0, 7), "pool@0x");
  EXPECT_EQ(pool(2).kind, kind);
  EXPECT_EQ(text(pool(2).name), "dma");
  EXPECT_EQ(pool(2).peak, known(9u));
  EXPECT_EQ(coverage().mem_slabs, 1u);
  EXPECT_EQ(coverage().mem_blocks, known(1u));
  EXPECT_EQ(coverage().net_buf_pools, known(1u));
  EXPECT_EQ(coverage().pools_missed, known(1u));
  EXPECT_EQ(coverage().mem_slabs_missed, 0u);
  EXPECT_EQ(monitor_.unregister_pool(&slab), Status::kNotFound) << "the port found it";
  EXPECT_EQ(monitor_.unregister_pool(&blocks), Status::kOk);
  EXPECT_EQ(monitor_.register_pool(kind, &more, "more"), Status::kOk);
}

TEST_F(MonitorTest, ScansALongStackInSlices) {
  settings_.scan_slice_bytes = 256;
  FakeThread& thread_of = port_.add_thread("long", 1024);
  thread_of.use(100);
  start();
  sample(3);
  EXPECT_EQ(threads(), 0u) << "768 bytes are scanned: it is not known yet";
  sample();
  EXPECT_EQ(thread().free, 924u);
  thread_of.use(600);
  sample();
  EXPECT_EQ(thread().free, 924u) << "the mark of the last whole scan";
  sample();
  EXPECT_EQ(thread().free, 424u);
  EXPECT_EQ(life_.lifetime, 1u);
}

TEST_F(MonitorTest, ForgetsTheSlicesOfAThreadThatEndsBetweenThem) {
  settings_.scan_slice_bytes = 256;
  FakeThread& first = port_.add_thread("first", 1024);
  first.use(1024 - 300);
  start();
  sample();
  first.is_alive = false;
  sample();
  first.refill();
  first.use(1024 - 100);
  first.entry = &first;
  first.is_alive = true;
  sample();
  EXPECT_EQ(thread().free, 100u) << "scanned from its begin";
  EXPECT_EQ(life_.lifetime, 2u);
}

TEST_F(MonitorTest, SeesThatAStackWasFilledAnewBetweenSlices) {
  settings_.scan_slice_bytes = 256;
  FakeThread& thread_of = port_.add_thread("t", 1024);
  thread_of.use(700);
  start();
  sample(2);
  EXPECT_EQ(thread().free, 324u);
  sample();
  thread_of.refill();
  thread_of.use(200);
  sample(3);
  EXPECT_EQ(thread().free, 824u);
  EXPECT_EQ(life_.lifetime, 2u);
}

// It was refused: the port does not show a heap that the monitor has not yet met.
TEST_F(MonitorTest, NamesAHeapThatWasMadeSinceTheLatestSample) {
  start();
  sample();
  FakeHeap& made = port_.add_heap(nullptr, 500);
  made.origin = Origin::kMade;
  made.is_new = true;
  EXPECT_EQ(monitor_.register_pool(wire::ResourceKind::kHeap, &made, "scratch"), Status::kOk);
  sample();
  EXPECT_EQ(text(heap(0).name), "scratch");
}

TEST_F(MonitorTest, ForgetsAHeapThatWasMadeSinceTheLatestSample) {
  start();
  sample();
  FakeHeap& made = port_.add_heap(nullptr, 500);
  made.origin = Origin::kMade;
  made.is_new = true;
  EXPECT_EQ(monitor_.set_name(&made, "scratch"), Status::kOk);
  EXPECT_EQ(monitor_.unregister_pool(&made), Status::kOk);
  sample();
  EXPECT_EQ(coverage().heaps, 0u);
}

TEST_F(MonitorTest, FindsHeapsThatAreMadeLater) {
  port_.add_heap("_system_heap", 1000);
  start(3);
  sample();
  FakeHeap& made = port_.add_heap(nullptr, 500);
  made.origin = Origin::kMadeWithoutLock;
  made.reading.free = 400;
  made.reading.allocated = 100;
  sample();
  EXPECT_EQ(heap(1).used, 100u);
  EXPECT_EQ(
      monitor_.register_pool(wire::ResourceKind::kHeap, &made, "arena", Origin::kMadeWithoutLock),
      Status::kOk)
      << "it is watched already, and gets its name";
  EXPECT_EQ(text(heap(1).name), "arena");
  EXPECT_EQ(
      monitor_.register_pool(wire::ResourceKind::kHeap, &made, "arena", Origin::kMadeWithoutLock),
      Status::kExists);
  made.is_there = false;
  sample();
  EXPECT_EQ(coverage().heaps, 1u);
  made.is_there = true;
  made.reading.free = 200;
  sample();
  EXPECT_EQ(heap(1).capacity, 300u) << "made anew in its place: nothing of the past one counts";
  EXPECT_EQ(monitor_.unregister_pool(&made), Status::kOk);
  sample();
  EXPECT_EQ(coverage().heaps, 1u) << "and is not found again";
  EXPECT_EQ(monitor_.unregister_pool(port_.heaps[0].get()), Status::kNotFound);
}

TEST_F(MonitorTest, CountsHeapsWithoutRoomOnce) {
  port_.add_heap("a", 1000);
  port_.add_heap("b", 1000);
  start(1);
  sample(3);
  EXPECT_EQ(coverage().heaps_missed, 1u);
}

TEST_F(MonitorTest, TellsTheLargestFreeBlockOfNow) {
  FakeHeap& fake = port_.add_heap("heap", 4000);
  start();
  fake.reading.largest_free = known(500u);
  sample();
  fake.reading.largest_free = known(2000u);
  sample();
  EXPECT_EQ(heap().largest, known(2000u));
  EXPECT_EQ(heap().largest_min, known(500u));
  fake.reading.largest_free = {};
  sample();
  EXPECT_FALSE(heap().largest.present);
  EXPECT_EQ(heap().largest_min, known(500u));
}

TEST_F(MonitorTest, WatchesTheStacksOfInterrupts) {
  FakeThread& first = port_.add_isr_stack(2048);
  port_.add_isr_stack(1024).use(1000);
  start();
  sample();
  EXPECT_EQ(text(isr_stack().name), "isr1")
      << "nothing ran on the first one, so it may be another's";
  first.use(560);
  sample(5);
  EXPECT_EQ(text(isr_stack(0).name), "isr0");
  EXPECT_EQ(isr_stack(0).peak, 560u);
  EXPECT_EQ(isr_stack(0).free, 1488u);
  EXPECT_FALSE(isr_stack(0).priority.present);
  EXPECT_EQ(isr_stack(1).level, wire::Level::kCritical);
  EXPECT_EQ(coverage().isr_stacks, known(2u));
  Event event{};
  ASSERT_TRUE(monitor_.take_event(&event));
  EXPECT_EQ(event.level.kind, wire::ResourceKind::kIsrStack);
  EXPECT_EQ(text(event.level.name), "isr1");
  port_.blind = kBlindIsrStacks;
  EXPECT_FALSE(coverage().isr_stacks.present);
}

TEST_F(MonitorTest, ReportsNoStackThatIsNotReal) {
  port_.add_thread("t", 256);
  port_.blind = kBlindThreadStacks;
  start();
  sample();
  EXPECT_EQ(threads(), 0u);
  EXPECT_EQ(coverage().threads, 1u);
}

TEST_F(MonitorTest, ReportsNoStackThatTheKernelDoesNotGive) {
  port_.add_thread("t", 0);
  start();
  sample();
  EXPECT_EQ(threads(), 0u);
}

TEST_F(MonitorTest, KnowsANewThreadInAnOldControlBlockByItsEntryOrStack) {
  FakeThread& worker = port_.add_thread("worker", 512);
  worker.use(400);
  start();
  sample();
  EXPECT_EQ(thread().peak, 400u);
  const std::uint32_t first_life = life_.lifetime;

  static const int entry = 0;
  worker.entry = &entry;
  worker.use(500);
  sample();
  EXPECT_EQ(thread().peak, 500u);
  EXPECT_NE(life_.lifetime, first_life);
  const std::uint32_t second_life = life_.lifetime;

  worker.stack.assign(256, 0xAA);
  sample();
  EXPECT_EQ(thread().size, 256u);
  EXPECT_EQ(thread().peak, 0u);
  EXPECT_GT(life_.lifetime, second_life);
}

TEST_F(MonitorTest, KnowsANewThreadOnTheSameStackByItsFreshPattern) {
  FakeThread& worker = port_.add_thread("worker", 512);
  worker.use(400);
  start();
  sample();
  thread();
  const std::uint32_t first_life = life_.lifetime;
  worker.refill();
  worker.use(100);
  sample();
  EXPECT_EQ(thread().peak, 100u);
  EXPECT_NE(life_.lifetime, first_life);
}

TEST_F(MonitorTest, TakesAFewPatternBytesAtTheEdgeForChance) {
  FakeThread& worker = port_.add_thread("worker", 512);
  worker.use(400);
  start();
  sample();
  thread();
  const std::uint32_t life = life_.lifetime;
  std::fill_n(worker.stack.begin() + 112, 32, std::uint8_t{0xAA});
  sample();
  EXPECT_EQ(thread().peak, 400u) << "a high-water mark does not fall";
  EXPECT_EQ(life_.lifetime, life);
}

TEST_F(MonitorTest, DoesNotBelieveTheStackOfAThreadThatEndedMeanwhile) {
  port_.add_thread("stays", 256);
  FakeThread& ends = port_.add_thread("ends", 256);
  start();
  int walks = 0;
  port_.before_walk = [&] { ends.is_alive = ++walks < 2; };
  sample();
  EXPECT_EQ(walks, 2);
  port_.before_walk = nullptr;
  ends.is_alive = true;  // another one in the same control block, not sampled yet
  EXPECT_EQ(threads(), 1u);
  EXPECT_EQ(text(thread(0).name), "stays");
}

TEST_F(MonitorTest, DoesNotNameAThreadThatEndedSinceTheSample) {
  FakeThread& ends = port_.add_thread("ends", 256);
  port_.add_thread("stays", 256);
  start();
  sample();
  EXPECT_EQ(threads(), 2u);
  ends.is_alive = false;
  EXPECT_EQ(text(thread(0).name), "stays");
}

TEST_F(MonitorTest, TellsThreadsOfOneNameApart) {
  FakeThread& first = port_.add_thread("rx", 256);
  port_.add_thread("rx", 256);
  start();
  sample();
  EXPECT_EQ(text(thread(0).name), "rx");
  EXPECT_EQ(text(thread(1).name), "rx#2");
  first.is_alive = false;
  sample();
  EXPECT_EQ(text(thread(0).name), "rx#2") << "a living thread keeps its name";
}

TEST_F(MonitorTest, FollowsAThreadThatIsRenamed) {
  FakeThread& thread_object = port_.add_thread("old", 256);
  start();
  sample();
  thread_object.name = "new";
  sample();
  EXPECT_EQ(text(thread().name), "new");
}

// Both were cut to the same 44 bytes, and neither got a suffix, for their hashes differed.
TEST_F(MonitorTest, TellsNamesApartThatDifferOnlyBehindWhatIsShown) {
  const std::string shown(44, 'n');
  port_.add_thread(shown + "one", 256);
  port_.add_thread(shown + "two", 256);
  start();
  sample();
  EXPECT_EQ(text(thread(0).name), shown);
  EXPECT_EQ(text(thread(1).name), shown + "#2");
}

// A full table took the new thread for missed until the sample after, though one had just left.
TEST_F(MonitorTest, GivesThePlaceOfAThreadThatEndedToANewOneAtOnce) {
  FakeThread& ends = port_.add_thread("ends", 256);
  start(1, 1, 1);
  sample();
  ends.is_alive = false;
  port_.add_thread("new", 256);
  sample();
  EXPECT_EQ(text(thread().name), "new");
  EXPECT_EQ(coverage().threads_missed, 0u);
}

TEST_F(MonitorTest, DoesNotScanTheSentinel) {
  FakeThread& main = port_.add_thread("main", 256);
  main.stack[0] = 1;
  settings_.sentinel_bytes = 4;
  main.use(100);
  port_.add_thread("none", 0);
  start();
  sample();
  EXPECT_EQ(thread().free, 152u);
  EXPECT_EQ(thread().peak, 104u);
  EXPECT_EQ(threads(), 1u);
}

// tidemark_self_get() from an early SYS_INIT read its settings through a null pointer.
TEST_F(MonitorTest, IsAskedBeforeItsStart) {
  wire::SelfLine line{};
  EXPECT_EQ(monitor_.self(&line), Status::kOk);
  EXPECT_EQ(line.samples, 0u);
  EXPECT_FALSE(line.lines_lost.present);
  EXPECT_EQ(monitor_.sample(), Status::kOk);
  EXPECT_EQ(coverage().heaps, 0u);
  EXPECT_FALSE(monitor_.take_report_due());
}

TEST_F(MonitorTest, DoesNothingInAnInterrupt) {
  FakeHeap& h = port_.add_heap("h", 1000);
  start();
  sample();
  port_.in_interrupt = true;
  wire::HeapLine heap_line{};
  wire::BlockPoolLine slab_line{};
  wire::StackLine thread_line{};
  wire::CoverageLine coverage_line{};
  wire::SelfLine self_line{};
  Event event{};
  EXPECT_EQ(monitor_.sample(), Status::kBusy);
  EXPECT_EQ(monitor_.heap_at(0, &heap_line, &object_, &trend_), Status::kBusy);
  EXPECT_EQ(monitor_.block_pool_at(0, &slab_line, &object_, &trend_), Status::kBusy);
  EXPECT_EQ(monitor_.thread_at(0, &thread_line, &life_), Status::kBusy);
  EXPECT_EQ(monitor_.coverage(&coverage_line), Status::kBusy);
  EXPECT_EQ(monitor_.self(&self_line), Status::kBusy);
  EXPECT_EQ(monitor_.register_pool(wire::ResourceKind::kHeap, &h, "x"), Status::kBusy);
  EXPECT_EQ(monitor_.unregister_pool(&h), Status::kBusy);
  EXPECT_EQ(monitor_.set_name(&h, "x"), Status::kBusy);
  EXPECT_FALSE(monitor_.take_event(&event));
  EXPECT_FALSE(monitor_.take_report_due());
}

TEST_F(MonitorTest, WatchesAHeapThatIsRegistered) {
  FakeHeap runtime;
  runtime.reading = {500, 0, 0};
  start(1, 1, 1);
  EXPECT_EQ(monitor_.register_pool(wire::ResourceKind::kHeap, nullptr, "x"), Status::kInvalid);
  runtime.has_statistics = false;
  EXPECT_EQ(monitor_.register_pool(wire::ResourceKind::kHeap, &runtime, "x"), Status::kInvalid);
  runtime.has_statistics = true;
  EXPECT_EQ(monitor_.register_pool(wire::ResourceKind::kHeap, &runtime, "pool"), Status::kOk);
  EXPECT_EQ(monitor_.register_pool(wire::ResourceKind::kHeap, &runtime, "pool"), Status::kExists);
  FakeHeap second;
  EXPECT_EQ(monitor_.register_pool(wire::ResourceKind::kHeap, &second, "pool"), Status::kFull);
  EXPECT_EQ(coverage().heaps_missed, 1u);
  sample();
  EXPECT_EQ(text(heap().name), "pool");
  EXPECT_EQ(heap().capacity, 500u);
  EXPECT_EQ(monitor_.unregister_pool(&runtime), Status::kOk);
  EXPECT_EQ(monitor_.unregister_pool(&runtime), Status::kNotFound);
  EXPECT_EQ(coverage().heaps, 0u);
}

TEST_F(MonitorTest, DoesNotForgetAHeapOfTheBuild) {
  FakeHeap& h = port_.add_heap("h", 1000);
  start();
  EXPECT_EQ(monitor_.unregister_pool(&h), Status::kNotFound);
  EXPECT_EQ(monitor_.unregister_pool(nullptr), Status::kNotFound);
  EXPECT_EQ(coverage().heaps, 1u);
}

TEST_F(MonitorTest, TakesNamesFromTheUser) {
  FakeHeap& first = port_.add_heap(nullptr, 1000);
  FakeHeap& second = port_.add_heap(nullptr, 1000);
  FakeBlockPool& slab = port_.add_mem_slab(4, 16);
  start();
  sample();
  EXPECT_EQ(text(heap(0).name).substr(0, 7), "heap@0x");
  EXPECT_EQ(text(pool().name).substr(0, 7), "slab@0x");
  EXPECT_EQ(monitor_.set_name(&first, "pool"), Status::kOk);
  EXPECT_EQ(monitor_.set_name(&second, "pool"), Status::kOk);
  EXPECT_EQ(monitor_.set_name(&slab, "packets"), Status::kOk);
  EXPECT_EQ(text(heap(0).name), "pool");
  EXPECT_EQ(text(heap(1).name), "pool#2");
  EXPECT_EQ(text(pool().name), "packets");
  EXPECT_EQ(monitor_.set_name(&first, nullptr), Status::kOk);
  EXPECT_EQ(text(heap(0).name).substr(0, 7), "heap@0x");
  EXPECT_EQ(monitor_.set_name(&slab, nullptr), Status::kOk);
  EXPECT_EQ(monitor_.set_name(nullptr, "x"), Status::kNotFound);
  EXPECT_EQ(monitor_.set_name(this, "x"), Status::kNotFound);
}

TEST_F(MonitorTest, MetersItself) {
  start();
  port_.cycles_per_call = 500;  // a sample asks twice, 10 cycles are a microsecond
  sample();
  port_.cycles_per_call = 200;
  sample();
  wire::SelfLine line{};
  ASSERT_EQ(monitor_.self(&line), Status::kOk);
  EXPECT_EQ(line.samples, 2u);
  EXPECT_EQ(line.sample_us, known(20u));
  EXPECT_EQ(line.sample_us_max, known(50u));
  EXPECT_EQ(line.ram, 5000u);
  EXPECT_FALSE(line.lock_us_max.present);
  EXPECT_EQ(line.lines_lost, known(0u));
}

}  // namespace
}  // namespace tidemark
