# SPDX-License-Identifier: Apache-2.0
# Hosted is one board. The names that a real tree gives to the same thing are accepted.

set(_hosted_boards native_sim_64 native_sim/native/64 native_sim native_sim/native native_sim@default/native/64
  native_posix native_posix_64 native_posix/native native_posix/native/64)
if(HOSTED_UNITTEST)
  set(_hosted_boards unit_testing unit_testing/unit_testing)
endif()
if(NOT DEFINED BOARD AND DEFINED ENV{BOARD})
  set(BOARD $ENV{BOARD})
endif()
if(NOT BOARD)
  list(GET _hosted_boards 0 BOARD)
endif()
if(HOSTED_UNITTEST AND NOT BOARD IN_LIST _hosted_boards)
  message(FATAL_ERROR "tidemark-hosted: BOARD=${BOARD}: this is a unit test; leave BOARD unset or use unit_testing")
endif()
if(NOT BOARD IN_LIST _hosted_boards)
  message(FATAL_ERROR
    "tidemark-hosted: BOARD=${BOARD}: hosted Zephyr runs on this computer only; leave BOARD unset or use native_sim_64 "
    "(also spelt native_sim/native/64 and native_sim), or build for ${BOARD} with a real Zephyr tree as ZEPHYR_BASE")
endif()
foreach(_unsupported IN ITEMS SHIELD SNIPPET)
  if(${_unsupported})
    message(FATAL_ERROR
      "tidemark-hosted: ${_unsupported}=${${_unsupported}}: hosted has no devicetree, so no ${_unsupported}s; "
      "leave it unset and put what it would configure into boards/native_sim_64.conf")
  endif()
endforeach()

# The spelling decides which boards/<name>.conf is looked for first, as it does in a real tree.
set(BOARD_DIR ${ZEPHYR_BASE}/boards/native_sim_64)
if(BOARD MATCHES "^native_(sim|posix)(/native)?$")
  set(HOSTED_BOARD_FILES native_sim native_posix native_sim_64 native_sim_native_64 native_posix_64)
elseif(BOARD MATCHES "^native_(sim|posix)_64$")
  set(HOSTED_BOARD_FILES native_sim_64 native_sim_native_64 native_posix_64 native_sim native_posix)
elseif(HOSTED_UNITTEST)
  set(HOSTED_BOARD_FILES unit_testing)
  set(BOARD_DIR ${ZEPHYR_BASE}/boards/unit_testing)
else()
  set(HOSTED_BOARD_FILES native_sim_native_64 native_sim_64 native_posix_64 native_sim native_posix)
endif()
set(BOARD native_sim_64)
set(CACHED_BOARD native_sim_64)
set(ARCH posix)
