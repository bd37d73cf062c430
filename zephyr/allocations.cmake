# SPDX-License-Identifier: Apache-2.0
# What the heap profile, the guard of heaps and the ladder add to the module's library: sources, and which calls the
# linker leads past them.

# Names that an image does not have cost nothing: their wrappers are dropped.
function(tidemark_wrap)
  list(TRANSFORM ARGN PREPEND "-Wl,--wrap=")
  zephyr_ld_options(${ARGN})
endfunction()

if(CONFIG_TIDEMARK_HEAP_CALLS)
  list(APPEND tidemark_sources src/heap_calls.cpp)
  tidemark_wrap(sys_heap_alloc sys_heap_aligned_alloc sys_heap_noalign_alloc sys_heap_aligned_realloc sys_heap_realloc
    sys_heap_free)
endif()
if(CONFIG_TIDEMARK_ENTRY_CALLS)
  list(APPEND tidemark_sources src/entry_points.cpp)
  tidemark_wrap(k_malloc k_calloc k_realloc k_aligned_alloc z_thread_aligned_alloc k_heap_alloc k_heap_calloc
    k_heap_aligned_alloc k_heap_realloc sys_multi_heap_alloc sys_multi_heap_aligned_alloc
    sys_multi_heap_aligned_realloc shared_multi_heap_alloc shared_multi_heap_aligned_alloc)
endif()
if(CONFIG_TIDEMARK_GUARD)
  set(tidemark_guard_sources src/guard.cpp)
  foreach(part IN ITEMS guard guard_block guard_heaps guard_sweep)
    list(APPEND tidemark_guard_sources ${tidemark_root}/core/${part}.cpp)
  endforeach()
  list(APPEND tidemark_sources ${tidemark_guard_sources} ${tidemark_root}/core/guard_teller.cpp)
  tidemark_wrap(sys_heap_usable_size k_free k_heap_free)
endif()
if(CONFIG_TIDEMARK_PROFILE_LIBC OR CONFIG_TIDEMARK_GUARD_LIBC OR CONFIG_TIDEMARK_LADDER_ALL)
  list(APPEND tidemark_sources src/libc_calls.cpp)
  tidemark_wrap(malloc calloc realloc aligned_alloc memalign reallocarray posix_memalign strdup strndup)
  foreach(size_t IN ITEMS j m)
    foreach(name IN ITEMS _Znw _Zna)
      tidemark_wrap(${name}${size_t} ${name}${size_t}RKSt9nothrow_t ${name}${size_t}St11align_val_t
        ${name}${size_t}St11align_val_tRKSt9nothrow_t)
    endforeach()
  endforeach()
endif()
if(CONFIG_TIDEMARK_PROFILE_LIBC_COUNTS OR CONFIG_TIDEMARK_GUARD_LIBC)
  tidemark_wrap(free)
  foreach(name IN ITEMS _ZdlPv _ZdaPv)
    tidemark_wrap(${name} ${name}RKSt9nothrow_t ${name}St11align_val_t)
    foreach(size_t IN ITEMS j m)
      tidemark_wrap(${name}${size_t} ${name}${size_t}St11align_val_t)
    endforeach()
  endforeach()
endif()
if(NOT CONFIG_TIDEMARK_PROFILE)
  return()
endif()

list(APPEND tidemark_sources
  ${tidemark_root}/core/monitor_names.cpp
  ${tidemark_root}/core/profile_views.cpp
  ${tidemark_root}/core/profiler.cpp
  ${tidemark_root}/core/profiler_readers.cpp
  ${tidemark_root}/core/profiler_sites.cpp
  ${tidemark_root}/estimate/byte_sampling.cpp
  src/profile_port.cpp
  src/thread_calls.cpp)
tidemark_wrap(k_thread_create z_impl_k_thread_create k_thread_abort z_impl_k_thread_abort)
if(CONFIG_TIDEMARK_PROFILE_FRAMES GREATER 1)
  list(APPEND tidemark_sources src/call_path.cpp)
endif()
if(CONFIG_TIDEMARK_PROFILE_SLABS)
  list(APPEND tidemark_sources src/mem_slab_calls.cpp)
  tidemark_wrap(k_mem_slab_alloc k_mem_slab_free)
endif()
if(CONFIG_TIDEMARK_PROFILE_NET_BUFS)
  list(APPEND tidemark_sources src/net_buf_calls.cpp)
  foreach(call IN ITEMS alloc_len alloc_fixed alloc_with_data unref frag_del)
    tidemark_wrap(net_buf_${call} net_buf_${call}_debug)
  endforeach()
  tidemark_wrap(net_buf_clone)
endif()
