/* SPDX-License-Identifier: Apache-2.0 */
/* What an MQTT client does, against a broker at BROKER (127.0.0.1): PORT lets everybody in, CLOSED
 * asks for the password of user "tide". The broker is stopped when "stop it" is printed. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/net/mqtt.h>

#include "client.h"

static struct mqtt_client client;
static uint8_t large[3000];

static uint16_t port_of(const char* variable) {
  const char* text = getenv(variable);
  return text != NULL ? (uint16_t)atoi(text) : 1;
}

static int publish(const char* topic, enum mqtt_qos qos, const void* data, size_t size,
                   uint16_t id) {
  struct mqtt_publish_param param = {
      .message = {.topic = {.topic = {.utf8 = (const uint8_t*)topic, .size = strlen(topic)},
                            .qos = qos},
                  .payload = {.data = (uint8_t*)data, .len = size}},
      .message_id = id,
  };
  return mqtt_publish(&client, &param);
}

static int subscribe(const char* topic, uint16_t id, bool on) {
  struct mqtt_topic topics[] = {
      {.topic = {.utf8 = (const uint8_t*)topic, .size = strlen(topic)}, .qos = 2},
      {.topic = MQTT_UTF8_LITERAL("unused"), .qos = 1},
  };
  struct mqtt_subscription_list list = {.list = topics, .list_count = 2, .message_id = id};
  return on ? mqtt_subscribe(&client, &list) : mqtt_unsubscribe(&client, &list);
}

/* Prints what a call returned, and what waiting for the event that follows it does. */
static void expect(const char* what, int result, enum mqtt_evt_type type) {
  printk("%s: %d\n", what, result);
  printk("%s: came %d\n", what, client_wait(&client, type));
}

static void test_errors(void) {
  struct mqtt_puback_param none = {.message_id = 0};

  printk("not connected: %d %d %d %d %d\n", publish("t", 0, "x", 1, 0), mqtt_ping(&client),
         mqtt_input(&client), mqtt_disconnect(&client), mqtt_publish_qos1_ack(&client, &none));
  printk("nothing: %d %d, abort %d\n", mqtt_publish(&client, NULL), mqtt_connect(NULL),
         mqtt_abort(&client));
  client.tx_buf = NULL;
  printk("no buffer: %d\n", mqtt_connect(&client));
  client_setup(&client, "no room", port_of("PORT"));
  client.tx_buf_size = 20;
  printk("too small for CONNECT: %d\n", mqtt_connect(&client));
}

static void test_messages(void) {
  client_setup(&client, "hosted", port_of("PORT"));
  expect("connect", mqtt_connect(&client), MQTT_EVT_CONNACK);
  printk("no id: %d %d\n", publish("t", 1, "x", 1, 0), subscribe("t", 0, true));
  expect("subscribe", subscribe("t/+", 7, true), MQTT_EVT_SUBACK);
  expect("qos 0", publish("t/0", 0, "hello", 5, 0), MQTT_EVT_PUBLISH);
  expect("qos 1", publish("t/1", 1, "at least", 8, 11), MQTT_EVT_PUBLISH);
  expect("qos 2", publish("t/2", 2, "exactly", 7, 12), MQTT_EVT_PUBCOMP);
  printk("released %d\n", client_wait(&client, MQTT_EVT_PUBREL));
  for (size_t i = 0; i < sizeof(large); i++) {
    large[i] = (uint8_t)i;
  }
  expect("large", publish("t/large", 0, large, sizeof(large), 0), MQTT_EVT_PUBLISH);
  printk("no room for the topic: %d\n",
         publish("a topic that is longer than the room that there is for it in sixty-four bytes", 0,
                 "x", 1, 0));
}

static void test_life(void) {
  int64_t start = k_uptime_get();

  expect("unsubscribe", subscribe("t/+", 8, false), MQTT_EVT_UNSUBACK);
  int left = mqtt_keepalive_time_left(&client);
  printk("live too early: %d, time left %d\n", mqtt_live(&client), left > 1000 && left <= 2000);
  while (mqtt_live(&client) == -EAGAIN) {
    k_msleep(10);
  }
  printk("pinged after 2 s: %d\n", k_uptime_get() - start >= 2000);
  expect("unacked", client.unacked_ping, MQTT_EVT_PINGRESP);
  printk("disconnect: %d\n", mqtt_disconnect(&client));
}

static void test_password(void) {
  static struct mqtt_utf8 user = {.utf8 = (const uint8_t*)"tide", .size = 4};
  static struct mqtt_utf8 password = {.utf8 = (const uint8_t*)"mark", .size = 4};
  static struct mqtt_utf8 will = {.utf8 = (const uint8_t*)"gone", .size = 4};
  static struct mqtt_topic topic = {.topic = {.utf8 = (const uint8_t*)"will", .size = 4}, .qos = 1};

  client_setup(&client, "stranger", port_of("CLOSED"));
  expect("stranger", mqtt_connect(&client), MQTT_EVT_CONNACK);
  client_setup(&client, "friend", port_of("CLOSED"));
  client.user_name = &user;
  client.password = &password;
  client.will_topic = &topic;
  client.will_message = &will;
  expect("friend", mqtt_connect(&client), MQTT_EVT_CONNACK);
}

static void test_end(void) {
  printk("stop it\n");
  printk("broker gone: %d\n", client_wait(&client, MQTT_EVT_DISCONNECT));
  printk("again: %d\n", mqtt_connect(&client));
  printk("not connected: %d\n", publish("t", 0, "x", 1, 0));
}

int main(void) {
  client_setup(&client, "hosted", port_of("PORT"));
  test_errors();
  test_messages();
  test_life();
  test_password();
  test_end();
  return 0;
}
