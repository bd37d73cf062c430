// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/serial_source.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <cerrno>
#include <chrono>
#include <utility>

namespace tidemark::ingest {
namespace {

constexpr std::chrono::milliseconds kRetry{500};

/// Opens and locks; -errno iff that fails. Who may only read may still read.
int open_locked(const std::string& path) {
  constexpr int kFlags = O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
  int fd = open(path.c_str(), O_RDWR | kFlags);
  if (fd < 0 && errno == EACCES) {
    fd = open(path.c_str(), O_RDONLY | kFlags);
  }
  if (fd < 0) {
    return -errno;
  }
  int error = 0;
  if (isatty(fd) != 1) {
    error = ENOTTY;
  } else if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    error = EBUSY;
  }
  if (error != 0) {
    close(fd);
    return -error;
  }
  ioctl(fd, TIOCEXCL);
  return fd;
}

/// Raw, 8N1, without flow control; whatever waits from before is dropped. errno value, 0 for
/// success.
int make_raw(int fd) {
  struct termios settings = {};
  if (tcgetattr(fd, &settings) != 0) {
    return errno;
  }
  cfmakeraw(&settings);
  settings.c_cflag &= ~static_cast<tcflag_t>(PARENB | CSTOPB | CSIZE | CRTSCTS);
  settings.c_cflag |= CS8 | CLOCAL | CREAD;
  return tcsetattr(fd, TCSANOW, &settings) == 0 ? 0 : errno;
}

bool is_unplugged(asio::error_code error) {
  return error == asio::error::eof || error.value() == EIO || error.value() == ENXIO ||
         error.value() == ENODEV;
}

}  // namespace

SerialSource::SerialSource(asio::io_context& io, std::string path, std::uint32_t baud, bool wait)
    : port_(io), timer_(io), path_(std::move(path)), baud_(baud), wait_(wait) {}

std::string SerialSource::name() const {
  return path_ + " at " + std::to_string(baud_) + " baud";
}

std::optional<Problem> SerialSource::start(SourceListener& listener) {
  listener_ = &listener;
  auto problem = open_port();
  if (!problem) {
    read_some();
    return std::nullopt;
  }
  if (!wait_) {
    return problem;
  }
  asio::post(port_.get_executor(), [this] {
    listener_->on_note("waiting for " + path_);
    try_again_later();
  });
  return std::nullopt;
}

void SerialSource::stop() {
  if (stopped_) {
    return;
  }
  stopped_ = true;
  asio::error_code ignored;
  port_.close(ignored);
  timer_.cancel();
  asio::post(port_.get_executor(), [this] { listener_->on_end({}); });
}

std::optional<Problem> SerialSource::open_port() {
  const int fd = open_locked(path_);
  if (fd < 0) {
    if (fd == -ENOTTY) {
      return Problem{path_, "is no serial device", "name a /dev/tty... device, a pty or a file"};
    }
    return system_problem(path_, -fd);
  }
  asio::error_code error(make_raw(fd), asio::system_category());
  if (!error) {
    port_.assign(fd, error);
  }
  if (error) {
    close(fd);
    return system_problem(path_, error.value());
  }
  port_.set_option(asio::serial_port::baud_rate(baud_), error);
  if (error) {
    asio::error_code ignored;
    port_.close(ignored);
    return Problem{path_ + ":" + std::to_string(baud_), "the device has no such baud rate",
                   "give the rate of the device's console, for example :115200"};
  }
  return std::nullopt;
}

void SerialSource::read_some() {
  port_.async_read_some(asio::buffer(buffer_), [this](asio::error_code error, std::size_t got) {
    if (stopped_ || error == asio::error::operation_aborted) {
      return;
    }
    if (got > 0) {
      listener_->on_bytes({buffer_.data(), got});
    }
    if (error) {
      lost(is_unplugged(error) ? "gone" : error.message());
      return;
    }
    read_some();
  });
}

void SerialSource::lost(std::string_view why) {
  asio::error_code ignored;
  port_.close(ignored);
  listener_->on_gap();
  listener_->on_note(path_ + ": " + std::string(why) + "; waiting for it to return");
  try_again_later();
}

void SerialSource::try_again_later() {
  timer_.expires_after(kRetry);
  timer_.async_wait([this](asio::error_code error) {
    if (error || stopped_) {
      return;
    }
    if (open_port()) {
      try_again_later();
      return;
    }
    listener_->on_note(path_ + " is there");
    read_some();
  });
}

}  // namespace tidemark::ingest
