// SPDX-License-Identifier: Apache-2.0
// Addresses: the host's types and constants under the names that they share with Zephyr. Not there:
// the s4_addr forms of an IPv4 address (use s_addr), packets, interfaces.
#ifndef ZEPHYR_INCLUDE_NET_NET_IP_H_
#define ZEPHYR_INCLUDE_NET_NET_IP_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <zephyr/sys/util.h>
#include <zephyr/types.h>

#if !defined(CONFIG_NETWORKING)
#error \
    "tidemark-hosted: <zephyr/net/...>: the network is not in this build; set CONFIG_NETWORKING=y"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define NET_IPV4_ADDR_SIZE 4
#define NET_IPV6_ADDR_SIZE 16
#define NET_IPV4_ADDR_LEN sizeof("255.255.255.255")
#define NET_IPV6_ADDR_LEN sizeof("xxxx:xxxx:xxxx:xxxx:xxxx:xxxx:xxx.xxx.xxx.xxx")
#define NET_IPV4_MTU 576
#define NET_IPV6_MTU 1280

/* Accepted by the headers, refused by zsock_socket. */
enum net_ip_protocol_secure {
  IPPROTO_TLS_1_0 = 256,
  IPPROTO_TLS_1_1 = 257,
  IPPROTO_TLS_1_2 = 258,
  IPPROTO_TLS_1_3 = 259,
  IPPROTO_DTLS_1_0 = 272,
  IPPROTO_DTLS_1_2 = 273,
};
#define SOL_TLS 282
#define TLS_SEC_TAG_LIST 1
#define TLS_HOSTNAME 2
#define TLS_PEER_VERIFY 5

static inline struct sockaddr_in* net_sin(const struct sockaddr* addr) {
  return (struct sockaddr_in*)addr;
}
static inline struct sockaddr_in6* net_sin6(const struct sockaddr* addr) {
  return (struct sockaddr_in6*)addr;
}
/* The text of an address (AF_INET or AF_INET6) in `dst`; NULL and errno if it has no room. */
char* net_addr_ntop(sa_family_t family, const void* src, char* dst, size_t size);
/* 0; -EINVAL if the text is no address of this family. */
int net_addr_pton(sa_family_t family, const char* src, void* dst);

#ifdef __cplusplus
}
#endif
#endif
