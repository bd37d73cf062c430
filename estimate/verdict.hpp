// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace tidemark::estimate {

enum class Verdict : std::uint8_t {
  kNone,   ///< Nothing that a leak would explain better than healthy use.
  kWatch,  ///< Growth believed, but its window is only half as long as the time that it leaves.
  kLeak,   ///< Growth believed: at this rate the headroom lasts no longer than it was watched.
};

}  // namespace tidemark::estimate
