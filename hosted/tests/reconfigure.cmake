# SPDX-License-Identifier: Apache-2.0
# A copy of an application in a path with spaces: an edited prj.conf is noticed by the next build; compile_commands.json
# is there; a wrong edit stops the build with the message.

file(REMOVE_RECURSE "${OUT}")
set(app "${OUT}/an application")
set(build "${OUT}/its build")
file(COPY ${APP}/ DESTINATION "${app}")
set(ENV{ZEPHYR_BASE} ${BASE})

function(run expected)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE text ERROR_VARIABLE text RESULT_VARIABLE result)
  if(NOT text MATCHES "${expected}")
    message(FATAL_ERROR "${ARGN} (${result}): no match for ${expected} in\n${text}")
  endif()
endfunction()

run("Generating done" ${CMAKE_COMMAND} -S ${app} -B ${build} -DZEPHYR_MODULES=)
run("Built target zephyr_final" ${CMAKE_COMMAND} --build ${build} --parallel 2)
run("pool 16384, 16 blocks" ${build}/zephyr/zephyr.exe --stop_at=1)
if(NOT EXISTS ${build}/compile_commands.json)
  message(FATAL_ERROR "no compile_commands.json")
endif()
file(WRITE ${app}/prj.conf "CONFIG_HEAP_MEM_POOL_SIZE=4096\n")
run("Built target zephyr_final" ${CMAKE_COMMAND} --build ${build} --parallel 2)
run("pool 4096, 3 blocks" ${build}/zephyr/zephyr.exe --stop_at=1)
file(WRITE ${app}/prj.conf "CONFIG_HEAP_MEM_POOL_SIZE=lots\n")
run("tidemark-hosted: prj.conf:1: CONFIG_HEAP_MEM_POOL_SIZE=lots" ${CMAKE_COMMAND} --build ${build})
