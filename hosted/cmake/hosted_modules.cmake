# SPDX-License-Identifier: Apache-2.0
# Modules: ZEPHYR_MODULES (exactly these) or else the directory above ZEPHYR_BASE if it is a module; and always the
# extra ones. Each may be a CMake variable or come from the environment.

set(_hosted_modules "")
foreach(_variable IN ITEMS ZEPHYR_MODULES ZEPHYR_EXTRA_MODULES EXTRA_ZEPHYR_MODULES)
  if(DEFINED ${_variable})
    set(_value "${${_variable}}")
  else()
    set(_value "$ENV{${_variable}}")
  endif()
  list(APPEND _hosted_modules ${_value})
endforeach()
set(_hosted_optional "")
if(NOT DEFINED ZEPHYR_MODULES AND NOT DEFINED ENV{ZEPHYR_MODULES})
  get_filename_component(_above ${ZEPHYR_BASE}/.. REALPATH)
  set(_hosted_optional --optional ${_above})
endif()

set(KCONFIG_BINARY_DIR ${APPLICATION_BINARY_DIR}/Kconfig)
set(_hosted_modules_cmake ${APPLICATION_BINARY_DIR}/zephyr_modules.cmake)
execute_process(
  COMMAND ${HOSTED_PYTHON} ${ZEPHYR_BASE}/scripts/modules.py
    --cmake ${_hosted_modules_cmake} --kconfig ${KCONFIG_BINARY_DIR}/Kconfig.modules
    ${_hosted_optional} ${_hosted_modules}
  WORKING_DIRECTORY ${APPLICATION_SOURCE_DIR}
  RESULT_VARIABLE _result)
if(NOT _result EQUAL 0)
  message(FATAL_ERROR "tidemark-hosted: modules: see the message above")
endif()
include(${_hosted_modules_cmake})
