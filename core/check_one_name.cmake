# SPDX-License-Identifier: Apache-2.0
# cmake -DCC=... -DCXX=... -DSOURCE=test_one_name.c -DINCLUDE=... -DOUT=... -P check_one_name.cmake
# Links pairs of definitions. Those of one name must be refused, for that reason, and the others not.
file(MAKE_DIRECTORY ${OUT})
function(compile object)
  execute_process(COMMAND ${ARGN} -I${INCLUDE} -c -o ${OUT}/${object} ${SOURCE} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
compile(first.o ${CC} -DNAME=cache -DHAS_MAIN)
compile(again.o ${CC} -DNAME=cache)
compile(again_plus.o ${CXX} -x c++ -DNAME=cache)
compile(other.o ${CC} -DNAME=images)
compile(other_plus.o ${CXX} -x c++ -DNAME=sounds)
compile(sheds.o ${CC} -DNAME=cache -DSHEDS)
compile(sheds_plus.o ${CXX} -x c++ -DNAME=cache -DSHEDS)

execute_process(COMMAND ${CXX} -o ${OUT}/program ${OUT}/first.o ${OUT}/other.o ${OUT}/other_plus.o ${OUT}/sheds.o
  COMMAND_ERROR_IS_FATAL ANY)
foreach(pair IN ITEMS "first.o;again.o" "first.o;again_plus.o" "first.o;sheds.o;sheds_plus.o")
  list(TRANSFORM pair PREPEND ${OUT}/)
  execute_process(COMMAND ${CXX} -o ${OUT}/program ${pair} RESULT_VARIABLE status ERROR_VARIABLE errors)
  if(status EQUAL 0)
    message(FATAL_ERROR "these link, and have two of one name: ${pair}")
  elseif(NOT errors MATCHES "multiple definition of .tidemark_[a-z]*_cache" AND NOT errors MATCHES "duplicate symbol")
    message(FATAL_ERROR "refused, but not for the name: ${errors}")
  endif()
endforeach()
