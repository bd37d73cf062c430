# SPDX-License-Identifier: Apache-2.0
"""Reads messages of wire/SCHEMA.md from a broker, with paho and cbor2: no code of Tidemark's.

Needs Debian's python3-paho-mqtt and python3-cbor2, so /usr/bin/python3.
"""

import threading
import time

import cbor2
import paho.mqtt.client as paho


class Message:
    def __init__(self, payload):
        whole = cbor2.loads(payload)
        self.device, self.boot, self.sequence, self.up_ms, self.table = whole.pop("")[:5]
        self.first = whole.pop("f", 0)
        (self.kind, self.body), = whole.items()


class Subscriber:
    """A client that the broker keeps messages for while the connection is down."""

    def __init__(self, address, port, topic):
        self.messages = []
        self.topics = set()
        self.retained = 0
        self.changed = threading.Condition()
        self.client = paho.Client(client_id="subscriber", clean_session=False)
        self.client.reconnect_delay_set(1, 1)
        self.client.on_message = self.take
        self.client.on_connect = lambda client, *_: client.subscribe(topic, qos=1)
        self.subscribed = threading.Event()
        self.client.on_subscribe = lambda *_: self.subscribed.set()
        self.client.connect(address, port)
        self.client.loop_start()
        if not self.subscribed.wait(10):
            raise RuntimeError("the broker does not take the subscription")

    def take(self, _client, _data, message):
        with self.changed:
            self.topics.add(message.topic)
            self.retained += message.retain
            self.messages.append(Message(message.payload))
            self.changed.notify_all()

    def wait_for(self, what, condition, seconds=20):
        """The first message, in the order of their coming, for which condition(message) holds."""
        end = time.monotonic() + seconds
        seen = 0
        with self.changed:
            while True:
                for message in self.messages[seen:]:
                    if condition(message):
                        return message
                seen = len(self.messages)
                if not self.changed.wait(max(end - time.monotonic(), 0.001)) and time.monotonic() >= end:
                    raise AssertionError(f"{what} has not come; {seen} messages have")

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()
