# SPDX-License-Identifier: Apache-2.0
# cmake -DROOT=... -DOUT=... -DNM=nm -P off_leaves_nothing.cmake
# Builds an application with the module in its build and CONFIG_TIDEMARK=n; no symbol of the module
# may be in the image.
set(ENV{ZEPHYR_BASE} ${ROOT}/hosted)
execute_process(COMMAND ${CMAKE_COMMAND} -S ${ROOT}/samples/mem_test -B ${OUT}
  -DCONFIG_TIDEMARK=n OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${OUT} --parallel 2 OUTPUT_QUIET
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${NM} ${OUT}/zephyr/zephyr.exe OUTPUT_VARIABLE symbols
  COMMAND_ERROR_IS_FATAL ANY)
if(NOT symbols MATCHES " k_malloc\n")
  message(FATAL_ERROR "the image has no k_malloc, so the search proves nothing")
endif()
string(REGEX MATCHALL "[^\n]*tidemark[^\n]*" found "${symbols}")
if(found)
  message(FATAL_ERROR "with CONFIG_TIDEMARK=n the image has: ${found}")
endif()
