# SPDX-License-Identifier: Apache-2.0
# A CTest that configures, builds and runs a Zephyr application with hosted Zephyr.
#
# hosted_add_test(NAME name APP directory
#   [EXPECT file]           the whole output must equal this file (the boot banner and the last line, "Stopped at" or
#                           "nothing left to do", aside)
#   [MATCH regex...]        each must occur in the output (of the step that fails, with FAILS)
#   [EXIT code]             exit status of the program, default 0
#   [FAILS CONFIGURE|BUILD] the step that must fail; nothing after it is done
#   [CMAKE_ARGS arg...] [ENV NAME=value...] [RUN_ARGS arg...] [GENERATOR name] [TIMEOUT seconds])
#
# HOSTED_TEST_CMAKE_ARGS (cache) goes to the configuration of every application after its own CMAKE_ARGS; preset asan sets
# it. The test is called hosted.<name>, its build directory is <binary directory>/<name>. Without GENERATOR it is Ninja if
# there is one, else make.

get_filename_component(HOSTED_TEST_BASE ${CMAKE_CURRENT_LIST_DIR}/.. REALPATH)
find_program(HOSTED_TEST_NINJA NAMES ninja ninja-build)
mark_as_advanced(HOSTED_TEST_NINJA)
set(HOSTED_TEST_CMAKE_ARGS "" CACHE STRING "More arguments of CMake for the applications that tests build, e.g. -DCONFIG_ASAN=y")

# Found once, as to ask every python3 for its modules may take seconds. Without one the tests say so themselves.
function(_hosted_test_find_python)
  set(HOSTED_PYTHON_OPTIONAL TRUE)
  include(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/hosted_python.cmake)
endfunction()
_hosted_test_find_python()

function(hosted_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;APP;EXPECT;EXIT;FAILS;GENERATOR;TIMEOUT" "MATCH;CMAKE_ARGS;ENV;RUN_ARGS")
  if(NOT arg_NAME OR NOT arg_APP OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "hosted_add_test: NAME and APP are needed; not understood: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_EXPECT AND NOT arg_MATCH)
    message(FATAL_ERROR "hosted_add_test(${arg_NAME}): without EXPECT and MATCH the test could hardly fail")
  endif()
  get_filename_component(arg_APP "${arg_APP}" ABSOLUTE)
  if(arg_EXPECT)
    get_filename_component(arg_EXPECT "${arg_EXPECT}" ABSOLUTE)
  endif()
  if(NOT arg_GENERATOR AND HOSTED_TEST_NINJA)
    set(arg_GENERATOR Ninja)
  endif()
  if(NOT arg_EXIT)
    set(arg_EXIT 0)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  # Not from variables of this file: who calls from another directory does not see them.
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/hosted_test_run.cmake)
  get_filename_component(base ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/.. REALPATH)
  if(NOT EXISTS ${script})
    message(FATAL_ERROR "hosted_add_test: ${script} is missing, so the test would do nothing")
  endif()
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME})
  set(text "set(BASE [==[${base}]==])\nset(OUT [==[${directory}]==])\n")
  set(arg_PYTHON "${HOSTED_PYTHON}")
  list(APPEND arg_CMAKE_ARGS ${HOSTED_TEST_CMAKE_ARGS})
  foreach(name IN ITEMS PYTHON APP EXPECT EXIT FAILS GENERATOR MATCH CMAKE_ARGS ENV RUN_ARGS)
    string(APPEND text "set(${name} [==[${arg_${name}}]==])\n")
  endforeach()
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}.cmake "${text}include([==[${script}]==])\n")
  add_test(NAME hosted.${arg_NAME} COMMAND ${CMAKE_COMMAND} -P ${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}.cmake)
  set_tests_properties(hosted.${arg_NAME} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS hosted)
endfunction()
