// SPDX-License-Identifier: Apache-2.0
// The host's end of the two UARTs: line 0 is standard input and output, line 1 what --uart1 says.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host/outside.hpp"

namespace hosted {

constexpr int kSerialLines = 2;

// Connects line 1, or takes the peer over from the boot before. A peer that cannot be had ends the
// process with status 2. Once a boot. Any stack, as all of these.
void open_serial_lines();

// Takes at most `bytes` of what has come and returns how many; 0 if nothing is there. When the peer
// has closed, a listening line waits for the next one, and another stays silent.
std::size_t serial_read(int line, std::uint8_t* buffer, std::size_t bytes);
bool serial_readable(int line);
// Sends all. A peer that does not take it holds the process up, in real time; a pseudoterminal that
// nobody reads loses bytes after 200 ms.
void serial_write(int line, const std::uint8_t* data, std::size_t bytes);

// Has `ready` called as an interrupt while there is something to read, until told not to.
void serial_watch(int line, void (*ready)(int line));
void serial_unwatch(int line);
// What came was left lying: not called again before virtual time moves.
void serial_mute(int line);

}  // namespace hosted
