# SPDX-License-Identifier: Apache-2.0
# Zephyr's general CMake functions that applications and modules call.

include(CheckCCompilerFlag)
include(CheckCXXCompilerFlag)

# Sets a variable for each line CONFIG_X=value of a .config; strings lose their quotes.
function(import_kconfig prefix file)
  file(STRINGS "${file}" lines REGEX "^${prefix}[^=]*=" ENCODING UTF-8)
  foreach(line IN LISTS lines)
    string(REGEX MATCH "^([^=]+)=(.*)$" _ "${line}")
    set(name "${CMAKE_MATCH_1}")
    set(value "${CMAKE_MATCH_2}")
    if(value MATCHES "^\"(.*)\"$")
      set(value "${CMAKE_MATCH_1}")
    endif()
    set(${name} "${value}" PARENT_SCOPE)
    list(APPEND names ${name})
  endforeach()
  if(ARGN)
    set(${ARGV2} "${names}" PARENT_SCOPE)
  endif()
endfunction()

function(set_ifndef variable value)
  if(NOT DEFINED ${variable})
    set(${variable} "${value}" ${ARGN} PARENT_SCOPE)
  endif()
endfunction()

function(set_ifdef feature variable)
  if(${feature})
    set(${variable} ${ARGN} PARENT_SCOPE)
  endif()
endfunction()

function(add_subdirectory_ifdef feature directory)
  if(${feature})
    add_subdirectory(${directory} ${ARGN})
  endif()
endfunction()

function(add_subdirectory_ifndef feature directory)
  if(NOT ${feature})
    add_subdirectory(${directory} ${ARGN})
  endif()
endfunction()

function(add_subdirectory_if_kconfig directory)
  string(TOUPPER "CONFIG_${directory}" feature)
  add_subdirectory_ifdef(${feature} ${directory})
endfunction()

# X_ifdef(feature args...) calls X(args...) if the feature is set; X_ifndef if it is not.
foreach(_function IN ITEMS
    target_sources target_include_directories target_compile_definitions target_compile_options
    target_link_libraries target_link_options add_library add_custom_command target_cc_option
    zephyr_sources zephyr_include_directories zephyr_compile_definitions zephyr_compile_options
    zephyr_cc_option zephyr_ld_options zephyr_link_libraries zephyr_linker_sources zephyr_iterable_section
    zephyr_library_sources zephyr_library_include_directories zephyr_library_compile_definitions
    zephyr_library_compile_options zephyr_library_cc_option zephyr_library_link_libraries)
  cmake_language(EVAL CODE "
    macro(${_function}_ifdef feature)
      if(\${feature})
        ${_function}(\${ARGN})
      endif()
    endmacro()
    macro(${_function}_ifndef feature)
      if(NOT \${feature})
        ${_function}(\${ARGN})
      endif()
    endmacro()")
endforeach()

macro(zephyr_library_ifdef feature)
  if(${feature})
    zephyr_library()
  endif()
endmacro()

macro(target_compile_option_ifdef feature)
  target_compile_options_ifdef(${feature} ${ARGN})
endmacro()

macro(list_append_ifdef feature)
  if(${feature})
    list(APPEND ${ARGN})
  endif()
endmacro()

macro(print variable)
  message(STATUS "${variable}: ${${variable}}")
endmacro()

function(assert test comment)
  if(NOT ${test})
    message(FATAL_ERROR "tidemark-hosted: assertion failed: ${comment}")
  endif()
endfunction()

function(assert_exists variable)
  if(NOT EXISTS "${${variable}}")
    message(FATAL_ERROR "tidemark-hosted: ${variable} is \"${${variable}}\", which does not exist; correct it")
  endif()
endfunction()

# Adds an option if the compilers know it.
function(target_cc_option target scope option)
  string(MAKE_C_IDENTIFIER "hosted_has_${option}" check)
  set(CMAKE_REQUIRED_QUIET TRUE)
  check_c_compiler_flag("${option}" ${check}_c)
  check_cxx_compiler_flag("${option}" ${check}_cxx)
  if(${check}_c)
    target_compile_options(${target} ${scope} "$<$<COMPILE_LANGUAGE:C>:${option}>")
  endif()
  if(${check}_cxx)
    target_compile_options(${target} ${scope} "$<$<COMPILE_LANGUAGE:CXX>:${option}>")
  endif()
endfunction()

# zephyr_get(VAR [SYSBUILD ...] [MERGE] [VAR names...]): the CMake variable, else the environment.
function(zephyr_get variable)
  cmake_parse_arguments(PARSE_ARGV 1 arg "MERGE;REVERSE" "SYSBUILD" "VAR")
  if(NOT arg_VAR)
    set(arg_VAR ${variable})
  endif()
  set(result "")
  foreach(name IN LISTS arg_VAR)
    foreach(value IN ITEMS "${${name}}" "$ENV{${name}}")
      if(NOT value STREQUAL "" AND (arg_MERGE OR result STREQUAL ""))
        list(APPEND result ${value})
      endif()
    endforeach()
  endforeach()
  if(NOT result STREQUAL "")
    set(${variable} "${result}" PARENT_SCOPE)
  endif()
endfunction()

# Bytes of a file as a C array body, for `const char x[] = { #include "file.inc" };`.
# Options: --offset=N, --length=N, --gzip, --gzip-mtime=N.
function(generate_inc_file source generated)
  add_custom_command(OUTPUT ${generated}
    COMMAND ${HOSTED_PYTHON} ${ZEPHYR_BASE}/scripts/file_to_inc.py ${source} ${generated} ${ARGN}
    DEPENDS ${source} ${ZEPHYR_BASE}/scripts/file_to_inc.py WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} VERBATIM)
endfunction()

# For a source that the build itself makes, by the custom target `maker`.
function(generate_inc_file_for_gen_target target source generated maker)
  get_filename_component(source "${source}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
  get_filename_component(generated "${generated}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_BINARY_DIR})
  generate_inc_file(${source} ${generated} ${ARGN})
  string(SHA1 name "${generated}")
  add_custom_target(hosted_inc_${name} DEPENDS ${generated})
  if(maker)
    add_dependencies(hosted_inc_${name} ${maker})
  endif()
  get_filename_component(directory ${generated} DIRECTORY)
  add_dependencies(${target} hosted_inc_${name})
  target_include_directories(${target} PRIVATE ${directory})
endfunction()

function(generate_inc_file_for_target target source generated)
  generate_inc_file_for_gen_target(${target} ${source} ${generated} "" ${ARGN})
endfunction()

# The next power of two of a variable, in place.
function(pow2round variable)
  set(power 1)
  while(power LESS ${${variable}})
    math(EXPR power "${power} * 2")
  endwhile()
  set(${variable} ${power} PARENT_SCOPE)
endfunction()

# zephyr_string(SANITIZE [TOUPPER] OUT TEXT...): a name without special characters.
function(zephyr_string mode)
  cmake_parse_arguments(PARSE_ARGV 1 arg TOUPPER "" "")
  if(NOT mode STREQUAL "SANITIZE")
    message(FATAL_ERROR "tidemark-hosted: zephyr_string(${mode}): hosted knows SANITIZE only; use CMake's string()")
  endif()
  list(POP_FRONT arg_UNPARSED_ARGUMENTS out)
  string(MAKE_C_IDENTIFIER "${arg_UNPARSED_ARGUMENTS}" text)
  if(arg_TOUPPER)
    string(TOUPPER "${text}" text)
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# System calls need no generated code here: everything runs in one privilege level.
function(zephyr_syscall_include_directories)
endfunction()
function(zephyr_syscall_header)
endfunction()
function(zephyr_syscall_header_ifdef)
endfunction()
function(zephyr_library_app_memory)
endfunction()
# Code stays where the linker puts it.
function(zephyr_code_relocate)
endfunction()
function(zephyr_code_relocate_ifdef)
endfunction()
function(zephyr_code_relocate_ifndef)
endfunction()

function(target_ld_options target scope)
  target_link_options(${target} ${scope} ${ARGN})
endfunction()

macro(zephyr_ld_option_ifdef feature)
  zephyr_ld_options_ifdef(${feature} ${ARGN})
endmacro()
macro(zephyr_ld_option_ifndef feature)
  zephyr_ld_options_ifndef(${feature} ${ARGN})
endmacro()
macro(add_compile_option_ifdef feature option)
  if(${feature})
    add_compile_options(${option})
  endif()
endmacro()
macro(add_compile_option_ifndef feature option)
  if(NOT ${feature})
    add_compile_options(${option})
  endif()
endmacro()

# Of a devicetree that hosted does not have: no node, no property.
foreach(_function IN ITEMS dt_nodelabel dt_alias dt_node_exists dt_node_has_status dt_prop dt_comp_path dt_num_regs
    dt_reg_addr dt_reg_size dt_has_chosen dt_chosen)
  cmake_language(EVAL CODE "
    function(${_function} out)
      unset(\${out} PARENT_SCOPE)
    endfunction()")
endforeach()
