// SPDX-License-Identifier: Apache-2.0
#include "host/serial_peer.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "host/options.hpp"
#include "host/real_stdio.hpp"
#include "host/restart.hpp"

namespace hosted {
namespace {

constexpr int kEndSlot = 2;
SerialKind g_serial_kind = SerialKind::kNone;

[[noreturn]] void refuse_peer(const char* text, const char* why, const char* todo) {
  char what[512];
  (void)std::snprintf(what, sizeof what, "--uart1=%s", text);
  refuse(what, why, todo);
}

// When this process ends, what nobody has read from the pseudoterminal is gone; a reader that is
// there gets a moment.
void drain_terminal(int, void*) {
  constexpr int kMostSteps = 200;
  constexpr useconds_t kStepMicros = 1000;
  int unread = 0;
  int steps = 0;
  do {
    (void)::usleep(kStepMicros);
  } while (++steps < kMostSteps && ::ioctl(kept_descriptor(kEndSlot), FIONREAD, &unread) == 0 &&
           unread > 0);
}

int open_terminal(const char* text) {
  int fd = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  char name[64];
  if (fd < 0 || ::grantpt(fd) != 0 || ::unlockpt(fd) != 0 ||
      ::ptsname_r(fd, name, sizeof name) != 0) {
    refuse_peer(text, std::strerror(errno),
                "use tcp-listen:PORT where there are no pseudoterminals");
  }
  // Held open so that a reader that comes and goes is no end of the line.
  int end = ::open(name, O_RDWR | O_NOCTTY);
  termios raw{};
  if (end < 0 || ::tcgetattr(end, &raw) != 0) {
    refuse_peer(text, std::strerror(errno), "use tcp-listen:PORT");
  }
  keep_descriptor(kEndSlot, end);
  ::cfmakeraw(&raw);
  (void)::tcsetattr(end, TCSANOW, &raw);
  (void)real::fprintf(stderr, "uart1: %s\n", name);
  return fd;
}

// [HOST:]PORT or [IPv6]:PORT into its parts; the text is changed.
bool split(char* text, const char** host, const char** port) {
  char* colon = std::strrchr(text, ':');
  *port = colon != nullptr ? colon + 1 : text;
  *host = nullptr;
  if (colon != nullptr) {
    *colon = '\0';
    *host = text;
    if (text[0] == '[' && colon[-1] == ']') {
      colon[-1] = '\0';
      *host = text + 1;
    }
  }
  char* end = nullptr;
  constexpr long kMostPort = 65535;
  long number = std::strtol(*port, &end, 10);
  return **port != '\0' && *end == '\0' && number >= 0 && number <= kMostPort &&
         (*host == nullptr || **host != '\0');
}

addrinfo* look_up(const char* text, const char* address, bool passive) {
  static char copy[256];
  const char* host = nullptr;
  const char* port = nullptr;
  (void)std::snprintf(copy, sizeof copy, "%s", address);
  if (!split(copy, &host, &port) || (!passive && host == nullptr)) {
    refuse_peer(text, "no host and port", "give e.g. tcp:127.0.0.1:5000 or tcp-listen:5000");
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  int error = ::getaddrinfo(host != nullptr ? host : "127.0.0.1", port, &hints, &found);
  if (error != 0) {
    refuse_peer(text, ::gai_strerror(error), "correct the host");
  }
  return found;
}

int connect_to(const char* text, const char* address) {
  addrinfo* found = look_up(text, address, false);
  int fd = -1;
  for (addrinfo* at = found; at != nullptr && fd < 0; at = at->ai_next) {
    fd = ::socket(at->ai_family, SOCK_STREAM, 0);
    if (fd >= 0 && ::connect(fd, at->ai_addr, at->ai_addrlen) != 0) {
      int error = errno;
      (void)::close(fd);
      errno = error;
      fd = -1;
    }
  }
  ::freeaddrinfo(found);
  if (fd < 0) {
    refuse_peer(text, std::strerror(errno), "start the peer first, or use tcp-listen:PORT");
  }
  (void)::fcntl(fd, F_SETFL, O_NONBLOCK);
  return fd;
}

int listen_at(const char* text, const char* address) {
  addrinfo* found = look_up(text, address, true);
  int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int on = 1;
  (void)::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (fd < 0 || ::bind(fd, found->ai_addr, found->ai_addrlen) != 0 || ::listen(fd, 1) != 0) {
    refuse_peer(text, std::strerror(errno), "choose another port, or 0 for a free one");
  }
  sockaddr_storage bound{};
  socklen_t length = sizeof bound;
  (void)::getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &length);
  char host[NI_MAXHOST];
  char port[NI_MAXSERV];
  (void)::getnameinfo(reinterpret_cast<sockaddr*>(&bound), length, host, sizeof host, port,
                      sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
  (void)real::fprintf(stderr, "uart1: listening at %s:%s\n", host, port);
  ::freeaddrinfo(found);
  return fd;
}

int open_file(const char* text, const char* path, bool again) {
  int fd = ::open(path, O_WRONLY | O_CREAT | (again ? O_APPEND : O_TRUNC), 0644);
  if (fd < 0) {
    refuse_peer(text, std::strerror(errno), "give a path that can be written");
  }
  return fd;
}

const char* after(const char* text, const char* prefix) {
  std::size_t length = std::strlen(prefix);
  return std::strncmp(text, prefix, length) == 0 ? text + length : nullptr;
}

}  // namespace

SerialKind serial_kind() {
  return g_serial_kind;
}

void open_peer(const char* text, bool again, SerialPeer* peer) {
  if (std::strcmp(text, "pty") == 0) {
    g_serial_kind = SerialKind::kTerminal;
    peer->fd = again && peer->fd >= 0 ? peer->fd : open_terminal(text);
    (void)::on_exit(drain_terminal, nullptr);
  } else if (const char* path = after(text, "file:"); path != nullptr) {
    g_serial_kind = SerialKind::kFile;
    peer->fd = again && peer->fd >= 0 ? peer->fd : open_file(text, path, again);
  } else if (const char* address = after(text, "tcp:"); address != nullptr) {
    g_serial_kind = SerialKind::kSocket;
    // A peer that closed before the reboot stays closed.
    peer->fd = again ? peer->fd : connect_to(text, address);
  } else if (const char* local = after(text, "tcp-listen:"); local != nullptr) {
    g_serial_kind = SerialKind::kSocket;
    peer->listener = again && peer->listener >= 0 ? peer->listener : listen_at(text, local);
  }
}

}  // namespace hosted
