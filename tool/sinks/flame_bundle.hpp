// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// What web/flame is built to. Both are empty where node or npm was not there when the tool was
/// built, or could not get the packages that web/flame/package-lock.json names.
namespace tidemark::sinks {

extern const std::string_view kFlameScript;
extern const std::string_view kFlameStyle;

}  // namespace tidemark::sinks
