// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <asio/io_context.hpp>
#include <asio/ip/udp.hpp>
#include <string>

#include "tool/ingest/source.hpp"

namespace tidemark::ingest {

/// Datagrams to a port of this machine, each one message. Any number of devices may send.
class UdpSource : public Source {
 public:
  /// `host`: the address of this machine to listen on; empty: all of them, IPv6 and IPv4.
  UdpSource(asio::io_context& io, std::string host, std::string port);

  std::optional<Problem> start(SourceListener& listener) override;
  void stop() override;
  [[nodiscard]] bool is_live() const override { return true; }
  [[nodiscard]] std::string name() const override;

 private:
  [[nodiscard]] asio::error_code bind_all();
  [[nodiscard]] asio::error_code bind_host();
  [[nodiscard]] asio::error_code bind_to(const asio::ip::udp::endpoint& endpoint);
  void receive();

  asio::io_context& io_;
  asio::ip::udp::socket socket_;
  asio::ip::udp::endpoint sender_;
  std::string host_;
  std::string port_;
  bool stopped_ = false;
  SourceListener* listener_ = nullptr;
  std::array<char, 65536> buffer_{};
};

}  // namespace tidemark::ingest
