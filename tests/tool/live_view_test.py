#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The live view of tidemark monitor, on a terminal of its own."""

import fcntl
import os
import pty
import re
import select
import struct
import tempfile
import termios
import time
import unittest

import messages
from common import BROKEN, CANNOT_TELL, TIDEMARK, main, shell_device
from messages import Device


class LiveView(unittest.TestCase):
    def start(self, *arguments, env=None, rows=24, columns=80):
        pid, master = pty.fork()
        if pid == 0:
            os.environ.update({"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(env or {})})
            os.execv(TIDEMARK, [TIDEMARK, "monitor", "--period", "1s", *map(str, arguments)])
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.addCleanup(os.close, master)
        return pid, master

    def read_until(self, master, wanted, seconds=15):
        seen = b""
        end = time.monotonic() + seconds
        while wanted not in seen:
            left = end - time.monotonic()
            self.assertGreater(left, 0, f"{wanted} did not come; screen: {seen[-3000:]}")
            if select.select([master], [], [], left)[0]:
                try:
                    seen += os.read(master, 65536)
                except OSError:
                    break
        self.assertIn(wanted, seen)
        return seen

    def wait(self, pid, master):
        out = b""
        while True:
            try:
                got = os.read(master, 65536)
            except OSError:
                break
            if not got:
                break
            out += got
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status), out

    def test_shows_the_leak_and_q_leaves_with_the_judgement(self):
        pid, master = self.start("--", *shell_device(1000, 0.03))
        screen = self.read_until(master, b"LEAK: _system_heap leaks 120 B/s")
        self.assertIn("█".encode(), screen)
        os.write(master, b"q")
        status, out = self.wait(pid, master)
        self.assertEqual(status, BROKEN)
        self.assertIn(b"LEAK: _system_heap leaks 120 B/s", out)
        self.assertIn(b"\x1b[?1049l", out, "the terminal is given back")

    def test_several_devices_one_at_a_time(self):
        data = b"".join(map(messages.frame, messages.leaking(Device("pump"), 30) + messages.healthy(Device("lamp"), 30)))
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            pid, master = self.start(file.name, columns=120)
            self.read_until(master, b"1 of 2 (n: next)  pump")
            os.write(master, b"n")
            # What stays on the screen, as the end of the name, is not drawn again.
            self.read_until(master, b"no leak")
            os.write(master, b"nq")
            status, out = self.wait(pid, master)
        self.assertEqual(status, BROKEN)
        self.assertIn(b"2 devices: 1 not healthy, 1 healthy; pump: LEAK: ", out)

    def test_resizes_down_to_nothing_and_up(self):
        pid, master = self.start("--", *shell_device(1000, 0.02))
        self.read_until(master, b"HEAPS")
        for rows, columns in ((40, 120), (3, 10), (1, 1), (2, 200), (24, 80)):
            fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            time.sleep(0.2)
        for key in b"?xspp":
            os.write(master, bytes([key]))
            time.sleep(0.1)
        self.read_until(master, b"_system_heap")
        os.write(master, b"q")
        status, _ = self.wait(pid, master)
        self.assertIn(status, (CANNOT_TELL, BROKEN))

    def test_no_color_and_ascii(self):
        pid, master = self.start("--exit-on-verdict", "--", *shell_device(1000, 0.02),
                                 env={"NO_COLOR": "1", "LC_ALL": "C"})
        status, out = self.wait(pid, master)
        self.assertEqual(status, BROKEN)
        self.assertIsNone(re.search(rb"\x1b\[[0-9;]*3[0-7]m", out))
        self.assertNotIn("█".encode(), out)
        self.assertIn(b"##", out)

    def test_without_a_usable_terminal_there_are_plain_lines(self):
        pid, master = self.start("--exit-on-verdict", "--", *shell_device(1000, 0.02), env={"TERM": "nonsense"})
        status, out = self.wait(pid, master)
        self.assertEqual(status, BROKEN)
        self.assertIn(b"Stack | Free: 664 bytes\r\n", out)

    def test_the_screen_stays_for_the_verdict_and_the_sentence_is_that_of_then(self):
        began = time.monotonic()
        pid, master = self.start("--exit-on-verdict", "--", *shell_device(1000, 0.02))
        status, out = self.wait(pid, master)
        self.assertEqual(status, BROKEN)
        self.assertGreater(time.monotonic() - began, 3)
        self.assertTrue(out.endswith(b"LEAK: _system_heap leaks 120 B/s; full in 11 s.\x1b[0m\r\n"), out[-300:])


if __name__ == "__main__":
    main()
