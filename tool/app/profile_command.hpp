// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "tool/app/options.hpp"

namespace tidemark::app {

/// `tidemark profile`: reads a file to its end and shows who holds the memory. Returns the exit
/// status: 0 iff there is a profile and all was written. `version` is the tool's.
int run_profile(const ProfileOptions& options, std::string_view version);

}  // namespace tidemark::app
