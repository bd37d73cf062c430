// SPDX-License-Identifier: Apache-2.0
// What the broker sends.
#include <cerrno>

#include "mqtt/client.hpp"

namespace hosted::mqtt {

int receive(mqtt_client* client, void* to, std::size_t size, int flags) {
  ssize_t got = zsock_recv(client->transport.tcp.sock, to, size, flags);
  return got < 0 ? -errno : static_cast<int>(got);
}

namespace {

// Reads until a packet is whole in rx_buf. 1 then; 0 if more has to come; or a negative errno.
int read_until_whole(mqtt_client* client) {
  std::uint32_t& have = client->internal.rx_buf_datalen;
  for (;;) {
    std::size_t needed = bytes_needed(client->rx_buf, have);
    if (needed == 0) {
      return -EINVAL;
    }
    if (needed <= have) {
      return 1;
    }
    if (needed > client->rx_buf_size) {
      return -ENOMEM;
    }
    int got = receive(client, client->rx_buf + have, needed - have, ZSOCK_MSG_DONTWAIT);
    if (got <= 0) {
      return got == -EAGAIN ? 0 : got == 0 ? -ENOTCONN : got;
    }
    have += static_cast<std::uint32_t>(got);
  }
}

void fill_publish(mqtt_client* client, const Packet& packet, mqtt_publish_param* param) {
  param->message.topic.topic = {packet.topic.size > 0 ? packet.topic.data : nullptr,
                                static_cast<std::uint32_t>(packet.topic.size)};
  param->message.topic.qos = (packet.flags >> 1) & 3;
  param->message.payload = {nullptr, packet.payload_bytes};
  param->message_id = packet.id;
  param->dup_flag = (packet.flags >> 3) & 1;
  param->retain_flag = packet.flags & 1;
  client->internal.remaining_payload = packet.payload_bytes;
}

int take_connack(mqtt_client* client, const Packet& packet, mqtt_evt* event) {
  mqtt_connack_param& param = event->param.connack;
  param.return_code = static_cast<mqtt_conn_return_code>(packet.body.data[1]);
  if (client->protocol_version == MQTT_VERSION_3_1_1) {
    param.session_present_flag = packet.body.data[0] & 1;
  }
  event->result = packet.body.data[1];
  if (param.return_code != MQTT_CONNECTION_ACCEPTED) {
    return -ECONNREFUSED;
  }
  client->internal.state |= kAccepted;
  return 0;
}

constexpr struct {
  Type type;
  mqtt_evt_type event;
} kEvents[] = {
    {Type::kConnack, MQTT_EVT_CONNACK},   {Type::kPublish, MQTT_EVT_PUBLISH},
    {Type::kPuback, MQTT_EVT_PUBACK},     {Type::kPubrec, MQTT_EVT_PUBREC},
    {Type::kPubrel, MQTT_EVT_PUBREL},     {Type::kPubcomp, MQTT_EVT_PUBCOMP},
    {Type::kSuback, MQTT_EVT_SUBACK},     {Type::kUnsuback, MQTT_EVT_UNSUBACK},
    {Type::kPingresp, MQTT_EVT_PINGRESP},
};

// Fills in what the type of the packet says. 0, or a negative errno that ends the connection.
int fill_event(mqtt_client* client, const Packet& packet, mqtt_evt* event) {
  switch (packet.type) {
    case Type::kConnack:
      return take_connack(client, packet, event);
    case Type::kPublish:
      fill_publish(client, packet, &event->param.publish);
      return 0;
    case Type::kSuback:
      event->param.suback.return_codes = {
          packet.body.size > 0 ? const_cast<std::uint8_t*>(packet.body.data) : nullptr,
          static_cast<std::uint32_t>(packet.body.size)};
      event->param.suback.message_id = packet.id;
      return 0;
    case Type::kPingresp:
      client->unacked_ping = static_cast<std::int8_t>(MAX(client->unacked_ping - 1, 0));
      return 0;
    default:
      event->param.puback.message_id = packet.id;  // of all the others, by the same name
      return 0;
  }
}

int take_packet(mqtt_client* client) {
  Packet packet;
  bool whole = read_packet(client->rx_buf, client->internal.rx_buf_datalen, &packet);
  for (const auto& known : kEvents) {
    if (known.type == packet.type) {
      mqtt_evt event{};
      event.type = known.event;
      int result = whole ? fill_event(client, packet, &event) : -EINVAL;
      event.result = whole ? event.result : result;
      tell(client, event);
      return result;
    }
  }
  return 0;
}

int read_payload(mqtt_client* client, void* buffer, std::size_t length, int flags) {
  if (client == nullptr) {
    return -EINVAL;
  }
  Lock lock(client);
  std::uint32_t& left = client->internal.remaining_payload;
  if (left == 0) {
    return 0;
  }
  int got = receive(client, buffer, MIN(length, left), flags);
  if (got == -EAGAIN && flags != 0) {
    return got;
  }
  if (got <= 0) {
    got = got == 0 ? -ENOTCONN : got;
    end_connection(client, got, true);
    return got;
  }
  left -= static_cast<std::uint32_t>(got);
  return got;
}

}  // namespace
}  // namespace hosted::mqtt

using namespace hosted::mqtt;

extern "C" {

int mqtt_input(mqtt_client* client) {
  if (client == nullptr) {
    return -EINVAL;
  }
  Lock lock(client);
  if ((client->internal.state & kSocketOpen) == 0) {
    return -ENOTCONN;
  }
  if (client->internal.remaining_payload > 0) {
    return -EBUSY;
  }
  int result = read_until_whole(client);
  if (result > 0) {
    result = take_packet(client);
    client->internal.rx_buf_datalen = 0;
  }
  if (result < 0) {
    end_connection(client, result, true);
  }
  return result;
}

int mqtt_read_publish_payload(mqtt_client* client, void* buffer, std::size_t length) {
  return read_payload(client, buffer, length, ZSOCK_MSG_DONTWAIT);
}

int mqtt_read_publish_payload_blocking(mqtt_client* client, void* buffer, std::size_t length) {
  return read_payload(client, buffer, length, 0);
}

int mqtt_readall_publish_payload(mqtt_client* client, std::uint8_t* buffer, std::size_t length) {
  while (length > 0) {
    int got = mqtt_read_publish_payload_blocking(client, buffer, length);
    if (got <= 0) {
      return got == 0 ? -EIO : got;
    }
    buffer += got;
    length -= static_cast<std::size_t>(got);
  }
  return 0;
}

}  // extern "C"
