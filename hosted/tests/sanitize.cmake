# SPDX-License-Identifier: Apache-2.0
# Memory faults on purpose, each found by AddressSanitizer and told in the terms of Zephyr's allocators; correct programs,
# of which none is accused; the leak check; allocations that fail on purpose.

# The two builds are what they are in every preset.
set(HOSTED_TEST_CMAKE_ARGS "")

set(faults ${CMAKE_CURRENT_SOURCE_DIR}/faults)
hosted_add_test(NAME faults APP ${faults} CMAKE_ARGS ${alone} -DCONFIG_ASAN=y -DCONFIG_UBSAN=y MATCH "begin\nend\n" RUN_ARGS --stop_at=1)
set_tests_properties(hosted.faults PROPERTIES FIXTURES_SETUP hosted_faults)
hosted_add_test(NAME faults_plain APP ${faults} CMAKE_ARGS ${alone} MATCH "begin\nend\n" RUN_ARGS --stop_at=1)
set_tests_properties(hosted.faults_plain PROPERTIES FIXTURES_SETUP hosted_faults_plain)
set(both faults faults_plain)

# fault(program case EXIT n MATCH ...): one case of the program.
function(fault program name)
  kernel_case(${program} ${name} SET FAULT=${name} ARGS --no-rt --stop_at=10 ${ARGN})
endfunction()

set(over heap-buffer-overflow)
set(gone heap-use-after-free)
set(main "thread 'main'")
set(at "at 0x[0-9a-f]+")
set(twice "double free: the block was freed before\n")
set(foreign "that is no block of a heap or slab: it is ")
set(oops "ZEPHYR FATAL ERROR 3: Kernel oops on CPU 0\nCurrent thread: 0x[0-9a-f]+ .main.")
# A line of a call stack, and one perhaps before it.
set(frame "    #[0-9] 0x[0-9a-f]+ in")
set(own "(${frame} [^\n]*\n)?(${frame} [^\n]*\n)?")

# --- each kind of fault with each allocator ---
# matrix(allocator place bytes call free_call [GOES_ON] [PASSES]): what a report calls the place, the allocation and the free.
# Zephyr returns an error at a wrong free (GOES_ON), or passes over foreign memory (PASSES).
function(matrix allocator place bytes call free_call)
  set(block "block of ${bytes} bytes of ${place}\n")
  set(taken "allocated by ${main}, with ${call}:\n${own}${frame} take_${allocator} ")
  set(freed "freed by ${main}, with ${free_call}:\n${own}${frame} give_")
  function(access kind word sentence)
    fault(faults ${kind}.${allocator} EXIT 1 ABSENT "begin\nend\n" MATCH "AddressSanitizer: ${word} [^\n]*\n[^\n]*\n    #0 0x[0-9a-f]+ in ${kind} "
      "tidemark-hosted: ${main} ${sentence} ${block}" "${taken}" ${ARGN})
  endfunction()
  access(past_end ${over} "wrote 1 byte ${at}, right past the end of a")
  access(before_start ${over} "read 1 byte ${at}, 1 byte before the start of a")
  access(after_free ${gone} "wrote 1 byte ${at}, 1 byte inside a freed" "${freed}")
  set(ends EXIT 1 ABSENT "begin\nend\n")
  set(says "${oops}")
  if("GOES_ON" IN_LIST ARGN)
    set(ends EXIT 0)
    set(says "\nend\n")
  endif()
  fault(faults double_free.${allocator} ${ends} MATCH "called ${free_call}.0x[0-9a-f]+.: ${twice}" "${taken}" "${freed}" "${says}")
  fault(faults_plain double_free.${allocator} ${ends} MATCH "${says}")
  if("PASSES" IN_LIST ARGN)
    set(ends EXIT 0)
    set(says "\nend\n")
  endif()
  fault(faults foreign_free.${allocator} ${ends} MATCH "called [a-z_]+.0x[0-9a-f]+.: ${foreign}global_bytes[+]0x8, a variable[^\n]*\n${own}${frame} give_" "${says}")
  foreach(program IN LISTS both)
    kernel_case(${program} leak.${allocator} EXIT 1 SET FAULT=leak.${allocator} ARGS --no-rt --stop_at=10 --leak-check
      MATCH "\nend\n" "tidemark-hosted: leak: ${bytes} bytes in 1 block of ${place}, allocated by ${main}, with ${call}:\n${own}${frame} [a-z_]+ [^ ]*(matrix|main).c:[0-9]+"
        "leak check: 1 blocks with ${bytes} bytes leaked. 0 blocks with 0 bytes still reachable\n")
  endforeach()
endfunction()
foreach(call IN ITEMS k_malloc k_calloc k_realloc k_aligned_alloc)
  matrix(${call} "heap _system_heap" 30 ${call} k_free)
endforeach()
foreach(call IN ITEMS k_heap_alloc k_heap_aligned_alloc k_heap_calloc k_heap_realloc)
  matrix(${call} "heap my_heap" 30 ${call} k_heap_free)
endforeach()
foreach(call IN ITEMS sys_heap_alloc sys_heap_aligned_alloc sys_heap_realloc)
  matrix(${call} "heap raw_heap" 30 ${call} sys_heap_free)
endforeach()
matrix(k_mem_slab_alloc "slab my_slab" 64 k_mem_slab_alloc k_mem_slab_free)
matrix(sys_mem_blocks_alloc "memory blocks my_blocks" 64 sys_mem_blocks_alloc sys_mem_blocks_free GOES_ON)
matrix(sys_mem_blocks_alloc_contiguous "memory blocks my_blocks" 128 sys_mem_blocks_alloc_contiguous sys_mem_blocks_free_contiguous GOES_ON)
matrix(sys_multi_mem_blocks_alloc "memory blocks my_blocks" 64 sys_mem_blocks_alloc sys_mem_blocks_free GOES_ON)
matrix(sys_multi_heap_alloc "heap raw_heap" 30 sys_heap_aligned_alloc sys_heap_free PASSES)
matrix(sys_multi_heap_realloc "heap raw_heap" 30 sys_heap_realloc sys_heap_free PASSES)
matrix(shared_multi_heap_alloc "heap shared_multi_heap_regions" 30 sys_heap_aligned_alloc sys_heap_free PASSES)

# --- other accesses: special(case ASan's word, the sentence) ---
function(special name kind sentence)
  fault(faults ${name} EXIT 1 ABSENT "begin\nend\n" MATCH "AddressSanitizer: ${kind} " "tidemark-hosted: ${sentence}"
    "allocated by ${main}, with [a-z_]+:\n${own}${frame} [^\n]* [^ ]*(special.c|plus.cpp):[0-9]+" ${ARGN})
endfunction()
special(malloc_far_past_end ${over} "${main} wrote 1 byte ${at}, 3 bytes past the end of a block of 100 bytes of heap _system_heap\n")
special(realloc_old ${gone} "${main} read 1 byte ${at}, 0 bytes inside a freed block of 24 bytes of heap _system_heap\n"
  "freed by ${main}, with k_realloc:\n")
special(realloc_shrunk "heap-[a-z-]+" "${main} wrote 1 byte ${at}, 1 byte past the end of a block of 40 bytes of heap _system_heap\n")
special(blocks_part_after_free ${gone} "${main} wrote 1 byte ${at}, 6 bytes inside a freed block of 64 bytes of memory blocks my_blocks\n"
  "freed by ${main}, with sys_mem_blocks_free_contiguous:\n")
special(memcpy_past_end ${over} "${main} wrote 24 bytes ${at}, right past the end of a block of 20 bytes of heap _system_heap\n" "in memcpy_past_end ")
special(strcpy_past_end ${over} "${main} wrote 18 bytes ${at}, right past the end of a block of 8 bytes")
special(snprintf_past_end ${over} "${main} wrote 11 bytes ${at}, right past the end of a block of 8 bytes")
special(freed_by_worker ${gone} "${main} wrote 1 byte ${at}, 40 bytes inside a freed block of 48 bytes"
  "freed by thread 'worker', with k_free:\n    #0 0x[0-9a-f]+ in frees ")
special(timer_past_end ${over} "an interrupt handler wrote 1 byte ${at}, right past the end of a block of 48 bytes" "in writes ")
special(kernel_object_after_free ${gone} "${main} (read|wrote) [0-9]+ bytes? ${at}, [0-9]+ bytes? inside a freed block of [0-9]+ bytes of heap _system_heap\n")
special(plus_past_end ${over} "${main} wrote 1 byte ${at}, right past the end of a block of 20 bytes of heap _system_heap\n")
special(plus_after_reset ${gone} "${main} wrote 4 bytes ${at}, 8 bytes inside a freed block of 20 bytes of heap _system_heap\n" "freed by ${main}, with k_free:\n")
special(plus_vector_index ${over} "${main} wrote 4 bytes ${at}, right past the end of a block of 12 bytes of heap my_heap\n")
function(others name word)
  fault(faults ${name} EXIT 1 ABSENT "begin\nend\n" MATCH "AddressSanitizer: ${word} " "tidemark-hosted: ${main} did that\n")
endfunction()
others(stack_past_end stack-buffer-overflow)
others(global_past_end global-buffer-overflow)
others(plus_new_past_end ${over})
others(plus_new_after_delete ${gone})
fault(faults heap_tables EXIT 1 ABSENT "begin\nend\n" MATCH "AddressSanitizer: ${over} " "tidemark-hosted: ${main} wrote memory of heap raw_heap that is not allocated")

# --- other wrong frees, found with and without the sanitizer: bad_free(case call sentence) ---
function(bad_free name call sentence)
  fault(faults ${name} EXIT 1 ABSENT "begin\nend\n" MATCH
    "tidemark-hosted: ${main} called ${call}.0x[0-9a-f]+.: ${sentence}.*${own}${frame} [^\n]* [^ ]*(special.c|plus.cpp):[0-9]+" "${oops}" ${ARGN})
  fault(faults_plain ${name} EXIT 1 ABSENT "begin\nend\n" MATCH "tidemark-hosted: ${main} called ${call}.0x[0-9a-f]+.: " "${oops}")
endfunction()
bad_free(malloc_middle k_free "that is 16 bytes inside a block, not its start\n")
bad_free(free_of_stack k_free "${foreign}on the stack of thread 'main'\n")
bad_free(free_of_host k_free "${foreign}memory of the host")
bad_free(host_free_of_block free "that block came from k_malloc and is freed by k_free..\n")
bad_free(malloc_to_heap_free k_heap_free "that block came from k_malloc and is freed by k_free..\n")
bad_free(heap_other k_heap_free "that block belongs to heap my_heap\n")
bad_free(slab_to_k_free k_free "that block came from k_mem_slab_alloc and is freed by k_mem_slab_free..\n")
bad_free(slab_other k_mem_slab_free "that block belongs to slab my_slab\n")
bad_free(blocks_to_k_free k_free "that block came from sys_mem_blocks_alloc and is freed by sys_mem_blocks_free..\n")
bad_free(plus_two_owners k_free "${twice}")
bad_free(plus_new_to_k_free k_free "${foreign}memory of the host")
bad_free(plus_delete_of_block "operator delete" "that block came from k_malloc and is freed by k_free..\n")
fault(faults realloc_freed EXIT 1 MATCH "called k_realloc.0x[0-9a-f]+.: ${twice}")

# --- undefined behaviour: undefined(case message [more]) ---
function(undefined name message)
  fault(faults undefined_${name} EXIT 1 MATCH "tidemark-hosted: ${main}: undefined behaviour: [^\n]*${message}[^\n]*says:\n[^\n]*undefined.c:[0-9]+:[0-9]+: runtime error: .*\n    #0 "
    "undefined behaviour at 1 place of the program, reported above\n" "\nend\n")
endfunction()
undefined(overflow "2147483647 . 3 cannot be represented in type 'int'")
undefined(shift "hift exponent 43 is too large for 32-bit type 'int'")
undefined(misaligned "oad of misaligned address 0x[0-9a-f]+ for type 'int', which requires 4 byte alignment")
undefined(bounds "ndex 4 out of bounds for type 'int")
undefined(bool "oad of value 3, which is not a valid value for type '[_a-zB]+'")
fault(faults undefined_null EXIT 1 MATCH "${main}: undefined behaviour: [^\n]*ember access within null pointer of type 'struct k_thread'" "runtime error: ")
fault(faults undefined_divide EXIT 1 MATCH "${main}: undefined behaviour: [^\n]*ivision of -2147483648 by -1 cannot be represented in type 'int'" "runtime error: ")
fault(faults undefined_in_worker EXIT 1 MATCH "thread 'worker': undefined behaviour: .*${main}: undefined behaviour: " "undefined behaviour at 2 places of the program")
fault(faults undefined_in_timer EXIT 1 MATCH "an interrupt handler: undefined behaviour: [^\n]*hift exponent")
kernel_case(faults undefined_halts EXIT 1 SET FAULT=undefined_overflow UBSAN_OPTIONS=halt_on_error=1 ARGS --stop_at=10
  MATCH "undefined behaviour: .*runtime error: " ABSENT "begin\nend\n" "\nend\n")

# --- leaks and correct programs, both builds ---
foreach(program IN LISTS both)
  function(leak name bytes blocks place thread)
    kernel_case(${program} ${name} EXIT 1 SET FAULT=${name} ARGS --no-rt --stop_at=10 --leak-check
      MATCH "\nend\n" "tidemark-hosted: leak: [0-9]+ bytes in [0-9]+ blocks? of ${place}, allocated by thread '${thread}', with [a-z_]+:\n${own}${frame} [^\n]* [^ ]*(leaks.c|plus.cpp):[0-9]+"
        "leak check: ${blocks} blocks with ${bytes} bytes leaked. 0 blocks with 0 bytes still reachable\n")
  endfunction()
  leak(malloc_leak 300 3 "heap _system_heap" main)
  leak(cycle_leak 96 2 "heap _system_heap" main)
  leak(mixed_cycle_leak 222 4 "slab my_slab" main)
  leak(dead_thread_leak 72 1 "heap _system_heap" worker)
  leak(aborted_thread_leak 72 1 "heap _system_heap" worker)
  leak(plus_leak 20 1 "heap _system_heap" main)
  leak(noted_leak 64 1 "heap _system_heap" main)
  kernel_case(${program} lost_blocks EXIT 1 SET FAULT=lost_blocks ARGS --no-rt --stop_at=10 --leak-check
    MATCH "leak: 128 bytes in 2 blocks of memory blocks my_blocks, " "leak check: 2 blocks with 128 bytes leaked. 1 blocks with 64 bytes still reachable\n")
  foreach(name IN ITEMS ok_realloc ok_aligned ok_calloc ok_slab_full ok_aborted ok_deep ok_work ok_timer ok_msgq ok_setjmp ok_usable ok_figures
      ok_heap_again ok_blocks ok_multi ok_queue ok_objects ok_plus)
    kernel_case(${program} ${name} EXIT 0 SET FAULT=${name} ARGS --no-rt --stop_at=10 --leak-check
      MATCH "begin\nend\n" "leak check: 0 blocks with 0 bytes leaked" ABSENT "Sanitizer" "FATAL" "undefined" "errors: ")
  endforeach()
  kernel_case(${program} ok_kept EXIT 0 SET FAULT=ok_kept ARGS --no-rt --stop_at=10 --leak-check=full
    MATCH "still reachable: [0-9]+ bytes in [0-9]+ blocks?" "leak check: 0 blocks with 0 bytes leaked. 5 blocks with 90 bytes still reachable\n")
endforeach()

# --- searches during the run: a block is told once, when two of them do not find it ---
# scanning(name option MATCH...): of the 100 bytes that are lost after 25 s.
function(scanning name option)
  foreach(program IN LISTS both)
    kernel_case(${program} scan_${name} EXIT 1 SET FAULT=lost_while_running ARGS --no-rt --stop_at=200 --leak-check=${option} --leak-check=full
      MATCH "leak check: 1 blocks with 100 bytes leaked. 1 blocks with 30 bytes still reachable\n" ${ARGN})
  endforeach()
endfunction()
set(lost "tidemark-hosted: leak: 100 bytes of heap _system_heap, allocated with k_malloc in lost_while_running [^\n]*leaks.c:[0-9]+ by ${main} at 0.000 s. nothing has pointed to 0x[0-9a-f]+ since")
scanning(every every:10s "begin\n${lost} 30.000 s\nend\n\nStopped" ABSENT "leak: 50 bytes")
scanning(rare every:1m "begin\n${lost} 60.000 s\nend\n")
scanning(aged every:10,min-age:2m "begin\n${lost} 30.000 s\nend\n")
scanning(too_young every:10s,min-age:1h "begin\nend\n" ABSENT "${lost}")
function(no_scan name option)
  kernel_case(faults_plain no_scan_${name} EXIT 2 ARGS --leak-check=${option} MATCH "tidemark-hosted: --leak-check=[^\n]*: ${ARGN}" ABSENT "begin")
endfunction()
no_scan(word often "no such leak check. write --leak-check, =full or =every:60s")
no_scan(unit every:10d "no such unit of time")
no_scan(zero every:0 "out of range. give an interval of 1 ms or more")
no_scan(number every:s "not a number")
no_scan(filter every:1s,age:3 "after the comma is no min-age")

# --- AddressSanitizer's fake stacks ---
function(fake_stack name)
  kernel_case(faults fake_stack.${name} SET FAULT=${name} ASAN_OPTIONS=detect_stack_use_after_return=1 ARGS --no-rt --stop_at=10 --leak-check ${ARGN})
endfunction()
fake_stack(stack_after_return EXIT 1 MATCH "AddressSanitizer: stack-use-after-return .*tidemark-hosted: ${main} did that\n")
fake_stack(ok_aborted EXIT 0 MATCH "\nend\n.*leak check: 0 blocks with 0 bytes leaked")
fake_stack(ok_setjmp EXIT 0 MATCH "\nend\n.*leak check: 0 blocks with 0 bytes leaked")
fake_stack(past_end.k_malloc EXIT 1 MATCH "AddressSanitizer: ${over} .*right past the end of a block of 30 bytes")

# --- Valgrind's memcheck ---
find_program(HOSTED_VALGRIND valgrind)
mark_as_advanced(HOSTED_VALGRIND)
if(NOT HOSTED_VALGRIND)
  message(WARNING "valgrind is missing, so hosted's tests of it are not made; scripts/setup --test installs it")
endif()
# memcheck(case EXIT n MATCH ...): of the plain build. 9: memcheck found something.
function(memcheck name)
  if(HOSTED_VALGRIND)
    kernel_case(faults_plain memcheck.${name} SET FAULT=${name} RUNNER ${HOSTED_VALGRIND} -q --error-exitcode=9 ARGS --no-rt --stop_at=1 ${ARGN})
  endif()
endfunction()
if(HOSTED_VALGRIND)
  kernel_case(faults_plain memcheck.leak EXIT 1 SET FAULT=leak.k_malloc RUNNER ${HOSTED_VALGRIND} -q --error-exitcode=9 ARGS --no-rt --stop_at=1 --leak-check
    MATCH "tidemark-hosted: leak: 30 bytes in 1 block of heap _system_heap, " ABSENT "==[0-9]+==")
endif()
set(block "block of size [0-9]+ ")
memcheck(past_end.k_malloc EXIT 9 MATCH "Invalid write of size 1\n[^\n]* past_end .matrix.c:[0-9]+.*0 bytes after a ${block}client-defined.* run_matrix ")
memcheck(before_start.k_heap_alloc EXIT 9 MATCH "Invalid read of size 1\n[^\n]* before_start .*1 bytes before a ${block}client-defined.* run_matrix ")
memcheck(after_free.k_mem_slab_alloc EXIT 9 MATCH "Invalid write of size 1\n[^\n]* after_free .*1 bytes inside a ${block}free'd.* after_free .*alloc'd.* take_k_mem_slab_alloc ")
memcheck(after_free.sys_heap_realloc EXIT 9 MATCH "Invalid write of size 1\n[^\n]* after_free .*1 bytes inside a ${block}free'd")
memcheck(unset.k_malloc EXIT 9 MATCH "depends on uninitialised value.s.\n[^\n]* unset .matrix.c:[0-9]+")
memcheck(double_free.k_malloc EXIT 1 MATCH "called k_free.0x[0-9a-f]+.: ${twice}" "Kernel oops" ABSENT "Invalid ")
foreach(name IN ITEMS ok_realloc ok_slab_full ok_aborted ok_work ok_timer ok_figures ok_heap_again ok_blocks ok_multi ok_plus)
  memcheck(${name} EXIT 0 MATCH "begin\nend\n" ABSENT "==[0-9]+==" "errors: ")
endforeach()

# --- allocations that fail on purpose ---
function(failing name option status)
  kernel_case(faults_plain fail_${name} EXIT ${status} SET FAULT=ok_kept ARGS --no-rt --stop_at=10 --fail-alloc=${option} MATCH ${ARGN} TWICE)
endfunction()
failing(nth nth:3 1 "of 3 allocations that matched, 1 failed. the first was number 3: k_malloc of 18 bytes from _system_heap by thread 'main' at ok_kept[+]0x")
failing(late nth:6 0 "of 5 allocations that matched, 0 failed\n")
failing(every every:2 1 "matched, 1 failed. the first was number 2: k_malloc of 17 bytes")
failing(never prob:0 0 "of 5 allocations that matched, 0 failed\n")
failing(always prob:1 1 "the first was number 1: k_malloc of 16 bytes")
failing(above above:18 1 "the first was number 4: k_malloc of 19 bytes")
failing(other_heap nth:1,heap=my_heap 0 "--fail-alloc=nth:1,heap=my_heap: no allocation matched, so none failed: none was made from my_heap. made from: _system_heap\n")
failing(other_thread every:1,thread=worker 0 "no allocation matched, so none failed: no thread 'worker' made one. those that did: main\n")
failing(near_thread every:1,thread=Mian 0 "no thread 'Mian' made one. did you mean 'main'. those that did: main\n")
kernel_case(faults_plain fail_several EXIT 1 SET FAULT=ok_kept ARGS --no-rt --stop_at=10 --fail-alloc=nth:9 --fail-alloc=above:18,heap=_system_heap
  MATCH "--fail-alloc=nth:9: of 4 allocations that matched, none failed\n" "of 4 allocations that matched, 1 failed. the first was number 4: "
    "tidemark-hosted: --fail-alloc: then thread 'main' met fatal error 0 .CPU exception. in ok_kept[+]0x[0-9a-f]+ at 0.000000 s: thread 'main' wrote to 0x[0-9a-f]+ in ")
failing(both nth:1,thread=main,heap=_system_heap 1 "the first was number 1: k_malloc of 16 bytes from _system_heap by thread 'main'")
kernel_case(faults_plain fail_blocks EXIT 0 SET FAULT=blocks_wanted ARGS --no-rt --stop_at=10 --fail-alloc=nth:1,heap=my_blocks
  MATCH "the first was number 1: sys_mem_blocks_alloc_contiguous of 128 bytes from my_blocks by thread 'main' at blocks_wanted[+]0x")
function(nonsense name option)
  kernel_case(faults_plain nonsense_${name} EXIT 2 ARGS --fail-alloc=${option} MATCH "tidemark-hosted: --fail-alloc=[^\n]*: ${ARGN}" ABSENT "begin")
endfunction()
nonsense(empty "" "which allocations are to fail is not said. give nth:N")
nonsense(word often "which allocations are to fail is not said")
nonsense(mode first:3 "no such way to choose")
nonsense(no_number nth: "not a number")
nonsense(zero nth:0 "out of range. give a whole number from 1 on")
nonsense(every_zero every:0 "out of range")
nonsense(negative above:-1 "out of range")
nonsense(fraction every:1.5 "not a whole number")
nonsense(letters nth:3x "not a number")
nonsense(infinite above:inf "not a number")
nonsense(improbable prob:1.1 "out of range. give a probability from 0 to 1")
nonsense(no_heap nth:1,heap=ny_heap "the program has no heap or slab of that name. did you mean 'my_heap'. give the name of [^\n]*The program has: .*my_slab")
nonsense(no_name nth:1,thread= "a name is missing")
nonsense(filter nth:1,where=main "after the comma is neither heap=NAME nor thread=NAME")
nonsense(comma nth:1, "after the comma is neither")
nonsense(twice nth:1,heap=my_heap,heap=my_heap "a name is given twice")
unset(HOSTED_TEST_CMAKE_ARGS)  # that of the cache again
