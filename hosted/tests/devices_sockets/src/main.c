// SPDX-License-Identifier: Apache-2.0
// Sockets between two threads of one program: who waits, for how long, and what is refused. With
// PEER=<port> in the environment: echoes lines on that TCP port to a peer outside, until "bye".
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/net/socket.h>

#define PORT 42517
#define CHECK(...)                                                      \
  do {                                                                  \
    if (!(__VA_ARGS__)) {                                               \
      printf("line %d, errno %d: %s\n", __LINE__, errno, #__VA_ARGS__); \
    }                                                                   \
  } while (0)

static struct sockaddr_in address_of(const char* text, uint16_t port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  CHECK(zsock_inet_pton(AF_INET, text, &address.sin_addr) == 1);
  return address;
}

static int now(void) {
  return (int)k_uptime_get();
}

// --- the server, a thread of its own ---

static void serve(void* one, void* two, void* three) {
  struct sockaddr_in any = address_of("0.0.0.0", PORT);
  struct sockaddr_in from;
  socklen_t length = sizeof(from);
  char text[32];
  (void)one;
  (void)two;
  (void)three;
  int listener = zsock_socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  CHECK(zsock_bind(listener, (struct sockaddr*)&any, sizeof(any)) == 0);
  CHECK(zsock_listen(listener, 1) == 0);
  printf("server waits at %d\n", now());
  int client = zsock_accept(listener, (struct sockaddr*)&from, &length);
  printf("accepted at %d from %s\n", now(),
         zsock_inet_ntop(AF_INET, &from.sin_addr, text, sizeof(text)));
  for (;;) {
    ssize_t n = zsock_recv(client, text, sizeof(text) - 1, 0);
    if (n <= 0) {
      printf("server: end %d at %d\n", (int)n, now());
      break;
    }
    text[n] = '\0';
    printf("server: %s at %d\n", text, now());
    CHECK(zsock_send(client, text, (size_t)n, 0) == n);
  }
  CHECK(zsock_close(client) == 0);
  CHECK(zsock_close(listener) == 0);
}
K_THREAD_STACK_DEFINE(server_stack, 1024);
static struct k_thread server;

static unsigned ticks;
static void count(struct k_timer* timer) {
  (void)timer;
  ++ticks;
}
static K_TIMER_DEFINE(counter, count, NULL);

static void stream(void) {
  struct sockaddr_in to = address_of("127.0.0.1", PORT);
  struct timeval half = {0, 500000};
  char text[32] = "";
  (void)k_thread_create(&server, server_stack, 1024, serve, NULL, NULL, NULL, 1, 0, K_NO_WAIT);
  k_msleep(100);
  int sock = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);  // by its POSIX name
  CHECK(connect(sock, (struct sockaddr*)&to, sizeof(to)) == 0);
  k_msleep(100);
  CHECK(send(sock, "one", 3, 0) == 3);
  CHECK(recv(sock, text, 3, MSG_WAITALL) == 3 && strcmp(text, "one") == 0);
  printf("client: %s at %d\n", text, now());
  // Nothing comes: in half a second, at once, and with poll.
  CHECK(setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &half, sizeof(half)) == 0);
  int before = now();
  k_timer_start(&counter, K_MSEC(100), K_MSEC(100));
  ssize_t n = recv(sock, text, 1, 0);
  printf("timeout %d, EAGAIN %d, after %d ms, timer %u\n", (int)n, errno == EAGAIN, now() - before,
         ticks);
  k_timer_stop(&counter);
  before = now();
  CHECK(recv(sock, text, 1, ZSOCK_MSG_DONTWAIT) == -1 && errno == EAGAIN);
  CHECK(fcntl(sock, F_SETFL, O_NONBLOCK) == 0 && fcntl(sock, F_GETFL, 0) == O_NONBLOCK);
  CHECK(recv(sock, text, 1, 0) == -1 && errno == EAGAIN && now() == before);
  struct pollfd fd = {.fd = sock, .events = POLLIN | POLLOUT};
  CHECK(poll(&fd, 1, 1000) == 1 && fd.revents == POLLOUT && now() == before);
  fd.events = POLLIN;
  CHECK(poll(&fd, 1, 250) == 0);
  printf("poll gave up after %d ms\n", now() - before);
  CHECK(send(sock, "two", 3, 0) == 3);
  CHECK(poll(&fd, 1, -1) == 1 && fd.revents == POLLIN && recv(sock, text, 9, 0) == 3);
  CHECK(shutdown(sock, ZSOCK_SHUT_RDWR) == 0 && close(sock) == 0);
  CHECK(k_thread_join(&server, K_SECONDS(1)) == 0);
  CHECK(recv(sock, text, 1, 0) == -1 && errno == EBADF);
}

static void datagrams(void) {
  struct sockaddr_in6 to = {
      .sin6_family = AF_INET6, .sin6_port = htons(PORT), .sin6_addr = in6addr_loopback};
  struct sockaddr_in6 from;
  socklen_t length = sizeof(from);
  char text[32] = "";
  int in = zsock_socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
  int out = zsock_socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
  if (in < 0 || zsock_bind(in, (struct sockaddr*)&to, sizeof(to)) != 0) {
    printf("datagrams: done\n");  // a host without IPv6
    return;
  }
  CHECK(zsock_sendto(out, "first", 5, 0, (struct sockaddr*)&to, sizeof(to)) == 5);
  CHECK(zsock_sendto(out, "second", 6, 0, (struct sockaddr*)&to, sizeof(to)) == 6);
  CHECK(zsock_recvfrom(in, text, sizeof(text), 0, (struct sockaddr*)&from, &length) == 5);
  CHECK(length == sizeof(from) &&
        memcmp(&from.sin6_addr, &in6addr_loopback, sizeof(in6addr_loopback)) == 0);
  CHECK(zsock_recv(in, text, 2, 0) == 2 && memcmp(text, "se", 2) == 0);
  CHECK(zsock_close(in) == 0 && zsock_close(out) == 0);
  printf("datagrams: done\n");
}

static void says(const char* what, int result, int error) {
  printf("%s: %d, errno as it must be: %d\n", what, result, errno == error);
}

static void refusals(void) {
  struct sockaddr_in outside = address_of("192.0.2.1", 80);
  struct sockaddr_in nobody = address_of("127.0.0.1", 1);
  struct zsock_addrinfo* found = NULL;
  struct zsock_pollfd many[CONFIG_NET_SOCKETS_POLL_MAX + 1] = {{0}};
  int sock = zsock_socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  int udp = zsock_socket(AF_INET, SOCK_DGRAM, 0);
  says("connect outside", zsock_connect(sock, (struct sockaddr*)&outside, sizeof(outside)),
       ENETUNREACH);
  says("send outside",
       (int)zsock_sendto(udp, "x", 1, 0, (struct sockaddr*)&outside, sizeof(outside)), ENETUNREACH);
  says("bind outside", zsock_bind(sock, (struct sockaddr*)&outside, sizeof(outside)),
       EADDRNOTAVAIL);
  says("nobody there", zsock_connect(sock, (struct sockaddr*)&nobody, sizeof(nobody)),
       ECONNREFUSED);
  says("TLS", zsock_socket(AF_INET, SOCK_STREAM, IPPROTO_TLS_1_2), EPROTONOSUPPORT);
  says("packets", zsock_socket(AF_PACKET, SOCK_RAW, 0), EAFNOSUPPORT);
  says("poll of too many", zsock_poll(many, CONFIG_NET_SOCKETS_POLL_MAX + 1, 0), ENOMEM);
  printf("a name %d", zsock_getaddrinfo("example.com", "80", NULL, &found) == DNS_EAI_NONAME);
  printf(", localhost %d\n", zsock_getaddrinfo("localhost", "80", NULL, &found));
  zsock_freeaddrinfo(found);
  CHECK(zsock_close(sock) == 0 && zsock_close(udp) == 0);
  CHECK(zsock_close(sock) == -1 && errno == EBADF);
}

// A thread that is aborted while it waits, and one whose socket is closed under it.
static int open_socket;
static void receive(void* one, void* two, void* three) {
  char text[4];
  (void)one;
  (void)two;
  (void)three;
  ssize_t n = zsock_recv(open_socket, text, sizeof(text), 0);
  printf("the receiver goes on with %d, EBADF %d\n", (int)n, errno == EBADF);
}

static void lost_waiters(void) {
  struct sockaddr_in at = address_of("127.0.0.1", PORT);
  open_socket = zsock_socket(AF_INET, SOCK_DGRAM, 0);
  CHECK(zsock_bind(open_socket, (struct sockaddr*)&at, sizeof(at)) == 0);
  (void)k_thread_create(&server, server_stack, 1024, receive, NULL, NULL, NULL, 1, 0, K_NO_WAIT);
  k_msleep(20);
  k_thread_abort(&server);
  CHECK(zsock_sendto(open_socket, "x", 1, 0, (struct sockaddr*)&at, sizeof(at)) == 1);
  k_msleep(20);
  char text;
  CHECK(zsock_recv(open_socket, &text, 1, 0) == 1 && text == 'x');
  (void)k_thread_create(&server, server_stack, 1024, receive, NULL, NULL, NULL, 1, 0, K_NO_WAIT);
  k_msleep(20);
  CHECK(zsock_close(open_socket) == 0);
  CHECK(k_thread_join(&server, K_SECONDS(1)) == 0);
}

static void echo_outside(uint16_t port) {
  struct sockaddr_in any = address_of("0.0.0.0", port);
  char text[64];
  int listener = zsock_socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  CHECK(zsock_bind(listener, (struct sockaddr*)&any, sizeof(any)) == 0 &&
        zsock_listen(listener, 1) == 0);
  int client = zsock_accept(listener, NULL, NULL);
  for (;;) {
    ssize_t n = zsock_recv(client, text, sizeof(text), 0);
    if (n <= 0) {
      break;
    }
    CHECK(zsock_send(client, text, (size_t)n, 0) == n);
    if (memcmp(text, "bye", 3) == 0) {
      break;
    }
  }
  printf("said bye\n");
}

int main(void) {
  const char* port = getenv("PEER");
  if (port != NULL) {
    echo_outside((uint16_t)atoi(port));
    return 0;
  }
  stream();
  datagrams();
  refusals();
  lost_waiters();
  printf("all done at %d\n", now());
  return 0;
}
