# SPDX-License-Identifier: Apache-2.0
# The version that find_package(Zephyr x.y.z) compares: hosted offers the interface of the release in VERSION.

file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/../VERSION _hosted_version_lines)
foreach(_line IN LISTS _hosted_version_lines)
  if(_line MATCHES "^(VERSION_MAJOR|VERSION_MINOR|PATCHLEVEL|VERSION_TWEAK) = ([0-9]+)")
    set(_hosted_${CMAKE_MATCH_1} ${CMAKE_MATCH_2})
  endif()
endforeach()
set(PACKAGE_VERSION "${_hosted_VERSION_MAJOR}.${_hosted_VERSION_MINOR}.${_hosted_PATCHLEVEL}")

if(PACKAGE_VERSION VERSION_LESS PACKAGE_FIND_VERSION)
  set(PACKAGE_VERSION_COMPATIBLE FALSE)
else()
  set(PACKAGE_VERSION_COMPATIBLE TRUE)
  if(PACKAGE_VERSION VERSION_EQUAL PACKAGE_FIND_VERSION)
    set(PACKAGE_VERSION_EXACT TRUE)
  endif()
endif()
