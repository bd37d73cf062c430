# SPDX-License-Identifier: Apache-2.0
# cmake -DROOT=... -DOUT=... -DNM=nm -P off_leaves_nothing.cmake
# Builds an application with the module in its build and CONFIG_TIDEMARK=n; no symbol of the module
# may be in the image. The same search finds them with CONFIG_TIDEMARK=y.
set(ENV{ZEPHYR_BASE} ${ROOT}/hosted)
function(count_symbols setting result)
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${ROOT}/samples/mem_test -B ${OUT}/${setting}
    -DCONFIG_TIDEMARK=${setting} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${OUT}/${setting} OUTPUT_QUIET
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${NM} ${OUT}/${setting}/zephyr/zephyr.exe OUTPUT_VARIABLE symbols
    COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[^\n]*tidemark[^\n]*" found "${symbols}")
  list(LENGTH found count)
  set(${result} ${count} PARENT_SCOPE)
endfunction()
count_symbols(y with)
count_symbols(n without)
if(with LESS 50)
  message(FATAL_ERROR "only ${with} symbols with CONFIG_TIDEMARK=y: the search does not find them")
endif()
if(NOT without EQUAL 0)
  message(FATAL_ERROR "${without} symbols of the module with CONFIG_TIDEMARK=n")
endif()
message("symbols of the module: ${with} with CONFIG_TIDEMARK=y, ${without} with n")
