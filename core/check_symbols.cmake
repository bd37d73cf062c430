# SPDX-License-Identifier: Apache-2.0
# cmake -DNM=nm -DLIBRARIES=a.a,b.a -P check_symbols.cmake
# Fails if the libraries together need a symbol that a device need not have.
set(allowed
  "^_ZN8tidemark4port"                              # the port
  "^mem(cpy|set|move|cmp)$"                         # what a compiler may call by itself
  "^__aeabi_" "^__u?div" "^__u?mod" "^__ctz" "^__clz" # libgcc's arithmetic
  "^_GLOBAL_OFFSET_TABLE_$")
string(REPLACE "," ";" libraries "${LIBRARIES}")
set(defined "")
set(undefined "")
foreach(library IN LISTS libraries)
  execute_process(COMMAND ${NM} -P ${library} OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[^\n]+" lines "${table}")
  foreach(line IN LISTS lines)
    if(line MATCHES "^([^ ]+) U")
      list(APPEND undefined ${CMAKE_MATCH_1})
    elseif(line MATCHES "^([^ ]+) [A-Za-z]")
      list(APPEND defined ${CMAKE_MATCH_1})
    endif()
  endforeach()
endforeach()
list(LENGTH defined defined_count)
if(defined_count EQUAL 0)
  message(FATAL_ERROR "no symbols in ${libraries}")
endif()
list(REMOVE_DUPLICATES undefined)
list(REMOVE_ITEM undefined ${defined})
foreach(pattern IN LISTS allowed)
  list(FILTER undefined EXCLUDE REGEX "${pattern}")
endforeach()
if(undefined)
  message(FATAL_ERROR "the core needs what a device need not have: ${undefined}")
endif()
message("${defined_count} symbols defined, none from outside but the port's and the compiler's")
