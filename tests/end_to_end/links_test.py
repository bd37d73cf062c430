#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Links on hosted Zephyr.

samples/telemetry_udp and a receiver that goes away and comes back: within what the ring holds nothing may be lost, and
beyond that, what is missing must be what the device says it dropped. samples/telemetry_uart with a logger that prints
later, whose buffer must not overflow.
"""

import argparse
import base64
import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import unittest
from pathlib import Path

import cbor2

RATIO = 20  # virtual seconds a second
STOP_AT_S = 110
# Both outages begin after a sample: with it the device has nothing more to say for a second.
SHORT_OUTAGE_S = (2, 9)
LONG_OUTAGE_S = (14, 80)
# An ELF note with an id of 20 bytes, up to the id.
BUILD_ID_NOTE = b"\x04\0\0\0\x14\0\0\0\x03\0\0\0GNU\0"

options = None


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def build(name, sample, *definitions):
    out = options.build / name
    environment = dict(os.environ, ZEPHYR_BASE=str(options.root / "hosted"))
    source = options.root / "samples" / sample
    for step in (["cmake", "-S", source, "-B", out, *definitions], ["cmake", "--build", out, "--parallel", "2"]):
        done = subprocess.run(step, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{step}\n{done.stdout}\n{done.stderr}")
    return out / "zephyr" / "zephyr.exe"


def build_with_port():
    """The program and its port, which stays the same for one build directory."""
    cache = options.build / "telemetry_udp" / "CMakeCache.txt"
    known = re.search(r"^CONFIG_TIDEMARK_UDP_PORT:\w+=(\d+)$", cache.read_text(), re.MULTILINE) if cache.exists() else None
    port = int(known.group(1)) if known else free_port()
    return build("telemetry_udp", "telemetry_udp", f"-DCONFIG_TIDEMARK_UDP_PORT={port}"), port


class Receiver:
    """Listens but for the outages, and keeps all messages."""

    def __init__(self, port):
        self.port = port
        self.messages = []
        self.outages = [SHORT_OUTAGE_S, LONG_OUTAGE_S]
        self.listen()

    def listen(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", self.port))
        self.socket.settimeout(0.2)

    def receive(self):
        self.messages.append(cbor2.loads(self.socket.recv(2048)))
        return self.messages[-1]

    def receive_until_end_of(self, process):
        while True:
            try:
                message = self.receive()
            except TimeoutError:
                if process.poll() is not None:
                    return
                continue
            if self.outages and "s" in message and message[""][3] / 1000 >= self.outages[0][0]:
                self.be_away(self.outages.pop(0))

    def be_away(self, outage):
        # Connected to somebody else it gets nothing more, and the device is told so; what came before is still read.
        self.socket.connect(("127.0.0.1", 1))
        self.socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                self.receive()
        self.socket.close()
        time.sleep((outage[1] - outage[0]) / RATIO)
        self.listen()


class UdpLink(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        program, port = build_with_port()
        cls.image = program.read_bytes()
        receiver = Receiver(port)
        with subprocess.Popen([program, f"--rt-ratio={RATIO}", f"--stop_at={STOP_AT_S}"], stdout=subprocess.DEVNULL) as process:
            receiver.receive_until_end_of(process)
        receiver.socket.close()
        cls.messages = receiver.messages
        cls.sequences = [message[""][2] for message in cls.messages]

    def times_of(self, kind):
        return [message[""][3] / 1000 for message in self.messages if kind in message]

    def missing(self, until_s):
        heard = [message[""][2] for message in self.messages if message[""][3] / 1000 < until_s]
        return max(heard) + 1 - len(set(heard))

    def test_hello_has_the_id_of_the_image(self):
        build_id = self.messages[0]["h"]["build"]
        self.assertIn(BUILD_ID_NOTE + build_id, self.image)

    def test_messages_come_in_their_order_and_once(self):
        self.assertEqual(self.sequences, sorted(set(self.sequences)))
        self.assertEqual(self.sequences[0], 0)

    def test_nothing_is_lost_within_the_ring(self):
        self.assertEqual(self.missing(LONG_OUTAGE_S[0]), 0)
        during = [up_s for up_s in self.times_of("s") if SHORT_OUTAGE_S[0] < up_s <= SHORT_OUTAGE_S[1]]
        self.assertGreaterEqual(len(during), SHORT_OUTAGE_S[1] - SHORT_OUTAGE_S[0] - 1)

    def test_what_is_lost_beyond_the_ring_is_counted(self):
        last = [message["m"] for message in self.messages if "m" in message][-1]
        self.assertEqual(last["lost"], 0)
        self.assertGreater(last["dropped"], 10)
        self.assertEqual(last["dropped"], self.missing(STOP_AT_S + 1))

    def test_events_and_the_course_outlive_the_outage(self):
        events = [message["e"] for message in self.messages if "e" in message]
        heap = [event for event in events if event["name"] == "_system_heap"]
        self.assertEqual([event["verdict"] for event in heap if "verdict" in event], [1, 2])
        self.assertEqual([event["level"] for event in heap if "level" in event], [2])
        during = [up_s for up_s in self.times_of("s") if LONG_OUTAGE_S[0] < up_s <= LONG_OUTAGE_S[1]]
        self.assertGreater(len(during), 5)

    def test_a_reader_who_comes_late_is_told_all(self):
        kinds = ["".join(key for key in message if key not in ("", "f")) for message in self.messages]
        back = next(i for i, message in enumerate(self.messages) if message[""][3] / 1000 > LONG_OUTAGE_S[1] and "s" in message)
        self.assertEqual(kinds[back : back + 3], ["s", "h", "t"])


class LogLink(unittest.TestCase):
    def test_every_message_comes_through_the_logger_of_default_size(self):
        program = build("telemetry_log", "telemetry_uart", "-DCONFIG_LOG=y", "-DCONFIG_LOG_MODE_DEFERRED=y", "-DCONFIG_TIDEMARK_LINK_LOG=y")
        log = subprocess.run([program, "--no-rt", "--stop_at=40"], capture_output=True, text=True, check=True, timeout=60).stdout
        messages = [cbor2.loads(base64.b64decode(text)[:-4]) for text in re.findall(r"<inf> tidemark: msg (\S+)$", log, re.MULTILINE)]
        self.assertEqual([message[""][2] for message in messages], list(range(len(messages))))
        self.assertGreater(len(messages), 40)
        self.assertEqual([message["m"]["dropped"] for message in messages if "m" in message], [0, 0, 0, 0])
        self.assertNotIn("messages dropped", log)


def main():
    global options
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--build", type=Path, required=True)
    options, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
