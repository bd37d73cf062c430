# SPDX-License-Identifier: Apache-2.0
"""telemetry_mqtt against a mosquitto that is stopped and started again: what arrives, and what is said of the rest.

    mqtt_link_test.py --exe EXE --address 127.X.Y.Z

The program was built for a broker at that address. Its time runs RATIO times as fast as the host's.
"""

import argparse
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "broker"))
from broker import Broker  # noqa: E402  it lies there
from subscriber import Subscriber  # noqa: E402

RATIO = 20
LEAK = 2  # of an event's verdict
CRITICAL = 2  # of its level
ARGUMENTS = argparse.Namespace()


class MqttLink(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.broker = Broker(scratch.name, address=ARGUMENTS.address, keeps=True)
        self.broker.start()
        self.addCleanup(self.broker.stop)
        self.subscriber = Subscriber(self.broker.address, self.broker.port, "tidemark/#")
        self.addCleanup(self.subscriber.close)
        self.program = subprocess.Popen([ARGUMENTS.exe, "--rt", f"--rt-ratio={RATIO}", "--stop_at=1000"],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True)
        self.addCleanup(self.end_program)

    def end_program(self):
        self.program.kill()
        self.program.communicate()

    def without_broker(self, virtual_seconds):
        self.broker.stop()
        time.sleep(virtual_seconds / RATIO)
        self.broker.start()

    def wait_until(self, virtual_seconds, kind="s"):
        return self.subscriber.wait_for(f"{kind} after {virtual_seconds} s",
                                        lambda m: m.kind == kind and m.up_ms >= virtual_seconds * 1000)

    def hello_out_of_turn(self, after):
        """A hello after so many seconds that the report period, 10 s, does not explain: the link came up."""
        def is_one(message):
            together = [m for m in self.subscriber.messages if m.kind == "h" and abs(m.up_ms - message.up_ms) < 500]
            return (message.kind == "h" and message.up_ms > after * 1000
                    and (500 < message.up_ms % 10000 or len(together) > 1))
        return self.subscriber.wait_for("hello out of turn", is_one)

    def missing(self, below):
        """The sequence numbers below that one that never came."""
        return sorted(set(range(below)) - {m.sequence for m in self.subscriber.messages})

    def test_outages(self):
        hello = self.subscriber.wait_for("hello", lambda m: m.kind == "h")
        self.assertEqual((hello.sequence, hello.body["id"]), (0, b"sample"))
        self.wait_until(12)
        self.without_broker(6)

        # The ring has room for the first: nothing is lost, and the reader is told all again.
        back = self.hello_out_of_turn(12)
        report = self.wait_until(back.up_ms / 1000, "m")
        self.assertEqual(self.missing(report.sequence), [])
        self.assertEqual(report.body["dropped"], 0)
        samples = [m.up_ms // 1000 for m in self.subscriber.messages if m.kind == "s"]
        self.assertEqual(sorted(set(samples)), list(range(max(samples) + 1)))

        # The second is longer than the ring: it thins, and says exactly what is missing.
        began = max(m.up_ms for m in self.subscriber.messages) / 1000
        self.without_broker(90)
        back = self.hello_out_of_turn(began + 90)
        report = self.wait_until(back.up_ms / 1000 + 5, "m")  # made when nothing more was to be dropped
        missing = self.missing(report.sequence)
        self.assertGreater(len(missing), 20)
        self.assertEqual(report.body["dropped"], len(missing))
        # Events go last: the leak's verdict came before the outage or in it, the heap's end in it.
        events = [m.body for m in self.subscriber.messages if m.kind == "e"]
        self.assertIn(LEAK, [body.get("verdict") for body in events])
        self.assertIn(CRITICAL, [body.get("level") for body in events])

        self.assertEqual(self.subscriber.topics, {"tidemark/sample"})
        self.assertEqual(self.subscriber.retained, 0)
        self.assertEqual({m.device for m in self.subscriber.messages}, {hello.device})


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--exe", required=True)
    parser.add_argument("--address", required=True)
    parser.parse_args(namespace=ARGUMENTS)
    unittest.main(argv=sys.argv[:1])
