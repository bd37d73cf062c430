// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

/// Which parts of the core an image has. In a build with Kconfig that is what it says (its symbols
/// are in every translation unit); elsewhere all of them. A part that is off leaves nothing behind.
namespace tidemark {

#if defined(CONFIG_TIDEMARK)

#if defined(CONFIG_TIDEMARK_BLOCK_POOLS)
inline constexpr bool kWithBlockPools = true;
#else
inline constexpr bool kWithBlockPools = false;
#endif
#if defined(CONFIG_TIDEMARK_ISR_STACKS)
inline constexpr bool kWithIsrStacks = true;
#else
inline constexpr bool kWithIsrStacks = false;
#endif
#if defined(CONFIG_TIDEMARK_THREAD_STACKS)
inline constexpr bool kWithThreadStacks = true;
#else
inline constexpr bool kWithThreadStacks = false;
#endif
#if defined(CONFIG_TIDEMARK_REPORT)
inline constexpr bool kWithReport = true;
#else
inline constexpr bool kWithReport = false;
#endif
#if defined(CONFIG_TIDEMARK_MESSAGES)
inline constexpr bool kWithMessages = true;
#else
inline constexpr bool kWithMessages = false;
#endif
#if defined(CONFIG_TIDEMARK_BUILD_ID)
inline constexpr bool kWithBuildId = true;
#else
inline constexpr bool kWithBuildId = false;
#endif
#if defined(CONFIG_TIDEMARK_RING_BYTES)
inline constexpr bool kWithRing = CONFIG_TIDEMARK_RING_BYTES > 0;
#else
inline constexpr bool kWithRing = false;
#endif
#if defined(CONFIG_TIDEMARK_LINK_TAKES)
inline constexpr bool kLinkTakes = true;
#else
inline constexpr bool kLinkTakes = false;
#endif
#if defined(CONFIG_TIDEMARK_LINK_CALLBACK)
inline constexpr bool kLinkIsCallback = true;
#else
inline constexpr bool kLinkIsCallback = false;
#endif
#if defined(CONFIG_TIDEMARK_SCAN_SLICE_BYTES) && CONFIG_TIDEMARK_SCAN_SLICE_BYTES > 0
inline constexpr bool kWithScanSlices = true;
#else
inline constexpr bool kWithScanSlices = false;
#endif
#if defined(CONFIG_TIDEMARK_RUNTIME_HEAPS)
inline constexpr bool kWithRuntimeHeaps = true;
#else
inline constexpr bool kWithRuntimeHeaps = false;
#endif
#if defined(CONFIG_TIDEMARK_LARGEST_FREE_BLOCK)
inline constexpr bool kWithLargestFree = true;
#else
inline constexpr bool kWithLargestFree = false;
#endif
#if defined(CONFIG_TIDEMARK_PROFILE)
inline constexpr bool kWithProfile = true;
#else
inline constexpr bool kWithProfile = false;
#endif
#if defined(CONFIG_TIDEMARK_PROFILE_CYCLES)
inline constexpr bool kWithProfileCycles = true;
#else
inline constexpr bool kWithProfileCycles = false;
#endif
/// Most sites, and as many owners, in a report on the console, and the bytes of messages about the
/// profile in a period.
#if defined(CONFIG_TIDEMARK_PROFILE_REPORT_SITES)
inline constexpr std::size_t kProfileReportSites = CONFIG_TIDEMARK_PROFILE_REPORT_SITES;
#else
inline constexpr std::size_t kProfileReportSites = 0;
#endif
#if defined(CONFIG_TIDEMARK_PROFILE_PERIOD_BYTES)
inline constexpr std::size_t kProfilePeriodBytes = CONFIG_TIDEMARK_PROFILE_PERIOD_BYTES;
#else
inline constexpr std::size_t kProfilePeriodBytes = 0;
#endif
#if defined(CONFIG_TIDEMARK_PROFILE_FRAMES)
inline constexpr std::size_t kProfileFrames = CONFIG_TIDEMARK_PROFILE_FRAMES;
#else
inline constexpr std::size_t kProfileFrames = 1;
#endif
#if defined(CONFIG_TIDEMARK_PROFILE_RECORDS)
inline constexpr bool kSmallProfile = CONFIG_TIDEMARK_PROFILE_RECORDS < 255;
#else
inline constexpr bool kSmallProfile = false;
#endif
#if defined(CONFIG_TIDEMARK_PRESSURE)
inline constexpr bool kWithPressure = true;
#else
inline constexpr bool kWithPressure = false;
#endif
/// Whether a level may have other rules than the share that is used.
#if defined(CONFIG_TIDEMARK_LEVEL_RULES)
inline constexpr bool kWithLevelRules = true;
#else
inline constexpr bool kWithLevelRules = false;
#endif
#if defined(CONFIG_TIDEMARK_GUARD)
inline constexpr bool kWithGuard = true;
#else
inline constexpr bool kWithGuard = false;
#endif
#if defined(CONFIG_TIDEMARK_GUARD_CALLBACK)
inline constexpr bool kGuardCalls = true;
#else
inline constexpr bool kGuardCalls = false;
#endif
#if defined(CONFIG_TIDEMARK_HEALTH_CHECK)
inline constexpr bool kWithHealthCheck = true;
#else
inline constexpr bool kWithHealthCheck = false;
#endif
#if defined(CONFIG_TIDEMARK_EVIDENCE)
inline constexpr bool kWithEvidence = true;
#else
inline constexpr bool kWithEvidence = false;
#endif
/// Whether records are in memory that may be written with each sample.
#if defined(CONFIG_TIDEMARK_EVIDENCE_NOINIT)
inline constexpr bool kWithEvidencePulse = true;
#else
inline constexpr bool kWithEvidencePulse = false;
#endif
#if defined(CONFIG_TIDEMARK_RECLAIM)
inline constexpr bool kWithReclaim = true;
#else
inline constexpr bool kWithReclaim = false;
#endif
#if defined(CONFIG_TIDEMARK_LADDER)
inline constexpr bool kWithLadder = true;
#else
inline constexpr bool kWithLadder = false;
#endif

#else

inline constexpr bool kWithHealthCheck = true;
inline constexpr bool kWithEvidence = true;
inline constexpr bool kWithEvidencePulse = true;
inline constexpr bool kWithReclaim = true;
inline constexpr bool kWithLadder = true;
inline constexpr bool kWithPressure = true;
inline constexpr bool kWithLevelRules = true;
inline constexpr bool kWithGuard = true;
inline constexpr bool kGuardCalls = true;
inline constexpr bool kWithProfile = true;
inline constexpr bool kWithProfileCycles = true;
inline constexpr std::size_t kProfileReportSites = 8;
inline constexpr std::size_t kProfilePeriodBytes = 2048;
inline constexpr std::size_t kProfileFrames = 4;
inline constexpr bool kSmallProfile = false;
inline constexpr bool kWithBlockPools = true;
inline constexpr bool kWithIsrStacks = true;
inline constexpr bool kWithThreadStacks = true;
inline constexpr bool kWithReport = true;
inline constexpr bool kWithMessages = true;
inline constexpr bool kWithBuildId = true;
inline constexpr bool kWithRing = true;
inline constexpr bool kLinkTakes = false;
inline constexpr bool kLinkIsCallback = true;
inline constexpr bool kWithLargestFree = true;
inline constexpr bool kWithRuntimeHeaps = true;
inline constexpr bool kWithScanSlices = true;

#endif

inline constexpr bool kWithStacks = kWithThreadStacks || kWithIsrStacks;

}  // namespace tidemark
