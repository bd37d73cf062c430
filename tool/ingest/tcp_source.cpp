// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/tcp_source.hpp"

#include <algorithm>
#include <asio/buffer.hpp>
#include <asio/connect.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <utility>

namespace tidemark::ingest {
namespace {

constexpr std::chrono::milliseconds kFirstBackoff{500};
constexpr std::chrono::milliseconds kLongestBackoff{10'000};

}  // namespace

TcpSource::TcpSource(asio::io_context& io, std::string host, std::string port, bool wait)
    : resolver_(io),
      socket_(io),
      timer_(io),
      host_(std::move(host)),
      port_(std::move(port)),
      wait_(wait),
      backoff_(kFirstBackoff) {}

std::optional<Problem> TcpSource::start(SourceListener& listener) {
  listener_ = &listener;
  connect();
  return std::nullopt;
}

void TcpSource::stop() {
  if (stopped_) {
    return;
  }
  stopped_ = true;
  asio::error_code ignored;
  resolver_.cancel();
  socket_.close(ignored);
  timer_.cancel();
  asio::post(socket_.get_executor(), [this] { listener_->on_end({}); });
}

void TcpSource::connect() {
  resolver_.async_resolve(host_, port_, [this](asio::error_code error, const auto& endpoints) {
    if (stopped_) {
      return;
    }
    if (error) {
      failed(error.message());
      return;
    }
    asio::async_connect(socket_, endpoints, [this](asio::error_code failure, const auto&) {
      if (stopped_) {
        return;
      }
      if (failure) {
        failed(failure.message());
        return;
      }
      listener_->on_note("connected to " + name());
      backoff_ = kFirstBackoff;
      wait_ = true;
      told_ = false;
      read_some();
    });
  });
}

// An IPv6 address needs its brackets, or its last group would read as the port.
std::string TcpSource::name() const {
  const bool brackets = host_.find(':') != std::string::npos;
  return "tcp:" + (brackets ? "[" + host_ + "]" : host_) + ":" + port_;
}

void TcpSource::failed(const std::string& why) {
  if (!wait_) {
    stopped_ = true;
    SourceEnd end;
    end.incomplete = true;
    end.problem = Problem{name(), why, "start the server first, or give --wait to wait for it"};
    listener_->on_end(end);
    return;
  }
  if (!told_) {
    told_ = true;
    listener_->on_note(name() + ": " + why + "; trying again");
  }
  try_again_later();
}

void TcpSource::read_some() {
  socket_.async_read_some(asio::buffer(buffer_), [this](asio::error_code error, std::size_t got) {
    if (stopped_) {
      return;
    }
    if (got > 0) {
      listener_->on_bytes({buffer_.data(), got});
    }
    if (!error) {
      read_some();
      return;
    }
    asio::error_code ignored;
    socket_.close(ignored);
    listener_->on_gap();
    failed(error == asio::error::eof ? "the other side closed the connection" : error.message());
  });
}

void TcpSource::try_again_later() {
  timer_.expires_after(backoff_);
  backoff_ = std::min(backoff_ * 2, kLongestBackoff);
  timer_.async_wait([this](asio::error_code error) {
    if (!error && !stopped_) {
      connect();
    }
  });
}

}  // namespace tidemark::ingest
