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

hosted_own_test(shell_not_offered APP ${shell_test} FAILS BUILD CMAKE_ARGS ${alone} -DEXTRA_CFLAGS=-DNOT_OFFERED
  MATCH "tidemark_hosted_has_no_SHELL_HELP__give_the_help_as_one_string")
foreach(symbol IN ITEMS SHELL_BACKEND_TELNET DEVMEM_SHELL)
  string(TOLOWER ${symbol} name)
  hosted_own_test(refused_${name} APP ${shell_test} FAILS CONFIGURE CMAKE_ARGS ${alone} -DCONFIG_${symbol}=y
    MATCH "tidemark-hosted: command line: -DCONFIG_${symbol}=y: hosted has shells on|addresses here are those of a Linux process")
endforeach()
