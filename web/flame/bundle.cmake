# SPDX-License-Identifier: Apache-2.0
# cmake -DNODE=... -DNPM=... -DSOURCE=web/flame -DWORK=folder -DOUT=flame_bundle.cpp -P bundle.cmake
# Builds the page's bundle in WORK. Where that fails, for want of a network for instance, OUT is a
# bundle that is empty, so that the tool can be built all the same.

function(run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status
    OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(NOT status EQUAL 0)
    message("web/flame: ${said}\nweb/flame: could not be built; tidemark profile --flame will say so. "
      "Once it can, remove ${OUT} and build again.")
    configure_file(${SOURCE}/empty_bundle.cpp ${OUT} COPYONLY)
    set(failed TRUE PARENT_SCOPE)
  endif()
endfunction()

# Node has certificates of its own, and does not look at those of the system, where a company's are.
if(NOT DEFINED ENV{NODE_EXTRA_CA_CERTS} AND EXISTS /etc/ssl/certs/ca-certificates.crt)
  set(ENV{NODE_EXTRA_CA_CERTS} /etc/ssl/certs/ca-certificates.crt)
endif()
file(MAKE_DIRECTORY ${WORK})
file(COPY ${SOURCE}/package.json ${SOURCE}/package-lock.json ${SOURCE}/build.mjs ${SOURCE}/src
  DESTINATION ${WORK})
file(REMOVE ${OUT})
set(failed FALSE)
run(${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error)
if(NOT failed)
  run(${NODE} build.mjs ${OUT})
endif()
if(EXISTS ${OUT})
  file(TOUCH ${OUT})
endif()
