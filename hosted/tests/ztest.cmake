# SPDX-License-Identifier: Apache-2.0
# The test framework and the test runner. What ztest_pass and ztest_fail print was compared with native_sim_64 of Zephyr.

hosted_add_test(NAME ztest_pass APP ${CMAKE_CURRENT_SOURCE_DIR}/ztest_pass EXPECT ${CMAKE_CURRENT_SOURCE_DIR}/ztest_pass/expected.txt
  CMAKE_ARGS ${alone})
hosted_add_test(NAME ztest_fail APP ${CMAKE_CURRENT_SOURCE_DIR}/ztest_fail EXPECT ${CMAKE_CURRENT_SOURCE_DIR}/ztest_fail/expected.txt
  CMAKE_ARGS ${alone} EXIT 1)
set_tests_properties(hosted.ztest_fail PROPERTIES FIXTURES_SETUP hosted_ztest_fail)
kernel_case(ztest_fail one_test EXIT 0 ARGS --test=a_assertions::test_passes
  MATCH "START - test_passes\n PASS" "PROJECT EXECUTION SUCCESSFUL" ABSENT "START - test_assert")
kernel_case(ztest_fail two_suites EXIT 1 ARGS --test=b_expectations::*,c_mocks::test_too_many MATCH
  "START - test_should_skip\n FAIL" "Running TESTSUITE c_mocks\n=+\nSTART - test_too_many" ABSENT "a_assertions::" "START - test_wrong")
kernel_case(ztest_fail list EXIT 0 ARGS --list MATCH "a_assertions::test_assert\na_assertions::test_assume\n" ABSENT "START - ")
kernel_case(ztest_fail no_such_test EXIT 2 ARGS --test=a_assertions::nix
  MATCH "tidemark-hosted: --test=a_assertions::nix: names no test of this program. give suite::test")
kernel_case(ztest_fail no_test EXIT 2 ARGS --test= MATCH "tidemark-hosted: --test=: ")

# Ends that no test expects: never success, and the test is named.
hosted_add_test(NAME ztest_crash APP ${CMAKE_CURRENT_SOURCE_DIR}/ztest_crash CMAKE_ARGS ${alone} EXIT 1 RUN_ARGS --test=fast::*
  MATCH "START - test_flaky\n\n    Assertion failed at .*main.c:[0-9]+: fast_test_flaky: runs\\+\\+ equal to 0\n\n FAIL - test_flaky"
  "   Assertion succeeded at .*main.c:[0-9]+ \\(fast_test_flaky\\)\n PASS" "FLAKY - \\[fast.test_flaky\\] - \\(Failed 1 of 2 attempts\\)")
set_tests_properties(hosted.ztest_crash PROPERTIES FIXTURES_SETUP hosted_ztest_crash)
function(crash name)
  kernel_case(ztest_crash ${name} EXIT 1 TWICE ARGS --test=crash::test_${name} --stop_at=20 MATCH ${ARGN}
    " FAIL - test_${name} in 0.000 seconds\nThe program ended while test 'crash.test_${name}' ran .test phase.\nPROJECT EXECUTION FAILED\n")
endfunction()
crash(null "ERROR 0: CPU exception")
crash(oops "ERROR 3: Kernel oops")
crash(exit)
crash(endless "Stopped at 20.000s")
kernel_case(ztest_crash deadlock EXIT 1 ARGS --test=crash::test_deadlock MATCH "nothing left to do" "while test 'crash.test_deadlock' ran")
kernel_case(ztest_crash shuffles EXIT 0 TWICE ARGS --test=order::* --seed=3
  MATCH "START - test_2.*START - test_4.*START - test_5.*START - test_3.*START - test_1.*pass = 5, fail = 0, skip = 0, total = 5")

# The runner: its parts and its messages with a stand-in for CMake, then a true build of a unit test.
if(HOSTED_PYTHON)
  add_test(NAME hosted.twister_parts COMMAND ${HOSTED_PYTHON} -B -m unittest -q hosted_twister.twister_test)
  set_tests_properties(hosted.twister_parts PROPERTIES LABELS hosted TIMEOUT 300 WORKING_DIRECTORY ${HOSTED_TEST_BASE}/scripts)
  add_test(NAME hosted.twister_unit COMMAND ${HOSTED_PYTHON} ${HOSTED_TEST_BASE}/scripts/twister -T ${CMAKE_CURRENT_SOURCE_DIR}/ztest_unit
    -O ${CMAKE_CURRENT_BINARY_DIR}/twister_unit -n -x HOSTED_WARNINGS_AS_ERRORS=ON)
  set_tests_properties(hosted.twister_unit PROPERTIES LABELS hosted TIMEOUT 300 PASS_REGULAR_EXPRESSION
    "1 of 1 test configurations passed .100.00%., 0 failed, 0 errored, 0 skipped.*7 test cases were executed: 7 passed, 0 failed")
endif()
