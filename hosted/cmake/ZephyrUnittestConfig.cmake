# SPDX-License-Identifier: Apache-2.0
# find_package(ZephyrUnittest): the name before Zephyr 3.0 of find_package(Zephyr COMPONENTS unittest).

set(Zephyr_FIND_COMPONENTS unittest)
include(${CMAKE_CURRENT_LIST_DIR}/ZephyrConfig.cmake)
set(ZephyrUnittest_FOUND TRUE)
