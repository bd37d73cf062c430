// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Looks whether the calling thread runs on the stack that the kernel says it has. On some boards,
/// which are programs of the host, it does not, and what is on those stacks means nothing.
void tidemark_check_stack();

/// What the latest check found; false before the first.
bool tidemark_threads_run_on_their_stacks();
