// SPDX-License-Identifier: Apache-2.0
// The life of a connection, and what is sent on it.
#include "mqtt/client.hpp"

#include <cerrno>
#include <cstring>
#include <initializer_list>

#include "host/process.hpp"

namespace hosted::mqtt {

void tell(mqtt_client* client, const mqtt_evt& event) {
  if (client->evt_cb != nullptr) {
    (void)sys_mutex_unlock(&client->internal.mutex);
    client->evt_cb(client, &event);
    (void)sys_mutex_lock(&client->internal.mutex, K_FOREVER);
  }
}

void end_connection(mqtt_client* client, int result, bool tells) {
  if (client->internal.state == 0) {
    return;  // a callback has ended it
  }
  (void)zsock_close(client->transport.tcp.sock);
  client->internal.state = 0;
  client->internal.last_activity = 0;
  client->internal.rx_buf_datalen = 0;
  client->internal.remaining_payload = 0;
  if (tells) {
    mqtt_evt event{};
    event.type = MQTT_EVT_DISCONNECT;
    event.result = result;
    tell(client, event);
  }
}

namespace {

int open_socket(mqtt_client* client) {
  if (client->transport.type != MQTT_TRANSPORT_NON_SECURE) {
    complain("mqtt_connect: transport %d: only plain TCP is offered; use MQTT_TRANSPORT_NON_SECURE",
             static_cast<int>(client->transport.type));
    return -EPROTONOSUPPORT;
  }
  const auto* broker = static_cast<const sockaddr*>(client->broker);
  int sock = zsock_socket(broker->sa_family, SOCK_STREAM, IPPROTO_TCP);
  if (sock < 0) {
    return -errno;
  }
  socklen_t length = broker->sa_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
  if (zsock_connect(sock, broker, length) < 0) {
    int error = errno;
    (void)zsock_close(sock);
    return -error;
  }
  client->transport.tcp.sock = sock;
  client->internal.state = kSocketOpen;
  client->internal.rx_buf_datalen = 0;
  client->internal.remaining_payload = 0;
  return 0;
}

int send_all(mqtt_client* client, const void* data, std::size_t size) {
  const auto* from = static_cast<const std::uint8_t*>(data);
  while (size > 0) {
    ssize_t sent = zsock_send(client->transport.tcp.sock, from, size, 0);
    if (sent < 0) {
      return -errno;
    }
    from += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return 0;
}

// Sends a packet and what follows it. `tells`: an error is told by an event.
int send_packet(mqtt_client* client, Span packet, const mqtt_binstr& payload, bool tells) {
  if (packet.data == nullptr) {
    return -ENOMEM;
  }
  int result = send_all(client, packet.data, packet.size);
  if (result == 0) {
    result = send_all(client, payload.data, payload.len);
  }
  if (result < 0) {
    end_connection(client, result, tells);
    return result;
  }
  client->internal.last_activity = k_uptime_get_32();
  return 0;
}

void write_text(Writer& writer, const mqtt_utf8& text) {
  writer.text(text.utf8, text.size);
}

Span write_connect(mqtt_client* client) {
  Writer writer(client->tx_buf, client->tx_buf_size);
  bool newest = client->protocol_version == MQTT_VERSION_3_1_1;
  write_text(writer, newest ? MQTT_UTF8_LITERAL("MQTT") : MQTT_UTF8_LITERAL("MQIsdp"));
  writer.byte(client->protocol_version);
  unsigned flags = client->clean_session != 0 ? 0x02U : 0U;
  if (client->will_topic != nullptr) {
    flags |= 0x04U | (client->will_topic->qos & 3U) << 3 | (client->will_retain != 0 ? 0x20U : 0U);
  }
  flags |= client->password != nullptr ? 0x40U : 0U;
  flags |= client->user_name != nullptr ? 0x80U : 0U;
  writer.byte(static_cast<std::uint8_t>(flags));
  writer.number(client->keepalive);
  write_text(writer, client->client_id);
  if (client->will_topic != nullptr) {
    write_text(writer, client->will_topic->topic);
    write_text(writer, client->will_message != nullptr ? *client->will_message : mqtt_utf8{});
  }
  for (const mqtt_utf8* text : {client->user_name, client->password}) {
    if (text != nullptr) {
      write_text(writer, *text);
    }
  }
  return writer.finish(Type::kConnect, 0, 0);
}

// Sends `packet(writer)` to a broker that has accepted us.
template <typename Write>
int send_when_accepted(mqtt_client* client, const mqtt_binstr& payload, Write write) {
  Lock lock(client);
  if ((client->internal.state & kAccepted) == 0) {
    return -ENOTCONN;
  }
  Writer writer(client->tx_buf, client->tx_buf_size);
  return send_packet(client, write(writer), payload, true);
}

int send_id(mqtt_client* client, Type type, std::uint8_t flags, std::uint16_t id) {
  return send_when_accepted(client, {}, [=](Writer& writer) {
    writer.number(id);
    return writer.finish(type, flags, 0);
  });
}

// Of the checks, the connection's comes before the id's.
template <typename Param>
int send_answer(mqtt_client* client, const Param* param, Type type, std::uint8_t flags) {
  if (client == nullptr || param == nullptr) {
    return -EINVAL;
  }
  if (param->message_id == 0 && (client->internal.state & kAccepted) != 0) {
    return -EINVAL;
  }
  return send_id(client, type, flags, param->message_id);
}

int send_topics(mqtt_client* client, const mqtt_subscription_list* param, Type type) {
  if (client == nullptr || param == nullptr) {
    return -EINVAL;
  }
  if (param->message_id == 0 && (client->internal.state & kAccepted) != 0) {
    return -EINVAL;
  }
  return send_when_accepted(client, {}, [=](Writer& writer) {
    writer.number(param->message_id);
    for (std::uint16_t i = 0; i < param->list_count; ++i) {
      write_text(writer, param->list[i].topic);
      if (type == Type::kSubscribe) {
        writer.byte(param->list[i].qos);
      }
    }
    return writer.finish(type, 2, 0);
  });
}

int send_empty(mqtt_client* client, Type type) {
  return send_when_accepted(client, {}, [=](Writer& writer) { return writer.finish(type, 0, 0); });
}

}  // namespace
}  // namespace hosted::mqtt

using namespace hosted::mqtt;

extern "C" {

void mqtt_client_init(mqtt_client* client) {
  if (client == nullptr) {
    return;
  }
  *client = mqtt_client{};
  sys_mutex_init(&client->internal.mutex);
  client->protocol_version = MQTT_VERSION_3_1_1;
  client->clean_session = IS_ENABLED(CONFIG_MQTT_CLEAN_SESSION) ? 1 : 0;
  client->keepalive = CONFIG_MQTT_KEEPALIVE;
}

int mqtt_connect(mqtt_client* client) {
  if (client == nullptr || client->client_id.utf8 == nullptr) {
    return -EINVAL;
  }
  Lock lock(client);
  if (client->tx_buf == nullptr || client->rx_buf == nullptr) {
    return -ENOMEM;
  }
  int result = open_socket(client);
  if (result < 0) {
    return result;
  }
  result = send_packet(client, write_connect(client), {}, false);
  if (result < 0) {
    end_connection(client, result, false);
    return result;
  }
  client->unacked_ping = 0;
  return 0;
}

int mqtt_publish(mqtt_client* client, const mqtt_publish_param* param) {
  if (client == nullptr || param == nullptr) {
    return -EINVAL;
  }
  const mqtt_topic& topic = param->message.topic;
  const mqtt_binstr& payload = param->message.payload;
  if ((client->internal.state & kAccepted) != 0) {
    if (topic.qos > 0 && param->message_id == 0) {
      return -EINVAL;
    }
    if (std::size_t{payload.len} + topic.topic.size + 4 > kMostBytes) {
      return -EMSGSIZE;
    }
  }
  return send_when_accepted(client, payload, [&](Writer& writer) {
    write_text(writer, topic.topic);
    if (topic.qos > 0) {
      writer.number(param->message_id);
    }
    unsigned flags = (param->dup_flag != 0 ? 8U : 0U) | (topic.qos & 3U) << 1 |
                     (param->retain_flag != 0 ? 1U : 0U);
    return writer.finish(Type::kPublish, static_cast<std::uint8_t>(flags), payload.len);
  });
}

int mqtt_publish_qos1_ack(mqtt_client* client, const mqtt_puback_param* param) {
  return send_answer(client, param, Type::kPuback, 0);
}

int mqtt_publish_qos2_receive(mqtt_client* client, const mqtt_pubrec_param* param) {
  return send_answer(client, param, Type::kPubrec, 0);
}

int mqtt_publish_qos2_release(mqtt_client* client, const mqtt_pubrel_param* param) {
  return send_answer(client, param, Type::kPubrel, 2);
}

int mqtt_publish_qos2_complete(mqtt_client* client, const mqtt_pubcomp_param* param) {
  return send_answer(client, param, Type::kPubcomp, 0);
}

int mqtt_subscribe(mqtt_client* client, const mqtt_subscription_list* param) {
  return send_topics(client, param, Type::kSubscribe);
}

int mqtt_unsubscribe(mqtt_client* client, const mqtt_subscription_list* param) {
  return send_topics(client, param, Type::kUnsubscribe);
}

int mqtt_ping(mqtt_client* client) {
  if (client == nullptr) {
    return -EINVAL;
  }
  Lock lock(client);
  int result = send_empty(client, Type::kPingreq);
  if (result == 0 && client->unacked_ping < INT8_MAX) {
    ++client->unacked_ping;
  }
  return result;
}

int mqtt_disconnect(mqtt_client* client) {
  if (client == nullptr) {
    return -EINVAL;
  }
  Lock lock(client);
  int result = send_empty(client, Type::kDisconnect);
  if (result == 0) {
    end_connection(client, 0, true);
  }
  return result;
}

int mqtt_abort(mqtt_client* client) {
  if (client == nullptr) {
    return -EINVAL;
  }
  Lock lock(client);
  end_connection(client, -ECONNABORTED, true);
  return 0;
}

int mqtt_keepalive_time_left(const mqtt_client* client) {
  if (client->keepalive == 0) {
    return -1;
  }
  std::uint32_t elapsed = k_uptime_get_32() - client->internal.last_activity;
  std::uint32_t period = 1000U * client->keepalive;
  return period <= elapsed ? 0 : static_cast<int>(period - elapsed);
}

int mqtt_live(mqtt_client* client) {
  if (client == nullptr) {
    return -EINVAL;
  }
  Lock lock(client);
  return mqtt_keepalive_time_left(client) == 0 ? mqtt_ping(client) : -EAGAIN;
}

}  // extern "C"
