// SPDX-License-Identifier: Apache-2.0
#include "tool/app/read_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <vector>

#include "tool/app/terminal.hpp"
#include "tool/ingest/stream_splitter.hpp"

namespace tidemark::app {
namespace {

using Clock = std::chrono::steady_clock;

volatile std::sig_atomic_t interrupted = 0;

void note_interrupt(int) {
  interrupted = 1;
}

/// Without SA_RESTART, so that a read that waits ends too.
void catch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = note_interrupt;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ > STDERR_FILENO) {
      close(fd_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

/// A line on stderr that says how far the reading is, from its third second on.
class Progress {
 public:
  explicit Progress(std::uint64_t total_bytes)
      : total_bytes_(total_bytes), next_(Clock::now() + std::chrono::seconds(2)) {}
  ~Progress() {
    if (shown_) {
      std::fputs("\r\x1b[K", stderr);
    }
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void note(std::uint64_t bytes) {
    bytes_ += bytes;
    if (Clock::now() < next_ || !is_terminal(STDERR_FILENO)) {
      return;
    }
    next_ = Clock::now() + std::chrono::milliseconds(200);
    shown_ = true;
    const double mega = static_cast<double>(bytes_) / 1e6;
    const std::string share =
        total_bytes_ > 0 ? fmt::format(" of {:.0f}", static_cast<double>(total_bytes_) / 1e6) : "";
    fmt::print(stderr, "\rtidemark: read {:.0f}{} MB\x1b[K", mega, share);
    std::fflush(stderr);
  }

 private:
  std::uint64_t total_bytes_;
  std::uint64_t bytes_ = 0;
  Clock::time_point next_;
  bool shown_ = false;
};

std::optional<ingest::Problem> refuse(const std::string& file, const struct stat& status) {
  if (S_ISDIR(status.st_mode)) {
    return ingest::system_problem(file, EISDIR);
  }
  if (S_ISBLK(status.st_mode) || S_ISSOCK(status.st_mode)) {
    return ingest::Problem{file, "is no file", "name a file with a console log"};
  }
  return std::nullopt;
}

/// Reads `fd` to its end; false iff it was stopped by a signal. `error` is set iff reading failed.
bool read_all(int fd, std::uint64_t total_bytes, analysis::Devices& devices, int& error) {
  ingest::StreamSplitter splitter(
      [&](const ingest::RawLine& line) { devices.feed(line, std::nullopt); },
      [&](Span<const std::uint8_t> message) { devices.feed_message(message); });
  Progress progress(total_bytes);
  std::vector<char> buffer(std::size_t{1} << 16);
  while (interrupted == 0) {
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got == 0) {
      splitter.finish();
      devices.finish();
      return true;
    }
    if (got < 0) {
      if (errno != EINTR) {
        error = errno;
        break;
      }
      continue;
    }
    splitter.feed({buffer.data(), static_cast<std::size_t>(got)});
    progress.note(static_cast<std::uint64_t>(got));
  }
  splitter.finish();
  devices.finish();
  return false;
}

}  // namespace

ReadEnd read_file(const std::string& file, analysis::Devices& devices) {
  ReadEnd end;
  const Descriptor input(file == "-" ? STDIN_FILENO : open(file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status = {};
  if (input.get() < 0 || fstat(input.get(), &status) != 0) {
    end.problem = ingest::system_problem(file, errno);
    return end;
  }
  if ((end.problem = refuse(file, status))) {
    return end;
  }
  catch_interrupts();
  end.opened = true;
  int error = 0;
  const auto total = S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
  end.complete = read_all(input.get(), total, devices, error);
  if (error != 0) {
    end.problem = ingest::system_problem(file, error);
  }
  return end;
}

}  // namespace tidemark::app
