// SPDX-License-Identifier: Apache-2.0
// The life of a socket.
#include "net/socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cstring>

#include "host/process.hpp"
#include "kernel/sched.hpp"

namespace hosted {
namespace {

constexpr int kMostDescriptors = 1024;
SocketState g_sockets[kMostDescriptors];

// Takes a new descriptor into the table; returns it, or -1 and errno.
int adopt(int fd) {
  if (fd >= kMostDescriptors) {
    host_call([=] { (void)::close(fd); });
    errno = ENFILE;
    return -1;
  }
  if (fd >= 0) {
    g_sockets[fd] = SocketState{};
    g_sockets[fd].ours = true;
  }
  return fd;
}

bool kind_offered(int family, int type, int proto) {
  if (proto >= IPPROTO_TLS_1_0 && proto <= IPPROTO_DTLS_1_2) {
    complain("zsock_socket: there is no TLS here; use plain TCP, or a real board");
    return false;
  }
  return (family == AF_INET || family == AF_INET6) && (type == SOCK_STREAM || type == SOCK_DGRAM);
}

k_timeout_t timeout_of(const timeval& time) {
  if (time.tv_sec == 0 && time.tv_usec == 0) {
    return K_FOREVER;
  }
  constexpr std::int64_t kMicros = 1'000'000;
  return K_USEC(time.tv_sec * kMicros + time.tv_usec);
}

}  // namespace

SocketState* socket_state(int fd) {
  if (fd < 0 || fd >= kMostDescriptors || !g_sockets[fd].ours) {
    errno = EBADF;
    return nullptr;
  }
  return &g_sockets[fd];
}

}  // namespace hosted

using namespace hosted;

extern "C" {

int zsock_socket(int family, int type, int proto) {
  if (!kind_offered(family, type, proto)) {
    errno = family == AF_INET || family == AF_INET6 ? EPROTONOSUPPORT : EAFNOSUPPORT;
    return -1;
  }
  return adopt(
      host_result([=] { return ::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, proto); }));
}

int zsock_socketpair(int family, int type, int proto, int* sv) {
  int result = host_result(
      [=] { return ::socketpair(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, proto, sv); });
  if (result == 0 && (adopt(sv[0]) < 0 || adopt(sv[1]) < 0)) {
    return -1;
  }
  return result;
}

int zsock_close(int sock) {
  if (SocketState* state = socket_state(sock); state != nullptr) {
    *state = SocketState{};
    wake_waiters_of(sock);
  }
  int result = host_result([=] { return ::close(sock); });
  reschedule();
  return result;
}

int zsock_shutdown(int sock, int how) {
  if (socket_state(sock) == nullptr) {
    return -1;
  }
  return host_result([=] { return ::shutdown(sock, how); });
}

int zsock_bind(int sock, const sockaddr* addr, socklen_t addrlen) {
  SocketState* state = socket_state(sock);
  if (state == nullptr) {
    return -1;
  }
  if (!address_allowed(addr, addrlen)) {
    errno = EADDRNOTAVAIL;
    return -1;
  }
  sockaddr_storage copy{};
  const sockaddr* local = address_to_bind(addr, addrlen, &copy);
  int result = host_result([=] {
    // As on a device, where a port is free again after a reboot.
    int on = 1;
    (void)::setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    return ::bind(sock, local, addrlen);
  });
  state->bound = state->bound || result == 0;
  return result;
}

int zsock_connect(int sock, const sockaddr* addr, socklen_t addrlen) {
  SocketState* state = socket_state(sock);
  if (state == nullptr) {
    return -1;
  }
  if (!address_allowed(addr, addrlen)) {
    errno = ENETUNREACH;
    return -1;
  }
  bind_to_loopback(sock, state);
  int result = host_result([=] { return ::connect(sock, addr, addrlen); });
  if (result == 0 || errno != EINPROGRESS || state->nonblocking) {
    return result;
  }
  int waited =
      wait_for_socket(sock, POLLOUT, K_MSEC(CONFIG_NET_SOCKETS_CONNECT_TIMEOUT), "zsock_connect");
  int error = waited == -EAGAIN ? ETIMEDOUT : -waited;
  if (waited == 0) {
    socklen_t length = sizeof error;
    host_call([&] { (void)::getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &length); });
  }
  errno = error;
  return error == 0 ? 0 : -1;
}

int zsock_listen(int sock, int backlog) {
  SocketState* state = socket_state(sock);
  if (state == nullptr) {
    return -1;
  }
  bind_to_loopback(sock, state);
  return host_result([=] { return ::listen(sock, backlog); });
}

int zsock_accept(int sock, sockaddr* addr, socklen_t* addrlen) {
  SocketState* state = socket_state(sock);
  if (state == nullptr) {
    return -1;
  }
  auto fd = transfer_waiting(
      sock, POLLIN, !state->nonblocking, state->receive_timeout, "zsock_accept",
      [=]() -> ssize_t { return ::accept4(sock, addr, addrlen, SOCK_NONBLOCK | SOCK_CLOEXEC); });
  return adopt(static_cast<int>(fd));
}

int zsock_fcntl(int sock, int cmd, int flags) {
  SocketState* state = socket_state(sock);
  if (state == nullptr) {
    return -1;
  }
  if (cmd == F_GETFL) {
    return state->nonblocking ? O_NONBLOCK : 0;
  }
  if (cmd == F_SETFL) {
    state->nonblocking = (flags & O_NONBLOCK) != 0;
    return 0;
  }
  errno = EINVAL;
  return -1;
}

int zsock_getsockopt(int sock, int level, int optname, void* optval, socklen_t* optlen) {
  if (socket_state(sock) == nullptr) {
    return -1;
  }
  return host_result([=] { return ::getsockopt(sock, level, optname, optval, optlen); });
}

int zsock_setsockopt(int sock, int level, int optname, const void* optval, socklen_t optlen) {
  SocketState* state = socket_state(sock);
  if (state == nullptr) {
    return -1;
  }
  // The host keeps the value for zsock_getsockopt; with non-blocking descriptors it has no effect.
  int result = host_result([=] { return ::setsockopt(sock, level, optname, optval, optlen); });
  if (result == 0 && level == SOL_SOCKET && optlen == sizeof(timeval) &&
      (optname == SO_RCVTIMEO || optname == SO_SNDTIMEO)) {
    timeval time{};
    std::memcpy(&time, optval, sizeof time);
    (optname == SO_RCVTIMEO ? state->receive_timeout : state->send_timeout) = timeout_of(time);
  }
  return result;
}

int zsock_getpeername(int sock, sockaddr* addr, socklen_t* addrlen) {
  if (socket_state(sock) == nullptr) {
    return -1;
  }
  return host_result([=] { return ::getpeername(sock, addr, addrlen); });
}

int zsock_getsockname(int sock, sockaddr* addr, socklen_t* addrlen) {
  if (socket_state(sock) == nullptr) {
    return -1;
  }
  return host_result([=] { return ::getsockname(sock, addr, addrlen); });
}

}  // extern "C"
