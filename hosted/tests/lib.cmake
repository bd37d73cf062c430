# SPDX-License-Identifier: Apache-2.0

# What newer releases of Zephyr than 3.7 have added, in all areas.
hosted_add_test(NAME newer APP ${CMAKE_CURRENT_SOURCE_DIR}/newer CMAKE_ARGS ${alone} MATCH
  "work queue 'watched': the handler .* ran longer than its queue allows" "SUITE PASS - 100.00% .newer_kernel."
  "SUITE PASS - 100.00% .newer_lib." "SUITE PASS - 100.00% .newer_memory." "PROJECT EXECUTION SUCCESSFUL")
