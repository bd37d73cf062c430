// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "tool/analysis/reachability.hpp"

namespace tidemark::sinks {

/// "lose() at src/main.c:12" for a return address; empty: not known.
using SiteName = std::function<std::string(std::uint64_t)>;

/// What a search found, as text of several lines: the blocks (at most 50, the largest first), the
/// sum of each heap, and what limits the search. `lasting`: they were unreachable in an earlier
/// dump too.
std::string unreachable_text(const analysis::Reachability& found, bool lasting,
                             const SiteName& site_name);

/// All of it, as docs/reference/cli.md has it.
nlohmann::ordered_json unreachable_json(const analysis::Reachability& found, bool lasting,
                                        const SiteName& site_name);

}  // namespace tidemark::sinks
