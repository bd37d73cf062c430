// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/telemetry.hpp"
#include "zephyr/src/build_id.hpp"

/// Who this device is in its messages. Threads only; reads the hardware's id. The boot's number is
/// one more than that of the boot before where RAM outlived it, and else what the RAM held when
/// power came. Without messages only the build is known.
#if defined(CONFIG_TIDEMARK_MESSAGES)
tidemark::Identity tidemark_identity();
#else
inline tidemark::Identity tidemark_identity() {
  return {{}, tidemark_build_id(), 0};
}
#endif
