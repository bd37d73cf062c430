# SPDX-License-Identifier: Apache-2.0
# Finds a Python 3 that has kconfiglib and yaml. The first python3 on PATH is often a private one without the
# distribution's modules, so every candidate is asked.

set(_hosted_candidates ${Python3_EXECUTABLE} ${PYTHON_EXECUTABLE} ${HOSTED_PYTHON})
string(REPLACE ":" ";" _hosted_path "$ENV{PATH}")
# Every plain python3 first: asking one costs up to a second where a version manager stands in front of it.
foreach(_name IN ITEMS python3 python3.13 python3.12 python3.11 python3.10 python3.9 python)
  foreach(_dir IN LISTS _hosted_path ITEMS /usr/local/bin /usr/bin /bin)
    if(EXISTS "${_dir}/${_name}")
      list(APPEND _hosted_candidates "${_dir}/${_name}")
    endif()
  endforeach()
endforeach()
list(REMOVE_DUPLICATES _hosted_candidates)

set(_hosted_tried "")
set(_hosted_found "")
foreach(_python IN LISTS _hosted_candidates)
  execute_process(COMMAND "${_python}" -c "import sys, kconfiglib, yaml; sys.exit(sys.version_info < (3, 8))"
    RESULT_VARIABLE _result OUTPUT_QUIET ERROR_QUIET)
  if(_result EQUAL 0)
    set(_hosted_found "${_python}")
    break()
  endif()
  string(APPEND _hosted_tried " ${_python}")
endforeach()
if(NOT _hosted_found AND HOSTED_PYTHON_OPTIONAL)
  return()
endif()
if(NOT _hosted_found)
  message(FATAL_ERROR
    "tidemark-hosted: Kconfig: no Python 3.8 or newer with the modules kconfiglib and yaml among:${_hosted_tried}; "
    "install them (Debian: apt install python3 python3-kconfiglib python3-yaml) or give -DPython3_EXECUTABLE=PATH")
endif()
set(HOSTED_PYTHON "${_hosted_found}" CACHE FILEPATH "Python 3 with kconfiglib and yaml" FORCE)
set(PYTHON_EXECUTABLE "${_hosted_found}")
set(Python3_EXECUTABLE "${_hosted_found}")
