// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/stream_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <cerrno>
#include <utility>

namespace tidemark::ingest {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 16;

}  // namespace

StreamSource::StreamSource(asio::io_context& io, int fd, std::string name)
    : io_(io), stream_(io), fd_(fd), flags_(fcntl(fd, F_GETFL)), name_(std::move(name)) {
  struct stat status = {};
  regular_ = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
  buffer_.resize(kPieceBytes);
}

// Others may share the open file, and would not expect it to have become non-blocking.
StreamSource::~StreamSource() {
  if (stream_.is_open()) {
    stream_.release();
  }
  if (flags_ >= 0) {
    fcntl(fd_, F_SETFL, flags_);
  }
  if (fd_ > STDERR_FILENO) {
    close(fd_);
  }
}

std::optional<Problem> StreamSource::start(SourceListener& listener) {
  listener_ = &listener;
  if (regular_) {
    asio::post(io_, [this] { read_piece(); });
    return std::nullopt;
  }
  asio::error_code error;
  stream_.assign(fd_, error);
  if (error == asio::error_code(EPERM, asio::system_category())) {
    // What cannot be polled, such as /dev/null, never blocks either.
    asio::post(io_, [this] { read_piece(); });
    return std::nullopt;
  }
  if (error) {
    return system_problem(name_, error.value());
  }
  wait_and_read();
  return std::nullopt;
}

void StreamSource::stop() {
  if (stopped_) {
    return;
  }
  stopped_ = true;
  if (stream_.is_open()) {
    asio::error_code ignored;
    stream_.cancel(ignored);
  }
}

void StreamSource::read_piece() {
  const ssize_t got = stopped_ ? 0 : read(fd_, buffer_.data(), buffer_.size());
  if (got <= 0) {
    end(got < 0 && errno != EINTR ? errno : 0);
    return;
  }
  listener_->on_bytes({buffer_.data(), static_cast<std::size_t>(got)});
  asio::post(io_, [this] { read_piece(); });
}

void StreamSource::wait_and_read() {
  stream_.async_read_some(asio::buffer(buffer_), [this](asio::error_code error, std::size_t got) {
    if (got > 0) {
      listener_->on_bytes({buffer_.data(), got});
    }
    if (stopped_ || error == asio::error::eof) {
      end(0);
    } else if (error) {
      end(error.value());
    } else {
      wait_and_read();
    }
  });
}

// EIO is how a terminal tells that it was hung up.
void StreamSource::end(int error) {
  SourceEnd end;
  if (error != 0 && error != EIO) {
    end.problem = system_problem(name_, error);
    end.incomplete = true;
  }
  listener_->on_end(end);
}

}  // namespace tidemark::ingest
