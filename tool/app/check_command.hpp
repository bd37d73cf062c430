// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tool/app/options.hpp"

namespace tidemark::app {

/// `tidemark check`: reads a file to its end and prints the judgement. Returns the exit status.
/// SIGINT ends the reading; what was read is judged.
int run_check(const CheckOptions& options);

}  // namespace tidemark::app
