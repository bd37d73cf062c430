// SPDX-License-Identifier: Apache-2.0
#include "core/reporter.hpp"

#include <gmock/gmock.h>

#include "core/test_monitor.hpp"

namespace tidemark {
namespace {

using ReporterTest = MonitorTest;
using testing::ElementsAre;

TEST_F(ReporterTest, SaysHello) {
  start();
  port_.up_ms = 12;
  report_hello(monitor_, {});
  EXPECT_THAT(port_.take_lines(),
              ElementsAre("tidemark: hello up=0.012 format=1 period_ms=1000 block_ms=1000 "
                          "report_s=10 board=board kernel=1.2.3\n"));
}

TEST_F(ReporterTest, ALongNameOfABoardDoesNotCostTheBuildId) {
  const std::string board(48, 'b');
  const std::string kernel(48, 'k');
  settings_.board = Text(board.data(), board.size());
  settings_.kernel = Text(kernel.data(), kernel.size());
  settings_.period_ms = settings_.block_ms = settings_.report_s = ~0u;
  start();
  port_.up_ms = ~0ull;
  std::uint8_t build[wire::kMaxBuildIdBytes] = {0xab, 0x01};
  report_hello(monitor_, {build, sizeof(build)});
  EXPECT_THAT(port_.take_lines(),
              ElementsAre("tidemark: hello up=18446744073709551.615 format=1 period_ms=4294967295 "
                          "block_ms=4294967295 report_s=4294967295 build_id=ab01" +
                          std::string(36, '0') + "\n"));
}

TEST_F(ReporterTest, PrintsEveryResourceAndThenItself) {
  FakeHeap& h = port_.add_heap("_system_heap", 2800, 1200);
  h.reading.allocated = 1120;
  h.reading.largest_free = known(1848u);
  port_.add_mem_slab(4, 16);
  port_.add_pool(wire::ResourceKind::kNetBufPool, 8, 128);
  port_.add_thread("main", 1024).use(760);
  port_.add_isr_stack(2048).use(560);
  port_.blind = kBlindMallocArena;
  start();
  ASSERT_EQ(monitor_.set_name(port_.block_pools[0].get(), "slab"), Status::kOk);
  ASSERT_EQ(monitor_.set_name(port_.block_pools[1].get(), "rx_bufs"), Status::kOk);
  sample();
  EXPECT_EQ(report_all(monitor_), Status::kOk);
  EXPECT_THAT(
      port_.take_lines(),
      ElementsAre(
          "tidemark: heap up=1.000 name=_system_heap used=1120 free=2800 capacity=3920 "
          "allocated=1120 peak=1200 level=ok verdict=none largest_min=1848 "
          "largest=1848\n",
          "tidemark: mem_slab up=1.000 name=slab used=0 free=4 blocks=4 block_size=16 level=ok "
          "verdict=none\n",
          "tidemark: net_buf_pool up=1.000 name=rx_bufs used=0 free=8 blocks=8 block_size=128 "
          "level=ok verdict=none\n",
          "tidemark: thread_stack up=1.000 name=main peak=760 free=264 size=1024 level=ok "
          "priority=0\n",
          "tidemark: isr_stack up=1.000 name=isr0 peak=560 free=1488 size=2048 level=ok\n",
          "tidemark: coverage up=1.000 heaps=1 heaps_missed=0 threads=1 threads_missed=0 "
          "mem_slabs=1 mem_slabs_missed=0 blind=malloc_arena pools_missed=0 isr_stacks=1 "
          "mem_blocks=0 net_buf_pools=1\n",
          "tidemark: self up=1.000 samples=1 ram=5000 lines_lost=0 messages_dropped=0\n"));
}

TEST_F(ReporterTest, LeavesOutWhatThePortCannotKnow) {
  settings_.counts_lost_lines = false;
  port_.cycles_per_call = 500;
  start();
  EXPECT_EQ(report_all(monitor_), Status::kOk);
  EXPECT_EQ(port_.take_lines().back(),
            "tidemark: self up=0.000 samples=0 ram=5000 messages_dropped=0\n");
  sample();
  EXPECT_EQ(report_all(monitor_), Status::kOk);
  EXPECT_EQ(port_.take_lines().back(),
            "tidemark: self up=1.000 samples=1 ram=5000 sample_us=50 sample_us_max=50 "
            "messages_dropped=0\n");
}

TEST_F(ReporterTest, PrintsEvents) {
  port_.add_thread("deep", 100).use(90);
  start();
  sample(5);
  Event event{};
  ASSERT_TRUE(monitor_.take_event(&event));
  report_event(monitor_, event);
  event.is_verdict = true;
  event.verdict = {7000, wire::ResourceKind::kHeap, {}, wire::Verdict::kLeak, {}, {}, {}, {}, {}};
  event.verdict.name.push('h');
  report_event(monitor_, event);
  EXPECT_THAT(port_.take_lines(),
              ElementsAre("tidemark: level up=5.000 kind=thread_stack name=deep level=warn "
                          "used=90 capacity=100\n",
                          "tidemark: verdict up=7.000 kind=heap name=h verdict=leak\n"));
}

TEST_F(ReporterTest, CountsLinesThatAreLost) {
  start();
  port_.loses_lines = true;
  report_hello(monitor_, {});
  EXPECT_EQ(report_all(monitor_), Status::kOk);
  wire::SelfLine line{};
  ASSERT_EQ(monitor_.self(&line), Status::kOk);
  EXPECT_EQ(line.lines_lost, known(3u));
}

TEST_F(ReporterTest, PrintsNothingFromAnInterrupt) {
  port_.add_heap("h", 1000);
  start();
  sample();
  port_.in_interrupt = true;
  EXPECT_EQ(report_all(monitor_), Status::kBusy);
  EXPECT_TRUE(port_.take_lines().empty());
}

}  // namespace
}  // namespace tidemark
