// SPDX-License-Identifier: Apache-2.0
#include "core/callback_link.hpp"

tidemark::Sent tidemark::port::try_send(Span<const std::uint8_t> message) {
  return send_by_callback(message);
}
