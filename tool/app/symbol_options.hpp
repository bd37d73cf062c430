// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "tool/analysis/devices.hpp"
#include "tool/ingest/problem.hpp"

namespace tidemark::app {

/// Opens the file of --elf for the sessions. A problem iff it cannot be used; an empty name is
/// none.
std::optional<ingest::Problem> add_symbols(const std::string& elf, bool force,
                                           analysis::SessionOptions& options);

/// What to say if the session's device is of another build than --elf, and that was not forced.
std::optional<ingest::Problem> refused_symbols(const analysis::Session& session);

/// Writes that to stderr for the first device that it holds of; what is judged stays the same.
void tell_refused_symbols(const analysis::Devices& devices);
void tell_refused_symbols(const analysis::Session& session);

}  // namespace tidemark::app
