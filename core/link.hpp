// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/span.hpp"
#include "base/status.hpp"
#include "core/outbox.hpp"

/// How messages leave the device. An image has one link, found by the linker as the rest of the
/// port is: zephyr/src/*_link.cpp, and core/fake_port.cpp for tests. It is of one of two kinds.
///
/// A link that sends at once defines port::try_send(). The monitor's thread calls it for each
/// message, oldest first, and keeps in the outbox what the link is too busy for; it comes again
/// with the next message, so at the latest after a sampling period.
///
/// A link that has a thread of its own (CONFIG_TIDEMARK_LINK_TAKES), because it waits for
/// acknowledgements or for a connection, defines port::wake_link(). Its thread takes messages from
/// image_outbox(), acknowledges those that have arrived, and rewinds when the connection breaks. A
/// message that it must give up for good it acknowledges too, and counts with
/// image_monitor().count_lost_line() (core/run.hpp).
///
/// Either kind calls link_came_up() when it works again after it did not, and one with a thread of
/// its own link_went_down() when it no longer does; of the others kBusy says that.
namespace tidemark {

enum class Sent : std::uint8_t {
  kSent,
  kBusy,     ///< Not now. The message stays in the outbox.
  kRefused,  ///< Never. The message is counted as lost.
};

namespace port {

/// Sends one message of at most Outbox::kMaxMessageBytes, whole or not at all. By the monitor's
/// thread alone. May wait, but no longer than the link's documentation says; nobody else waits.
[[nodiscard]] Sent try_send(Span<const std::uint8_t> message);

/// There are messages in the outbox. By the monitor's thread alone; must not wait.
void wake_link();

}  // namespace port

/// The messages of this image, in their order.
Outbox& image_outbox();

/// The link works (again): whoever reads may have missed what was said. What waits in the outbox
/// goes first, and then, with the next sample, hello, the table, details, coverage and self. By any
/// thread, also from within try_send(). kBusy: nothing happens in an interrupt.
Status link_came_up();
/// The link does not work: what link_came_up() will have said anew need not be kept. As above.
Status link_went_down();

}  // namespace tidemark
