// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/fixed_text.hpp"

/// Words and names that lines and messages share.
namespace tidemark::wire {

/// A resource's name, 1 to 48 bytes; empty where it is optional means unknown.
using Name = FixedText<48>;
/// A list with commas of what cannot be seen; empty means nothing is known to be missing.
using BlindList = FixedText<96>;

/// What stands on the wire for it is its number here.
enum class ResourceKind : std::uint8_t {
  kHeap,
  kThreadStack,
  kMemSlab,
  kMemBlocks,   ///< A sys_mem_blocks allocator.
  kNetBufPool,  ///< Its blocks are buffers.
  kIsrStack,
};
inline constexpr std::size_t kResourceKinds = 6;
/// Of the kinds whose unit is a block.
constexpr bool is_block_pool(ResourceKind kind) {
  return kind >= ResourceKind::kMemSlab && kind <= ResourceKind::kNetBufPool;
}
constexpr bool is_stack(ResourceKind kind) {
  return kind == ResourceKind::kThreadStack || kind == ResourceKind::kIsrStack;
}
/// How near its end a resource is now.
enum class Level : std::uint8_t { kOk, kWarn, kCritical };
/// The rule that brought a resource to a level above kOk.
enum class LevelCause : std::uint8_t {
  kUsed,         ///< Too large a share is used.
  kFree,         ///< Too little is free.
  kLargestFree,  ///< Its largest free block is too small.
  kLeft,         ///< It will be exhausted too soon, at the rate of its verdict.
};
enum class Verdict : std::uint8_t { kNone, kWatch, kLeak };

}  // namespace tidemark::wire
