// SPDX-License-Identifier: Apache-2.0
// Sending and receiving.
#include <poll.h>

#include "host/outside.hpp"
#include "net/socket.hpp"

using namespace hosted;

namespace {

bool waits(const SocketState& state, int flags) {
  return !state.nonblocking && (flags & MSG_DONTWAIT) == 0;
}

// What is sent to another socket of this process comes a moment later.
template <typename Call>
ssize_t send_waiting(int sock, int flags, const char* name, Call attempt) {
  SocketState& state = *socket_state(sock);
  expect_outside();
  return transfer_waiting(sock, POLLOUT, waits(state, flags), state.send_timeout, name, attempt);
}

}  // namespace

extern "C" {

ssize_t zsock_sendto(int sock, const void* buf, std::size_t len, int flags,
                     const sockaddr* dest_addr, socklen_t addrlen) {
  SocketState* state = socket_state(sock);
  if (state == nullptr) {
    return -1;
  }
  if (dest_addr != nullptr) {
    if (!address_allowed(dest_addr, addrlen)) {
      errno = ENETUNREACH;
      return -1;
    }
    bind_to_loopback(sock, state);
  }
  const char* data = static_cast<const char*>(buf);
  std::size_t sent = 0;
  // A stream that waits takes all.
  for (;;) {
    ssize_t n = send_waiting(sock, flags, "zsock_send", [&] {
      return ::sendto(sock, data + sent, len - sent, flags | MSG_NOSIGNAL, dest_addr, addrlen);
    });
    if (n < 0) {
      return sent > 0 ? static_cast<ssize_t>(sent) : n;
    }
    sent += static_cast<std::size_t>(n);
    if (sent >= len || !waits(*state, flags)) {
      return static_cast<ssize_t>(sent);
    }
  }
}

ssize_t zsock_posix_send(int sock, const void* buf, std::size_t len, int flags);
ssize_t zsock_posix_send(int sock, const void* buf, std::size_t len, int flags) {
  return zsock_sendto(sock, buf, len, flags, nullptr, 0);
}

ssize_t zsock_sendmsg(int sock, const msghdr* msg, int flags) {
  SocketState* state = socket_state(sock);
  if (state == nullptr) {
    return -1;
  }
  if (msg->msg_name != nullptr) {
    if (!address_allowed(static_cast<const sockaddr*>(msg->msg_name), msg->msg_namelen)) {
      errno = ENETUNREACH;
      return -1;
    }
    bind_to_loopback(sock, state);
  }
  return send_waiting(sock, flags, "zsock_sendmsg",
                      [=] { return ::sendmsg(sock, msg, flags | MSG_NOSIGNAL); });
}

ssize_t zsock_recvfrom(int sock, void* buf, std::size_t max_len, int flags, sockaddr* src_addr,
                       socklen_t* addrlen) {
  SocketState* state = socket_state(sock);
  if (state == nullptr) {
    return -1;
  }
  int host_flags = flags & ~MSG_WAITALL;
  char* data = static_cast<char*>(buf);
  std::size_t got = 0;
  for (;;) {
    ssize_t n = transfer_waiting(
        sock, POLLIN, waits(*state, flags), state->receive_timeout, "zsock_recv",
        [&] { return ::recvfrom(sock, data + got, max_len - got, host_flags, src_addr, addrlen); });
    if (n <= 0) {
      return got > 0 ? static_cast<ssize_t>(got) : n;
    }
    got += static_cast<std::size_t>(n);
    if ((flags & MSG_WAITALL) == 0 || got >= max_len || !waits(*state, flags)) {
      return static_cast<ssize_t>(got);
    }
  }
}

ssize_t zsock_posix_recv(int sock, void* buf, std::size_t max_len, int flags);
ssize_t zsock_posix_recv(int sock, void* buf, std::size_t max_len, int flags) {
  return zsock_recvfrom(sock, buf, max_len, flags, nullptr, nullptr);
}

ssize_t zsock_recvmsg(int sock, msghdr* msg, int flags) {
  SocketState* state = socket_state(sock);
  if (state == nullptr) {
    return -1;
  }
  return transfer_waiting(sock, POLLIN, waits(*state, flags), state->receive_timeout,
                          "zsock_recvmsg",
                          [=] { return ::recvmsg(sock, msg, flags & ~MSG_WAITALL); });
}

}  // extern "C"
