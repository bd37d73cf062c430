# SPDX-License-Identifier: Apache-2.0
# What the application's sources are compiled with, for a library that another build system makes:
# zephyr_get_{include_directories,system_include_directories,compile_definitions,compile_options}_for_lang(LANG OUT
# [STRIP_PREFIX] [DELIMITER D]) and the same with _as_string, which gives one string for a command line.

# The entries of a property of zephyr_interface that apply to a language.
function(_hosted_flags_for_lang lang property out)
  get_property(entries TARGET zephyr_interface PROPERTY ${property})
  set(flags "")
  foreach(entry IN LISTS entries)
    if(entry MATCHES "^\\$<\\$<COMPILE_LANGUAGE:([A-Z,]+)>:(.*)>$")
      string(REPLACE "," ";" languages "${CMAKE_MATCH_1}")
      set(entry "${CMAKE_MATCH_2}")
      if(NOT lang IN_LIST languages)
        continue()
      endif()
    endif()
    if(entry MATCHES "^SHELL:(.*)$")
      separate_arguments(entry UNIX_COMMAND "${CMAKE_MATCH_1}")
    endif()
    list(APPEND flags ${entry})
  endforeach()
  set(${out} "${flags}" PARENT_SCOPE)
endfunction()

foreach(_row IN ITEMS
    "include_directories|INTERFACE_INCLUDE_DIRECTORIES|-I"
    "system_include_directories|INTERFACE_SYSTEM_INCLUDE_DIRECTORIES|-isystem"
    "compile_definitions|INTERFACE_COMPILE_DEFINITIONS|-D"
    "compile_options|INTERFACE_COMPILE_OPTIONS|")
  string(REGEX MATCH "^(.*)\\|(.*)\\|(.*)$" _ "${_row}")
  cmake_language(EVAL CODE "
    function(zephyr_get_${CMAKE_MATCH_1}_for_lang lang out)
      cmake_parse_arguments(PARSE_ARGV 2 arg STRIP_PREFIX DELIMITER \"\")
      _hosted_flags_for_lang(\${lang} ${CMAKE_MATCH_2} flags)
      if(NOT arg_STRIP_PREFIX)
        list(TRANSFORM flags PREPEND \"${CMAKE_MATCH_3}\")
      endif()
      if(arg_DELIMITER)
        list(JOIN flags \"\${arg_DELIMITER}\" flags)
      endif()
      set(\${out} \"\${flags}\" PARENT_SCOPE)
    endfunction()
    function(zephyr_get_${CMAKE_MATCH_1}_for_lang_as_string lang out)
      zephyr_get_${CMAKE_MATCH_1}_for_lang(\${lang} flags \${ARGN})
      list(JOIN flags \" \" flags)
      set(\${out} \"\${flags}\" PARENT_SCOPE)
    endfunction()")
endforeach()
