# SPDX-License-Identifier: Apache-2.0
# The targets: `app` for the application, `zephyr` for what modules add to the kernel, hosted's runtime, and the
# executable. What is linked is known only when the application's CMakeLists.txt has ended, so that part is deferred.

set(HOSTED_APPLICATION app)
set(HOSTED_PROGRAM zephyr_final)
if(HOSTED_UNITTEST)
  set(HOSTED_APPLICATION testbinary)
  set(HOSTED_PROGRAM testbinary)
  # The test's sources are the program; whatever they define comes before the runtime's own.
  add_executable(testbinary ${SOURCES})
  add_library(test_interface INTERFACE)
  target_link_libraries(test_interface INTERFACE zephyr_interface)
  target_link_libraries(testbinary PRIVATE test_interface)
  # For `#include "../../../lib/os/rb.c"` and the like; see the README there.
  target_compile_options(testbinary PRIVATE "SHELL:-idirafter \"${ZEPHYR_BASE}/lib/os/by_name\"")
  add_custom_target(run-test COMMAND testbinary DEPENDS testbinary WORKING_DIRECTORY ${APPLICATION_BINARY_DIR})
else()
  add_library(app STATIC)
  set_target_properties(app PROPERTIES ARCHIVE_OUTPUT_DIRECTORY ${APPLICATION_BINARY_DIR}/app)
  set_property(GLOBAL PROPERTY HOSTED_LIBS app)
  target_link_libraries(app PUBLIC zephyr_interface)
endif()

add_custom_target(zephyr_generated_headers)
add_subdirectory(${ZEPHYR_BASE}/cmake/runtime ${ZEPHYR_BINARY_DIR})

# Each module is a directory of its own, with Zephyr's variables for "the module at hand".
foreach(_module IN LISTS ZEPHYR_MODULE_NAMES)
  string(TOUPPER "${_module}" _key)
  string(REGEX REPLACE "[^A-Z0-9]" "_" _key "${_key}")
  if(ZEPHYR_${_key}_CMAKE_DIR)
    set(ZEPHYR_CURRENT_MODULE_NAME ${_module})
    set(ZEPHYR_CURRENT_MODULE_DIR ${ZEPHYR_${_key}_MODULE_DIR})
    set(ZEPHYR_CURRENT_CMAKE_DIR ${ZEPHYR_${_key}_CMAKE_DIR})
    add_subdirectory(${ZEPHYR_CURRENT_CMAKE_DIR} ${APPLICATION_BINARY_DIR}/modules/${_module})
  endif()
endforeach()
set(ZEPHYR_CURRENT_MODULE_NAME)
set(ZEPHYR_CURRENT_MODULE_DIR)
set(ZEPHYR_CURRENT_CMAKE_DIR)

# Says what an application author most often forgets, before the compiler does so less plainly.
function(_hosted_check_application)
  get_target_property(sources ${HOSTED_APPLICATION} SOURCES)
  if(NOT sources)
    message(FATAL_ERROR
      "tidemark-hosted: ${APPLICATION_SOURCE_DIR}/CMakeLists.txt: the target `${HOSTED_APPLICATION}` has no sources; "
      "add target_sources(${HOSTED_APPLICATION} PRIVATE src/main.c)")
  endif()
  if(NOT CONFIG_CPP AND NOT HOSTED_UNITTEST)
    list(FILTER sources INCLUDE REGEX "\\.(cpp|cc|cxx|C)$")
    if(sources)
      message(FATAL_ERROR
        "tidemark-hosted: ${sources}: C++ sources, but CONFIG_CPP is not set, so a real Zephyr has no C++ support to link; "
        "add CONFIG_CPP=y to prj.conf")
    endif()
  endif()
endfunction()

function(_hosted_finish)
  _hosted_check_application()
  get_property(libraries GLOBAL PROPERTY HOSTED_LIBS)
  # Whole archives: what is only reached through a linker section has no other reference.
  set(whole "")
  foreach(library IN LISTS libraries)
    get_target_property(type ${library} TYPE)
    get_target_property(sources ${library} SOURCES)
    if(type STREQUAL "INTERFACE_LIBRARY" OR sources OR type STREQUAL "UNKNOWN_LIBRARY")
      list(APPEND whole ${library})
    else()
      message(WARNING "tidemark-hosted: library ${library} has no sources; it is left out of the link")
      target_sources(${library} PRIVATE ${ZEPHYR_BASE}/cmake/runtime/empty.c)
    endif()
  endforeach()
  target_link_libraries(${HOSTED_PROGRAM} PRIVATE
    zephyr_interface -Wl,--whole-archive ${whole} hosted_runtime -Wl,--no-whole-archive hosted_work)
  _hosted_write_linker_sources()
endfunction()
cmake_language(DEFER DIRECTORY ${APPLICATION_SOURCE_DIR} CALL _hosted_finish)
