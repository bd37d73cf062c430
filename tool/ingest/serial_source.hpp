// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <asio/io_context.hpp>
#include <asio/serial_port.hpp>
#include <asio/steady_timer.hpp>
#include <cstdint>
#include <string>

#include "tool/ingest/source.hpp"

namespace tidemark::ingest {

/// A serial device or pty: raw, 8N1, no flow control, locked against other programs. When it goes
/// away it is waited for, and read again when it returns.
class SerialSource : public Source {
 public:
  /// With `wait` it may be missing at first too.
  SerialSource(asio::io_context& io, std::string path, std::uint32_t baud, bool wait);

  std::optional<Problem> start(SourceListener& listener) override;
  void stop() override;
  [[nodiscard]] bool is_live() const override { return true; }
  [[nodiscard]] std::string name() const override;

 private:
  std::optional<Problem> open_port();
  void read_some();
  void lost(std::string_view why);
  void try_again_later();

  asio::serial_port port_;
  asio::steady_timer timer_;
  std::string path_;
  std::uint32_t baud_;
  bool wait_;
  bool stopped_ = false;
  SourceListener* listener_ = nullptr;
  std::array<char, 4096> buffer_{};
};

}  // namespace tidemark::ingest
