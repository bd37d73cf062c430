// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Whether the stack of the first processor's interrupts was filled before its use, as it must be
/// for its high-water mark to be seen. False before port::isr_stack_at() was asked for it.
bool tidemark_isr_stacks_are_filled();
