// SPDX-License-Identifier: Apache-2.0
// Sockets over the host's: TCP and UDP on IPv4 and IPv6, local addresses only unless the program is
// started with --net. Needs CONFIG_NET_SOCKETS. A call that waits lets the other threads run; while
// a thread waits for a socket, virtual time is held to the host's clock (not with an explicit
// --no-rt). All from threads only; -1 and errno for an error. docs/reference/hosted/devices.md.
#ifndef ZEPHYR_INCLUDE_NET_SOCKET_H_
#define ZEPHYR_INCLUDE_NET_SOCKET_H_

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/time.h>
#include <sys/types.h>
#include <unistd.h>
#include <zephyr/kernel.h>
#include <zephyr/net/net_ip.h>

#ifdef __cplusplus
extern "C" {
#endif

#define zsock_pollfd pollfd
#define ZSOCK_POLLIN POLLIN
#define ZSOCK_POLLPRI POLLPRI
#define ZSOCK_POLLOUT POLLOUT
#define ZSOCK_POLLERR POLLERR
#define ZSOCK_POLLHUP POLLHUP
#define ZSOCK_POLLNVAL POLLNVAL
#define ZSOCK_MSG_PEEK MSG_PEEK
#define ZSOCK_MSG_TRUNC MSG_TRUNC
#define ZSOCK_MSG_DONTWAIT MSG_DONTWAIT
#define ZSOCK_MSG_WAITALL MSG_WAITALL
#define ZSOCK_SHUT_RD SHUT_RD
#define ZSOCK_SHUT_WR SHUT_WR
#define ZSOCK_SHUT_RDWR SHUT_RDWR
#define ZSOCK_F_GETFL F_GETFL
#define ZSOCK_F_SETFL F_SETFL
#define ZSOCK_O_NONBLOCK O_NONBLOCK
#ifndef O_NONBLOCK
#define O_NONBLOCK 04000
#endif

/* getaddrinfo: names other than "localhost" and addresses in digits need --net. It holds all
 * threads up while the host looks a name up. 0 or a DNS_EAI_ value. */
#define zsock_addrinfo addrinfo
#define DNS_EAI_BADFLAGS EAI_BADFLAGS
#define DNS_EAI_NONAME EAI_NONAME
#define DNS_EAI_AGAIN EAI_AGAIN
#define DNS_EAI_FAIL EAI_FAIL
#define DNS_EAI_FAMILY EAI_FAMILY
#define DNS_EAI_SOCKTYPE EAI_SOCKTYPE
#define DNS_EAI_SERVICE EAI_SERVICE
#define DNS_EAI_MEMORY EAI_MEMORY
#define DNS_EAI_SYSTEM EAI_SYSTEM

/* EPROTONOSUPPORT for other kinds and for TLS. */
int zsock_socket(int family, int type, int proto);
int zsock_socketpair(int family, int type, int proto, int* sv);
int zsock_close(int sock);
int zsock_shutdown(int sock, int how);
/* Without --net: "any address" is the loopback's; another address is EADDRNOTAVAIL. */
int zsock_bind(int sock, const struct sockaddr* addr, socklen_t addrlen);
/* Waits CONFIG_NET_SOCKETS_CONNECT_TIMEOUT ms at most (ETIMEDOUT). ENETUNREACH for an address that
 * is not local, without --net. */
int zsock_connect(int sock, const struct sockaddr* addr, socklen_t addrlen);
int zsock_listen(int sock, int backlog);
int zsock_accept(int sock, struct sockaddr* addr, socklen_t* addrlen);
ssize_t zsock_sendto(int sock, const void* buf, size_t len, int flags,
                     const struct sockaddr* dest_addr, socklen_t addrlen);
ssize_t zsock_sendmsg(int sock, const struct msghdr* msg, int flags);
ssize_t zsock_recvfrom(int sock, void* buf, size_t max_len, int flags, struct sockaddr* src_addr,
                       socklen_t* addrlen);
ssize_t zsock_recvmsg(int sock, struct msghdr* msg, int flags);
static inline ssize_t zsock_send(int sock, const void* buf, size_t len, int flags) {
  return zsock_sendto(sock, buf, len, flags, NULL, 0);
}
static inline ssize_t zsock_recv(int sock, void* buf, size_t max_len, int flags) {
  return zsock_recvfrom(sock, buf, max_len, flags, NULL, NULL);
}
/* Only F_GETFL and F_SETFL with O_NONBLOCK. */
int zsock_fcntl(int sock, int cmd, int flags);
/* `timeout` in ms, -1 for ever. ENOMEM for more than CONFIG_NET_SOCKETS_POLL_MAX descriptors. */
int zsock_poll(struct zsock_pollfd* fds, int nfds, int timeout);
/* SO_RCVTIMEO and SO_SNDTIMEO count virtual time. Others are the host's. */
int zsock_getsockopt(int sock, int level, int optname, void* optval, socklen_t* optlen);
int zsock_setsockopt(int sock, int level, int optname, const void* optval, socklen_t optlen);
int zsock_getpeername(int sock, struct sockaddr* addr, socklen_t* addrlen);
int zsock_getsockname(int sock, struct sockaddr* addr, socklen_t* addrlen);
int zsock_getaddrinfo(const char* host, const char* service, const struct zsock_addrinfo* hints,
                      struct zsock_addrinfo** res);
void zsock_freeaddrinfo(struct zsock_addrinfo* ai);
const char* zsock_gai_strerror(int errcode);
int zsock_getnameinfo(const struct sockaddr* addr, socklen_t addrlen, char* host, socklen_t hostlen,
                      char* serv, socklen_t servlen, int flags);
/* "zephyr", or CONFIG_NET_HOSTNAME. */
int zsock_gethostname(char* buf, size_t len);
char* zsock_inet_ntop(sa_family_t family, const void* src, char* dst, size_t size);
/* 1; 0 if the text is no address; -1 and EAFNOSUPPORT. */
int zsock_inet_pton(sa_family_t family, const char* src, void* dst);

/* The host's headers say so in C++, and a declaration must repeat it. */
#ifdef __cplusplus
#define Z_SOCK_NO_THROW __THROW
#else
#define Z_SOCK_NO_THROW
#endif
#if defined(HOSTED_OWN_SOCKETS)
/* The runtime means the host's. */
#elif defined(CONFIG_NET_SOCKETS_POSIX_NAMES)
/* The same functions by their POSIX names: the names of the host's headers, linked to those above.
 */
#define Z_SOCK_IS(name) __asm__("zsock_" #name)
extern int socket(int, int, int) Z_SOCK_NO_THROW Z_SOCK_IS(socket);
extern int socketpair(int, int, int, int[2]) Z_SOCK_NO_THROW Z_SOCK_IS(socketpair);
extern int close(int) Z_SOCK_IS(close);
extern int shutdown(int, int) Z_SOCK_NO_THROW Z_SOCK_IS(shutdown);
extern int bind(int, const struct sockaddr*, socklen_t)
Z_SOCK_NO_THROW Z_SOCK_IS(bind);
extern int connect(int, const struct sockaddr*, socklen_t) Z_SOCK_IS(connect);
extern int listen(int, int) Z_SOCK_NO_THROW Z_SOCK_IS(listen);
extern int accept(int, struct sockaddr*, socklen_t*) Z_SOCK_IS(accept);
extern ssize_t send(int, const void*, size_t, int) __asm__("zsock_posix_send");
extern ssize_t sendto(int, const void*, size_t, int, const struct sockaddr*, socklen_t)
    Z_SOCK_IS(sendto);
extern ssize_t sendmsg(int, const struct msghdr*, int) Z_SOCK_IS(sendmsg);
extern ssize_t recv(int, void*, size_t, int) __asm__("zsock_posix_recv");
extern ssize_t recvfrom(int, void*, size_t, int, struct sockaddr*, socklen_t*) Z_SOCK_IS(recvfrom);
extern ssize_t recvmsg(int, struct msghdr*, int) Z_SOCK_IS(recvmsg);
extern int fcntl(int, int, ...) Z_SOCK_IS(fcntl);
extern int poll(struct pollfd*, nfds_t, int) Z_SOCK_IS(poll);
extern int getsockopt(int, int, int, void*, socklen_t*) Z_SOCK_NO_THROW Z_SOCK_IS(getsockopt);
extern int setsockopt(int, int, int, const void*, socklen_t)
Z_SOCK_NO_THROW Z_SOCK_IS(setsockopt);
extern int getpeername(int, struct sockaddr*, socklen_t*) Z_SOCK_NO_THROW Z_SOCK_IS(getpeername);
extern int getsockname(int, struct sockaddr*, socklen_t*) Z_SOCK_NO_THROW Z_SOCK_IS(getsockname);
extern int getaddrinfo(const char*, const char*, const struct addrinfo*, struct addrinfo**)
    Z_SOCK_IS(getaddrinfo);
extern void freeaddrinfo(struct addrinfo*) Z_SOCK_NO_THROW Z_SOCK_IS(freeaddrinfo);
extern int getnameinfo(const struct sockaddr*, socklen_t, char*, socklen_t, char*, socklen_t, int)
    Z_SOCK_IS(getnameinfo);
extern const char* gai_strerror(int) Z_SOCK_NO_THROW Z_SOCK_IS(gai_strerror);
extern const char* inet_ntop(int, const void*, char*, socklen_t)
Z_SOCK_NO_THROW __asm__("zsock_posix_inet_ntop");
extern int inet_pton(int, const char*, void*) Z_SOCK_NO_THROW __asm__("zsock_posix_inet_pton");
extern int gethostname(char*, size_t)
Z_SOCK_NO_THROW Z_SOCK_IS(gethostname);
#else
/* The host's own would stop all threads. */
extern int socket(int, int, int) Z_SOCK_NO_THROW __attribute__((error(
    "tidemark-hosted: socket(): call zsock_socket(), or set CONFIG_NET_SOCKETS_POSIX_NAMES=y")));
#endif

#if !defined(CONFIG_NET_SOCKETS)
#error \
    "tidemark-hosted: <zephyr/net/socket.h>: sockets are not in this build; set CONFIG_NET_SOCKETS=y"
#endif

#ifdef __cplusplus
}
#endif
#endif
