// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tool/app/options.hpp"

namespace tidemark::app {

/// `tidemark monitor`: shows a device live, then its judgement. Returns the exit status.
int run_monitor(const MonitorOptions& options);

}  // namespace tidemark::app
