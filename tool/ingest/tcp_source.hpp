// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <string>

#include "tool/ingest/source.hpp"

namespace tidemark::ingest {

/// A TCP server that sends a console, such as QEMU's or a terminal server's. A lost connection is
/// made again, after 0.5 s at first and 10 s at most.
class TcpSource : public Source {
 public:
  /// With `wait` the server may be missing at first too; else that is the end, with a problem.
  TcpSource(asio::io_context& io, std::string host, std::string port, bool wait);

  std::optional<Problem> start(SourceListener& listener) override;
  void stop() override;
  [[nodiscard]] bool is_live() const override { return true; }
  [[nodiscard]] std::string name() const override;

 private:
  void connect();
  void failed(const std::string& why);
  void read_some();
  void try_again_later();

  asio::ip::tcp::resolver resolver_;
  asio::ip::tcp::socket socket_;
  asio::steady_timer timer_;
  std::string host_;
  std::string port_;
  bool wait_;
  bool stopped_ = false;
  bool told_ = false;  // that it is not there
  std::chrono::milliseconds backoff_;
  SourceListener* listener_ = nullptr;
  std::array<char, 16384> buffer_{};
};

}  // namespace tidemark::ingest
