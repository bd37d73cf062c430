// SPDX-License-Identifier: Apache-2.0
#include <zephyr/device.h>
#include <zephyr/devicetree.h>
#include <zephyr/drivers/uart.h>

#include "core/link.hpp"
#include "wire/frame.hpp"

namespace {

#if DT_HAS_CHOSEN(tidemark_uart)
const struct device* const uart = DEVICE_DT_GET(DT_CHOSEN(tidemark_uart));
#else
const struct device* const uart = DEVICE_DT_GET(DT_CHOSEN(zephyr_console));
#endif

std::uint8_t frame[tidemark::wire::kMaxFrameBytes];

}  // namespace

tidemark::Sent tidemark::port::try_send(Span<const std::uint8_t> message) {
  const std::size_t size = wire::write_frame(message, {frame, sizeof(frame)});
  if (size == 0 || !device_is_ready(uart)) {
    return Sent::kRefused;
  }
  // No lock: others would have to wait as long as a UART takes for a frame, 3 ms for a sample at
  // 115,200 baud. Lines that they print within it do no harm: readers take them out.
  for (std::size_t i = 0; i < size; ++i) {
    uart_poll_out(uart, frame[i]);
  }
  return Sent::kSent;
}
