# SPDX-License-Identifier: Apache-2.0
# The shell: what it answers to keys is what a real native_sim_64 answers, byte for byte.

set(shell_test ${CMAKE_CURRENT_SOURCE_DIR}/shell)
hosted_own_test(shell APP ${shell_test} CMAKE_ARGS ${alone} MATCH "uart:~[$] ")
set_tests_properties(hosted.shell PROPERTIES FIXTURES_SETUP hosted_shell)
function(shell_session name)
  add_test(NAME hosted.shell.${name} COMMAND ${HOSTED_PYTHON} ${shell_test}/peer.py ${CMAKE_CURRENT_BINARY_DIR}/shell/zephyr/zephyr.exe
    ${shell_test}/${name}.txt ${ARGN})
  set_tests_properties(hosted.shell.${name} PROPERTIES LABELS hosted TIMEOUT 120 FIXTURES_REQUIRED hosted_shell
    PASS_REGULAR_EXPRESSION "answers as expected" FAIL_REGULAR_EXPRESSION "peer: |Traceback")
endfunction()
shell_session(session)
shell_session(terminal --pty)
