// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/mqtt_link.hpp"

#include <zephyr/kernel.h>
#include <zephyr/net/socket.h>
#include <zephyr/sys/printk.h>
#if __has_include(<zephyr/random/random.h>)
#include <zephyr/random/random.h>
#else
#include <zephyr/random/rand32.h>
#endif

#include "core/link.hpp"
#include "zephyr/src/identity.hpp"

BUILD_ASSERT(CONFIG_TIDEMARK_RING_BYTES > 0,
             "TIDEMARK_RING_BYTES must not be 0: messages wait there for the broker");
BUILD_ASSERT(sizeof(CONFIG_TIDEMARK_MQTT_HOST) > 1,
             "TIDEMARK_MQTT_HOST must be an address, or with DNS_RESOLVER a name");

namespace {

using tidemark::image_outbox;

/// A broker that says nothing for so long is taken for dead.
constexpr std::int64_t kAnswerMs = 10000;
constexpr std::uint32_t kMostBackoffMs = CONFIG_TIDEMARK_MQTT_RETRY_MAX_S * 1000u;

tidemark::MqttLink link;

K_SEM_DEFINE(tidemark_mqtt_wake, 0, 1);

template <std::size_t N>
struct mqtt_utf8 utf8_of(const tidemark::FixedText<N>& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.bytes), text.size};
}

struct mqtt_utf8 utf8_of(const char* text, std::size_t size) {
  return {reinterpret_cast<const std::uint8_t*>(text), static_cast<std::uint32_t>(size)};
}

void on_event(struct mqtt_client* /*client*/, const struct mqtt_evt* event) {
  switch (event->type) {
    case MQTT_EVT_CONNACK:
      link.is_up = event->result == 0;
      link.refusal = event->result;
      break;
    case MQTT_EVT_DISCONNECT:
      link.is_open = false;
      link.is_up = false;
      break;
    case MQTT_EVT_PUBACK:
      if (event->result == 0 && link.flight.remove(event->param.puback.message_id)) {
        image_outbox().acknowledge();
        link.answer_due_ms = k_uptime_get() + kAnswerMs;
      } else {
        (void)mqtt_abort(&link.client);
      }
      break;
    default:
      break;  // a PUBLISH that nobody subscribed to is left unread, and ends the connection
  }
}

bool find_broker() {
  auto* v4 = reinterpret_cast<struct sockaddr_in*>(&link.broker);
  link.broker = {};
  if (zsock_inet_pton(AF_INET, CONFIG_TIDEMARK_MQTT_HOST, &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(CONFIG_TIDEMARK_MQTT_PORT);
    return true;
  }
  if (zsock_inet_pton(AF_INET6, CONFIG_TIDEMARK_MQTT_HOST, &link.broker.sin6_addr) == 1) {
    link.broker.sin6_family = AF_INET6;
    link.broker.sin6_port = htons(CONFIG_TIDEMARK_MQTT_PORT);
    return true;
  }
#if defined(CONFIG_DNS_RESOLVER)
  struct zsock_addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  struct zsock_addrinfo* found = nullptr;
  if (zsock_getaddrinfo(CONFIG_TIDEMARK_MQTT_HOST, STRINGIFY(CONFIG_TIDEMARK_MQTT_PORT), &hints,
                        &found) == 0) {
    const bool fits = found->ai_addrlen <= sizeof(link.broker);
    for (std::size_t i = 0; fits && i < found->ai_addrlen; ++i) {
      reinterpret_cast<std::uint8_t*>(&link.broker)[i] =
          reinterpret_cast<const std::uint8_t*>(found->ai_addr)[i];
    }
    zsock_freeaddrinfo(found);
    return fits;
  }
#endif
  return false;
}

void set_up_client() {
  struct mqtt_client& client = link.client;
  mqtt_client_init(&client);
  client.broker = &link.broker;
  client.evt_cb = on_event;
  client.client_id = utf8_of(link.client_id);
  client.rx_buf = link.receive;
  client.rx_buf_size = sizeof(link.receive);
  client.tx_buf = link.send;
  client.tx_buf_size = sizeof(link.send);
  client.transport.type = MQTT_TRANSPORT_NON_SECURE;
  // The ring is what remembers; the broker has nothing to keep for a client that never subscribes.
  client.clean_session = 1;
  if (sizeof(CONFIG_TIDEMARK_MQTT_USER) > 1) {
    link.user = utf8_of(CONFIG_TIDEMARK_MQTT_USER, sizeof(CONFIG_TIDEMARK_MQTT_USER) - 1);
    client.user_name = &link.user;
  }
  if (sizeof(CONFIG_TIDEMARK_MQTT_PASSWORD) > 1) {
    link.password =
        utf8_of(CONFIG_TIDEMARK_MQTT_PASSWORD, sizeof(CONFIG_TIDEMARK_MQTT_PASSWORD) - 1);
    client.password = &link.password;
  }
}

/// Waits for the broker, at most `timeout_ms` (-1: for ever), and takes what has come.
void take_input(int timeout_ms) {
  struct zsock_pollfd poll = {};
  poll.fd = link.client.transport.tcp.sock;
  poll.events = ZSOCK_POLLIN;
  const int ready = zsock_poll(&poll, 1, timeout_ms);
  if (ready > 0 && mqtt_input(&link.client) != 0) {
    (void)mqtt_abort(&link.client);
  }
}

/// 0, or why there is no connection.
int connect_to_broker() {
  link.refusal = 0;
  if (!find_broker()) {
    return -EHOSTUNREACH;
  }
  set_up_client();
  // Without the lock a broker that refuses at once can preempt this thread between its SYN and the
  // wait for an answer, and Zephyr (3.4.99 does) then waits for a connection that is no more. The
  // wait itself lets all others run.
  k_sched_lock();
  const int result = mqtt_connect(&link.client);
  k_sched_unlock();
  if (result != 0) {
    return result;
  }
  link.is_open = true;
  const std::int64_t end = k_uptime_get() + kAnswerMs;
  for (std::int64_t left = kAnswerMs; link.is_open && !link.is_up && left > 0;
       left = end - k_uptime_get()) {
    take_input(static_cast<int>(left));
  }
  if (!link.is_up) {
    const bool is_late = link.is_open;
    (void)mqtt_abort(&link.client);
    return is_late ? -ETIMEDOUT : -ECONNREFUSED;
  }
  return 0;
}

/// Once for each time that it is down.
void tell_down(int error) {
  if (link.has_told) {
    return;
  }
  link.has_told = true;
  printk(
      "tidemark: no messages by MQTT: %s port %d: error %d, answer %d; they wait until it "
      "works: see that the broker runs%s\n",
      CONFIG_TIDEMARK_MQTT_HOST, CONFIG_TIDEMARK_MQTT_PORT, error, link.refusal,
      link.refusal != 0 ? " and lets in TIDEMARK_MQTT_USER" : "");
}

bool awaits_answer() {
  return link.flight.count() > 0 || link.client.unacked_ping > 0;
}

void begin_to_wait_for_answer() {
  if (!awaits_answer()) {
    link.answer_due_ms = k_uptime_get() + kAnswerMs;
  }
}

void publish_waiting() {
  while (link.is_up && link.flight.count() < tidemark::MqttFlight::kMost) {
    const std::size_t size = image_outbox().take({link.message, sizeof(link.message)});
    if (size == 0) {
      return;
    }
    begin_to_wait_for_answer();
    struct mqtt_publish_param param = {};
    param.message.topic.topic = utf8_of(link.topic);
    param.message.topic.qos = MQTT_QOS_1_AT_LEAST_ONCE;
    param.message.payload.data = link.message;
    param.message.payload.len = static_cast<std::uint32_t>(size);
    param.message_id = link.flight.add();
    if (mqtt_publish(&link.client, &param) != 0) {
      (void)mqtt_abort(&link.client);
    }
  }
}

/// Until the broker should have answered.
void wait_for_answer() {
  const std::int64_t left = link.answer_due_ms - k_uptime_get();
  if (left <= 0) {
    (void)mqtt_abort(&link.client);
    return;
  }
  take_input(static_cast<int>(left));
}

/// Until there are messages, or it is time for a sign of life.
void wait_for_messages() {
  const int left = mqtt_keepalive_time_left(&link.client);
  (void)k_sem_take(&tidemark_mqtt_wake, left < 0 ? K_FOREVER : K_MSEC(left));
  take_input(0);
}

void serve() {
  while (link.is_up) {
    publish_waiting();
    if (!link.is_up) {
      return;
    }
    if (awaits_answer()) {
      wait_for_answer();
    } else {
      wait_for_messages();
    }
    if (link.is_up && mqtt_keepalive_time_left(&link.client) == 0) {
      begin_to_wait_for_answer();
      (void)mqtt_live(&link.client);
    }
  }
}

void name_client() {
  const auto id = tidemark::mqtt_id(tidemark_identity().device_id);
  (void)link.client_id.append(tidemark::text_of("tidemark-"));
  (void)link.client_id.append(id.text());
  if (sizeof(CONFIG_TIDEMARK_MQTT_TOPIC) > 1) {
    (void)link.topic.append(tidemark::text_of(CONFIG_TIDEMARK_MQTT_TOPIC));
    return;
  }
  (void)link.topic.append(tidemark::text_of("tidemark/"));
  (void)link.topic.append(id.text());
}

void run(void* /*p1*/, void* /*p2*/, void* /*p3*/) {
  name_client();
  for (;;) {
    const int error = connect_to_broker();
    if (error == 0) {
      link.backoff.reset();
      link.has_told = false;
      if (link.was_down) {
        (void)tidemark::link_came_up();
      }
      serve();
    }
    link.was_down = true;
    (void)tidemark::link_went_down();
    image_outbox().rewind();
    link.flight.reset();
    tell_down(error);
    k_msleep(static_cast<std::int32_t>(link.backoff.next_ms(kMostBackoffMs, sys_rand32_get())));
  }
}

}  // namespace

void tidemark::port::wake_link() {
  k_sem_give(&tidemark_mqtt_wake);
}

K_THREAD_DEFINE(tidemark_mqtt, CONFIG_TIDEMARK_MQTT_STACK_SIZE, run, NULL, NULL, NULL,
                K_LOWEST_APPLICATION_THREAD_PRIO, 0, 0);
