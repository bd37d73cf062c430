// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/outbox.hpp"
#include "wire/frame.hpp"
#if defined(CONFIG_TIDEMARK_LINK_MQTT)
#include "zephyr/src/mqtt_link.hpp"
#endif

namespace tidemark {

/// The longest message with its CRC-32.
inline constexpr std::size_t kCheckedBytes = Outbox::kMaxMessageBytes + wire::kCrcBytes;
/// The same as base64 with its zero.
inline constexpr std::size_t kBase64Bytes = (kCheckedBytes + 2) / 3 * 4 + 1;

/// Static memory of this image's link beside what the kernel's own parts take for it, in bytes.
#if defined(CONFIG_TIDEMARK_LINK_UART)
inline constexpr std::size_t kLinkRamBytes = wire::kMaxFrameBytes;
#elif defined(CONFIG_TIDEMARK_LINK_UDP)
inline constexpr std::size_t kLinkRamBytes = 16;
#elif defined(CONFIG_TIDEMARK_LINK_LOG)
inline constexpr std::size_t kLinkRamBytes = kCheckedBytes + kBase64Bytes;
#elif defined(CONFIG_TIDEMARK_LINK_MQTT)
inline constexpr std::size_t kLinkRamBytes = kMqttLinkBytes;
#else
inline constexpr std::size_t kLinkRamBytes = sizeof(void*);
#endif

}  // namespace tidemark
