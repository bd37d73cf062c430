/* SPDX-License-Identifier: Apache-2.0 */
#include "client.h"

#include <stdlib.h>
#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/net/socket.h>

static struct sockaddr_in broker;
static uint8_t rx[64];
static uint8_t tx[64];
static uint32_t seen; /* bit by type */

/* Bytes and their sum; a short text as it is. */
static void print_payload(struct mqtt_client* client, uint32_t length) {
  uint8_t piece[100];
  uint32_t sum = 0;
  uint32_t got = 0;

  while (got < length) {
    int n = mqtt_read_publish_payload_blocking(client, piece, sizeof(piece));
    if (n <= 0) {
      printk(" payload: %d\n", n);
      return;
    }
    for (int i = 0; i < n; i++) {
      sum += piece[i];
    }
    got += n;
  }
  if (length < sizeof(piece)) {
    printk(", '%.*s'", (int)length, piece);
  }
  printk(", %u bytes, sum %u, after it %d\n", length, sum,
         mqtt_read_publish_payload(client, piece, 1));
}

static void on_publish(struct mqtt_client* client, const struct mqtt_publish_param* param) {
  printk(" %.*s qos %u dup %u retain %u%s", (int)param->message.topic.topic.size,
         param->message.topic.topic.utf8, param->message.topic.qos, param->dup_flag,
         param->retain_flag, param->message_id != 0 && param->message.topic.qos > 0 ? " id" : "");
  printk(", input %d", mqtt_input(client));
  print_payload(client, param->message.payload.len);
  if (param->message.topic.qos == MQTT_QOS_1_AT_LEAST_ONCE) {
    struct mqtt_puback_param ack = {.message_id = param->message_id};
    printk("ack: %d\n", mqtt_publish_qos1_ack(client, &ack));
  } else if (param->message.topic.qos == MQTT_QOS_2_EXACTLY_ONCE) {
    struct mqtt_pubrec_param received = {.message_id = param->message_id};
    printk("receive: %d\n", mqtt_publish_qos2_receive(client, &received));
  }
}

static void on_event(struct mqtt_client* client, const struct mqtt_evt* evt) {
  static const char* const names[] = {"CONNACK", "DISCONNECT", "PUBLISH", "PUBACK",   "PUBREC",
                                      "PUBREL",  "PUBCOMP",    "SUBACK",  "UNSUBACK", "PINGRESP"};

  seen |= BIT(evt->type);
  printk("%s %d", names[evt->type], evt->result);
  switch (evt->type) {
    case MQTT_EVT_CONNACK:
      printk(" code %d session %u\n", evt->param.connack.return_code,
             evt->param.connack.session_present_flag);
      break;
    case MQTT_EVT_PUBLISH:
      on_publish(client, &evt->param.publish);
      break;
    case MQTT_EVT_PUBREC: {
      struct mqtt_pubrel_param release = {.message_id = evt->param.pubrec.message_id};
      printk(" id %u, release %d\n", release.message_id,
             mqtt_publish_qos2_release(client, &release));
      break;
    }
    case MQTT_EVT_PUBREL: {
      struct mqtt_pubcomp_param complete = {.message_id = evt->param.pubrel.message_id};
      printk(", complete %d\n", mqtt_publish_qos2_complete(client, &complete));
      break;
    }
    case MQTT_EVT_SUBACK:
      printk(" id %u, codes", evt->param.suback.message_id);
      for (uint32_t i = 0; i < evt->param.suback.return_codes.len; i++) {
        printk(" %u", evt->param.suback.return_codes.data[i]);
      }
      printk("\n");
      break;
    case MQTT_EVT_PUBACK:
    case MQTT_EVT_PUBCOMP:
    case MQTT_EVT_UNSUBACK:
      printk(" id %u\n", evt->param.puback.message_id);
      break;
    default:
      printk(", unacked %d\n", client->unacked_ping);
  }
}

void client_setup(struct mqtt_client* client, const char* id, uint16_t port) {
  const char* host = getenv("BROKER");

  broker.sin_family = AF_INET;
  broker.sin_port = htons(port);
  zsock_inet_pton(AF_INET, host != NULL ? host : "127.0.0.1", &broker.sin_addr);
  mqtt_client_init(client);
  client->broker = &broker;
  client->evt_cb = on_event;
  client->client_id.utf8 = (const uint8_t*)id;
  client->client_id.size = strlen(id);
  client->rx_buf = rx;
  client->rx_buf_size = sizeof(rx);
  client->tx_buf = tx;
  client->tx_buf_size = sizeof(tx);
}

int client_wait(struct mqtt_client* client, enum mqtt_evt_type type) {
  int64_t end = k_uptime_get() + 5000;

  seen &= ~BIT(type);
  while (k_uptime_get() < end) {
    struct zsock_pollfd fd = {.fd = client->transport.tcp.sock, .events = ZSOCK_POLLIN};
    if (zsock_poll(&fd, 1, 100) > 0) {
      int result = mqtt_input(client);
      if (result < 0) {
        return result;
      }
    }
    if ((seen & BIT(type)) != 0) {
      return 0;
    }
  }
  return -ETIMEDOUT;
}
