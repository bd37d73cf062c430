// SPDX-License-Identifier: Apache-2.0
// What --uart1 names.
#pragma once

namespace hosted {

enum class SerialKind { kNone, kTerminal, kFile, kSocket };

struct SerialPeer {
  int fd;        // -1: none (yet)
  int listener;  // -1: none
};

// Opens what `text` (checked by the option) names into *peer, unless `again` and it is there from
// the boot before. Prints where it can be reached as `uart1: ...` on standard error. Ends the
// process with status 2 if it cannot be had. On the host stack.
void open_peer(const char* text, bool again, SerialPeer* peer);
SerialKind serial_kind();

}  // namespace hosted
