// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/open_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "tool/ingest/mqtt_source.hpp"
#include "tool/ingest/serial_source.hpp"
#include "tool/ingest/stream_source.hpp"
#include "tool/ingest/tcp_source.hpp"
#include "tool/ingest/udp_source.hpp"

namespace tidemark::ingest {
namespace {

using Opened = std::variant<std::unique_ptr<Source>, Problem>;

/// Non-blocking reading of a terminal's shared open file would make our own output non-blocking, so
/// it is opened once more.
Opened open_stdin(asio::io_context& io) {
  int fd = STDIN_FILENO;
  if (isatty(fd) == 1) {
    fd = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
      return system_problem("/dev/tty", errno);
    }
  } else if (fcntl(fd, F_GETFD) < 0) {
    return Problem{"stdin", "is closed", "pipe a console into tidemark, or name a source"};
  }
  return std::make_unique<StreamSource>(io, fd, "stdin");
}

bool is_tty_name(const std::string& path) {
  return path.compare(0, 8, "/dev/tty") == 0 || path.compare(0, 9, "/dev/pts/") == 0 ||
         path.compare(0, 12, "/dev/serial/") == 0;
}

Opened open_path(asio::io_context& io, const PathSpec& spec, bool wait) {
  struct stat status = {};
  const bool there = stat(spec.path.c_str(), &status) == 0;
  if (!there && (!wait || errno != ENOENT)) {
    return system_problem(spec.path, errno);
  }
  if (!there || (S_ISCHR(status.st_mode) && is_tty_name(spec.path))) {
    return std::make_unique<SerialSource>(io, spec.path, spec.baud, wait);
  }
  if (S_ISDIR(status.st_mode)) {
    return system_problem(spec.path, EISDIR);
  }
  if (S_ISBLK(status.st_mode) || S_ISSOCK(status.st_mode)) {
    return Problem{spec.path, "is neither a file nor a serial device",
                   "name a console log or a /dev/tty... device"};
  }
  const int nonblock = S_ISFIFO(status.st_mode) ? 0 : O_NONBLOCK;
  const int fd = open(spec.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | nonblock);
  if (fd < 0) {
    return system_problem(spec.path, errno);
  }
  if (isatty(fd) == 1) {
    close(fd);
    return std::make_unique<SerialSource>(io, spec.path, spec.baud, wait);
  }
  return std::make_unique<StreamSource>(io, fd, spec.path);
}

}  // namespace

Opened open_source(asio::io_context& io, const SourceSpec& spec, bool wait) {
  if (const auto* path = std::get_if<PathSpec>(&spec)) {
    return open_path(io, *path, wait);
  }
  if (const auto* tcp = std::get_if<TcpSpec>(&spec)) {
    return std::make_unique<TcpSource>(io, tcp->host, tcp->port, wait);
  }
  if (const auto* udp = std::get_if<UdpSpec>(&spec)) {
    return std::make_unique<UdpSource>(io, udp->host, udp->port);
  }
  if (const auto* mqtt = std::get_if<MqttSpec>(&spec)) {
    return std::make_unique<MqttSource>(io, *mqtt, wait);
  }
  return open_stdin(io);
}

}  // namespace tidemark::ingest
