/* SPDX-License-Identifier: Apache-2.0 */
/* A client that prints every event, and waits for a given one. */
#ifndef MQTT_TEST_CLIENT_H_
#define MQTT_TEST_CLIENT_H_

#include <zephyr/net/mqtt.h>

/* Buffers of 64 bytes each, and the broker's address by BROKER and `port`. */
void client_setup(struct mqtt_client* client, const char* id, uint16_t port);
/* Waits for an event of the type, answering what QoS 1 and 2 ask for. 0, or -ETIMEDOUT after 5 s,
 * or the error of mqtt_input. */
int client_wait(struct mqtt_client* client, enum mqtt_evt_type type);

#endif
