// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tool/app/options.hpp"

namespace tidemark::app {

/// `tidemark soak`: runs a hosted application in virtual time and prints the judgement; with
/// --fail-alloc-sweep once for each allocation that is to fail. Returns the exit status.
int run_soak(const SoakOptions& options);

}  // namespace tidemark::app
