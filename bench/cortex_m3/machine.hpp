// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// The little that a measurement on QEMU's mps2-an385 needs: text and the end by semihosting, and
/// an instruction counter. Under -icount QEMU's clock advances by a fixed time an instruction; the
/// SysTick timer reads that clock, and calibrate() finds out how many ticks an instruction is.
namespace machine {

/// Writes to the console of the host.
void print(const char* text);
void print(std::uint32_t value, unsigned width);
/// `value` hundredths, with two decimals.
void print_hundredths(std::uint32_t value, unsigned width);

/// Ends QEMU with this exit status.
[[noreturn]] void finish(int status);

/// Starts the timer and measures a loop of known length. Returns false iff the ticks of twice the
/// instructions are not twice as many, that is, without -icount.
[[nodiscard]] bool calibrate();

/// Ticks now. They wrap at 2^24: measure at most a million instructions at a time.
std::uint32_t ticks();

/// Instructions between two ticks(), without those of the measurement itself.
std::uint32_t instructions(std::uint32_t begin, std::uint32_t end);

}  // namespace machine
