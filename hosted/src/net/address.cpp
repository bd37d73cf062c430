// SPDX-License-Identifier: Apache-2.0
// Which addresses a program may use, and names of addresses.
#include <netdb.h>

#include <algorithm>
#include <cstring>

#include "host/peripherals.hpp"
#include "host/process.hpp"
#include "net/socket.hpp"

namespace hosted {
namespace {

constexpr std::uint32_t kLoopbackNet = 127;

bool loopback4(std::uint32_t network_order) {
  return (ntohl(network_order) >> 24) == kLoopbackNet || network_order == INADDR_ANY;
}

bool loopback6(const in6_addr& address) {
  static constexpr std::uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::memcmp(address.s6_addr, kMapped, sizeof kMapped) == 0) {
    return address.s6_addr[12] == kLoopbackNet;
  }
  return std::memcmp(&address, &in6addr_loopback, sizeof address) == 0 ||
         std::memcmp(&address, &in6addr_any, sizeof address) == 0;
}

void say_once(const sockaddr* address, socklen_t length) {
  static bool said = false;
  if (said) {
    return;
  }
  said = true;
  host_call([=] {
    char text[NI_MAXHOST] = "?";
    (void)::getnameinfo(address, length, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
    complain("sockets: %s is not on this machine; start the program with --net to let it out",
             text);
  });
}

}  // namespace

bool address_allowed(const sockaddr* address, socklen_t length) {
  bool local = true;
  if (address->sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
    local = loopback4(reinterpret_cast<const sockaddr_in*>(address)->sin_addr.s_addr);
  } else if (address->sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    local = loopback6(reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr);
  }
  if (!local && !g_peripherals.network) {
    say_once(address, length);
  }
  return local || g_peripherals.network;
}

const sockaddr* address_to_bind(const sockaddr* address, socklen_t length, sockaddr_storage* copy) {
  if (g_peripherals.network || length > sizeof *copy) {
    return address;
  }
  std::memcpy(copy, address, length);
  auto* v4 = reinterpret_cast<sockaddr_in*>(copy);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(copy);
  if (copy->ss_family == AF_INET && v4->sin_addr.s_addr == INADDR_ANY) {
    v4->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  } else if (copy->ss_family == AF_INET6 &&
             std::memcmp(&v6->sin6_addr, &in6addr_any, sizeof(in6_addr)) == 0) {
    v6->sin6_addr = in6addr_loopback;
  }
  return reinterpret_cast<const sockaddr*>(copy);
}

void bind_to_loopback(int fd, SocketState* state) {
  if (g_peripherals.network || state->bound) {
    return;
  }
  state->bound = true;
  host_call([=] {
    int family = 0;
    socklen_t length = sizeof family;
    (void)::getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &length);
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_addr = in6addr_loopback;
    if (family == AF_INET) {
      (void)::bind(fd, reinterpret_cast<sockaddr*>(&v4), sizeof v4);
    } else if (family == AF_INET6) {
      (void)::bind(fd, reinterpret_cast<sockaddr*>(&v6), sizeof v6);
    }
  });
}

}  // namespace hosted

using namespace hosted;

extern "C" {

int zsock_getaddrinfo(const char* host, const char* service, const addrinfo* hints,
                      addrinfo** res) {
  addrinfo asked{};
  if (hints != nullptr) {
    asked = *hints;
  }
  bool local = host == nullptr || std::strcmp(host, "localhost") == 0;
  if (local && host != nullptr) {
    // This machine, whatever its /etc/hosts says (RFC 6761, 6.3).
    host = nullptr;
    service = service != nullptr ? service : "0";
    asked.ai_flags &= ~(AI_PASSIVE | AI_CANONNAME);
  }
  if (!g_peripherals.network && !local) {
    asked.ai_flags |= AI_NUMERICHOST;
  }
  int result = 0;
  host_call([&] {
    result = ::getaddrinfo(host, service, &asked, res);
    if (result == EAI_NONAME && !g_peripherals.network && !local) {
      complain("zsock_getaddrinfo: '%s' is a name; start the program with --net to look names up",
               host);
    }
  });
  return result;
}

void zsock_freeaddrinfo(addrinfo* ai) {
  host_call([=] { ::freeaddrinfo(ai); });
}

const char* zsock_gai_strerror(int errcode) {
  const char* text = nullptr;
  host_call([&] { text = ::gai_strerror(errcode); });
  return text;
}

int zsock_getnameinfo(const sockaddr* addr, socklen_t addrlen, char* host, socklen_t hostlen,
                      char* serv, socklen_t servlen, int flags) {
  int result = 0;
  int numeric = g_peripherals.network ? 0 : NI_NUMERICHOST;
  host_call([&] {
    result = ::getnameinfo(addr, addrlen, host, hostlen, serv, servlen, flags | numeric);
  });
  return result;
}

int zsock_gethostname(char* buf, std::size_t len) {
#ifdef CONFIG_NET_HOSTNAME
  static constexpr char kName[] = CONFIG_NET_HOSTNAME;
#else
  static constexpr char kName[] = "zephyr";
#endif
  if (len < sizeof kName) {
    errno = ENAMETOOLONG;
    return -1;
  }
  std::memcpy(buf, kName, sizeof kName);
  return 0;
}

char* zsock_inet_ntop(sa_family_t family, const void* src, char* dst, std::size_t size) {
  const char* text = nullptr;
  int error = 0;
  host_call([&] {
    text = ::inet_ntop(family, src, dst, static_cast<socklen_t>(size));
    error = errno;
  });
  if (text == nullptr) {
    errno = error;
  }
  return const_cast<char*>(text);
}

int zsock_inet_pton(sa_family_t family, const char* src, void* dst) {
  return host_result([=] { return ::inet_pton(family, src, dst); });
}

// By their POSIX names, whose types are wider or narrower.
const char* zsock_posix_inet_ntop(int family, const void* src, char* dst, socklen_t size);
const char* zsock_posix_inet_ntop(int family, const void* src, char* dst, socklen_t size) {
  return zsock_inet_ntop(static_cast<sa_family_t>(family), src, dst, size);
}
int zsock_posix_inet_pton(int family, const char* src, void* dst);
int zsock_posix_inet_pton(int family, const char* src, void* dst) {
  return zsock_inet_pton(static_cast<sa_family_t>(family), src, dst);
}

char* net_addr_ntop(sa_family_t family, const void* src, char* dst, std::size_t size) {
  return zsock_inet_ntop(family, src, dst, size);
}

int net_addr_pton(sa_family_t family, const char* src, void* dst) {
  return zsock_inet_pton(family, src, dst) == 1 ? 0 : -EINVAL;
}

}  // extern "C"
