// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "tool/sinks/profile_report.hpp"

namespace tidemark::sinks {

/// The profile as pprof reads it: a gzipped protobuf message. A sample for each site and owner,
/// labelled with thread and heap; values inuse_objects, inuse_space, alloc_objects and alloc_space,
/// estimates that are unsampled already, of which what was allocated stands in the site's first
/// sample. The same report gives the same bytes.
std::string pprof_profile(const ProfileReport& report);

/// `bytes` in gzip's format, without name and time.
std::string gzipped(std::string_view bytes);

}  // namespace tidemark::sinks
