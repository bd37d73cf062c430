// SPDX-License-Identifier: Apache-2.0
// Runs suites and tests.
#include "ztest/runner.hpp"

#include <zephyr/logging/log_ctrl.h>
#include <zephyr/random/random.h>

#include <algorithm>
#include <cstring>

#include "host/real_alloc.hpp"

namespace hosted {
namespace {

// Beyond what the application asked for: frames of x86-64 are about twice as large as those of the
// 32-bit boards for which tests choose their stack.
#ifdef HOSTED_ZTEST_RESERVE
constexpr std::size_t kReserve = HOSTED_ZTEST_RESERVE;
#else
constexpr std::size_t kReserve = 4096;
#endif
constexpr std::size_t kTestStackBytes =
    CONFIG_ZTEST_STACK_SIZE + CONFIG_TEST_EXTRA_STACK_SIZE + kReserve;
K_THREAD_STACK_DEFINE(g_test_stack, kTestStackBytes);

bool suite_out(ztest_result result) {
  return result == ZTEST_RESULT_SUITE_SKIP || result == ZTEST_RESULT_SUITE_FAIL;
}

bool stopped() {
  return g_test_run.status == TestStatus::kCritical ||
         (IS_ENABLED(CONFIG_ZTEST_FAIL_FAST) && g_test_run.status != TestStatus::kOk);
}

void run_rules(ztest_rule_cb ztest_test_rule::*when, const ztest_unit_test* test, void* data) {
  for (auto* rule = _ztest_test_rule_list_start; rule < _ztest_test_rule_list_end; ++rule) {
    if (rule->*when != nullptr) {
      (rule->*when)(test, data);
    }
  }
}

// The test's thread.
void test_entry(void* raw_suite, void* raw_test, void* data) {
  auto* suite = static_cast<const ztest_suite_node*>(raw_suite);
  auto* test = static_cast<const ztest_unit_test*>(raw_test);
  g_test_run.result = ZTEST_RESULT_PENDING;
  run_rules(&ztest_test_rule::before_each, test, data);
  if (suite->before != nullptr) {
    suite->before(data);
  }
  g_test_run.phase = TEST_PHASE_TEST;
  test->test(data);
  g_test_run.result = ZTEST_RESULT_PASS;
}

// Left-over mock values fail the test.
int clean_up(const ztest_unit_test* test) {
  int mocks = z_cleanup_mock();
  k_thread_abort(&g_test_thread);
  if (mocks == 0) {
    return TC_PASS;
  }
  PRINT("Test %s failed: Unused mock %s values\n", test->name, mocks == 1 ? "parameter" : "return");
  return TC_FAIL;
}

int as_expected(const ztest_unit_test* test, int result) {
  for (auto* entry = _ztest_expected_result_entry_list_start;
       entry < _ztest_expected_result_entry_list_end; ++entry) {
    if (std::strcmp(entry->test_name, test->name) == 0 &&
        std::strcmp(entry->test_suite_name, test->test_suite_name) == 0) {
      int wanted = entry->expected_result == ZTEST_EXPECTED_RESULT_FAIL ? TC_FAIL : TC_SKIP;
      return result == wanted ? TC_PASS : TC_FAIL;
    }
  }
  return result;
}

int result_of_test() {
  bool expectation_failed = g_test_run.expectation_failed;
  g_test_run.expectation_failed = false;
  switch (g_test_run.result) {
    case ZTEST_RESULT_FAIL:
    case ZTEST_RESULT_SUITE_FAIL:
      return TC_FAIL;
    case ZTEST_RESULT_SKIP:
    case ZTEST_RESULT_SUITE_SKIP:
      return expectation_failed ? TC_FAIL : TC_SKIP;
    default:
      return expectation_failed ? TC_FAIL : TC_PASS;
  }
}

void run_body(const ztest_suite_node* suite, const ztest_unit_test* test, void* data) {
  get_start_time_cyc();
  k_thread_create(&g_test_thread, g_test_stack, kTestStackBytes, test_entry,
                  const_cast<ztest_suite_node*>(suite), const_cast<ztest_unit_test*>(test), data,
                  CONFIG_ZTEST_THREAD_PRIORITY, K_INHERIT_PERMS, K_FOREVER);
  k_thread_name_set(&g_test_thread, test->name);
  if (!suite_out(g_test_run.result)) {
    k_thread_start(&g_test_thread);
    k_thread_join(&g_test_thread, K_FOREVER);
  }
}

int run_test(const ztest_suite_node* suite, const ztest_unit_test* test, void* data) {
#if CONFIG_ZTEST_TEST_DELAY_MS > 0
  k_busy_wait(CONFIG_ZTEST_TEST_DELAY_MS * USEC_PER_MSEC);
#endif
  TC_START(test->name);
  g_test_run.test = test;
  g_test_run.phase = TEST_PHASE_BEFORE;
  run_body(suite, test, data);
  g_test_run.phase = TEST_PHASE_AFTER;
  if (suite->after != nullptr) {
    suite->after(data);
  }
  run_rules(&ztest_test_rule::after_each, test, data);
  get_test_duration_ms();
  test->stats->duration_worst_ms = std::max(test->stats->duration_worst_ms, tc_spend_time);
  g_test_run.phase = TEST_PHASE_FRAMEWORK;
  if (IS_ENABLED(CONFIG_TEST_LOGGING_FLUSH_AFTER_TEST)) {
    flush_log();
  }
  int result = result_of_test();
  if (g_test_run.result == ZTEST_RESULT_PASS || !IS_ENABLED(CONFIG_ZTEST_FAIL_FAST)) {
    result |= clean_up(test);
  }
  result = as_expected(test, result);
  Z_TC_END_RESULT(result, test->name);
  if (result == TC_SKIP && g_test_run.assumption_failed) {
    g_test_run.status = TestStatus::kFailed;
  }
  g_test_run.test = nullptr;
  return result;
}

// 1 if the test failed.
int run_and_count(const ztest_suite_node* suite, const ztest_unit_test* test, void* data) {
  ztest_unit_test_stats* stats = test->stats;
  ++stats->run_count;
  switch (run_test(suite, test, data)) {
    case TC_PASS:
      ++stats->pass_count;
      return 0;
    case TC_SKIP:
      ++stats->skip_count;
      return 0;
    default:
      ++stats->fail_count;
      return 1;
  }
}

// Pointers to the elements of a linker section, in an order of chance if asked for.
template <typename Element>
class Order {
 public:
  Order(Element* first, Element* last, bool shuffle)
      : count_(static_cast<std::size_t>(last - first)) {
    items_ = static_cast<Element**>(real::malloc((count_ + 1) * sizeof(Element*)));
    for (std::size_t i = 0; i < count_; ++i) {
      items_[i] = first + i;
    }
    for (std::size_t i = count_; shuffle && i > 1; --i) {
      std::swap(items_[i - 1], items_[sys_rand32_get() % i]);
    }
  }
  Order(const Order&) = delete;
  Order& operator=(const Order&) = delete;
  ~Order() { real::free(items_); }
  Element** begin() const { return items_; }
  Element** end() const { return items_ + count_; }

 private:
  std::size_t count_;
  Element** items_;
};

// The tests of a suite, once; the number that failed.
int run_tests(const ztest_suite_node* suite, void* data, bool shuffle) {
  int failed = 0;
  Order<ztest_unit_test> order(_ztest_unit_test_list_start, _ztest_unit_test_list_end, shuffle);
  for (const ztest_unit_test* test : order) {
    if (std::strcmp(suite->name, test->test_suite_name) != 0 ||
        !test_asked(suite->name, test->name)) {
      continue;
    }
    failed += run_and_count(suite, test, data);
    if ((failed != 0 && IS_ENABLED(CONFIG_ZTEST_FAIL_FAST)) ||
        g_test_run.status == TestStatus::kCritical) {
      break;
    }
  }
  return failed;
}

int run_suite(const ztest_suite_node* suite, bool shuffle, int case_iter, void* param) {
  if (IS_ENABLED(CONFIG_ZTEST_FAIL_FAST) && g_test_run.status != TestStatus::kOk) {
    return static_cast<int>(g_test_run.status);
  }
  if (suite == nullptr) {
    g_test_run.status = TestStatus::kCritical;
    return -1;
  }
  TC_SUITE_START(suite->name);
  g_test_run.suite = suite;
  g_test_run.assumption_failed = false;
  g_test_run.result = ZTEST_RESULT_PENDING;
  g_test_run.phase = TEST_PHASE_SETUP;
  void* data = suite->setup != nullptr ? suite->setup() : nullptr;
  if (param != nullptr) {
    data = param;
  }
  int failed = 0;
  for (int i = 0; i < case_iter; ++i) {
    failed = run_tests(suite, data, shuffle);
    if (g_test_run.status == TestStatus::kOk && failed != 0) {
      g_test_run.status = TestStatus::kFailed;
    }
  }
  TC_SUITE_END(suite->name, failed > 0 ? TC_FAIL : TC_PASS);
  g_test_run.phase = TEST_PHASE_TEARDOWN;
  if (suite->teardown != nullptr) {
    suite->teardown(data);
  }
  g_test_run.suite = nullptr;
  g_test_run.phase = TEST_PHASE_FRAMEWORK;
  return failed;
}

bool suite_wanted(const ztest_suite_node* suite, const void* state) {
  if (!suite_asked(suite->name)) {
    ++suite->stats
          ->run_count;  // left out on purpose, which ztest_verify_all... must not call wrong
    return false;
  }
  return suite->predicate == nullptr || suite->predicate(state);
}

const ztest_suite_node* find_suite(const char* name) {
  for (auto* suite = _ztest_suite_node_list_start; suite < _ztest_suite_node_list_end; ++suite) {
    if (std::strcmp(name, suite->name) == 0) {
      return suite;
    }
  }
  return nullptr;
}

void clear_stats(const ztest_suite_node* suite) {
  ztest_unit_test* test = nullptr;
  while ((test = z_ztest_get_next_test(suite->name, test)) != nullptr) {
    *test->stats = {};
  }
}

// The number of runs.
int run_suite_repeated(const ztest_suite_node* suite, const void* state, bool shuffle,
                       int suite_iter, int case_iter) {
  int count = 0;
  for (int i = 0; i < suite_iter; ++i) {
    if (!suite_wanted(suite, state)) {
      ++suite->stats->skip_count;
      continue;
    }
    int failed = run_suite(suite, shuffle, case_iter, nullptr);
    ++count;
    ++suite->stats->run_count;
    suite->stats->fail_count += failed != 0 ? 1U : 0U;
  }
  return count;
}

bool all_suites_ran() {
  bool all = true;
  for (auto* suite = _ztest_suite_node_list_start; suite < _ztest_suite_node_list_end; ++suite) {
    if (suite->stats->run_count < 1) {
      PRINT("ERROR: Test suite '%s' did not run.\n", suite->name);
      all = false;
    }
  }
  for (auto* test = _ztest_unit_test_list_start; test < _ztest_unit_test_list_end; ++test) {
    if (find_suite(test->test_suite_name) == nullptr) {
      PRINT("ERROR: Test '%s' assigned to test suite '%s' which doesn't exist\n", test->name,
            test->test_suite_name);
      all = false;
    }
  }
  return all;
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

struct ztest_unit_test* z_ztest_get_next_test(const char* suite, struct ztest_unit_test* prev) {
  ztest_unit_test* test = prev == nullptr ? _ztest_unit_test_list_start : prev + 1;
  for (; test < _ztest_unit_test_list_end; ++test) {
    if (std::strcmp(suite, test->test_suite_name) == 0) {
      return test;
    }
  }
  return nullptr;
}

int z_ztest_run_test_suite(const char* name, bool shuffle, int suite_iter, int case_iter,
                           void* param) {
  const ztest_suite_node* suite = find_suite(name);
  int failed = 0;
  for (int i = 0; i < suite_iter; ++i) {
    failed = run_suite(suite, shuffle, case_iter, param);
  }
  return failed;
}

int hosted_ztest_run_suites(const void* state, bool shuffle, int suite_iter, int case_iter) {
  int count = 0;
  if (g_test_run.status == TestStatus::kCritical) {
    return count;
  }
  Order<ztest_suite_node> order(_ztest_suite_node_list_start, _ztest_suite_node_list_end, shuffle);
  for (const ztest_suite_node* suite : order) {
    clear_stats(suite);
    count += run_suite_repeated(suite, state, shuffle, suite_iter, case_iter);
    if (stopped()) {
      break;
    }
  }
  return count;
}

void hosted_ztest_run_all(const void* state, bool shuffle, int suite_iter, int case_iter) {
  if (list_asked()) {
    list_tests();
  } else {
    (void)hosted_ztest_run_suites(state, shuffle, suite_iter, case_iter);
  }
}

void ztest_verify_all_test_suites_ran(void) {
  if (IS_ENABLED(CONFIG_ZTEST_VERIFY_RUN_ALL) && !list_asked() && !all_suites_ran()) {
    g_test_run.status = TestStatus::kFailed;
  }
}

void ztest_simple_1cpu_before(void*) {}

void ztest_simple_1cpu_after(void*) {}

}  // extern "C"
