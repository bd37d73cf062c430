# SPDX-License-Identifier: Apache-2.0
# Zephyr's functions about zephyr_interface, libraries of modules and linker sections.

function(zephyr_sources)
  foreach(file IN LISTS ARGN)
    get_filename_component(path "${file}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    target_sources(zephyr PRIVATE ${path})
  endforeach()
endfunction()

function(zephyr_include_directories)
  list(TRANSFORM ARGN PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/" REGEX "^[^/$]")
  target_include_directories(zephyr_interface INTERFACE ${ARGN})
endfunction()

function(zephyr_system_include_directories)
  list(TRANSFORM ARGN PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/" REGEX "^[^/$]")
  target_include_directories(zephyr_interface SYSTEM INTERFACE ${ARGN})
endfunction()

function(zephyr_compile_definitions)
  target_compile_definitions(zephyr_interface INTERFACE ${ARGN})
endfunction()

function(zephyr_compile_options)
  target_compile_options(zephyr_interface INTERFACE ${ARGN})
endfunction()

function(zephyr_cc_option)
  foreach(option IN LISTS ARGN)
    target_cc_option(zephyr_interface INTERFACE ${option})
  endforeach()
endfunction()

function(zephyr_ld_options)
  target_link_options(zephyr_interface INTERFACE ${ARGN})
endfunction()

function(zephyr_link_libraries)
  target_link_libraries(zephyr_interface INTERFACE ${ARGN})
endfunction()

function(zephyr_libc_link_libraries)
  target_link_libraries(zephyr_interface INTERFACE ${ARGN})
endfunction()

# A Zephyr library is linked whole. One made by the application itself is not in a real tree; hosted says so.
function(zephyr_append_cmake_library library)
  set_property(GLOBAL APPEND PROPERTY HOSTED_LIBS ${library})
endfunction()

macro(zephyr_library_get_current_dir_lib_name base name_out)
  file(RELATIVE_PATH _relative "${base}" "${CMAKE_CURRENT_SOURCE_DIR}")
  if(_relative STREQUAL "")
    set(_relative .)
  endif()
  string(REGEX REPLACE "[/ :]|\\.\\." "__" _relative "${_relative}")
  set(${name_out} "${_relative}")
endmacro()

macro(zephyr_library)
  set(_base ${ZEPHYR_BASE})
  if(ZEPHYR_CURRENT_MODULE_DIR)
    set(_base ${ZEPHYR_CURRENT_MODULE_DIR})
    set(_prefix "..__${ZEPHYR_CURRENT_MODULE_NAME}__")
  else()
    set(_base ${APPLICATION_SOURCE_DIR})
    set(_prefix "")
  endif()
  zephyr_library_get_current_dir_lib_name(${_base} _name)
  zephyr_library_named(${_prefix}${_name})
endmacro()

macro(zephyr_library_named name)
  set(ZEPHYR_CURRENT_LIBRARY ${name})
  add_library(${name} STATIC)
  set_target_properties(${name} PROPERTIES ARCHIVE_OUTPUT_DIRECTORY ${ZEPHYR_BINARY_DIR}/lib)
  zephyr_append_cmake_library(${name})
  target_link_libraries(${name} PUBLIC zephyr_interface)
endmacro()

macro(zephyr_library_amend)
  message(FATAL_ERROR "tidemark-hosted: zephyr_library_amend() in ${CMAKE_CURRENT_SOURCE_DIR}: hosted has none of Zephyr's "
    "own libraries to add to; use zephyr_library()")
endmacro()

function(zephyr_interface_library_named name)
  add_library(${name} INTERFACE)
endfunction()

function(zephyr_library_import name path)
  add_library(${name} STATIC IMPORTED GLOBAL)
  set_target_properties(${name} PROPERTIES IMPORTED_LOCATION ${path})
  zephyr_append_cmake_library(${name})
endfunction()

function(zephyr_library_sources)
  target_sources(${ZEPHYR_CURRENT_LIBRARY} PRIVATE ${ARGN})
endfunction()

function(zephyr_library_include_directories)
  target_include_directories(${ZEPHYR_CURRENT_LIBRARY} PRIVATE ${ARGN})
endfunction()

function(zephyr_library_compile_definitions)
  target_compile_definitions(${ZEPHYR_CURRENT_LIBRARY} PRIVATE ${ARGN})
endfunction()

function(zephyr_library_compile_options)
  # After the options of zephyr_interface, so that a library can take one of them back.
  set_property(TARGET ${ZEPHYR_CURRENT_LIBRARY} APPEND PROPERTY COMPILE_OPTIONS ${ARGN})
endfunction()

function(zephyr_library_cc_option)
  foreach(option IN LISTS ARGN)
    target_cc_option(${ZEPHYR_CURRENT_LIBRARY} PRIVATE ${option})
  endforeach()
endfunction()

function(zephyr_library_link_libraries)
  target_link_libraries(${ZEPHYR_CURRENT_LIBRARY} PUBLIC ${ARGN})
endfunction()

function(zephyr_library_add_dependencies)
  add_dependencies(${ZEPHYR_CURRENT_LIBRARY} ${ARGN})
endfunction()

function(zephyr_library_property)
  set_target_properties(${ZEPHYR_CURRENT_LIBRARY} PROPERTIES ${ARGN})
endfunction()

# Files of linker-script text. SECTIONS, DATA_SECTIONS, RAM_SECTIONS and ROM_SECTIONS hold output sections;
# NOINIT, RWDATA, RODATA and ROM_START input section patterns. SORT_KEY orders the files of one place.
function(zephyr_linker_sources location)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "SORT_KEY" "")
  if(NOT location MATCHES "^(SECTIONS|DATA_SECTIONS|RAM_SECTIONS|ROM_SECTIONS|NOINIT|RWDATA|RODATA|ROM_START)$")
    message(FATAL_ERROR "tidemark-hosted: zephyr_linker_sources(${location}): hosted knows SECTIONS, DATA_SECTIONS, "
      "RAM_SECTIONS, ROM_SECTIONS, NOINIT, RWDATA, RODATA and ROM_START; use one of them")
  endif()
  if(location MATCHES "SECTIONS$")
    set(location SECTIONS)
  elseif(location MATCHES "^RO")
    set(location RODATA)
  endif()
  if(NOT arg_SORT_KEY)
    set(arg_SORT_KEY default)
  endif()
  foreach(file IN LISTS arg_UNPARSED_ARGUMENTS)
    get_filename_component(path "${file}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    if(NOT EXISTS ${path})
      message(FATAL_ERROR "tidemark-hosted: zephyr_linker_sources: ${path}: no such file; correct the name")
    endif()
    set_property(GLOBAL APPEND PROPERTY HOSTED_LINKER_${location} "${arg_SORT_KEY}|${path}")
  endforeach()
endfunction()

# In a real tree these two only feed the CMake linker generator; the sections come from zephyr_linker_sources().
function(zephyr_iterable_section)
endfunction()
function(zephyr_linker_section)
endfunction()

function(_hosted_write_linker_sources)
  foreach(location IN ITEMS SECTIONS NOINIT RWDATA RODATA)
    get_property(entries GLOBAL PROPERTY HOSTED_LINKER_${location})
    list(SORT entries)
    list(TRANSFORM entries REPLACE "^[^|]*\\|(.*)$" "#include \"\\1\"")
    list(JOIN entries "\n" HOSTED_${location})
  endforeach()
  # Each says itself by CONFIG_ symbols what is there.
  file(GLOB parts CONFIGURE_DEPENDS ${ZEPHYR_BASE}/src/*/sections.ld)
  foreach(part IN LISTS parts)
    set(HOSTED_SECTIONS "#include \"${part}\"\n${HOSTED_SECTIONS}")
  endforeach()
  configure_file(${ZEPHYR_BASE}/cmake/runtime/hosted.ld.in ${ZEPHYR_BINARY_DIR}/hosted.ld.in @ONLY)
endfunction()
