// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tool/analysis/chronicle.hpp"
#include "tool/sinks/device_summaries.hpp"

namespace tidemark::sinks {

/// The judgement as one HTML page that needs nothing beside it: no network, no other file; its
/// script only adds values below the pointer. All that comes from a device is escaped. Bounded:
/// kMostRows rows a table, and what the chronicle keeps. `version` is the tool's. The same input
/// gives the same page.
std::string html_report(const Judgement& judgement, const analysis::Chronicle& chronicle,
                        std::string_view version);

/// What the page advises on the size of a stack.
struct StackAdvice {
  enum class What : std::uint8_t { kFits, kTooSmall, kTooLarge };
  What what;
  std::uint32_t size;  ///< The size that it advises, in bytes.
};

/// Advice for a stack of `size` bytes that was used up to `used`: room for a quarter more, at least
/// 128 bytes, in steps of 64. Too large: it could be smaller by a quarter, and by 256 bytes.
StackAdvice stack_advice(std::uint32_t size, std::uint32_t used);

}  // namespace tidemark::sinks
