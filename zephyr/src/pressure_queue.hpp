// SPDX-License-Identifier: Apache-2.0
#pragma once

struct k_work;
struct k_thread;

/// The work queue that whatever answers to pressure runs on: listeners of levels, reclaimers. Its
/// thread starts at POST_KERNEL, before the application's. CONFIG_TIDEMARK_PRESSURE.

/// Has `work` done there, soon. From any context, also before the thread runs. Nothing where it
/// waits to be done already.
void tidemark_pressure_submit(struct k_work* work);

/// The queue's thread. Its address is known before it runs.
struct k_thread* tidemark_pressure_thread();
