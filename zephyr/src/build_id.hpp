// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/span.hpp"

/// Which build this is: the GNU build id that the linker wrote into the image, at most
/// wire::kMaxBuildIdBytes, which lives for ever. Empty: it wrote none, or a longer one. Any
/// context.
#if defined(CONFIG_TIDEMARK_BUILD_ID)
tidemark::Span<const std::uint8_t> tidemark_build_id();
#else
inline tidemark::Span<const std::uint8_t> tidemark_build_id() {
  return {};
}
#endif
