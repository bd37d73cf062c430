# SPDX-License-Identifier: Apache-2.0
# Compiler flags of the application and of the modules, carried by zephyr_interface. The runtime has its own.

add_library(zephyr_interface INTERFACE)

if(CONFIG_NO_OPTIMIZATIONS)
  set(_optimisation -O0)
elseif(CONFIG_DEBUG_OPTIMIZATIONS)
  set(_optimisation -Og)
elseif(CONFIG_SPEED_OPTIMIZATIONS)
  set(_optimisation -O2)
else()
  set(_optimisation -Os)
endif()

set(_c_standard c11)
foreach(_name IN ITEMS C90 C99 C11 C17 C23)
  if(CONFIG_STD_${_name})
    string(TOLOWER ${_name} _c_standard)
  endif()
endforeach()
string(REPLACE c23 c2x _c_standard ${_c_standard})
if(CSTD)
  set(_c_standard ${CSTD})
endif()
set(_cpp_standard c++11)
foreach(_pair IN ITEMS 98:98 11:11 14:14 17:17 2A:2a 20:20 2B:2b)
  string(REPLACE ":" ";" _pair ${_pair})
  list(GET _pair 0 _name)
  list(GET _pair 1 _value)
  if(CONFIG_STD_CPP${_name})
    set(_cpp_standard c++${_value})
  endif()
endforeach()

# autoconf.h comes first, before anything that a module adds.
target_include_directories(zephyr_interface INTERFACE
  ${ZEPHYR_BASE}/include ${HOSTED_GENERATED_DIR} ${HOSTED_GENERATED_DIR}/zephyr)
target_compile_definitions(zephyr_interface INTERFACE __ZEPHYR__=1 $<IF:$<BOOL:${HOSTED_UNITTEST}>,ZTEST_UNITTEST,KERNEL> _FORTIFY_SOURCE=0
  _POSIX_C_SOURCE=200809 _XOPEN_SOURCE=600 _XOPEN_SOURCE_EXTENDED
  K_HEAP_MEM_POOL_SIZE=${K_HEAP_MEM_POOL_SIZE})
target_compile_options(zephyr_interface INTERFACE
  "SHELL:-imacros \"${AUTOCONF_H}\"" "SHELL:-imacros \"${ZEPHYR_BASE}/cmake/real_names.h\""
  ${_optimisation} -g -fno-strict-aliasing -fno-common -ffunction-sections -fdata-sections
  -fno-omit-frame-pointer -fstack-clash-protection -fno-pie -U_FORTIFY_SOURCE
  -Wall -Wformat -Wformat-security -Wno-format-zero-length -Wno-unused-but-set-variable -Wpointer-arith
  -Wno-main
  $<$<COMPILE_LANGUAGE:C>:-std=${_c_standard}>
  $<$<COMPILE_LANGUAGE:C>:-Wno-pointer-sign>
  $<$<COMPILE_LANGUAGE:C>:-Werror=implicit-int>
  $<$<COMPILE_LANGUAGE:CXX>:-std=${_cpp_standard}>
  $<$<COMPILE_LANGUAGE:CXX>:-Wno-register>
  $<$<COMPILE_LANGUAGE:CXX>:-fno-threadsafe-statics>)
if(NOT CONFIG_CPP_EXCEPTIONS)
  target_compile_options(zephyr_interface INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions> $<$<COMPILE_LANGUAGE:CXX>:-fno-unwind-tables>
    $<$<COMPILE_LANGUAGE:CXX>:-fno-asynchronous-unwind-tables>)
endif()
if(NOT CONFIG_CPP_RTTI)
  target_compile_options(zephyr_interface INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
endif()
if(CONFIG_BUILD_OUTPUT_STRIP_PATHS)
  # The last that matches wins.
  target_compile_options(zephyr_interface INTERFACE
    "-fmacro-prefix-map=${ZEPHYR_BASE}=ZEPHYR_BASE" "-fmacro-prefix-map=${APPLICATION_SOURCE_DIR}=CMAKE_SOURCE_DIR")
endif()
if(CONFIG_COMPILER_WARNINGS_AS_ERRORS)
  target_compile_options(zephyr_interface INTERFACE -Werror)
endif()
if(CONFIG_STACK_USAGE)
  target_compile_options(zephyr_interface INTERFACE -fstack-usage)
endif()
if(CONFIG_STACK_CANARIES)
  target_compile_options(zephyr_interface INTERFACE -fstack-protector-all)
endif()
if(CONFIG_COMPILER_SAVE_TEMPS)
  target_compile_options(zephyr_interface INTERFACE -save-temps=obj)
endif()
if(CONFIG_ASAN)
  # A call at a function's end stays a call, so that reports show who made it.
  target_compile_options(zephyr_interface INTERFACE -fsanitize=address -fno-optimize-sibling-calls)
  target_link_options(zephyr_interface INTERFACE -fsanitize=address)
endif()
if(CONFIG_UBSAN)
  target_compile_options(zephyr_interface INTERFACE -fsanitize=undefined)
  target_link_options(zephyr_interface INTERFACE -fsanitize=undefined)
endif()
foreach(_option IN ITEMS CONFIG_COMPILER_OPT)
  if(${_option})
    separate_arguments(_options UNIX_COMMAND "${${_option}}")
    target_compile_options(zephyr_interface INTERFACE ${_options})
  endif()
endforeach()
foreach(_pair IN ITEMS EXTRA_CFLAGS:C EXTRA_CXXFLAGS:CXX EXTRA_AFLAGS:ASM EXTRA_CPPFLAGS:C,CXX)
  string(REPLACE ":" ";" _pair ${_pair})
  list(GET _pair 0 _variable)
  list(GET _pair 1 _languages)
  set(_value "${${_variable}} $ENV{${_variable}}")
  separate_arguments(_options UNIX_COMMAND "${_value}")
  foreach(_option IN LISTS _options)
    target_compile_options(zephyr_interface INTERFACE $<$<COMPILE_LANGUAGE:${_languages}>:${_option}>)
  endforeach()
endforeach()
