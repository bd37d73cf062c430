// SPDX-License-Identifier: Apache-2.0
// Formatting, inside.
#pragma once

#include <cstdarg>
#include <cstddef>

namespace hosted {

// The format and arguments of a package, read in place; valid as long as it. Enters the addresses
// of appended strings into the package.
struct PackageArguments {
  explicit PackageArguments(void* packaged);
  const char* format;
  std::va_list args;
  bool tagged = false;
};

// The package of arguments with tags as one without; as cbvprintf_package returns. With
// CONFIG_CBPRINTF_PACKAGE_SUPPORT_TAGGED_ARGUMENTS only.
int untag(const char* format, std::va_list args, void* packaged, std::size_t size);

// vsnprintf on the host stack.
int host_vsnprintf(char* str, std::size_t size, const char* format, std::va_list args);

}  // namespace hosted
