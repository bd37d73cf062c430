# SPDX-License-Identifier: Apache-2.0
# Memory faults on purpose, each found by AddressSanitizer and told in the terms of Zephyr's allocators; correct programs,
# of which none is accused; the leak check; allocations that fail on purpose.

hosted_add_test(NAME faults APP ${CMAKE_CURRENT_SOURCE_DIR}/faults CMAKE_ARGS ${alone} -DCONFIG_ASAN=y MATCH "begin\nend\n" RUN_ARGS --stop_at=1)
set_tests_properties(hosted.faults PROPERTIES FIXTURES_SETUP hosted_faults)
hosted_add_test(NAME faults_plain APP ${CMAKE_CURRENT_SOURCE_DIR}/faults CMAKE_ARGS ${alone} MATCH "begin\nend\n" RUN_ARGS --stop_at=1)
set_tests_properties(hosted.faults_plain PROPERTIES FIXTURES_SETUP hosted_faults_plain)

# fault(case ASan's word, the sentence): an access. The block's allocation follows.
function(fault name kind sentence)
  kernel_case(faults ${name} EXIT 1 SET FAULT=${name} ARGS --no-rt --stop_at=10 ABSENT "begin\nend\n"
    MATCH "AddressSanitizer: ${kind} " "tidemark-hosted: ${sentence}" "allocated by thread 'main', with [a-z_]+:\n(    #0 [^\n]*\n)?    #[01] 0x[0-9a-f]+ in ${name} [^ ]*main.c:[0-9]+" ${ARGN})
endfunction()
set(over heap-buffer-overflow)
set(gone heap-use-after-free)
set(main "thread 'main'")
set(at "at 0x[0-9a-f]+")
fault(malloc_past_end ${over} "${main} wrote 1 byte ${at}, right past the end of a block of 100 bytes of heap _system_heap\n")
fault(malloc_far_past_end ${over} "${main} wrote 1 byte ${at}, 3 bytes past the end of a block of 100 bytes of heap _system_heap\n")
fault(malloc_before_start ${over} "${main} read 1 byte ${at}, 1 byte before the start of a block of 100 bytes of heap _system_heap\n")
fault(malloc_after_free ${gone} "${main} wrote 1 byte ${at}, 8 bytes inside a freed block of 100 bytes of heap _system_heap\n"
  "freed by thread 'main', with k_free:\n    #0 0x[0-9a-f]+ in malloc_after_free ")
fault(calloc_past_end ${over} "${main} wrote 1 byte ${at}, right past the end of a block of 21 bytes of heap _system_heap\n")
fault(aligned_past_end ${over} "${main} wrote 1 byte ${at}, right past the end of a block of 40 bytes of heap _system_heap\n")
fault(realloc_old ${gone} "${main} read 1 byte ${at}, 0 bytes inside a freed block of 24 bytes of heap _system_heap\n"
  "freed by thread 'main', with k_realloc:\n")
fault(realloc_shrunk "heap-[a-z-]+" "${main} wrote 1 byte ${at}, 1 byte past the end of a block of 40 bytes of heap _system_heap\n")
fault(heap_past_end ${over} "${main} wrote 1 byte ${at}, right past the end of a block of 30 bytes of heap my_heap\n")
fault(heap_before_start ${over} "${main} wrote 1 byte ${at}, 2 bytes before the start of a block of 30 bytes of heap my_heap\n")
fault(heap_after_free ${gone} "${main} read 1 byte ${at}, 29 bytes inside a freed block of 30 bytes of heap my_heap\n")
fault(sys_past_end ${over} "${main} wrote 1 byte ${at}, right past the end of a block of 17 bytes of heap raw_heap\n")
fault(sys_after_free ${gone} "${main} wrote 1 byte ${at}, 0 bytes inside a freed block of 17 bytes of heap raw_heap\n")
fault(slab_past_end ${over} "${main} wrote 1 byte ${at}, right past the end of a block of 64 bytes of slab my_slab\n" "in slab_past_end ")
fault(slab_before_start ${over} "${main} wrote 1 byte ${at}, 1 byte before the start of a block of 64 bytes of slab my_slab\n")
fault(slab_after_free ${gone} "${main} wrote 1 byte ${at}, 5 bytes inside a freed block of 64 bytes of slab my_slab\n")
fault(blocks_past_end ${over} "${main} wrote 1 byte ${at}, right past the end of a block of 64 bytes of memory blocks my_blocks\n")
fault(blocks_after_free ${gone} "${main} wrote 1 byte ${at}, 5 bytes inside a freed block of 64 bytes of memory blocks my_blocks\n")
fault(blocks_part_after_free ${gone} "${main} wrote 1 byte ${at}, 6 bytes inside a freed block of 64 bytes of memory blocks my_blocks\n"
  "freed by thread 'main', with sys_mem_blocks_free_contiguous:\n")
fault(memcpy_past_end ${over} "${main} wrote 24 bytes ${at}, right past the end of a block of 20 bytes of heap _system_heap\n" "in memcpy_past_end ")
fault(strcpy_past_end ${over} "${main} wrote 18 bytes ${at}, right past the end of a block of 8 bytes")
fault(snprintf_past_end ${over} "${main} wrote 11 bytes ${at}, right past the end of a block of 8 bytes")
fault(freed_by_worker ${gone} "${main} wrote 1 byte ${at}, 40 bytes inside a freed block of 48 bytes"
  "freed by thread 'worker', with k_free:\n    #0 0x[0-9a-f]+ in frees ")
fault(timer_past_end ${over} "an interrupt handler wrote 1 byte ${at}, right past the end of a block of 48 bytes" "in writes ")
foreach(kind IN ITEMS stack global)
  kernel_case(faults ${kind}_past_end EXIT 1 SET FAULT=${kind}_past_end ARGS --no-rt --stop_at=10 ABSENT "begin\nend\n"
    MATCH "AddressSanitizer: ${kind}-buffer-overflow " "tidemark-hosted: thread 'main' did that\n")
endforeach()
kernel_case(faults heap_tables EXIT 1 SET FAULT=heap_tables ARGS --no-rt --stop_at=10 ABSENT "begin\nend\n"
  MATCH "AddressSanitizer: ${over} " "tidemark-hosted: thread 'main' wrote memory of heap raw_heap that is not allocated")

# bad_free(case call sentence): found with and without the sanitizer.
function(bad_free name call sentence)
  kernel_case(faults ${name} EXIT 1 SET FAULT=${name} ARGS --no-rt --stop_at=10 ABSENT "begin\nend\n"
    MATCH "tidemark-hosted: thread 'main' called ${call}.0x[0-9a-f]+.: ${sentence}.*    #0 0x[0-9a-f]+ in ${name} [^ ]*main.c:[0-9]+"
      "ZEPHYR FATAL ERROR 3: Kernel oops on CPU 0\nCurrent thread: 0x[0-9a-f]+ .main." ${ARGN})
  kernel_case(faults_plain ${name} EXIT 1 SET FAULT=${name} ARGS --no-rt --stop_at=10 ABSENT "begin\nend\n"
    MATCH "tidemark-hosted: thread 'main' called ${call}.0x[0-9a-f]+.: " "ZEPHYR FATAL ERROR 3: Kernel oops on CPU 0\n")
endfunction()
set(twice "double free: the block was freed before\n")
set(foreign "that is no block of a heap or slab: it is ")
bad_free(malloc_double_free k_free "${twice}" "freed by thread 'main', with k_free:\n")
bad_free(malloc_middle k_free "that is 16 bytes inside a block, not its start\n")
bad_free(free_of_stack k_free "${foreign}on the stack of thread 'main'\n")
bad_free(free_of_global k_free "${foreign}global_bytes[+]0x8, a variable")
bad_free(free_of_host k_free "${foreign}memory of the host")
bad_free(host_free_of_block free "that block came from k_malloc and is freed by k_free..\n")
bad_free(malloc_to_heap_free k_heap_free "that block came from k_malloc and is freed by k_free..\n")
bad_free(heap_double_free k_heap_free "${twice}")
bad_free(heap_other k_heap_free "that block belongs to heap my_heap\n")
bad_free(sys_double_free sys_heap_free "${twice}")
bad_free(slab_to_k_free k_free "that block came from k_mem_slab_alloc and is freed by k_mem_slab_free..\n")
bad_free(slab_other k_mem_slab_free "that block belongs to slab my_slab\n")
bad_free(blocks_to_k_free k_free "that block came from sys_mem_blocks_alloc and is freed by sys_mem_blocks_free..\n")
# Zephyr has an error for it, so the program goes on.
kernel_case(faults blocks_double_free EXIT 0 SET FAULT=blocks_double_free ARGS --no-rt --stop_at=10
  MATCH "called sys_mem_blocks_free.0x[0-9a-f]+.: ${twice}" "the second free: -14\nend\n")
kernel_case(faults_plain blocks_double_free EXIT 0 SET FAULT=blocks_double_free ARGS --no-rt --stop_at=10 MATCH "the second free: -14\nend\n" ABSENT "tidemark")
kernel_case(faults slab_double_free EXIT 1 SET FAULT=slab_double_free ARGS --stop_at=10 MATCH "called k_mem_slab_free.0x[0-9a-f]+.: ${twice}")
kernel_case(faults realloc_freed EXIT 1 SET FAULT=realloc_freed ARGS --stop_at=10 MATCH "called k_realloc.0x[0-9a-f]+.: ${twice}")

# Leaks and correct programs, both builds.
foreach(program IN ITEMS faults faults_plain)
  function(leak name bytes blocks place thread)
    kernel_case(${program} ${name} EXIT 1 SET FAULT=${name} ARGS --no-rt --stop_at=10 --leak-check
      MATCH "\nend\n" "tidemark-hosted: leak: [0-9]+ bytes in [0-9]+ blocks? of ${place}, allocated by thread '${thread}', with [a-z_]+:\n    #0 0x[0-9a-f]+ in [a-z_]+ [^ ]*main.c:[0-9]+"
        "leak check: ${blocks} blocks with ${bytes} bytes leaked. 0 blocks with 0 bytes still reachable\n")
  endfunction()
  leak(malloc_leak 300 3 "heap _system_heap" main)
  leak(cycle_leak 96 2 "heap _system_heap" main)
  leak(heap_leak 30 1 "heap my_heap" main)
  leak(slab_leak 64 1 "slab my_slab" main)
  leak(dead_thread_leak 72 1 "heap _system_heap" worker)
  foreach(name IN ITEMS realloc aligned calloc slab_full aborted deep work timer msgq setjmp usable heap_again blocks)
    kernel_case(${program} ok_${name} EXIT 0 SET FAULT=ok_${name} ARGS --no-rt --stop_at=10 --leak-check
      MATCH "begin\nend\n" "leak check: 0 blocks with 0 bytes leaked" ABSENT "Sanitizer" "FATAL")
  endforeach()
  kernel_case(${program} ok_kept EXIT 0 SET FAULT=ok_kept ARGS --no-rt --stop_at=10 --leak-check=full
    MATCH "still reachable: [0-9]+ bytes in [0-9]+ blocks?" "leak check: 0 blocks with 0 bytes leaked. 5 blocks with 90 bytes still reachable\n")
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
failing(other_heap nth:1,heap=my_heap 0 "no allocation matched, so none failed\n")
failing(other_thread every:1,thread=worker 0 "no allocation matched, so none failed\n")
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
nonsense(no_heap nth:1,heap=your_heap "the program has no heap or slab of that name")
nonsense(no_name nth:1,thread= "a name is missing")
nonsense(filter nth:1,where=main "after the comma is neither heap=NAME nor thread=NAME")
nonsense(comma nth:1, "after the comma is neither")
nonsense(twice nth:1,heap=my_heap,heap=my_heap "a name is given twice")
