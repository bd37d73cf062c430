#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Messages that come by themselves: UDP, MQTT (with a broker of the test's own), the log link; several devices, recording."""

import contextlib
import json
import random
import socket
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

import messages
from common import BROKEN, CANNOT_TELL, HEALTHY, TIDEMARK, main, run
from messages import Device


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Lines:
    """A command's stdout, read as it comes."""

    def __init__(self, *arguments):
        self.child = subprocess.Popen([TIDEMARK, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.text = b""
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.child.stdout:
            self.text += line

    def wait_for(self, wanted, seconds=30):
        end = time.monotonic() + seconds
        while wanted not in self.text:
            if time.monotonic() > end:
                raise AssertionError(f"{wanted} did not come: {self.text[-2000:]}")
            time.sleep(0.02)

    def end(self):
        status = self.child.wait(timeout=60)
        self.reader.join(timeout=10)
        errors = self.child.stderr.read()
        self.child.stdout.close()
        self.child.stderr.close()
        return status, self.text.decode(), errors.decode()


def wait_until_bound(port):
    """Until the kernel knows a UDP socket on that port."""
    wanted = f":{port:04X} "
    end = time.monotonic() + 20
    while not any(wanted in Path(table).read_text() for table in ("/proc/net/udp", "/proc/net/udp6") if Path(table).exists()):
        if time.monotonic() > end:
            raise AssertionError(f"nobody listens on {port}")
        time.sleep(0.02)


class Udp(unittest.TestCase):
    def send(self, port, datagrams):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            for datagram in datagrams:
                out.sendto(datagram, ("127.0.0.1", port))
                time.sleep(0.0005)

    def monitor(self, datagrams, *options, spec="udp:{}"):
        port = free_port(socket.SOCK_DGRAM)
        lines = Lines("monitor", spec.format(port), *options)
        wait_until_bound(port)
        self.send(port, datagrams)
        return lines

    def test_a_leak_is_seen(self):
        status, out, _ = self.monitor(messages.leaking(Device("pump"), 30), "--exit-on-verdict").end()
        self.assertEqual(status, BROKEN, out)
        self.assertIn("tidemark: LEAK: heap leaks 100 B/s; full in 12 s.", out)

    def test_one_address_of_this_machine(self):
        status, out, _ = self.monitor(messages.leaking(Device("pump"), 30), "--exit-on-verdict", spec="udp:127.0.0.1:{}").end()
        self.assertEqual(status, BROKEN, out)

    def test_several_devices_each_with_its_own_judgement(self):
        devices = [messages.leaking(Device("pump"), 30), messages.healthy(Device("lamp"), 30), messages.healthy(Device("gate"), 30)]
        mixed = []
        while any(devices):
            chosen = random.Random(len(mixed)).choice([d for d in devices if d])
            mixed.append(chosen.pop(0))
        lines = self.monitor(mixed, "--json", "--for", "6s")
        status, out, _ = lines.end()
        events = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(status, BROKEN, out)
        verdict, = [event for event in events if event["event"] == "verdict"]
        self.assertEqual(verdict["device"], "pump")
        judged = {one["device"]: one for one in events[-1]["devices"]}
        self.assertEqual({name: one["outcome"] for name, one in judged.items()},
                         {"pump": "leak", "lamp": "healthy", "gate": "healthy"})
        for one in judged.values():
            self.assertEqual(one["build"], "abcd")
            self.assertEqual((one["coverage"]["messages"]["lost"], one["coverage"]["messages"]["foreign"]), (0, 0))

    def test_loss_repetition_and_a_restart_show(self):
        device = Device("pump")
        datagrams = messages.healthy(device, 20)
        again = messages.healthy(Device("pump", boot=2), 20)
        sent = datagrams[:10] + datagrams[13:] + datagrams[-1:] + again + [b"no message"]
        status, out, _ = self.monitor(sent, "--for", "6s").end()
        self.assertIn("tidemark: boot 2 begins (another boot number)", out)
        self.assertIn("3 lost before they came here, 1 repeated or overtaken", out)
        self.assertIn("1 skipped: malformed message", out)
        self.assertEqual(status, HEALTHY, out)

    def test_a_port_that_is_taken(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.bind(("127.0.0.1", 0))
            done = run("monitor", f"udp:127.0.0.1:{other.getsockname()[1]}")
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertIn(b"another program listens there", done.stderr)
        done = run("monitor", "udp:192.0.2.1:5555")
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertRegex(done.stderr.decode(), r"^tidemark: udp:192.0.2.1:5555: .+; give an address of this machine")

    def test_what_was_recorded_is_judged_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "night.cap"
            sent = messages.leaking(Device("pump"), 30) + messages.healthy(Device("lamp"), 30)
            status, out, _ = self.monitor(sent, "--record", file, "--for", "6s").end()
            self.assertEqual(status, BROKEN, out)
            done = run("check", file)
        self.assertEqual(done.returncode, BROKEN)
        self.assertEqual(done.stdout.decode().splitlines()[-1], out.splitlines()[-1])
        self.assertIn("2 devices: 1 not healthy, 1 healthy; pump: LEAK: heap leaks 100 B/s", out)


class Captures(unittest.TestCase):
    def check(self, data, *options):
        done = run("check", "-", "--json", *options, stdin=data)
        return done.returncode, json.loads(done.stdout)

    def test_lines_of_the_log_link(self):
        sent = messages.leaking(Device("pump"), 30)
        text = b"".join(b"other text\r\n" + messages.log_line(message) for message in sent)
        status, judged = self.check(text)
        self.assertEqual((status, judged["device"], judged["outcome"]), (BROKEN, "pump", "leak"))
        self.assertEqual(judged["coverage"]["messages"]["received"], len(sent))

    def test_a_damaged_line_is_counted(self):
        lines = [messages.log_line(message) for message in messages.healthy(Device("pump"), 30)]
        lines[7] = lines[7][:-20] + b"\r\n"
        status, judged = self.check(b"".join(lines))
        self.assertEqual(status, HEALTHY)
        self.assertEqual((judged["coverage"]["messages"]["malformed"], judged["coverage"]["messages"]["lost"]), (1, 1))

    def test_text_recorded_from_a_command_is_what_it_wrote(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "console.cap"
            data = b"a line\nno end" + messages.frame(Device("pump").hello())
            (Path(folder) / "data").write_bytes(data)
            run("monitor", Path(folder) / "data", "--record", file)
            self.assertEqual(file.read_bytes(), data)

    def test_junit_names_the_device(self):
        data = b"".join(map(messages.frame, messages.leaking(Device("pump"), 30) + messages.healthy(Device("lamp"), 30)))
        done = run("check", "-", "--junit", "-", stdin=data)
        self.assertIn(b'name="pump heap heap: leak">\n      <failure', done.stdout)
        self.assertIn(b'name="lamp heap heap: leak"/>', done.stdout)


class Mqtt(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.port = free_port(socket.SOCK_STREAM)
        self.broker = None
        self.addCleanup(self.stop_broker)

    def start_broker(self, *lines):
        config = Path(self.folder.name) / "mosquitto.conf"
        config.write_text("\n".join([f"listener {self.port} 127.0.0.1", *(lines or ["allow_anonymous true"])]) + "\n")
        self.broker = subprocess.Popen(["mosquitto", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.05)
        self.fail("the broker did not start")

    def stop_broker(self):
        if self.broker:
            self.broker.terminate()
            self.broker.wait(timeout=10)
            self.broker = None

    def publish(self, topic, payloads, retain=False):
        import paho.mqtt.client
        client = paho.mqtt.client.Client()
        client.connect("127.0.0.1", self.port)
        client.loop_start()
        for payload in payloads:
            client.publish(topic, payload, qos=1, retain=retain).wait_for_publish()
        client.loop_stop()
        client.disconnect()

    def url(self, topic, user=""):
        return f"mqtt://{user}127.0.0.1:{self.port}/{topic}"

    def test_a_subscription_with_a_wildcard_and_a_broker_that_restarts(self):
        self.start_broker()
        pump, lamp = Device("pump"), Device("lamp")
        self.publish("tidemark/lamp", [lamp.hello()], retain=True)
        lines = Lines("monitor", self.url("tidemark/+"), "--exit-on-verdict")
        lines.wait_for(b"connected to mqtt://127.0.0.1:")
        self.publish("tidemark/lamp", [lamp.table(), lamp.sample(100)])
        self.publish("tidemark/pump", pump.start())
        self.publish("other/pump", [b"rubbish"])
        self.stop_broker()
        lines.wait_for(b"; trying again")
        self.start_broker()
        self.publish("tidemark/lamp", [lamp.hello()], retain=True)
        end = time.monotonic() + 30
        while lines.text.count(b"connected to") < 2 and time.monotonic() < end:
            time.sleep(0.05)
        self.publish("tidemark/pump", [pump.sample(100 + 50 * n) for n in range(20)] + [pump.verdict()])
        status, out, _ = lines.end()
        self.assertEqual(status, BROKEN, out)
        self.assertIn("tidemark: pump: LEAK: heap leaks 100 B/s; full in 12 s.", out)
        self.assertNotIn("boot 2 begins", out, "a retained hello of the same boot is no restart")
        self.assertNotIn("malformed", out)

    def test_a_broker_that_is_not_there(self):
        done = run("monitor", self.url("x"))
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertRegex(done.stderr.decode(), r"^tidemark: mqtt://127.0.0.1:\d+/x: .*[Rr]efused.*; start the broker first")
        lines = Lines("monitor", self.url("x"), "--wait", "--for", "20s", "--exit-on-verdict")
        lines.wait_for(b"trying again")
        self.start_broker()
        lines.wait_for(b"connected to")
        self.publish("x", messages.leaking(Device("pump"), 30))
        self.assertEqual(lines.end()[0], BROKEN)

    def test_a_wrong_password_is_told_and_not_shown(self):
        passwords = Path(self.folder.name) / "passwords"
        subprocess.run(["mosquitto_passwd", "-c", "-b", str(passwords), "me", "p@ss"], check=True)
        passwords.chmod(0o644)
        Path(self.folder.name).chmod(0o755)
        self.start_broker("allow_anonymous false", f"password_file {passwords}")
        done = run("monitor", self.url("x", "me:wr0ng@"))
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertIn(b"the broker refuses: ", done.stderr)
        self.assertNotIn(b"wr0ng", done.stderr)
        lines = Lines("monitor", self.url("x", "me:p%40ss@"), "--for", "20s")
        lines.wait_for(b"connected to mqtt://me@127.0.0.1:")
        lines.child.terminate()
        self.assertEqual(lines.end()[0], CANNOT_TELL)

    def test_a_topic_that_is_none(self):
        done = run("monitor", self.url("a/#/b"))
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertIn(b"is no topic that can be subscribed to", done.stderr)


if __name__ == "__main__":
    main()
