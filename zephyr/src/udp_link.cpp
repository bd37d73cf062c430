// SPDX-License-Identifier: Apache-2.0
// One message a datagram. The socket is connected, so that the network can say that nobody listens.
#include <zephyr/kernel.h>
#include <zephyr/net/net_ip.h>
#include <zephyr/net/socket.h>
#include <zephyr/sys/printk.h>

#include "core/link.hpp"
#include "core/run.hpp"

BUILD_ASSERT(sizeof(CONFIG_TIDEMARK_UDP_HOST) > 1,
             "TIDEMARK_UDP_HOST must be an address, or with DNS_RESOLVER a name");

namespace {

// Looking a name up makes the monitor's thread wait, up to NET_SOCKETS_DNS_TIMEOUT.
constexpr std::int64_t kRetryMs = 1000;
constexpr std::int64_t kRetryNameMs = 30000;
constexpr int kNoSocket = -1;

int open_socket = kNoSocket;
bool is_down;
std::int64_t next_try_ms;

bool connect_to(const struct sockaddr* address, socklen_t size) {
  open_socket = zsock_socket(address->sa_family, SOCK_DGRAM, IPPROTO_UDP);
  return open_socket >= 0 && zsock_connect(open_socket, address, size) == 0;
}

#if defined(CONFIG_DNS_RESOLVER)
bool connect_to_name() {
  struct zsock_addrinfo hints = {};
  hints.ai_socktype = SOCK_DGRAM;
  struct zsock_addrinfo* found = nullptr;
  next_try_ms = k_uptime_get() + kRetryNameMs;
  if (zsock_getaddrinfo(CONFIG_TIDEMARK_UDP_HOST, STRINGIFY(CONFIG_TIDEMARK_UDP_PORT), &hints,
                        &found) != 0) {
    return false;
  }
  const bool connected = connect_to(found->ai_addr, found->ai_addrlen);
  zsock_freeaddrinfo(found);
  return connected;
}
#else
bool connect_to_name() {
  static bool is_told;
  if (!is_told) {
    is_told = true;
    printk(
        "tidemark: no messages by UDP: \"%s\" is no address in digits, and names need "
        "CONFIG_DNS_RESOLVER; correct CONFIG_TIDEMARK_UDP_HOST\n",
        CONFIG_TIDEMARK_UDP_HOST);
  }
  return false;
}
#endif

bool connect_socket() {
  struct sockaddr_in6 v6 = {};
  struct sockaddr_in v4 = {};
  if (zsock_inet_pton(AF_INET, CONFIG_TIDEMARK_UDP_HOST, &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(CONFIG_TIDEMARK_UDP_PORT);
    return connect_to(reinterpret_cast<struct sockaddr*>(&v4), sizeof(v4));
  }
  if (zsock_inet_pton(AF_INET6, CONFIG_TIDEMARK_UDP_HOST, &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(CONFIG_TIDEMARK_UDP_PORT);
    return connect_to(reinterpret_cast<struct sockaddr*>(&v6), sizeof(v6));
  }
  return connect_to_name();
}

/// Where a host says at once that nobody listens, as over the loopback, this is where it is heard.
bool is_heard() {
  int error = 0;
  socklen_t size = sizeof(error);
  return zsock_getsockopt(open_socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error == 0;
}

tidemark::Sent go_down() {
  is_down = true;
  if (open_socket >= 0) {
    (void)zsock_close(open_socket);
    open_socket = kNoSocket;
  }
  return tidemark::Sent::kBusy;
}

}  // namespace

tidemark::Sent tidemark::port::try_send(Span<const std::uint8_t> message) {
  if (open_socket < 0) {
    if (k_uptime_get() < next_try_ms) {
      return Sent::kBusy;
    }
    next_try_ms = k_uptime_get() + kRetryMs;
    if (!connect_socket()) {
      return go_down();
    }
  }
  if (zsock_send(open_socket, message.data(), message.size(), ZSOCK_MSG_DONTWAIT) < 0) {
    if (errno == EMSGSIZE) {
      return Sent::kRefused;
    }
    if (errno == EAGAIN || errno == ENOMEM || errno == ENOBUFS) {
      return Sent::kBusy;
    }
    if (errno == ECONNREFUSED) {
      image_monitor().count_lost_line();  // the message before this one, heard of too late
    }
    return go_down();
  }
  if (!is_heard()) {
    return go_down();
  }
  if (is_down) {
    is_down = false;
    (void)link_came_up();  // a thread
  }
  return Sent::kSent;
}
