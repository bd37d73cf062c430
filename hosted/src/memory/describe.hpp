// SPDX-License-Identifier: Apache-2.0
// Sentences about blocks, threads and addresses, for reports. All need a deep stack.
#pragma once

#include <cstddef>
#include <cstdint>

#include "memory/watch.hpp"

namespace hosted {

// "thread 'main'", "an interrupt handler, over thread 'main'".
const char* describe_caller(char* buffer, std::size_t size);
// The same from the label that a record keeps.
const char* describe_label(const char* label, char* buffer, std::size_t size);
// What an address outside of heaps is: "on the stack of thread 'main'", "variable x+0x4".
const char* describe_place(std::uintptr_t address, char* buffer, std::size_t size);
// To standard error: the block, who allocated it where, and who freed it where.
void describe_block(const BlockRecord& record);

}  // namespace hosted
