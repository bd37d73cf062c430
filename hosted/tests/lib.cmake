# SPDX-License-Identifier: Apache-2.0

# What newer releases of Zephyr than 3.7 have added, in all areas.
hosted_add_test(NAME newer APP ${CMAKE_CURRENT_SOURCE_DIR}/newer CMAKE_ARGS ${alone} MATCH
  "work queue 'watched': the handler .* ran longer than its queue allows" "SUITE PASS - 100.00% .newer_kernel."
  "SUITE PASS - 100.00% .newer_lib." "SUITE PASS - 100.00% .newer_memory." "PROJECT EXECUTION SUCCESSFUL")

# Ring buffer, lists, bit arrays, memory blocks, multi-heap, check sums, text: digests of random steps, as a real native_sim_64 prints them.

hosted_own_test(lib APP lib EXPECT lib/expected.txt CMAKE_ARGS ${alone})
