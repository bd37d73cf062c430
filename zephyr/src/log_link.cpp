// SPDX-License-Identifier: Apache-2.0
// "<inf> tidemark: msg <base64>": the module's name is the one that the logger prints. The base64
// is of the message and its CRC-32, for a console's line may lose a byte like any other.
#include <zephyr/kernel.h>
#include <zephyr/logging/log.h>
#include <zephyr/logging/log_ctrl.h>
#include <zephyr/sys/base64.h>

#include "core/link.hpp"
#include "wire/crc32.hpp"
#include "zephyr/src/link_ram.hpp"

LOG_MODULE_REGISTER(tidemark, LOG_LEVEL_INF);

BUILD_ASSERT(CONFIG_LOG_MAX_LEVEL >= LOG_LEVEL_INF,
             "TIDEMARK_LINK_LOG logs at level info: let LOG_MAX_LEVEL be 3 or 4");

namespace {

constexpr std::uint32_t kLoggerBytes = 64;  // that the logger adds to the text of a message

std::uint8_t checked[tidemark::kCheckedBytes];
char text[tidemark::kBase64Bytes];

/// Copies the message, and its CRC-32 behind it, lowest byte first. Returns the bytes of both.
std::size_t append_crc(tidemark::Span<const std::uint8_t> message) {
  std::size_t size = 0;
  for (const std::uint8_t byte : message) {
    checked[size++] = byte;
  }
  const std::uint32_t crc = tidemark::wire::crc32(message);
  for (unsigned shift = 0; shift < 32; shift += 8) {
    checked[size++] = static_cast<std::uint8_t>(crc >> shift);
  }
  return size;
}

/// What becomes of a message of this many bytes, and whether to log it: kSent. The buffer of a
/// logger that prints later takes it in one piece, and would drop older ones, those of others too.
tidemark::Sent find_room(std::uint32_t bytes) {
  std::uint32_t size = 0;
  std::uint32_t used = 0;
  if (log_mem_get_usage(&size, &used) != 0) {
    return tidemark::Sent::kSent;
  }
  if (bytes > size) {
    return tidemark::Sent::kRefused;
  }
  return used == 0 || size - used >= 2 * bytes ? tidemark::Sent::kSent : tidemark::Sent::kBusy;
}

}  // namespace

tidemark::Sent tidemark::port::try_send(Span<const std::uint8_t> message) {
  std::size_t size = 0;
  if (base64_encode(reinterpret_cast<std::uint8_t*>(text), sizeof(text), &size, checked,
                    append_crc(message)) != 0) {
    return Sent::kRefused;
  }
  const Sent result = find_room(static_cast<std::uint32_t>(size) + kLoggerBytes);
  if (result == Sent::kSent) {
    LOG_INF("msg %s", text);
  }
  return result;
}
