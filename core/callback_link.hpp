// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/link.hpp"

namespace tidemark {

/// Sends by the link that tidemark_link_set() was given; kBusy while there is none. As
/// port::try_send().
Sent send_by_callback(Span<const std::uint8_t> message);

}  // namespace tidemark
