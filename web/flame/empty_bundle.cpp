// SPDX-License-Identifier: Apache-2.0
// In place of what build.mjs writes, where it could not run.
#include "tool/sinks/flame_bundle.hpp"

namespace tidemark::sinks {

const std::string_view kFlameScript = "";
const std::string_view kFlameStyle = "";

}  // namespace tidemark::sinks
