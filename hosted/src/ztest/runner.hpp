// SPDX-License-Identifier: Apache-2.0
// The test framework, inside. One host thread runs everything, so the state needs no lock.
#pragma once

#include <zephyr/ztest.h>

namespace hosted {

enum class TestStatus {
  kOk,        // nothing failed so far
  kFailed,    // a test failed
  kCritical,  // the framework cannot go on after this test
};

struct TestRun {
  ztest_phase phase = TEST_PHASE_FRAMEWORK;
  ztest_result result = ZTEST_RESULT_PENDING;
  TestStatus status = TestStatus::kOk;
  bool expectation_failed = false;  // zexpect_*, of the test at hand
  bool assumption_failed = false;   // zassume_*, of the suite at hand
  const ztest_suite_node* suite = nullptr;
  const ztest_unit_test* test = nullptr;
  bool reported = false;  // the end report is out
};
extern TestRun g_test_run;

// The thread that runs each test's body.
extern k_thread g_test_thread;

const char* phase_name(ztest_phase phase);

// Ends the process, of whatever cause, with a line that names the test at hand and status 1 unless
// the report is out. Once, before the first test.
void watch_for_early_end();

// What --list and --test=suite::test,... ask for.
bool list_asked();
void list_tests();
bool suite_asked(const char* suite);
bool test_asked(const char* suite, const char* test);

// Waits until deferred log messages are written.
void flush_log();
void report_summary();

}  // namespace hosted
