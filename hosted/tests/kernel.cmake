# SPDX-License-Identifier: Apache-2.0
# Tests of the kernel. Applications are built by hosted_add_test(); programs with many cases are built once (a fixture) and
# then run by kernel_case.cmake.

hosted_own_test(kernel_stack APP ${CMAKE_CURRENT_SOURCE_DIR}/kernel_stack CMAKE_ARGS ${alone} MATCH "all as it must be" "sizes 512 2048, info 512")
hosted_add_test(NAME kernel_api APP ${CMAKE_CURRENT_SOURCE_DIR}/kernel_api EXPECT ${CMAKE_CURRENT_SOURCE_DIR}/kernel_api/expected.txt CMAKE_ARGS ${alone} RUN_ARGS --stop_at=100)
hosted_add_test(NAME kernel_threads APP ${CMAKE_CURRENT_SOURCE_DIR}/kernel_threads EXPECT ${CMAKE_CURRENT_SOURCE_DIR}/kernel_threads/expected.txt CMAKE_ARGS ${alone}
  RUN_ARGS --stop_at=1000)

# k_poll, pipes, scheduling, interrupts, memory: written with ztest.
hosted_own_test(kernel_more APP ${CMAKE_CURRENT_SOURCE_DIR}/kernel_more CMAKE_ARGS ${alone} MATCH "PROJECT EXECUTION SUCCESSFUL")

# --- programs with cases ---
hosted_add_test(NAME kernel_fatal APP ${CMAKE_CURRENT_SOURCE_DIR}/kernel_fatal CMAKE_ARGS ${alone} MATCH "begin\nmain goes on at 0 ms")
set_tests_properties(hosted.kernel_fatal PROPERTIES FIXTURES_SETUP hosted_kernel_fatal)
hosted_add_test(NAME kernel_run APP ${CMAKE_CURRENT_SOURCE_DIR}/kernel_run CMAKE_ARGS ${alone} MATCH "second 2\n" RUN_ARGS --stop_at=3)
set_tests_properties(hosted.kernel_run PROPERTIES FIXTURES_SETUP hosted_kernel_run)

# kernel_case(PROGRAM case EXIT n [MATCH ...] [ABSENT ...] [SET ...] [RUNNER ...] [ARGS ...] [TWICE] [SIGNAL name AFTER s])
function(kernel_case program name)
  cmake_parse_arguments(PARSE_ARGV 2 arg "TWICE" "EXIT;SIGNAL;AFTER" "MATCH;ABSENT;SET;ARGS;RUNNER")
  set(text "set(EXE [==[${CMAKE_CURRENT_BINARY_DIR}/${program}/zephyr/zephyr.exe]==])\n")
  foreach(key IN ITEMS EXIT MATCH ABSENT SET RUNNER ARGS TWICE SIGNAL AFTER)
    string(APPEND text "set(${key} [==[${arg_${key}}]==])\n")
  endforeach()
  set(script ${CMAKE_CURRENT_BINARY_DIR}/${program}.${name}.cmake)
  file(WRITE ${script} "${text}include([==[${CMAKE_CURRENT_SOURCE_DIR}/kernel_case.cmake]==])\n")
  add_test(NAME hosted.${program}.${name} COMMAND ${CMAKE_COMMAND} -P ${script})
  set_tests_properties(hosted.${program}.${name} PROPERTIES LABELS hosted TIMEOUT 60 FIXTURES_REQUIRED hosted_${program})
endfunction()

function(fatal name)
  kernel_case(kernel_fatal ${name} EXIT 1 TWICE SET FATAL_CASE=${name} ARGS --stop_at=10 MATCH "begin\n" ${ARGN}
    ABSENT "main goes on")
endfunction()
set(overflow "ZEPHYR FATAL ERROR 2: Stack overflow on CPU 0\nCurrent thread: 0x[0-9a-f]+ ")
set(exception ">>> ZEPHYR FATAL ERROR 0: CPU exception on CPU 0\n")
set(oops ">>> ZEPHYR FATAL ERROR 3: Kernel oops on CPU 0\n")
fatal(main_deep "below the stack of main; " "${overflow}.main.\n")
fatal(main_wide "below the stack of main; " "${overflow}.main.\n")
fatal(thread_deep "below the stack of victim; " "${overflow}.victim.\n")
fatal(thread_wide "below the stack of victim; " "${overflow}.victim.\n")
fatal(work_deep "below the stack of sysworkq; " "${overflow}.sysworkq.\n")
fatal(timer_deep "below the interrupt stack .CONFIG_ISR_STACK_SIZE.; "
  "ERROR 2: Stack overflow on CPU 0\nFault during interrupt handling\n")
fatal(hurts_sentinel "${overflow}.victim.\n")
fatal(null_access "Not a stack overflow: access to an address that is not mapped or not permitted; address 0x0, " "${exception}")
fatal(prints_rubbish "Not a stack overflow: access .* address 0x10, " "${exception}")
fatal(divides "Not a stack overflow: division by zero" "${exception}")
fatal(aborts "Not a stack overflow: abort.. was called" "${exception}")
fatal(timer_null "${exception}Fault during interrupt handling\n")
fatal(oopses "${oops}")
fatal(panics ">>> ZEPHYR FATAL ERROR 4: Kernel panic on CPU 0\n")
fatal(assertion "ASSERTION FAIL .zero == 1. @ .*main.c:[0-9]+\n\tzero is 0\n>>> ZEPHYR FATAL ERROR 4: Kernel panic")
fatal(blocks_locked "thread 'victim' called k_sleep: it may wait, which is forbidden while a spin lock is held" "${oops}")
fatal(locks_twice "thread 'victim' called k_spin_lock: the spin lock is held already" "${oops}")
fatal(timer_blocks "an interrupt handler, over thread 'idle' called k_sem_take: it may wait, which an interrupt handler"
  "${oops}")
fatal(no_stack "thread .main. called k_thread_create: the stack has 0 bytes" "${oops}")
fatal(wrong_priority "thread 'main' called k_thread_create: the priority is out of range" "${oops}")
fatal(essential_returns "essential thread '[a-z]+' .0x[0-9a-f]+. was aborted" "ERROR 4: Kernel panic")
fatal(abort_essential "essential thread 'victim' .0x[0-9a-f]+. was aborted" "ERROR 4: Kernel panic")

# What the user is told: who, in which call of Zephyr's, from which line.
set(line "\n    #[0-9]+ 0x[0-9a-f]+ in [a-z_]+ [^ ]*main.c:[0-9]+")
set(unset ". an object that was passed is NULL, was never initialised or was overwritten")
kernel_case(kernel_fatal suspended_created_again EXIT 0 SET FATAL_CASE=suspended_created_again ARGS --stop_at=10 MATCH "victim dead 1\n")
fatal(queue_started_twice "thread 'main' called k_work_queue_start: the work queue was started already.*${line}" "${oops}")
fatal(flush_within "thread 'sysworkq' called k_work_flush: it was called by a handler of the same work queue.*${line}" "${oops}")
fatal(no_handler "thread 'main' called k_work_submit: the work item has no handler.*${line}" "${oops}")
fatal(no_delayed_handler "thread 'main' called k_work_schedule: the work item has no handler.*${line}" "${oops}")
fatal(null_sem "thread 'main' read 0x0 in k_sem_give.., called by [a-z_]+[+]0x[0-9a-f]+: a NULL pointer${unset}.*${line}" "${exception}")
fatal(zero_timer "thread 'main' wrote to 0x0 in k_timer_status_sync.., called by [a-z_]+[+].*: a NULL pointer${unset}.*${line}" "${exception}")
fatal(garbage_sem "thread 'main' read memory in k_sem_give.., called by [a-z_]+[+].*: an address that no object can have.*${line}" "${exception}")
fatal(null_call "thread 'main' called a function at 0x0 in [a-z_]+[+]0x[0-9a-f]+: a NULL pointer.*${line}" "${exception}")
kernel_case(kernel_fatal object_gone EXIT 1 SET FATAL_CASE=object_gone ARGS --stop_at=10 ABSENT "main goes on"
  MATCH "thread 'main' wrote to 0x0 in object_gone[+]0x.*${line}.*objects that the kernel uses are damaged: one of a thread was freed, overwritten")
kernel_case(kernel_fatal computes EXIT 0 SIGNAL INT AFTER 0.5 SET FATAL_CASE=computes
  MATCH "ended while thread 'main' computed, at 0.000000 s of virtual time.*in computes [^ ]*main.c:")

# A handler that returns: the thread is lost, the others go on; or the system cannot.
function(survived name)
  kernel_case(kernel_fatal ${name}_survived EXIT 0 SET FATAL_CASE=${name} OWN_HANDLER=1 ARGS --stop_at=10
    MATCH "in isr 1\nmain goes on at 110 ms, victim dead 1\n" ${ARGN})
endfunction()
survived(thread_deep "handler: reason 2")
survived(thread_wide "handler: reason 2")
survived(null_access "handler: reason 0")
survived(prints_rubbish "handler: reason 0")
survived(oopses "handler: reason 3")
survived(hurts_sentinel "handler: reason 2")
function(lost name why)
  kernel_case(kernel_fatal ${name}_lost EXIT 1 SET FATAL_CASE=${name} OWN_HANDLER=1 ARGS --stop_at=10
    MATCH "in isr 1\n" "the fatal error handler returned, but after ${why} the system cannot go on" ABSENT "main goes on")
endfunction()
lost(panics "a kernel panic")
lost(timer_null "an error in an interrupt handler")
lost(essential_deep "an error of an essential thread")

# --- the command line, the ends, repetition ---
set(p "tidemark-hosted: ")
kernel_case(kernel_run help EXIT 0 ARGS --help MATCH "Usage: zephyr.exe" "--stop_at=<time>" "Example: ")
kernel_case(kernel_run unknown EXIT 2 ARGS --stop-at=5 MATCH "${p}--stop-at=5: unknown option or missing value. see --help")
kernel_case(kernel_run no_dash EXIT 2 ARGS stop_at=5 MATCH "${p}stop_at=5: unknown option")
kernel_case(kernel_run no_value EXIT 2 ARGS --stop_at= MATCH "${p}--stop_at=: not a number. give seconds")
kernel_case(kernel_run not_a_number EXIT 2 ARGS --stop_at=5s MATCH "${p}--stop_at=5s: not a number")
kernel_case(kernel_run negative EXIT 2 ARGS --stop_at=-1 MATCH "${p}--stop_at=-1: out of range")
kernel_case(kernel_run zero_ratio EXIT 2 ARGS --rt-ratio=0 MATCH "${p}--rt-ratio=0: out of range")
kernel_case(kernel_run odd_seed EXIT 2 ARGS --seed=1.5 MATCH "${p}--seed=1.5: not a whole number")
kernel_case(kernel_run value_missing EXIT 2 ARGS --stop_at MATCH "${p}--stop_at: its value is missing. write --stop_at=<time>")
kernel_case(kernel_run value_given EXIT 2 ARGS --rt=1 MATCH "${p}--rt=1: it takes no value. write --rt\n")
kernel_case(kernel_run contradiction EXIT 2 ARGS --rt --no-rt MATCH "${p}--no-rt: contradicts --rt or --rt-ratio")
kernel_case(kernel_run report_nowhere EXIT 2 ARGS --end-report=/nonexistent/r MATCH "${p}--end-report=/nonexistent/r: No such file")
kernel_case(kernel_run fraction EXIT 0 ARGS --stop_at=2.5 MATCH "second 2\n\nStopped at 2.500s\n$" ABSENT "second 3")
kernel_case(kernel_run at_the_instant EXIT 0 ARGS --stop_at=2.02 MATCH "second 2\n\nStopped at 2.020s\n$")
kernel_case(kernel_run repeats EXIT 0 TWICE ARGS --no-rt --stop_at=1000 MATCH "second 990\n")
kernel_case(kernel_run seeds EXIT 0 TWICE ARGS --seed=1 --stop_at=1 MATCH "random 54352d7f")
kernel_case(kernel_run real_time EXIT 0 SET TIMED=1 ARGS --rt-ratio=20 --stop_at=10 MATCH "took 0.45 or more\n")
kernel_case(kernel_run not_real_time EXIT 0 SET TIMED=1 ARGS --no-rt --stop_at=10 MATCH "took less than 0.4\n")
kernel_case(kernel_run interrupt EXIT 0 SIGNAL INT AFTER 0.5 ARGS --rt MATCH "second 0\n$")
kernel_case(kernel_run terminate EXIT 0 SIGNAL TERM AFTER 0.5 ARGS --rt MATCH "second 0\n$")
kernel_case(kernel_run interrupt_a_loop EXIT 0 SIGNAL INT AFTER 0.5 SET LOOP=1 MATCH
  "looping\ntidemark-hosted: ended while thread .main. computed, at 0.000000 s of virtual time, [^\n]*\n    #0 0x[0-9a-f]+ in main ")
kernel_case(kernel_run nothing_left EXIT 0 SET QUIT=1 MATCH "main returns\n${p}nothing left to do: every thread waits")
add_test(NAME hosted.kernel_run.full_disk COMMAND sh -c
  "${CMAKE_CURRENT_BINARY_DIR}/kernel_run/zephyr/zephyr.exe --no-rt --stop_at=5 >/dev/full; echo status $?")
set_tests_properties(hosted.kernel_run.full_disk PROPERTIES LABELS hosted TIMEOUT 60 FIXTURES_REQUIRED hosted_kernel_run
  PASS_REGULAR_EXPRESSION "standard output: No space left on device; ending.*status 1\n")
add_test(NAME hosted.kernel_fatal.end_report COMMAND sh -c
  "cd ${CMAKE_CURRENT_BINARY_DIR} && for c in assertion oopses; do FATAL_CASE=$c kernel_fatal/zephyr/zephyr.exe --no-rt --stop_at=10 --end-report=$c.json >/dev/null; cat $c.json; done")
set_tests_properties(hosted.kernel_fatal.end_report PROPERTIES LABELS hosted TIMEOUT 60 FIXTURES_REQUIRED hosted_kernel_fatal
  PASS_REGULAR_EXPRESSION "ASSERTION FAIL .zero == 1. @ [^\n]*main.c:[0-9]+ +zero is 0.*Kernel oops")
add_test(NAME hosted.kernel_run.end_report COMMAND sh -c
  "cd ${CMAKE_CURRENT_BINARY_DIR} && kernel_run/zephyr/zephyr.exe --no-rt --stop_at=1.5 --end-report=kernel_run.json >/dev/null && cat kernel_run.json")
set_tests_properties(hosted.kernel_run.end_report PROPERTIES LABELS hosted TIMEOUT 60 FIXTURES_REQUIRED hosted_kernel_run
  PASS_REGULAR_EXPRESSION "^.\"version\":1,\"end\":\"stopped\",\"status\":0,\"boots\":1,\"virtual_seconds\":1.500000,\"allocations\":")
add_test(NAME hosted.kernel_run.closed_pipe COMMAND sh -c
  "{ ${CMAKE_CURRENT_BINARY_DIR}/kernel_run/zephyr/zephyr.exe --no-rt --stop_at=1000000; echo status $? >&2; } | head -n 1")
set_tests_properties(hosted.kernel_run.closed_pipe PROPERTIES LABELS hosted TIMEOUT 60 FIXTURES_REQUIRED hosted_kernel_run
  PASS_REGULAR_EXPRESSION "standard output: Broken pipe; ending.*status 1\n")
