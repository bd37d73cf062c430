// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "wire/frame.hpp"

namespace tidemark {

/// Static memory of this image's link, in bytes.
#if defined(CONFIG_TIDEMARK_LINK_UART)
inline constexpr std::size_t kLinkRamBytes = wire::kMaxFrameBytes;
#else
inline constexpr std::size_t kLinkRamBytes = 0;
#endif

}  // namespace tidemark
