// SPDX-License-Identifier: Apache-2.0
// The program: its main(), its summary and its end.
#include <zephyr/logging/log_ctrl.h>
#include <zephyr/sys/reboot.h>

#include <cstdio>
#include <cstdlib>

#include "host/call.hpp"
#include "host/process.hpp"
#include "host/real_stdio.hpp"
#include "ztest/runner.hpp"

#include <unistd.h>

namespace hosted {
namespace {

constexpr int kFailedStatus = 1;

struct Tally {
  unsigned int passed = 0, failed = 0, skipped = 0, total = 0, milliseconds = 0;
};

Tally count(const ztest_suite_node* suite) {
  Tally tally;
  ztest_unit_test* test = nullptr;
  while ((test = z_ztest_get_next_test(suite->name, test)) != nullptr) {
    const ztest_unit_test_stats* stats = test->stats;
    ++tally.total;
    tally.milliseconds += stats->duration_worst_ms;
    if (stats->skip_count == stats->run_count) {
      ++tally.skipped;
    } else if (stats->pass_count == stats->run_count) {
      ++tally.passed;
    } else {
      ++tally.failed;
    }
  }
  return tally;
}

void report_suite(const ztest_suite_node* suite) {
  Tally tally = count(suite);
  unsigned int ran = tally.total - tally.skipped;
  int result = ran == 0 ? TC_SKIP : tally.failed > 0 ? TC_FAIL : TC_PASS;
  constexpr unsigned int kWhole = 100000;  // a hundred percent, in thousandths of one
  unsigned int rate = ran == 0 ? 0 : tally.passed * kWhole / ran;
  // Rounded within the percent, as Zephyr does: 99.999 would be 99.100.
  unsigned int hundredths = rate % 1000 / 10 + (rate % 10 >= 5 ? 1U : 0U);
  TC_SUMMARY_PRINT(
      "SUITE %s - %3u.%02u%% [%s]: pass = %u, fail = %u, skip = %u, total = %u duration = %u.%03u "
      "seconds\n",
      TC_RESULT_TO_STR(result), rate / 1000, hundredths, suite->name, tally.passed, tally.failed,
      tally.skipped, tally.total, tally.milliseconds / 1000, tally.milliseconds % 1000);
  flush_log();
}

void report_test(const ztest_unit_test* test) {
  const ztest_unit_test_stats* stats = test->stats;
  unsigned int seconds = stats->duration_worst_ms / 1000;
  unsigned int rest = stats->duration_worst_ms % 1000;
  bool flaky = stats->skip_count != stats->run_count && stats->pass_count != stats->run_count &&
               stats->pass_count != 0;
  if (flaky) {
    TC_SUMMARY_PRINT(" - %s - [%s.%s] - (Failed %u of %u attempts) - duration = %u.%03u seconds\n",
                     TC_RESULT_TO_STR(TC_FLAKY), test->test_suite_name, test->name,
                     stats->run_count - stats->pass_count, stats->run_count, seconds, rest);
    return;
  }
  int result = stats->skip_count == stats->run_count   ? TC_SKIP
               : stats->pass_count == stats->run_count ? TC_PASS
                                                       : TC_FAIL;
  TC_SUMMARY_PRINT(" - %s - [%s.%s] duration = %u.%03u seconds\n", TC_RESULT_TO_STR(result),
                   test->test_suite_name, test->name, seconds, rest);
}

// Whatever ended the process: a fatal error, a stop, a signal, a wait for nothing.
void at_end(int, void*) {
  if (g_test_run.reported) {
    return;
  }
  const char* suite = g_test_run.suite != nullptr ? g_test_run.suite->name : "?";
  const char* test = g_test_run.test != nullptr ? g_test_run.test->name : nullptr;
  if (test != nullptr) {
    (void)real::fprintf(stdout, "\n FAIL - %s in 0.000 seconds\n", test);
    (void)real::fprintf(stdout, "The program ended while test '%s.%s' ran (%s phase)\n", suite,
                        test, phase_name(g_test_run.phase));
  } else {
    (void)real::fprintf(stdout, "\nThe program ended before its tests had (suite '%s', %s phase)\n",
                        suite, phase_name(g_test_run.phase));
  }
  (void)real::fprintf(stdout, "PROJECT EXECUTION FAILED\n");
  (void)real::fflush(stdout);
  ::_exit(kFailedStatus);
}

void end_report() {
  report_summary();
  flush_log();
  g_test_run.reported = true;
  bool passed = g_test_run.status == TestStatus::kOk;
#ifdef CONFIG_ZTEST_RETEST_IF_PASSED
  static __noinit struct {
    uint32_t magic;
    uint32_t boots;
  } state;
  constexpr uint32_t kMagic = 0x7465a9d1;
  state.boots = state.magic == kMagic ? state.boots + 1 : 1;
  state.magic = kMagic;
  if (passed) {
    PRINT("Reset board #%u to test again\n", state.boots);
    k_msleep(10);
    sys_reboot(SYS_REBOOT_COLD);
  }
  PRINT("Failed after %u attempts\n", state.boots);
  state.boots = 0;
#endif
  TC_END_REPORT(passed ? TC_PASS : TC_FAIL);
}

}  // namespace

void watch_for_early_end() {
  // atexit() is wrapped away by the build, as Zephyr destroys nothing.
  host_call([] { (void)::on_exit(at_end, nullptr); });
}

void flush_log() {
#ifdef CONFIG_LOG_PROCESS_THREAD
  while (log_data_pending()) {
    k_msleep(10);
  }
#endif
}

void report_summary() {
  if (!IS_ENABLED(CONFIG_ZTEST_SUMMARY)) {
    return;
  }
  flush_log();
  TC_SUMMARY_PRINT("\n------ TESTSUITE SUMMARY START ------\n\n");
  for (auto* suite = _ztest_suite_node_list_start; suite < _ztest_suite_node_list_end; ++suite) {
    report_suite(suite);
    if (IS_ENABLED(CONFIG_ZTEST_VERBOSE_SUMMARY)) {
      ztest_unit_test* test = nullptr;
      while ((test = z_ztest_get_next_test(suite->name, test)) != nullptr) {
        report_test(test);
      }
      TC_SUMMARY_PRINT("\n");
      flush_log();
    }
  }
  TC_SUMMARY_PRINT("------ TESTSUITE SUMMARY END ------\n\n");
  flush_log();
}

}  // namespace hosted

extern "C" {

__weak void test_main(void) {
  ztest_run_all(NULL);
  ztest_verify_all_test_suites_ran();
}

__weak FUNC_NORETURN void posix_exit(int exit_code) {
  hosted::end_process(exit_code);
}

int main(void) {
  hosted::watch_for_early_end();
  z_init_mock();
  test_main();
  hosted::end_report();
  return 0;
}

}  // extern "C"
