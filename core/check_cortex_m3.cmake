# SPDX-License-Identifier: Apache-2.0
# cmake -DCXX=arm-none-eabi-g++ -DROOT=... -DOUT=... -DSOURCES=a.cpp,b.cpp -P check_cortex_m3.cmake
# Compiles the core for a 32-bit device, without any library of C++, and prints its size.
string(REPLACE "," ";" sources "${SOURCES}")
file(MAKE_DIRECTORY ${OUT})
set(objects "")
foreach(source IN LISTS sources)
  get_filename_component(name ${source} NAME_WE)
  execute_process(COMMAND ${CXX} -std=c++20 -mcpu=cortex-m3 -mthumb -Os -ffreestanding
    -fno-exceptions -fno-rtti -fno-threadsafe-statics -ffunction-sections -fdata-sections
    -Wall -Wextra -Wconversion -Wsign-conversion -Wdouble-promotion -Werror
    -I${ROOT} -I${ROOT}/core/include -c ${ROOT}/${source} -o ${OUT}/${name}.o
    COMMAND_ERROR_IS_FATAL ANY)
  list(APPEND objects ${OUT}/${name}.o)
endforeach()
string(REPLACE "g++" "size" size_tool ${CXX})
execute_process(COMMAND ${size_tool} -t ${objects} COMMAND_ERROR_IS_FATAL ANY)
