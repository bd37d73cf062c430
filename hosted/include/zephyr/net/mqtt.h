// SPDX-License-Identifier: Apache-2.0
// An MQTT 3.1.1 client over TCP (CONFIG_MQTT_LIB). The caller gives the buffers, waits for the
// socket (client->transport.tcp.sock) and calls mqtt_input() and mqtt_live(); what comes is told to
// evt_cb from within these calls. From threads only; several threads may use one client.
// docs/reference/hosted/devices.md.
//
// All calls return 0 or a negative errno: -EINVAL for a NULL argument or a message id of 0 where a
// packet has one, -ENOTCONN before MQTT_EVT_CONNACK with result 0, -ENOMEM if tx_buf has no room
// for the packet (payloads need none), -EMSGSIZE if it is larger than MQTT's 268,435,455 bytes. An
// error of the socket is returned, ends the connection and is told by MQTT_EVT_DISCONNECT.
#ifndef ZEPHYR_INCLUDE_NET_MQTT_H_
#define ZEPHYR_INCLUDE_NET_MQTT_H_

#include <stddef.h>
#include <zephyr/kernel.h>
#include <zephyr/net/net_ip.h>
#include <zephyr/sys/mutex.h>
#include <zephyr/types.h>

#ifndef CONFIG_MQTT_LIB
#error "tidemark-hosted: <zephyr/net/mqtt.h>: MQTT is not in this build; set CONFIG_MQTT_LIB=y"
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum mqtt_evt_type {
  MQTT_EVT_CONNACK,    /* result: the broker's answer, or an errno */
  MQTT_EVT_DISCONNECT, /* result: 0, or the errno that ended the connection */
  MQTT_EVT_PUBLISH,    /* a message begins; read its payload with mqtt_read_publish_payload() */
  MQTT_EVT_PUBACK,
  MQTT_EVT_PUBREC,
  MQTT_EVT_PUBREL,
  MQTT_EVT_PUBCOMP,
  MQTT_EVT_SUBACK,
  MQTT_EVT_UNSUBACK,
  MQTT_EVT_PINGRESP,
};
enum mqtt_version { MQTT_VERSION_3_1_0 = 3, MQTT_VERSION_3_1_1 = 4 };
enum mqtt_qos {
  MQTT_QOS_0_AT_MOST_ONCE = 0,
  MQTT_QOS_1_AT_LEAST_ONCE = 1,
  MQTT_QOS_2_EXACTLY_ONCE = 2,
};
enum mqtt_conn_return_code {
  MQTT_CONNECTION_ACCEPTED = 0,
  MQTT_UNACCEPTABLE_PROTOCOL_VERSION = 1,
  MQTT_IDENTIFIER_REJECTED = 2,
  MQTT_SERVER_UNAVAILABLE = 3,
  MQTT_BAD_USER_NAME_OR_PASSWORD = 4,
  MQTT_NOT_AUTHORIZED = 5,
};
enum mqtt_suback_return_code {
  MQTT_SUBACK_SUCCESS_QoS_0 = 0,
  MQTT_SUBACK_SUCCESS_QoS_1 = 1,
  MQTT_SUBACK_SUCCESS_QoS_2 = 2,
  MQTT_SUBACK_FAILURE = 0x80,
};

struct mqtt_utf8 {
  const uint8_t* utf8; /* need not end with 0 */
  uint32_t size;       /* bytes, at most 65,535 */
};
#define MQTT_UTF8_LITERAL(literal) \
  ((struct mqtt_utf8){(const uint8_t*)(literal), sizeof(literal) - 1})
struct mqtt_binstr {
  uint8_t* data;
  uint32_t len;
};
struct mqtt_topic {
  struct mqtt_utf8 topic;
  uint8_t qos;
};
struct mqtt_publish_message {
  struct mqtt_topic topic;
  struct mqtt_binstr payload; /* in events: data is NULL, len is what there is to read */
};

struct mqtt_connack_param {
  uint8_t session_present_flag;
  enum mqtt_conn_return_code return_code;
};
struct mqtt_puback_param {
  uint16_t message_id;
};
struct mqtt_pubrec_param {
  uint16_t message_id;
};
struct mqtt_pubrel_param {
  uint16_t message_id;
};
struct mqtt_pubcomp_param {
  uint16_t message_id;
};
struct mqtt_suback_param {
  uint16_t message_id;
  struct mqtt_binstr return_codes; /* one byte a topic, in the client's rx_buf */
};
struct mqtt_unsuback_param {
  uint16_t message_id;
};
struct mqtt_publish_param {
  struct mqtt_publish_message message; /* in events the topic lies in the client's rx_buf */
  uint16_t message_id;
  uint8_t dup_flag : 1;
  uint8_t retain_flag : 1;
};
struct mqtt_subscription_list {
  struct mqtt_topic* list;
  uint16_t list_count;
  uint16_t message_id;
};
union mqtt_evt_param {
  struct mqtt_connack_param connack;
  struct mqtt_publish_param publish;
  struct mqtt_puback_param puback;
  struct mqtt_pubrec_param pubrec;
  struct mqtt_pubrel_param pubrel;
  struct mqtt_pubcomp_param pubcomp;
  struct mqtt_suback_param suback;
  struct mqtt_unsuback_param unsuback;
};
struct mqtt_evt {
  enum mqtt_evt_type type;
  union mqtt_evt_param param;
  int result;
};

struct mqtt_client;
/* Runs in the thread that made the call; may make calls of the client itself. */
typedef void (*mqtt_evt_cb_t)(struct mqtt_client* client, const struct mqtt_evt* evt);

/* TLS, WebSockets, SOCKS and transports of the application are not offered. */
enum mqtt_transport_type { MQTT_TRANSPORT_NON_SECURE, MQTT_TRANSPORT_NUM };
struct mqtt_transport {
  enum mqtt_transport_type type;
  struct {
    int sock;
  } tcp;
};
struct mqtt_internal {
  struct sys_mutex mutex;
  uint32_t last_activity; /* ms of uptime of the last packet sent */
  uint32_t state;
  uint32_t rx_buf_datalen;
  uint32_t remaining_payload; /* bytes of the current PUBLISH that were not read yet */
};

/* Filled in between mqtt_client_init() and mqtt_connect(). What it points to must stay. */
struct mqtt_client {
  struct mqtt_internal internal;
  struct mqtt_transport transport;
  struct mqtt_utf8 client_id;
  const void* broker;          /* sockaddr_in or sockaddr_in6 */
  struct mqtt_utf8* user_name; /* or NULL */
  struct mqtt_utf8* password;  /* or NULL */
  struct mqtt_topic* will_topic;
  struct mqtt_utf8* will_message;
  mqtt_evt_cb_t evt_cb;
  uint8_t* rx_buf; /* holds a packet, of a PUBLISH the part before its payload */
  uint32_t rx_buf_size;
  uint8_t* tx_buf;
  uint32_t tx_buf_size;
  uint16_t keepalive; /* s; 0: none */
  uint8_t protocol_version;
  int8_t unacked_ping;
  uint8_t will_retain : 1;
  uint8_t clean_session : 1;
};

/** Zeroes the client and sets CONFIG_MQTT_KEEPALIVE, CONFIG_MQTT_CLEAN_SESSION and 3.1.1. */
void mqtt_client_init(struct mqtt_client* client);
/** Connects and sends CONNECT; the broker's answer comes by mqtt_input(). Waits as
 * zsock_connect(). -ENOMEM without buffers, or those of zsock_socket and zsock_connect. */
int mqtt_connect(struct mqtt_client* client);
/** Sends all of the payload. */
int mqtt_publish(struct mqtt_client* client, const struct mqtt_publish_param* param);
int mqtt_publish_qos1_ack(struct mqtt_client* client, const struct mqtt_puback_param* param);
int mqtt_publish_qos2_receive(struct mqtt_client* client, const struct mqtt_pubrec_param* param);
int mqtt_publish_qos2_release(struct mqtt_client* client, const struct mqtt_pubrel_param* param);
int mqtt_publish_qos2_complete(struct mqtt_client* client, const struct mqtt_pubcomp_param* param);
int mqtt_subscribe(struct mqtt_client* client, const struct mqtt_subscription_list* param);
int mqtt_unsubscribe(struct mqtt_client* client, const struct mqtt_subscription_list* param);
int mqtt_ping(struct mqtt_client* client);
/** Sends DISCONNECT and closes. */
int mqtt_disconnect(struct mqtt_client* client);
/** Closes without a word, so that the broker publishes the will. Result of the event:
 * -ECONNABORTED. */
int mqtt_abort(struct mqtt_client* client);
/** Sends a ping if nothing was sent for the time of keepalive. -EAGAIN if none was due. */
int mqtt_live(struct mqtt_client* client);
/** ms until mqtt_live() has something to do; -1 without keepalive. */
int mqtt_keepalive_time_left(const struct mqtt_client* client);
/** Reads at most one packet, without waiting. 0 also if none is complete. -EBUSY while a payload is
 * to be read; -ENOTCONN if the broker has closed; -EINVAL for what is no MQTT; -ENOMEM for a packet
 * that rx_buf cannot hold; -ECONNREFUSED if the broker refused. All but -EBUSY end the connection.
 */
int mqtt_input(struct mqtt_client* client);
/** Returns how many bytes of the payload were read, 0 at its end, -EAGAIN if none have come. */
int mqtt_read_publish_payload(struct mqtt_client* client, void* buffer, size_t length);
int mqtt_read_publish_payload_blocking(struct mqtt_client* client, void* buffer, size_t length);
/** Reads exactly `length` bytes. -EIO if the payload has fewer. */
int mqtt_readall_publish_payload(struct mqtt_client* client, uint8_t* buffer, size_t length);

#ifdef __cplusplus
}
#endif
#endif
