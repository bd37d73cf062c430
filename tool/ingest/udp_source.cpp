// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/udp_source.hpp"

#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/ip/v6_only.hpp>
#include <asio/post.hpp>
#include <utility>

namespace tidemark::ingest {
namespace {

using asio::ip::udp;

// A burst of many devices should not be lost while a screen is drawn; less than asked for will do.
constexpr int kReceiveBytes = 1 << 20;

}  // namespace

UdpSource::UdpSource(asio::io_context& io, std::string host, std::string port)
    : io_(io), socket_(io), host_(std::move(host)), port_(std::move(port)) {}

std::string UdpSource::name() const {
  const bool brackets = host_.find(':') != std::string::npos;
  return "udp:" + (host_.empty() ? "" : (brackets ? "[" + host_ + "]" : host_) + ":") + port_;
}

std::optional<Problem> UdpSource::start(SourceListener& listener) {
  const asio::error_code error = host_.empty() ? bind_all() : bind_host();
  if (error == asio::error::address_in_use) {
    return Problem{name(), "another program listens there",
                   "end that program (ss -lup names it), or use another port"};
  }
  if (error == asio::error::access_denied) {
    return Problem{name(), "no permission", "use a port above 1023"};
  }
  if (error) {
    return Problem{name(), error.message(),
                   "give an address of this machine, or none to listen on all of them"};
  }
  listener_ = &listener;
  asio::error_code ignored;
  socket_.set_option(asio::socket_base::receive_buffer_size(kReceiveBytes), ignored);
  receive();
  return std::nullopt;
}

asio::error_code UdpSource::bind_all() {
  const auto port = static_cast<unsigned short>(std::stoul(port_));
  asio::error_code error = bind_to({udp::v6(), port});
  if (error && error != asio::error::address_in_use && error != asio::error::access_denied) {
    // This machine has no IPv6.
    error = bind_to({udp::v4(), port});
  }
  return error;
}

asio::error_code UdpSource::bind_host() {
  asio::error_code error;
  udp::resolver resolver(io_);
  const auto found = resolver.resolve(host_, port_, udp::resolver::passive, error);
  for (const auto& entry : found) {
    error = bind_to(entry.endpoint());
    if (!error) {
      break;
    }
  }
  return error;
}

asio::error_code UdpSource::bind_to(const udp::endpoint& endpoint) {
  asio::error_code error;
  asio::error_code ignored;
  socket_.close(ignored);
  socket_.open(endpoint.protocol(), error);
  if (error) {
    return error;
  }
  if (endpoint.protocol() == udp::v6() && endpoint.address().is_unspecified()) {
    socket_.set_option(asio::ip::v6_only(false), ignored);
  }
  socket_.bind(endpoint, error);
  return error;
}

void UdpSource::stop() {
  if (stopped_) {
    return;
  }
  stopped_ = true;
  asio::error_code ignored;
  socket_.close(ignored);
  asio::post(io_, [this] { listener_->on_end({}); });
}

void UdpSource::receive() {
  socket_.async_receive_from(asio::buffer(buffer_), sender_,
                             [this](asio::error_code error, std::size_t got) {
                               if (stopped_) {
                                 return;
                               }
                               // An error tells of one datagram, such as one that did not fit.
                               if (!error) {
                                 listener_->on_message({buffer_.data(), got}, false);
                               }
                               receive();
                             });
}

}  // namespace tidemark::ingest
