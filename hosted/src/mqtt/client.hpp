// SPDX-License-Identifier: Apache-2.0
// What the parts of the MQTT client share.
#pragma once

#include <zephyr/net/mqtt.h>
#include <zephyr/net/socket.h>

#include "mqtt/packet.hpp"

namespace hosted::mqtt {

// Of mqtt_internal::state.
constexpr std::uint32_t kSocketOpen = 2;
constexpr std::uint32_t kAccepted = 4;  // CONNACK has come

// Holds the client's mutex, which one thread may take several times.
class Lock {
 public:
  explicit Lock(mqtt_client* client) : mutex_(&client->internal.mutex) {
    (void)sys_mutex_lock(mutex_, K_FOREVER);
  }
  ~Lock() { (void)sys_mutex_unlock(mutex_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  sys_mutex* mutex_;
};

// All with the mutex held. The callback of an event runs without it.
void tell(mqtt_client* client, const mqtt_evt& event);
// Closes the socket if it is open, and tells so.
void end_connection(mqtt_client* client, int result, bool tells);
// Reads up to `size` bytes; 0 at the end of the stream, or a negative errno.
int receive(mqtt_client* client, void* to, std::size_t size, int flags);

}  // namespace hosted::mqtt
