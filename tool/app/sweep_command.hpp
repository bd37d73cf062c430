// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tool/app/soak_setup.hpp"

namespace tidemark::app {

/// `tidemark soak --fail-alloc-sweep`. Returns the exit status.
int run_sweep(const SoakOptions& options, const SoakSetup& setup);

}  // namespace tidemark::app
