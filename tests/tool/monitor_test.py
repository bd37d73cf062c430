#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tidemark monitor: commands, streams, TCP, serial devices."""

import json
import os
import pty
import signal
import socket
import subprocess
import tempfile
import termios
import threading
import time
import unittest
from pathlib import Path

from common import BROKEN, CANNOT_TELL, GOLDEN, HEALTHY, TIDEMARK, mem_test, main, run, shell_device


class Command(unittest.TestCase):
    def test_the_verdict_ends_it_before_the_heap_is_full(self):
        began = time.monotonic()
        done = run("monitor", "--period", "1s", "--exit-on-verdict", "--", *shell_device(1000, 0.02))
        self.assertEqual(done.returncode, BROKEN)
        self.assertLess(time.monotonic() - began, 15)
        lines = done.stdout.decode().splitlines()
        self.assertEqual(lines[0], "Stack | Free: 664 bytes")
        self.assertIn("tidemark: LEAK: _system_heap leaks 120 B/s; full in 11 s.", lines)
        self.assertEqual(lines[-1], "LEAK: _system_heap leaks 120 B/s; full in 11 s.")

    def test_its_exit_status_is_told(self):
        done = run("monitor", "--period", "1s", "--", *shell_device(40, 0, "echo oops >&2; exit 4"))
        self.assertIn(b"tidemark: command ended with exit status 4", done.stdout)
        self.assertEqual(done.stderr, b"oops\n")
        self.assertEqual(done.returncode, BROKEN, "the leak weighs more")
        done = run("monitor", "--", "sh", "-c", "kill -SEGV $$")
        self.assertIn(b"command ended by signal 11 (Segmentation fault)", done.stdout)
        self.assertEqual(done.returncode, CANNOT_TELL)

    def test_a_healthy_log_of_a_command_that_fails_cannot_tell(self):
        log = GOLDEN / "healthy.log"
        self.assertEqual(run("monitor", "--", "cat", log).returncode, HEALTHY)
        done = run("monitor", "--", "sh", "-c", f"cat '{log}'; exit 1")
        self.assertEqual(done.returncode, CANNOT_TELL)

    def test_what_cannot_be_run(self):
        done = run("monitor", "--", "./nonexistent")
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertEqual(done.stderr, b"tidemark: ./nonexistent: no such command; give its path, for example "
                                      b"./zephyr.exe\n")
        done = run("monitor", "--", "/tmp")
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertIn(b"cannot be run", done.stderr)

    def test_an_interrupt_reaches_the_command_and_its_summary_comes(self):
        script = "trap 'echo caught; exit 0' INT; " + shell_device(1000, 0.02)[2]
        child = subprocess.Popen([TIDEMARK, "monitor", "--period", "1s", "--", "sh", "-c", script],
                                 stdout=subprocess.PIPE)
        time.sleep(1.0)
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=20)
        self.assertIn(b"\ncaught\n", out)
        self.assertIn(b"samples", out)

    def test_a_command_that_ignores_interrupts_is_ended(self):
        began = time.monotonic()
        done = run("monitor", "--for", "300ms", "--", "sh", "-c", "trap '' INT TERM; while :; do sleep 0.1; done")
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertLess(time.monotonic() - began, 15)

    def test_json_lines(self):
        done = run("monitor", "--json", "--period", "1s", "--", *shell_device(30, 0, "echo hello"))
        events = [json.loads(line) for line in done.stdout.splitlines()]
        kinds = [event["event"] for event in events]
        self.assertEqual(kinds.count("sample"), 60)
        verdicts = [event["resource"]["verdict"] for event in events if event["event"] == "verdict"]
        self.assertEqual(verdicts, ["watch", "leak"])
        self.assertIn({"event": "text", "text": "hello"}, events)
        self.assertEqual(events[-1]["event"], "summary")
        self.assertEqual(events[-1]["exit_status"], done.returncode)


class Streams(unittest.TestCase):
    def test_a_file_is_read_to_its_end(self):
        done = run("monitor", GOLDEN / "tutorial_stamped.log")
        self.assertEqual(done.returncode, BROKEN)
        self.assertTrue(done.stdout.endswith(b"LEAK: _system_heap leaks 120 B/s; full now.\n"))

    def test_a_pipe(self):
        done = run("monitor", "--period", "1s", stdin=mem_test(25))
        self.assertEqual(done.returncode, BROKEN)
        done = run("monitor", "-", stdin=mem_test(25))
        self.assertIn(b"lines came faster than a device samples", done.stdout)

    def test_a_reader_that_goes_away_ends_it(self):
        child = subprocess.Popen([TIDEMARK, "monitor", "--period", "1s", "--", *shell_device(100000, 0.01)],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        child.stdout.readline()
        child.stdout.close()
        child.stderr.read()
        child.stderr.close()
        self.assertIn(child.wait(timeout=20), (CANNOT_TELL, BROKEN))


class Tcp(unittest.TestCase):
    def test_no_server_is_an_error(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        done = run("monitor", f"tcp:127.0.0.1:{port}")
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertRegex(done.stderr.decode(), r"^tidemark: tcp:127.0.0.1:\d+: .+; start the server first")

    def test_an_ipv6_address_keeps_its_brackets(self):
        done = run("monitor", "tcp:[::1]:1")
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertIn(b"tidemark: tcp:[::1]:1: ", done.stderr)

    def test_a_closed_connection_is_no_reset(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]

            def serve():
                connection, _ = server.accept()
                connection.close()
            threading.Thread(target=serve, daemon=True).start()
            done = run("monitor", f"tcp:127.0.0.1:{port}", "--plain", "--for", "1s")
        self.assertIn(b"the other side closed the connection; trying again", done.stdout)

    def test_a_lost_connection_is_made_again(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]

            def serve():
                for first, count in ((0, 12), (12, 200)):
                    connection, _ = server.accept()
                    with connection:
                        # The cut line at the end of the first connection must not spoil the next one.
                        end = "Heap | Free: 25" if first == 0 else ""
                        try:
                            connection.sendall((mem_test(min(count, 21), first) + end).encode())
                        except OSError:
                            return
            thread = threading.Thread(target=serve, daemon=True)
            thread.start()
            done = run("monitor", f"tcp:127.0.0.1:{port}", "--period", "1s", "--exit-on-verdict")
            thread.join(timeout=5)
        self.assertEqual(done.returncode, BROKEN, done.stdout)
        self.assertIn(b"1 skipped: cut short", done.stdout)
        self.assertIn(b"connected to tcp:", done.stdout)


class Serial(unittest.TestCase):
    """A pty stands for the serial device, and a symbolic link for the name that udev gives it."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.link = Path(self.folder.name) / "ttyUSB0"
        self.plug()

    def tearDown(self):
        self.unplug()
        self.folder.cleanup()

    def plug(self):
        self.master, self.slave = pty.openpty()
        self.link.symlink_to(os.ttyname(self.slave))
        os.close(self.slave)

    def unplug(self):
        if self.link.is_symlink():
            self.link.unlink()
            os.close(self.master)

    def start(self, *options):
        child = subprocess.Popen([TIDEMARK, "monitor", "--period", "1s", *options, str(self.link)],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(child.stdout.close)
        self.addCleanup(child.stderr.close)
        time.sleep(0.5)
        return child

    def test_a_device_that_leaks(self):
        child = self.start("--exit-on-verdict")
        os.write(self.master, mem_test(25).replace("\n", "\r\n").encode())
        self.assertEqual(child.wait(timeout=20), BROKEN)
        self.assertIn(b"LEAK: _system_heap leaks 120 B/s", child.stdout.read())

    def test_unplugged_and_plugged_in_again(self):
        child = self.start("--exit-on-verdict")
        os.write(self.master, mem_test(12).encode())
        time.sleep(0.3)
        self.unplug()
        time.sleep(1.0)
        self.plug()
        time.sleep(1.5)
        os.write(self.master, mem_test(20, first=12).encode())
        self.assertEqual(child.wait(timeout=20), BROKEN)
        out = child.stdout.read().decode()
        self.assertIn("gone; waiting for it to return", out)
        self.assertIn("is there", out)
        self.assertIn("LEAK", out)

    def test_the_line_is_raw(self):
        child = self.start("--for", "1s")
        settings = termios.tcgetattr(self.master)
        self.assertFalse(settings[3] & (termios.ICANON | termios.ECHO | termios.ISIG))
        self.assertFalse(settings[0] & termios.ICRNL)
        self.assertEqual(child.wait(timeout=20), CANNOT_TELL)

    def test_a_busy_device(self):
        child = self.start("--for", "3s")
        done = run("monitor", self.link)
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertIn(b"another program has it open", done.stderr)
        child.wait(timeout=20)

    def test_it_waits_if_told(self):
        self.unplug()
        self.assertEqual(run("monitor", self.link).returncode, CANNOT_TELL)
        child = self.start("--wait", "--exit-on-verdict")
        self.plug()
        time.sleep(1.2)
        os.write(self.master, mem_test(25).encode())
        self.assertEqual(child.wait(timeout=20), BROKEN)
        self.assertIn(b"waiting for", child.stdout.read())


if __name__ == "__main__":
    main()
