// SPDX-License-Identifier: Apache-2.0
// Threads that wait for sockets, and zsock_poll.
#include <poll.h>

#include <algorithm>

#include "host/outside.hpp"
#include "kernel/sched.hpp"
#include "net/socket.hpp"

namespace hosted {
namespace {

constexpr int kMostPolled = std::max(CONFIG_NET_SOCKETS_POLL_MAX, 1);
constexpr int kMostWaits = 32;

// In a pool of its own, as a thread that is aborted while it waits never comes to tidy up.
struct SocketWait {
  _wait_q_t queue;
  Outside fds[kMostPolled];
  int count = 0;
  bool used = false;
};
SocketWait g_waits[kMostWaits];

void end_wait(SocketWait& wait) {
  for (int i = 0; i < wait.count; ++i) {
    unwatch(&wait.fds[i]);
  }
  wait.used = false;
}

SocketWait* wait_of(Outside* outside) {
  for (SocketWait& wait : g_waits) {
    if (outside >= wait.fds && outside < wait.fds + kMostPolled) {
      return &wait;
    }
  }
  return nullptr;
}

void socket_ready(Outside* outside) {
  SocketWait& wait = *wait_of(outside);
  end_wait(wait);
  (void)wake_all(&wait.queue, 0);
}

SocketWait* begin_wait() {
  for (SocketWait& wait : g_waits) {
    if (wait.used && first_waiter(&wait.queue) == nullptr) {
      end_wait(wait);  // its thread was aborted
    }
    if (!wait.used) {
      wait.used = true;
      wait.count = 0;
      z_waitq_init(&wait.queue);
      return &wait;
    }
  }
  return nullptr;
}

void add_descriptor(SocketWait& wait, int fd, short events) {
  Outside& outside = wait.fds[wait.count++];
  outside.fd = fd;
  outside.events = events;
  outside.ready = socket_ready;
  watch(&outside);
}

int pend(SocketWait& wait, k_timeout_t timeout, const char* call) {
  int result = pend_current(&wait.queue, timeout, call);
  if (wait.used && first_waiter(&wait.queue) == nullptr) {
    end_wait(wait);
  }
  return result;
}

}  // namespace

int wait_for_socket(int fd, short events, k_timeout_t timeout, const char* call) {
  check_may_wait(call);
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    return -EAGAIN;
  }
  SocketWait* wait = begin_wait();
  if (wait == nullptr) {
    return -ENOMEM;
  }
  add_descriptor(*wait, fd, events);
  return pend(*wait, timeout, call);
}

void wake_waiters_of(int fd) {
  for (SocketWait& wait : g_waits) {
    for (int i = 0; wait.used && i < wait.count; ++i) {
      if (wait.fds[i].fd == fd) {
        end_wait(wait);
        (void)wake_all(&wait.queue, -EBADF);
      }
    }
  }
}

}  // namespace hosted

using namespace hosted;

extern "C" int zsock_poll(pollfd* fds, int nfds, int timeout) {
  if (nfds < 0 || nfds > kMostPolled) {
    errno = nfds < 0 ? EINVAL : ENOMEM;
    return -1;
  }
  k_timeout_t when = timeout < 0 ? K_FOREVER : K_MSEC(timeout);
  k_timepoint_t end = sys_timepoint_calc(when);
  for (;;) {
    int count = host_result([=] { return ::poll(fds, static_cast<nfds_t>(nfds), 0); });
    if (count != 0 || timeout == 0) {
      return count;
    }
    check_may_wait("zsock_poll");
    SocketWait* wait = begin_wait();
    if (wait == nullptr) {
      errno = ENOMEM;
      return -1;
    }
    for (int i = 0; i < nfds; ++i) {
      add_descriptor(*wait, fds[i].fd, fds[i].events);
    }
    k_timeout_t left = sys_timepoint_timeout(end);
    if (K_TIMEOUT_EQ(left, K_NO_WAIT)) {
      end_wait(*wait);
      return 0;
    }
    int result = pend(*wait, left, "zsock_poll");
    if (result == -EAGAIN) {
      return host_result([=] { return ::poll(fds, static_cast<nfds_t>(nfds), 0); });
    }
  }
}
