# SPDX-License-Identifier: Apache-2.0
# There is one devicetree (include/zephyr/devicetree/nodes.h), and overlays may add nodes to it: those of Zephyr's order,
# DTC_OVERLAY_FILE, or else the board's, or else app.overlay; and always EXTRA_DTC_OVERLAY_FILE.

if(DEFINED DTC_OVERLAY_FILE)
  set(_overlays "${DTC_OVERLAY_FILE}")
else()
  set(_overlays "")
  foreach(_name IN LISTS HOSTED_BOARD_FILES)
    list(APPEND _overlays boards/${_name}.overlay)
  endforeach()
  foreach(_name IN LISTS HOSTED_BOARD_FILES)
    list(APPEND _overlays ${_name}.overlay)
  endforeach()
  list(APPEND _overlays app.overlay)
  set(_found "")
  foreach(_file IN LISTS _overlays)
    if(EXISTS ${APPLICATION_SOURCE_DIR}/${_file})
      set(_found ${_file})
      break()
    endif()
  endforeach()
  set(_overlays ${_found})
endif()
if(DEFINED EXTRA_DTC_OVERLAY_FILE)
  list(APPEND _overlays ${EXTRA_DTC_OVERLAY_FILE})
endif()
string(REPLACE " " ";" _overlays "${_overlays}")
set(_paths "")
foreach(_file IN LISTS _overlays)
  get_filename_component(_path "${_file}" ABSOLUTE BASE_DIR ${APPLICATION_SOURCE_DIR})
  list(APPEND _paths ${_path})
endforeach()

execute_process(
  COMMAND ${HOSTED_PYTHON} -B ${ZEPHYR_BASE}/scripts/devicetree.py --nodes ${ZEPHYR_BASE}/include/zephyr/devicetree/nodes.h
    --out ${HOSTED_GENERATED_DIR}/zephyr/devicetree_overlay.h --application ${APPLICATION_SOURCE_DIR} ${_paths}
  RESULT_VARIABLE _result)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${_paths} ${ZEPHYR_BASE}/scripts/devicetree.py ${ZEPHYR_BASE}/scripts/devicetree_overlay.py
  ${ZEPHYR_BASE}/include/zephyr/devicetree/nodes.h)
if(NOT _result EQUAL 0)
  message(FATAL_ERROR "tidemark-hosted: devicetree: see the message above")
endif()
