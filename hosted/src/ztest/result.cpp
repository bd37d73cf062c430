// SPDX-License-Identifier: Apache-2.0
// How a test ends: its result, by the phase in which it is told.
#include <cstdarg>
#include <cstring>

#include "host/call.hpp"
#include "ztest/runner.hpp"

#include <unistd.h>

namespace hosted {

TestRun g_test_run;
k_thread g_test_thread;

namespace {

constexpr std::size_t kPathBytes = 512;

void end_test() {
  k_thread_abort(&g_test_thread);
  k_thread_abort(k_current_get());
}

void critical(const char* what) {
  PRINT(" ERROR: cannot %s in test phase '%s()', bailing\n", what, phase_name(g_test_run.phase));
  g_test_run.status = TestStatus::kCritical;
}

// In setup the result is the suite's; in before and the test itself it is the test's.
void end_with(const char* what, ztest_result of_suite, ztest_result of_test) {
  switch (g_test_run.phase) {
    case TEST_PHASE_SETUP:
      g_test_run.result = of_suite;
      break;
    case TEST_PHASE_BEFORE:
    case TEST_PHASE_TEST:
      g_test_run.result = of_test;
      end_test();
      break;
    default:
      critical(what);
  }
}

const char* kind_name(hosted_ztest_kind kind) {
  switch (kind) {
    case HOSTED_ZTEST_ASSERT:
      return "Assertion";
    case HOSTED_ZTEST_ASSUME:
      return "Assumption";
    default:
      return "Expectation";
  }
}

}  // namespace

const char* phase_name(ztest_phase phase) {
  static constexpr const char* kNames[] = {"setup", "before",   "test",
                                           "after", "teardown", "framework"};
  return phase <= TEST_PHASE_FRAMEWORK ? kNames[phase] : "(unknown)";
}

}  // namespace hosted

using namespace hosted;

extern "C" {

void ztest_test_fail(void) {
  end_with("fail", ZTEST_RESULT_SUITE_FAIL, ZTEST_RESULT_FAIL);
}

void ztest_test_skip(void) {
  end_with("skip", ZTEST_RESULT_SUITE_SKIP, ZTEST_RESULT_SKIP);
}

void ztest_test_pass(void) {
  if (g_test_run.phase == TEST_PHASE_TEST) {
    g_test_run.result = ZTEST_RESULT_PASS;
    end_test();
    return;
  }
  critical("pass");
  if (g_test_run.phase == TEST_PHASE_BEFORE) {
    end_test();
  }
}

void ztest_test_expect_fail(void) {
  g_test_run.expectation_failed = true;
}

void ztest_skip_failed_assumption(void) {
  g_test_run.assumption_failed = IS_ENABLED(CONFIG_ZTEST_FAIL_ON_ASSUME);
  ztest_test_skip();
}

const char* ztest_relative_filename(const char* file) {
  static char directory[kPathBytes];
  bool known = false;
  host_call([&] { known = ::getcwd(directory, sizeof directory) != nullptr; });
  std::size_t length = known ? std::strlen(directory) : 0;
  bool below = known && std::strncmp(file, directory, length) == 0 && file[length] == '/';
  return below ? file + length + 1 : file;
}

void hosted_ztest_broken(enum hosted_ztest_kind kind, const char* text, const char* file, int line,
                         const char* func, const char* msg, ...) {
#if CONFIG_ZTEST_ASSERT_VERBOSE == 0
  ARG_UNUSED(text);
  ARG_UNUSED(func);
  ARG_UNUSED(msg);
  PRINT("\n    %s failed at %s:%d\n", kind_name(kind), ztest_relative_filename(file), line);
#else
  bool told = msg != nullptr;
  PRINT("\n    %s failed at %s:%d: %s: %s%s%s\n", kind_name(kind), ztest_relative_filename(file),
        line, func, told ? "(" : "", text, told ? ")" : "");
  if (told) {
    std::va_list args;
    va_start(args, msg);
    vprintk(msg, args);
    va_end(args);
  }
  PRINT("\n");
#endif
  if (kind == HOSTED_ZTEST_ASSERT) {
    ztest_test_fail();
  } else if (kind == HOSTED_ZTEST_ASSUME) {
    ztest_skip_failed_assumption();
  } else {
    ztest_test_expect_fail();
  }
}

void hosted_ztest_held(enum hosted_ztest_kind kind, const char* file, int line, const char* func) {
  PRINT("\n   %s succeeded at %s:%d (%s)\n", kind_name(kind), ztest_relative_filename(file), line,
        func);
}

}  // extern "C"
