// SPDX-License-Identifier: Apache-2.0
#pragma once

/// After each whole sample, by the monitor's thread: asks the checks, looks for what stays
/// critical, feeds the watchdog. May restart the device and then does not return.
void tidemark_look_after_health();
