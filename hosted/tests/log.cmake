# SPDX-License-Identifier: Apache-2.0
# Tests of logging.

# The same messages in each mode.
set(line "[^\n]*\n")
set(stamp ".00:00:0")
function(log_mode name)
  string(TOUPPER ${name} mode)
  hosted_add_test(NAME kernel_log_${name} APP ${CMAKE_CURRENT_SOURCE_DIR}/kernel_log EXIT 1
    CMAKE_ARGS ${alone} -DCONFIG_LOG_MODE_${mode}=y MATCH ${ARGN})
endfunction()
log_mode(immediate "${stamp}0.000,000. <err> log_test: error -1\n" "<dbg> log_test: main: debug c\n"
  "> log_test: info 12345678901\n"
  "<inf> log_test: hexdump:\n +54 69 64 65 6d 61 72 6b  2c 20 65 69 67 68 74 65 .Tidemark , eighte\n +65 6e  +.en +\n"
  "once\nraw 1\nprintk 2\n.00:00:00.000,000. <err> log_test: quiet function\n.00:00:01.500,000. <wrn> log_test: from an interrupt: 1\n"
  "burst 0 .*burst 39 " "Kernel panic on CPU 0\n${line}${stamp}6.020,000. <err> os: Halting system\n")
log_mode(minimal "E: error -1\nW: warning text\nI: info 12345678901\nD: debug c\nI: hexdump:\nI: 54 69 ")
# As many are dropped as on native_sim.
log_mode(deferred "once\nraw 1\nprintk 2\n" "from an interrupt: 1\n${line}--- 15 messages dropped ---\n${line}"
  "burst 39 ${line}.*last words\n" "<err> os: Halting system\n")
hosted_own_test(log_backends APP ${CMAKE_CURRENT_SOURCE_DIR}/log_backends EXPECT ${CMAKE_CURRENT_SOURCE_DIR}/log_backends/expected.txt
  CMAKE_ARGS ${alone})
hosted_own_test(log_package APP ${CMAKE_CURRENT_SOURCE_DIR}/log_package EXPECT ${CMAKE_CURRENT_SOURCE_DIR}/log_package/expected.txt
  CMAKE_ARGS ${alone})
