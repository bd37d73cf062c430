# SPDX-License-Identifier: Apache-2.0
# There is one devicetree (include/zephyr/devicetree/nodes.h). What would change it is not read, and that is said.

set(_overlays "")
foreach(_variable IN ITEMS DTC_OVERLAY_FILE EXTRA_DTC_OVERLAY_FILE)
  if(DEFINED ${_variable})
    list(APPEND _overlays "${_variable}=${${_variable}}")
  endif()
endforeach()
foreach(_name IN ITEMS app ${HOSTED_BOARD_FILES})
  foreach(_candidate IN ITEMS ${_name}.overlay boards/${_name}.overlay)
    if(EXISTS ${APPLICATION_SOURCE_DIR}/${_candidate})
      list(APPEND _overlays ${_candidate})
    endif()
  endforeach()
endforeach()
if(_overlays)
  list(JOIN _overlays ", " _overlays)
  message(WARNING
    "tidemark-hosted: devicetree overlay not read: ${_overlays}; hosted has one fixed devicetree, and code that needs "
    "another node does not compile; see docs/reference/hosted/devices.md for the nodes that there are")
endif()
