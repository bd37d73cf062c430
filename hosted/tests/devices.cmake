# SPDX-License-Identifier: Apache-2.0
# Reboot, watchdog, retained memory, devices and devicetree, UARTs, sockets.

set(api ${CMAKE_CURRENT_SOURCE_DIR}/devices_api)
hosted_own_test(devices_api APP ${api} EXPECT ${api}/expected.txt CMAKE_ARGS ${alone})
hosted_own_test(devices_wrong_node APP ${api} FAILS BUILD CMAKE_ARGS ${alone} -DEXTRA_CFLAGS=-DWRONG_NODE
  MATCH "tidemark_hosted_has_no_such_devicetree_node__see_docs_reference_hosted_devices_md")
hosted_own_test(devices_wrong_driver APP ${api} FAILS BUILD CMAKE_ARGS ${alone} -DEXTRA_CFLAGS=-DWRONG_DRIVER
  MATCH "dts_ord_this_watchdog_needs_CONFIG_WATCHDOG")
hosted_own_test(devices_wrong_call APP ${api} FAILS BUILD CMAKE_ARGS ${alone} -DEXTRA_CFLAGS=-DWRONG_CALL
  MATCH "tidemark-hosted: sys_reboot: not in this build. set CONFIG_REBOOT=y")

# --- reboots: the boots of one run, and what outlives them ---
set(p "tidemark-hosted: ")
set(watchdog "${p}watchdog: channel 0, fed last by thread 'main', was ")
hosted_add_test(NAME devices_reboot APP ${CMAKE_CURRENT_SOURCE_DIR}/devices_reboot CMAKE_ARGS ${alone} RUN_ARGS --stop_at=20 MATCH
  "boot 1: cause 0x8, uptime 0, bss 0, last byte 0, valid 0 0 -95, .., mode 0\nid 8 bytes: 74 69 64 65 6d 61 72 6b, supported 0x1a\n"
  "sizes 253 250 256, raw 1024\npast the end -22 -22, before it -22\n[^\n]*\nboot 2: cause 0xa, uptime 0, bss 0, last byte 7, valid 1 1 -95, .area1., mode 1\n"
  "damaged: 0, mended 1, cleared 0\nin an interrupt: 1\n[^\n]*\nboot 3: cause 0x2, uptime 0, bss 0, last byte 7, valid 0 1 -95"
  "ERROR 3: Kernel oops[^\n]*\n[^\n]*\nfatal error 3\n[^\n]*\nboot 4: cause 0x2, "
  "no window -22, asleep -95, channel 0, set up 0 -16, feed -22\nchannel 0 bites at 400 ms, locked out: 1\n${watchdog}not fed .its window is 0 to 100 ms.. resetting\n"
  "boot 5: cause 0x10, .*callbacks 1\ninit 0, 0 ms -22, feed -22, channel 0\nchannel 0, the first, is late at 100: fed\n"
  "${p}task watchdog: channel 1, fed last by thread 'late', was late by its 200 ms. resetting\n[^\n]*\nboot 6: cause 0x10, "
  "${watchdog}not fed .its window is 0 to 1000 ms.. resetting\n[^\n]*\nboot 7: cause 0x10, "
  "${watchdog}fed too early .its window is 50 to 100 ms.. resetting\n[^\n]*\nboot 8: cause 0x10, "
  "boot 1: cause 0x2, uptime 0, bss 0, last byte 0, valid 0 0 -95, .., mode 0\ncold. done\n\nStopped at 20.000s\n$")
set_tests_properties(hosted.devices_reboot PROPERTIES FIXTURES_SETUP hosted_devices_reboot)
kernel_case(devices_reboot repeats EXIT 0 TWICE ARGS --stop_at=20 MATCH "cold. done")
kernel_case(devices_reboot stops_between EXIT 0 ARGS --stop_at=1.2 MATCH "boot 4: cause 0x2.*\nStopped at 1.200s\n$" ABSENT "boot 5")
kernel_case(devices_reboot loop EXIT 1 SET LOOP=1 MATCH "${p}the image restarted 100 times in a row without any virtual time passing")
# What is counted for the end of the run is counted over all its boots, warm and cold.
kernel_case(devices_reboot leaks EXIT 1 TWICE SET LEAKS=1 ARGS --leak-check
  MATCH "${p}leak: 30 bytes in 1 block of heap _system_heap, [^$]*${p}leak check of boot 1: 1 blocks with 30 bytes leaked"
    "leak check of boot 2: 1 blocks with 20 bytes leaked" "leak check of boot 3: 1 blocks with 30 bytes leaked"
    "${p}leak check of all 3 boots: 3 blocks with 80 bytes leaked")
kernel_case(devices_reboot fails_the_third EXIT 1 TWICE SET LEAKS=1 ARGS --fail-alloc=nth:3 --fail-alloc=nth:7
  MATCH "allocated 1 1\n[^a]*allocated 0 1\n[^a]*allocated 1 1\n"
    "${p}--fail-alloc=nth:7: of 6 allocations that matched, none failed\n"
    "of 6 allocations that matched, 1 failed. the first was number 3: k_malloc of 20 bytes from _system_heap by thread 'main' at [a-z_]+[+]0x[0-9a-f]+, in boot 2\n"
    "${p}--fail-alloc: then thread 'main' of boot 3 met fatal error 3 .Kernel oops. in [a-z_]+[+]0x[0-9a-f]+ at 3.0[0-9]+ s: ")
kernel_case(devices_reboot fails_by_chance EXIT 1 TWICE SET LEAKS=1 ARGS --fail-alloc=prob:0.5 --seed=7 MATCH "of 6 allocations that matched, [2-4] failed. ")
add_test(NAME hosted.devices_reboot.end_report COMMAND sh -c
  "cd ${CMAKE_CURRENT_BINARY_DIR} && LEAKS=1 devices_reboot/zephyr/zephyr.exe --no-rt --leak-check --end-report=reboot.json >/dev/null 2>&1; cat reboot.json")
set_tests_properties(hosted.devices_reboot.end_report PROPERTIES LABELS hosted TIMEOUT 60 FIXTURES_REQUIRED hosted_devices_reboot
  PASS_REGULAR_EXPRESSION "\"end\":\"fatal\",\"status\":1,\"boots\":3,\"virtual_seconds\":3.0[0-9]*,\"allocations\":.\"matched\":6,\"failed\":0.,\"fatal\":.\"boot\":3,\"virtual_seconds\":3.0[0-9]*,\"reason\":3,.*\"leaks\":.\"blocks\":3,\"bytes\":80.")
kernel_case(devices_reboot filled EXIT 0 ARGS --stop_at=0.5 --noinit-fill=0x5a --device-id=00ff MATCH "last byte 90, " "id 2 bytes: 00 ff ")
kernel_case(devices_reboot wrong_fill EXIT 2 ARGS --noinit-fill=256 MATCH "${p}--noinit-fill=256: not a byte. give 0 to 255")
kernel_case(devices_reboot wrong_id EXIT 2 ARGS --device-id=123 MATCH "${p}--device-id=123: not 1 to 16 bytes in hexadecimal")

# --- uart1 and the peer at its other end ---
hosted_add_test(NAME devices_uart APP ${CMAKE_CURRENT_SOURCE_DIR}/devices_uart CMAKE_ARGS ${alone} RUN_ARGS --stop_at=1
  MATCH "boot 1, ready 1, nothing yet -1\nconfig 0 115200 3 0, set 0 and -22, now 9600. errors 0\n\nStopped at 1.000s\n$")
set_tests_properties(hosted.devices_uart PROPERTIES FIXTURES_SETUP hosted_devices_uart)
function(uart1_refused name value why)
  kernel_case(devices_uart ${name} EXIT 2 ARGS "--uart1=${value}" MATCH "${p}--uart1=${value}: ${why}")
endfunction()
uart1_refused(unknown serial "no such peer. give null, pty, file:PATH, tcp:HOST:PORT or tcp-listen:.HOST:.PORT")
uart1_refused(nobody tcp:127.0.0.1:1 "Connection refused. start the peer first")
uart1_refused(no_port tcp:somewhere "no host and port. give e.g.")
uart1_refused(no_file file:/nonexistent/file "No such file or directory. give a path")

# peer_test(PROGRAM name MATCH regex [args...]): peer.py of the program's directory, with the program and the arguments.
function(peer_test program name regex)
  add_test(NAME hosted.${program}.${name} COMMAND ${HOSTED_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/${program}/peer.py
    ${CMAKE_CURRENT_BINARY_DIR}/${program}/zephyr/zephyr.exe ${ARGN})
  set_tests_properties(hosted.${program}.${name} PROPERTIES LABELS hosted TIMEOUT 60 FIXTURES_REQUIRED hosted_${program}
    PASS_REGULAR_EXPRESSION "${regex}" FAIL_REGULAR_EXPRESSION "peer: |Traceback")
endfunction()
set(talk "most bytes an interrupt 16\n.*boot 2, ready 1.*enabled twice: -16\na second transmission: -16\n.*disable 0 -14, released 1, disabled 1, ready at least once 1\nbye")
foreach(kind IN ITEMS pty tcp tcp-listen)
  peer_test(devices_uart ${kind} "${talk}" ${kind})
endforeach()

# --- sockets ---
hosted_add_test(NAME devices_sockets APP ${CMAKE_CURRENT_SOURCE_DIR}/devices_sockets CMAKE_ARGS ${alone} RUN_ARGS --no-rt --stop_at=10
  EXPECT ${CMAKE_CURRENT_SOURCE_DIR}/devices_sockets/expected.txt)
set_tests_properties(hosted.devices_sockets PROPERTIES FIXTURES_SETUP hosted_devices_sockets)
peer_test(devices_sockets outside "said bye\n")

# --- overlays: what is taken over is in devices_api; what is not is said ---
if(HOSTED_PYTHON)
  add_test(NAME hosted.devicetree_reader COMMAND ${HOSTED_PYTHON} -B -m unittest -q devicetree_test)
  set_tests_properties(hosted.devicetree_reader PROPERTIES LABELS hosted TIMEOUT 60 WORKING_DIRECTORY ${HOSTED_TEST_BASE}/scripts)
endif()
