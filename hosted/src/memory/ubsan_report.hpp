// SPDX-License-Identifier: Apache-2.0
// Reports of UndefinedBehaviorSanitizer (CONFIG_UBSAN): who did it, and what that means for the
// exit status.
#pragma once

namespace hosted {

// At the end of the process: if there were reports, says at how many places, and makes a status of
// 0 a 1. Without CONFIG_UBSAN: nothing. Deep stack.
int count_undefined(int status);

}  // namespace hosted
