// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <asio/io_context.hpp>
#include <memory>
#include <variant>

#include "tool/ingest/source.hpp"
#include "tool/ingest/source_spec.hpp"

namespace tidemark::ingest {

/// The source that `spec` names. `wait`: a serial device or server that is not yet there is waited
/// for. A problem iff it can be seen at once that it cannot be read.
std::variant<std::unique_ptr<Source>, Problem> open_source(asio::io_context& io,
                                                           const SourceSpec& spec, bool wait);

}  // namespace tidemark::ingest
