# SPDX-License-Identifier: Apache-2.0
# What find_package(Zephyr) runs when ZEPHYR_BASE is hosted Zephyr. The order matters: the board and the modules
# decide Kconfig, Kconfig decides the flags, and `app` must exist before the application's own project().

include_guard(GLOBAL)

get_filename_component(_hosted_base ${CMAKE_CURRENT_LIST_DIR}/.. REALPATH)
if(DEFINED ZEPHYR_BASE)
  get_filename_component(_hosted_wanted "${ZEPHYR_BASE}" REALPATH)
  if(NOT _hosted_wanted STREQUAL _hosted_base)
    message(FATAL_ERROR
      "tidemark-hosted: ZEPHYR_BASE is ${ZEPHYR_BASE}, but the package found is ${_hosted_base}: two trees are mixed; "
      "set the environment variable ZEPHYR_BASE to the tree that you want and configure in an empty directory")
  endif()
endif()
set(ZEPHYR_BASE ${_hosted_base} CACHE PATH "Base directory of hosted Zephyr" FORCE)
# Without a component, or with app_dev, an application; with unittest, a unit test: the target `testbinary`.
set(HOSTED_UNITTEST FALSE)
foreach(_component IN LISTS Zephyr_FIND_COMPONENTS)
  if(_component STREQUAL "unittest")
    set(HOSTED_UNITTEST TRUE)
  elseif(NOT _component MATCHES "^(app_dev|app)$")
    message(FATAL_ERROR
      "tidemark-hosted: find_package(Zephyr COMPONENTS ${_component}): hosted has the component unittest only; "
      "remove ${_component} from the call")
  endif()
endforeach()

set(APPLICATION_SOURCE_DIR ${CMAKE_CURRENT_SOURCE_DIR} CACHE PATH "Application source directory" FORCE)
set(APPLICATION_BINARY_DIR ${CMAKE_CURRENT_BINARY_DIR} CACHE PATH "Application binary directory" FORCE)
set(ZEPHYR_BINARY_DIR ${APPLICATION_BINARY_DIR}/zephyr)
set(HOSTED_GENERATED_DIR ${ZEPHYR_BINARY_DIR}/include/generated)

include(${CMAKE_CURRENT_LIST_DIR}/zephyr_extensions.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/zephyr_library.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/zephyr_flags.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/hosted_python.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/hosted_board.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/hosted_devicetree.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/hosted_modules.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/hosted_kconfig.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/hosted_version.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/hosted_syscalls.cmake)

# ccache makes the runtime, which each application compiles with its own configuration, nearly free the second time.
find_program(HOSTED_CCACHE ccache)
if(HOSTED_CCACHE AND NOT USE_CCACHE STREQUAL "0")
  foreach(_lang IN ITEMS C CXX)
    if(NOT DEFINED CMAKE_${_lang}_COMPILER_LAUNCHER)
      set(CMAKE_${_lang}_COMPILER_LAUNCHER ${HOSTED_CCACHE})
    endif()
  endforeach()
endif()

set(CMAKE_EXPORT_COMPILE_COMMANDS ON CACHE BOOL "Write compile_commands.json")
if(HOSTED_UNITTEST)
  # The project is the test's own.
  enable_language(C CXX ASM)
else()
  project(Zephyr-Kernel VERSION ${KERNEL_VERSION_MAJOR}.${KERNEL_VERSION_MINOR}.${KERNEL_PATCHLEVEL} LANGUAGES C CXX ASM)
endif()

include(${CMAKE_CURRENT_LIST_DIR}/hosted_flags.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/hosted_refused_headers.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/hosted_targets.cmake)

set(Zephyr_FOUND TRUE)
