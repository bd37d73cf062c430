// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "tool/sinks/profile_report.hpp"

namespace tidemark::sinks {

/// Whether the page can be made: the tool was built with what web/flame is built to.
bool has_flame_page();

/// The profile as one HTML page that needs nothing beside it: live bytes by heap, thread and calls
/// as a flame graph. All that comes from a device is escaped. `version` is the tool's.
std::string flame_page(const ProfileReport& report, std::string_view version);

}  // namespace tidemark::sinks
