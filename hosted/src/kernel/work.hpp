// SPDX-License-Identifier: Apache-2.0
// What delayable work shares with plain work. None of these reschedules.
#pragma once

#include <zephyr/kernel/work.h>

namespace hosted {

// Fatal error if the item has no handler.
void expect_handler(const k_work* work, const char* call);
// As k_work_submit_to_queue; queue may be NULL (then the item's last one is tried).
int submit_work(k_work_q* queue, k_work* work);
// Takes the item out of its queue; if it runs it is marked so that it cannot be submitted until it
// has ended. Busy state.
int cancel_work(k_work* work);
// Waits for what cancel_work left running.
void wait_for_cancel(k_work* work, k_work_sync* sync, const char* call);
// Whether it had to wait.
bool flush_work(k_work* work, k_work_sync* sync, const char* call);

}  // namespace hosted
