// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

// First, as on a board that is a program of the host its byte order calls must come before
// Zephyr's.
#include <zephyr/net/socket.h>

#include <zephyr/net/mqtt.h>

#include "base/fixed_text.hpp"
#include "core/outbox.hpp"
#include "zephyr/src/mqtt_parts.hpp"

/// The MQTT link of an image: a thread of its own that keeps a connection to the broker and
/// publishes what the monitor puts into the ring, one message a PUBLISH with QoS 1. A message
/// leaves the ring when the broker has acknowledged it; what was on its way when a connection broke
/// is published again, so a subscriber may get a message twice and none is lost but by the ring.
/// Nothing is retained.
///
/// The monitor's thread only gives a semaphore (port::wake_link). Connecting, looking a name up and
/// sending make the link's own thread wait, and nobody else; but while it sends the first packet of
/// a connection it cannot be preempted (mqtt_link.cpp says why).
namespace tidemark {

inline constexpr std::size_t kMqttReceiveBytes = 16;  ///< CONNACK, PUBACK and PINGRESP fit.

/// All memory of the link beside the thread's stack and object.
struct MqttLink {
  struct mqtt_client client;
  struct sockaddr_in6 broker;  // or the sockaddr_in that it has room for
  struct mqtt_utf8 user;
  struct mqtt_utf8 password;
  MqttFlight flight;
  MqttBackoff backoff;
  bool is_open;   // there is a connection
  bool is_up;     // the broker has accepted us
  bool was_down;  // since the last connection, or at all
  bool has_told;  // that it is down
  int refusal;    // what the broker answered to CONNECT
  std::int64_t answer_due_ms;
  FixedText<9 + kMaxMqttIdBytes> client_id;
  FixedText<sizeof(CONFIG_TIDEMARK_MQTT_TOPIC) + 9 + kMaxMqttIdBytes> topic;
  std::uint8_t receive[kMqttReceiveBytes];
  // CONNECT is the longest packet: its header, four texts and their lengths.
  std::uint8_t send[32 + sizeof(client_id) + sizeof(topic) + sizeof(CONFIG_TIDEMARK_MQTT_USER) +
                    sizeof(CONFIG_TIDEMARK_MQTT_PASSWORD)];
  std::uint8_t message[Outbox::kMaxMessageBytes];
};

/// Static memory of the link in bytes, its thread included.
inline constexpr std::size_t kMqttLinkBytes =
    sizeof(MqttLink) + CONFIG_TIDEMARK_MQTT_STACK_SIZE + sizeof(struct k_thread);

}  // namespace tidemark
