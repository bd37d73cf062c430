// SPDX-License-Identifier: Apache-2.0
// Sockets, inside. Descriptors are the host's, always non-blocking there; whether a call waits is
// decided here. Everything of the host's library runs on the host stack.
#pragma once

#define HOSTED_OWN_SOCKETS
#include <zephyr/kernel.h>
#include <zephyr/net/socket.h>

#include <cerrno>
#include <cstdint>

#include "host/call.hpp"

namespace hosted {

struct SocketState {
  bool ours = false;
  bool nonblocking = false;
  bool bound = false;
  k_timeout_t receive_timeout = K_FOREVER;
  k_timeout_t send_timeout = K_FOREVER;
};

// The state of a descriptor that zsock_socket or zsock_accept gave; nullptr and EBADF for others.
SocketState* socket_state(int fd);

// Runs a call of the host on the host stack; its result, errno with it.
template <typename Call>
auto host_result(Call call) {
  decltype(call()) result{};
  int error = 0;
  host_call([&] {
    result = call();
    error = errno;
  });
  if (result < 0) {
    errno = error;
  }
  return result;
}

// Waits until `events` (POLLIN, POLLOUT) may be true of `fd`. 0; -EAGAIN at `timeout`; -EBADF if it
// is closed meanwhile. `call` names the public call.
int wait_for_socket(int fd, short events, k_timeout_t timeout, const char* call);
// Threads that wait for `fd` go on with -EBADF.
void wake_waiters_of(int fd);

// Whether the address is this machine's loopback, or --net was given. Says once that it is needed.
bool address_allowed(const sockaddr* address, socklen_t length);
// Without --net, "any address" becomes the loopback's in *copy. Returns what to bind to.
const sockaddr* address_to_bind(const sockaddr* address, socklen_t length, sockaddr_storage* copy);
// Gives a socket without a local address one on the loopback, without --net.
void bind_to_loopback(int fd, SocketState* state);

// Repeats `attempt` until it does something else than EAGAIN, or until the wait is over.
template <typename Call>
ssize_t transfer_waiting(int fd, short events, bool may_wait, k_timeout_t timeout, const char* name,
                         Call attempt) {
  for (;;) {
    ssize_t result = host_result(attempt);
    if (result >= 0 || (errno != EAGAIN && errno != EINTR) || !may_wait) {
      return result;
    }
    int waited = wait_for_socket(fd, events, timeout, name);
    if (waited < 0) {
      errno = -waited;
      return -1;
    }
  }
}

}  // namespace hosted
