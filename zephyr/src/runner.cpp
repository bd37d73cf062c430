// SPDX-License-Identifier: Apache-2.0
// Static memory of the monitor, and what drives it.
#include <zephyr/init.h>
#include <zephyr/kernel.h>
#if __has_include(<zephyr/version.h>)
#include <zephyr/version.h>
#else
#include <version.h>
#endif

#include "core/evidence_store.hpp"
#include "core/ladder.hpp"
#include "core/port.hpp"
#include "core/run.hpp"
#if defined(CONFIG_TIDEMARK_GUARD)
#include "zephyr/src/guard.hpp"
#endif
#if defined(CONFIG_TIDEMARK_HEALTH_CHECK)
#include "zephyr/src/health_check.hpp"
#endif
#include "zephyr/src/identity.hpp"
#include "zephyr/src/largest_free.hpp"
#include "zephyr/src/link_ram.hpp"
#if defined(CONFIG_TIDEMARK_PROFILE)
#include "zephyr/src/profile_hooks.hpp"
#endif
#include "zephyr/src/runtime_heaps.hpp"
#include "zephyr/src/stack_check.hpp"

#if !defined(CONFIG_TIDEMARK_SCAN_SLICE_BYTES)
#define CONFIG_TIDEMARK_SCAN_SLICE_BYTES 0
#endif
#if !defined(CONFIG_TIDEMARK_WARN_LARGEST_FREE_BYTES)
#define CONFIG_TIDEMARK_WARN_LARGEST_FREE_BYTES 0
#define CONFIG_TIDEMARK_CRITICAL_LARGEST_FREE_BYTES 0
#endif
#if !defined(CONFIG_TIDEMARK_REPORT_PERIOD_S)
#define CONFIG_TIDEMARK_REPORT_PERIOD_S 0
#endif

BUILD_ASSERT(CONFIG_TIDEMARK_BLOCK_MS >= CONFIG_TIDEMARK_PERIOD_MS,
             "TIDEMARK_BLOCK_MS must not be shorter than TIDEMARK_PERIOD_MS: a block without a "
             "sample says nothing");

// A critical level that would come before warn is refused where it is built.
BUILD_ASSERT(CONFIG_TIDEMARK_HEAP_CRITICAL_PERCENT >= CONFIG_TIDEMARK_HEAP_WARN_PERCENT &&
                 CONFIG_TIDEMARK_STACK_CRITICAL_PERCENT >= CONFIG_TIDEMARK_STACK_WARN_PERCENT &&
                 CONFIG_TIDEMARK_POOL_CRITICAL_PERCENT >= CONFIG_TIDEMARK_POOL_WARN_PERCENT,
             "TIDEMARK_*_CRITICAL_PERCENT must not be below TIDEMARK_*_WARN_PERCENT: what is "
             "critical is more than a warning");
#define TIDEMARK_IS_LATER(critical, warn) ((warn) == 0 || (critical) <= (warn))
BUILD_ASSERT(
    TIDEMARK_IS_LATER(CONFIG_TIDEMARK_CRITICAL_FREE_BYTES, CONFIG_TIDEMARK_WARN_FREE_BYTES) &&
        TIDEMARK_IS_LATER(CONFIG_TIDEMARK_CRITICAL_LARGEST_FREE_BYTES,
                          CONFIG_TIDEMARK_WARN_LARGEST_FREE_BYTES) &&
        TIDEMARK_IS_LATER(CONFIG_TIDEMARK_CRITICAL_LEFT_S, CONFIG_TIDEMARK_WARN_LEFT_S),
    "TIDEMARK_CRITICAL_FREE_BYTES, _LARGEST_FREE_BYTES and _LEFT_S must not be above those of "
    "TIDEMARK_WARN: what is critical is less than a warning");

namespace {

constinit tidemark::PoolSlot heap_slots[CONFIG_TIDEMARK_MAX_HEAPS];
#if defined(CONFIG_TIDEMARK_THREAD_STACKS)
constinit tidemark::StackSlot thread_slots[CONFIG_TIDEMARK_MAX_THREADS];
constexpr tidemark::Span<tidemark::StackSlot> kThreadSlots(thread_slots,
                                                           CONFIG_TIDEMARK_MAX_THREADS);
constinit tidemark::ThreadInfo thread_walk[CONFIG_TIDEMARK_MAX_THREADS];
constexpr tidemark::Span<tidemark::ThreadInfo> kThreadWalk(thread_walk,
                                                           CONFIG_TIDEMARK_MAX_THREADS);
#else
constexpr tidemark::Span<tidemark::StackSlot> kThreadSlots;
constexpr tidemark::Span<tidemark::ThreadInfo> kThreadWalk;
#endif
#if defined(CONFIG_TIDEMARK_BLOCK_POOLS)
constinit tidemark::PoolSlot block_pool_slots[CONFIG_TIDEMARK_MAX_MEM_SLABS];
constexpr tidemark::Span<tidemark::PoolSlot> kPoolSlots(block_pool_slots,
                                                        CONFIG_TIDEMARK_MAX_MEM_SLABS);
#else
constexpr tidemark::Span<tidemark::PoolSlot> kPoolSlots;
#endif
#if defined(CONFIG_TIDEMARK_ISR_STACKS)
constinit tidemark::StackSlot isr_stack_slots[CONFIG_MP_MAX_NUM_CPUS];
constexpr tidemark::Span<tidemark::StackSlot> kIsrStackSlots(isr_stack_slots,
                                                             CONFIG_MP_MAX_NUM_CPUS);
#else
constexpr tidemark::Span<tidemark::StackSlot> kIsrStackSlots;
#endif

#if defined(CONFIG_TIDEMARK_THREAD)
constexpr size_t kThreadBytes = CONFIG_TIDEMARK_THREAD_STACK_SIZE + sizeof(struct k_thread);
#else
constexpr size_t kThreadBytes = sizeof(struct k_work);
#endif

#if defined(CONFIG_TIDEMARK_MESSAGES)
#if CONFIG_TIDEMARK_RING_BYTES > 0
BUILD_ASSERT(CONFIG_TIDEMARK_RING_BYTES >=
                 tidemark::Outbox::kMaxMessageBytes + tidemark::Outbox::kHeaderBytes,
             "TIDEMARK_RING_BYTES must be 0 or at least 258: the longest message must fit");
constinit std::uint8_t ring[CONFIG_TIDEMARK_RING_BYTES];
constexpr tidemark::Span<std::uint8_t> kRing(ring, sizeof(ring));
#else
constexpr tidemark::Span<std::uint8_t> kRing;
#endif
constexpr size_t kMessageBytes = sizeof(tidemark::Telemetry) + sizeof(tidemark::Outbox) +
                                 kRing.size() + tidemark::kLinkRamBytes +
                                 tidemark::wire::kMaxDeviceIdBytes;
#else
constexpr tidemark::Span<std::uint8_t> kRing;
constexpr size_t kMessageBytes = 0;
#endif

#if defined(CONFIG_TIDEMARK_PROFILE)
constexpr size_t kProfileBytes = sizeof(tidemark::hooks::Memory) + sizeof(tidemark::Profiler);
#else
constexpr size_t kProfileBytes = 0;
#endif
#if defined(CONFIG_TIDEMARK_GUARD)
constexpr size_t kGuardBytes = kTidemarkGuardBytes;
#else
constexpr size_t kGuardBytes = 0;
#endif

#if defined(CONFIG_TIDEMARK_PRESSURE)
constinit tidemark::LimitSlot limit_slots[CONFIG_TIDEMARK_MAX_LIMITS];
constexpr tidemark::Span<tidemark::LimitSlot> kLimitSlots(limit_slots, CONFIG_TIDEMARK_MAX_LIMITS);
constexpr size_t kPressureBytes = sizeof(limit_slots) + CONFIG_TIDEMARK_PRESSURE_STACK_SIZE +
                                  sizeof(struct k_work_q) + sizeof(struct k_work);
#else
constexpr tidemark::Span<tidemark::LimitSlot> kLimitSlots;
constexpr size_t kPressureBytes = 0;
#endif

#if defined(CONFIG_TIDEMARK_EVIDENCE)
constexpr size_t kEvidenceRamBytes =
    sizeof(tidemark::EvidenceStore) + sizeof(tidemark::EvidenceAtHand) + sizeof(struct k_timer) +
    (IS_ENABLED(CONFIG_TIDEMARK_EVIDENCE_NOINIT) ? tidemark::kEvidenceBytes : 0) +
    (IS_ENABLED(CONFIG_TIDEMARK_EVIDENCE_SETTINGS) ? tidemark::kEvidenceRecordBytes : 0);
#else
constexpr size_t kEvidenceRamBytes = 0;
#endif

// The reserve is the application's.
#if defined(CONFIG_TIDEMARK_RECLAIM)
constexpr size_t kReclaimBytes = sizeof(tidemark::Reclaim) +
                                 CONFIG_TIDEMARK_RECOVERY_EVENTS * sizeof(tidemark::ReclaimEvent) +
                                 2 * sizeof(struct k_sem) + sizeof(struct k_work);
#else
constexpr size_t kReclaimBytes = 0;
#endif
#if defined(CONFIG_TIDEMARK_LADDER)
constexpr size_t kLadderBytes = sizeof(tidemark::Ladder) + CONFIG_TIDEMARK_RECOVERY_EVENTS *
                                                               sizeof(tidemark::AllocationFailure);
#else
constexpr size_t kLadderBytes = 0;
#endif

constexpr size_t kRamBytes =
    sizeof(heap_slots) + kMessageBytes + kProfileBytes + kGuardBytes + kPressureBytes +
    kEvidenceRamBytes + kReclaimBytes + kLadderBytes +
    (IS_ENABLED(CONFIG_TIDEMARK_RUNTIME_HEAPS)
         ? CONFIG_TIDEMARK_MAX_HEAPS * sizeof(TidemarkMadeHeap)
         : 0) +
    (kThreadSlots.size() + kIsrStackSlots.size()) * sizeof(tidemark::StackSlot) +
    kThreadWalk.size() * sizeof(tidemark::ThreadInfo) +
    kPoolSlots.size() * sizeof(tidemark::PoolSlot) + sizeof(tidemark::Monitor) +
    sizeof(struct k_timer) + kThreadBytes;

// By level; the largest free block is of heaps, and time is of what can have a verdict.
constexpr tidemark::LevelSettings kLevels = {
    .heap = {{{CONFIG_TIDEMARK_HEAP_WARN_PERCENT, CONFIG_TIDEMARK_WARN_FREE_BYTES,
               CONFIG_TIDEMARK_WARN_LARGEST_FREE_BYTES, CONFIG_TIDEMARK_WARN_LEFT_S},
              {CONFIG_TIDEMARK_HEAP_CRITICAL_PERCENT, CONFIG_TIDEMARK_CRITICAL_FREE_BYTES,
               CONFIG_TIDEMARK_CRITICAL_LARGEST_FREE_BYTES, CONFIG_TIDEMARK_CRITICAL_LEFT_S}}},
    .stack = {{{CONFIG_TIDEMARK_STACK_WARN_PERCENT, 0, 0, 0},
               {CONFIG_TIDEMARK_STACK_CRITICAL_PERCENT, 0, 0, 0}}},
    .pool = {{{CONFIG_TIDEMARK_POOL_WARN_PERCENT, 0, 0, CONFIG_TIDEMARK_WARN_LEFT_S},
              {CONFIG_TIDEMARK_POOL_CRITICAL_PERCENT, 0, 0, CONFIG_TIDEMARK_CRITICAL_LEFT_S}}},
    .timing = {CONFIG_TIDEMARK_LEVEL_HYSTERESIS_PERCENT, CONFIG_TIDEMARK_WARN_SAMPLES,
               CONFIG_TIDEMARK_CRITICAL_SAMPLES, CONFIG_TIDEMARK_CALM_SAMPLES},
};

constexpr tidemark::Settings kSettings = {
    .period_ms = CONFIG_TIDEMARK_PERIOD_MS,
    .block_ms = CONFIG_TIDEMARK_BLOCK_MS,
    .report_s = CONFIG_TIDEMARK_REPORT_PERIOD_S,
    .levels = kLevels,
    .ram_bytes = kRamBytes,
    // The stack sentinel, where there is one, overwrites the lowest word of the pattern.
    .sentinel_bytes = IS_ENABLED(CONFIG_STACK_SENTINEL) ? 4 : 0,
    // A logger that prints later drops lines that its buffer has no room for.
    .counts_lost_lines = !IS_ENABLED(CONFIG_LOG_PRINTK) || IS_ENABLED(CONFIG_LOG_MODE_IMMEDIATE),
    .board = tidemark::text_of(CONFIG_BOARD),
    .kernel = tidemark::text_of(KERNEL_VERSION_STRING),
    .scan_slice_bytes = CONFIG_TIDEMARK_SCAN_SLICE_BYTES,
};

// The kernel computes each expiry from the one before, so the period does not drift.
void start_timer(struct k_timer* timer) {
  k_timer_start(timer, K_MSEC(CONFIG_TIDEMARK_PERIOD_MS), K_MSEC(CONFIG_TIDEMARK_PERIOD_MS));
}

void tick() {
  tidemark::tick();
#if defined(CONFIG_TIDEMARK_HEALTH_CHECK)
  tidemark_look_after_health();
#endif
}

void begin() {
  tidemark_check_stack();
  // Here and not at the start of the image, which runs on the stack of main.
#if defined(CONFIG_TIDEMARK_LARGEST_FREE_BLOCK)
  tidemark_prove_heap_layout();
#endif
  tidemark::announce(tidemark_identity(), kRing);
  tick();
}

}  // namespace

// Before drivers and the application allocate, so that each heap is seen empty.
static int tidemark_find_resources(void) {
  tidemark::start(kSettings, {{heap_slots, CONFIG_TIDEMARK_MAX_HEAPS},
                              kThreadSlots,
                              kThreadWalk,
                              kPoolSlots,
                              kIsrStackSlots,
                              kLimitSlots});
  return 0;
}
SYS_INIT(tidemark_find_resources, POST_KERNEL, 0);

#if defined(CONFIG_TIDEMARK_THREAD)

#if defined(CONFIG_TIDEMARK_THREAD_CUSTOM_PRIORITY)
#define TIDEMARK_PRIORITY CONFIG_TIDEMARK_THREAD_PRIORITY
#else
#define TIDEMARK_PRIORITY K_LOWEST_APPLICATION_THREAD_PRIO
#endif

static K_TIMER_DEFINE(tidemark_timer, NULL, NULL);

static void tidemark_run(void* /*p1*/, void* /*p2*/, void* /*p3*/) {
  k_thread_name_set(k_current_get(), "tidemark");
  start_timer(&tidemark_timer);
  for (begin();; tick()) {
    k_timer_status_sync(&tidemark_timer);
  }
}

K_THREAD_DEFINE(tidemark_thread, CONFIG_TIDEMARK_THREAD_STACK_SIZE, tidemark_run, NULL, NULL, NULL,
                TIDEMARK_PRIORITY, 0, 0);

#else

static void tidemark_work_handler(struct k_work* /*work*/) {
  static bool has_begun;
  if (!has_begun) {
    has_begun = true;
    begin();
    return;
  }
  tick();
}
static K_WORK_DEFINE(tidemark_work, tidemark_work_handler);

static void tidemark_expired(struct k_timer* /*timer*/) {
  k_work_submit(&tidemark_work);
}
static K_TIMER_DEFINE(tidemark_timer, tidemark_expired, NULL);

static int tidemark_begin(void) {
  start_timer(&tidemark_timer);
  k_work_submit(&tidemark_work);
  return 0;
}
SYS_INIT(tidemark_begin, APPLICATION, CONFIG_APPLICATION_INIT_PRIORITY);

#endif
