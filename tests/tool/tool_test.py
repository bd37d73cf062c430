#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the tool as its users do: golden logs, bad input, serial devices, TCP, commands, the live view.

    tool_test.py PATH_TO_TIDEMARK [unittest arguments]
    tool_test.py PATH_TO_TIDEMARK --update     writes the golden texts anew; review the difference
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unittest
import xml.etree.ElementTree
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
TIDEMARK = ""
HEALTHY, CANNOT_TELL, BROKEN = 0, 2, 3


def run(*arguments, stdin="", timeout=30, env=None, cwd=None):
    data = stdin if isinstance(stdin, bytes) else stdin.encode()
    return subprocess.run([TIDEMARK, *map(str, arguments)], input=data, capture_output=True, timeout=timeout,
                          env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})}, cwd=cwd)


def mem_test(samples, first=0):
    """What samples/mem_test prints on a 64-bit machine."""
    return "".join(f"Stack | Free: 664 bytes\nHeap | Free: {4000 - 120 * n} bytes, Allocated: {112 * n} bytes\n"
                   for n in range(first, first + samples))


def golden_text(log):
    done = run("check", log.name, cwd=GOLDEN)
    return done.stdout.decode() + f"exit status {done.returncode}\n"


def shell_device(samples, delay, end=""):
    """A command that prints mem_test's lines, one sample each `delay` seconds."""
    return ["sh", "-c", f"n=0; while [ $n -lt {samples} ]; do echo \"Stack | Free: 664 bytes\"; "
            "echo \"Heap | Free: $((4000-120*n)) bytes, Allocated: $((112*n)) bytes\"; "
            f"n=$((n+1)); sleep {delay}; done; {end}"]


class Golden(unittest.TestCase):
    def test_logs(self):
        logs = sorted(GOLDEN.glob("*.log"))
        self.assertGreater(len(logs), 10)
        for log in logs:
            with self.subTest(log.name):
                self.assertEqual(golden_text(log), log.with_suffix(".txt").read_text())

    def test_stdin_gives_the_same_as_the_file(self):
        log = GOLDEN / "tutorial_stamped.log"
        done = run("check", "-", stdin=log.read_bytes())
        self.assertEqual(done.stdout.decode().replace("stdin", log.name) + "exit status 3\n",
                         log.with_suffix(".txt").read_text())

    def test_json_says_the_same(self):
        done = run("check", GOLDEN / "reboot.log", "--json")
        self.assertEqual(done.returncode, BROKEN)
        judgement = json.loads(done.stdout)
        self.assertEqual(judgement["tidemark"], 1)
        self.assertEqual(judgement["outcome"], "leak")
        self.assertEqual(judgement["exit_status"], BROKEN)
        self.assertEqual(judgement["coverage"]["boots"], 2)
        leak, = judgement["findings"]
        self.assertEqual((leak["kind"], leak["name"], leak["boot"]), ("heap", "_system_heap", 1))
        self.assertAlmostEqual(leak["trend"]["rate_bytes_per_hour"], 120 * 3600, delta=120 * 36)
        heap = next(r for r in judgement["resources"] if r["kind"] == "heap")
        self.assertEqual((heap["used"], heap["capacity"], heap["samples"]), (960, 4000, 85))
        self.assertNotIn("priority", heap)

    def test_junit_is_xml_that_fails_on_a_leak(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "junit.xml"
            done = run("check", GOLDEN / "tutorial_stamped.log", "--junit", file)
            self.assertEqual(done.returncode, BROKEN)
            suites = xml.etree.ElementTree.parse(file).getroot()
        suite, = suites
        self.assertEqual(suite.get("failures"), "2")
        failed = [case.get("name") for case in suite if case.find("failure") is not None]
        self.assertEqual(failed, ["heap _system_heap: leak", "heap _system_heap: exhaustion"])

    def test_junit_is_an_error_when_it_cannot_tell(self):
        done = run("check", GOLDEN / "short.log", "--junit", "-")
        self.assertEqual(done.returncode, CANNOT_TELL)
        suite, = xml.etree.ElementTree.fromstring(done.stdout)
        self.assertEqual((suite.get("failures"), suite.get("errors")), ("0", "1"))
        done = run("check", GOLDEN / "empty.log", "--junit", "-")
        suite, = xml.etree.ElementTree.fromstring(done.stdout)
        self.assertEqual(suite.get("errors"), "1")


class Limits(unittest.TestCase):
    def check(self, *arguments):
        return run("check", *arguments)

    def test_limits_that_hold(self):
        done = self.check(GOLDEN / "healthy.log", "--max-heap-percent", "30", "--min-stack-free", "600")
        self.assertEqual(done.returncode, HEALTHY, done.stdout)

    def test_limits_that_break(self):
        done = self.check(GOLDEN / "healthy.log", "--max-heap-percent", "20")
        self.assertEqual(done.returncode, BROKEN)
        self.assertIn(b"LIMIT: _system_heap used up to 24.0 % of its capacity; the limit is 20 %.", done.stdout)
        done = self.check(GOLDEN / "healthy.log", "--min-stack-free", "700")
        self.assertEqual(done.returncode, BROKEN)
        self.assertIn(b"LIMIT: main's stack had 664 bytes left; the limit is 700 bytes.", done.stdout)

    def test_a_limit_that_cannot_be_compared(self):
        done = self.check(GOLDEN / "healthy.log", "--min-stack-free", "20%")
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertIn(b"give --min-stack-free in bytes", done.stdout)

    def test_stacks_alone_can_be_judged_by_a_limit(self):
        text = "Stack | Free: 664 bytes\n" * 3
        self.assertEqual(run("check", "-", stdin=text).returncode, CANNOT_TELL)
        self.assertEqual(run("check", "-", "--min-stack-free", "100", stdin=text).returncode, HEALTHY)

    def test_period_and_block(self):
        done = self.check(GOLDEN / "tutorial_plain.log", "--period", "60s")
        self.assertIn(b"_system_heap leaks 120 B/min", done.stdout)
        done = self.check(GOLDEN / "tutorial_plain.log", "--period", "1s", "--block", "4s")
        self.assertNotIn(b"leaks", done.stdout)
        self.assertIn(b"EXHAUSTION", done.stdout)
        self.assertEqual(done.returncode, BROKEN)


class Faults(unittest.TestCase):
    def test_a_fatal_error_in_a_healthy_log(self):
        text = (GOLDEN / "healthy.log").read_text()
        fault = "[00:00:09.000,000] <err> os: >>> ZEPHYR FATAL ERROR 2: Stack overflow on CPU 0\n<err> os: Current thread: 0x20000140 (rx)\n"
        done = run("check", "-", stdin=text + fault)
        self.assertEqual(done.returncode, BROKEN)
        self.assertIn(b"\nFAULT: fatal error 2 (Stack overflow) in thread rx (line ", done.stdout)

    def test_dropped_messages_are_told(self):
        done = run("check", "-", stdin=(GOLDEN / "healthy.log").read_text() + "--- 12 messages dropped ---\n")
        self.assertEqual(done.returncode, HEALTHY)
        self.assertIn(b"12 messages were dropped by the device's logging", done.stdout)


class BadInput(unittest.TestCase):
    def assert_refused(self, done, *words):
        text = done.stderr.decode()
        self.assertEqual(done.returncode, CANNOT_TELL, text)
        self.assertRegex(text, r"^tidemark: .+: .+; .+\n$")
        for word in words:
            self.assertIn(word, text)

    def test_sources_that_are_none(self):
        for command in "check", "monitor":
            with self.subTest(command):
                self.assert_refused(run(command, "/nonexistent/x.log"), "no such file")
                self.assert_refused(run(command, "/tmp"), "is a directory")

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_no_permission(self):
        with tempfile.NamedTemporaryFile() as file:
            os.chmod(file.name, 0)
            self.assert_refused(run("check", file.name), "no permission")

    def test_command_line(self):
        self.assert_refused(run(), "subcommand")
        self.assert_refused(run("check"), "FILE is required")
        self.assert_refused(run("frobnicate"), "frobnicate: is no command", "soak")
        self.assert_refused(run("monitor", ""), "SOURCE: is empty")
        self.assert_refused(run("monitor", "--for", "101y", "-"), "longer than 100 years")
        self.assert_refused(run("check", "x", "--min-stack-free", "99999999999"), "4294967295")
        self.assert_refused(run("check", "x", "--nonsense"), "--nonsense")
        self.assert_refused(run("check", "x", "--period", "60"), "--period 60s")
        self.assert_refused(run("check", "x", "--json", "--junit", "-"), "stdout")
        self.assert_refused(run("monitor", "--for", "soon", "-"), "--for 60s")
        self.assert_refused(run("monitor", "udp:5555"), "does not read UDP")
        self.assert_refused(run("monitor", "tcp:host"), "tcp:localhost:4321")
        self.assert_refused(run("monitor", "--"), "a command is missing")
        self.assert_refused(run("monitor", "x", "--", "true"), "give one of the two")
        self.assert_refused(run("check", GOLDEN / "healthy.log", "--junit", "/nonexistent/x"), "cannot be written")

    def test_a_line_of_10_megabytes_costs_bounded_memory(self):
        text = (mem_test(20) + "x" * 10_000_000 + "\n" + mem_test(5, first=20)).encode()
        with tempfile.NamedTemporaryFile() as file:
            file.write(text)
            file.flush()
            child = subprocess.Popen([TIDEMARK, "check", file.name], stdout=subprocess.PIPE)
            out = child.stdout.read()
            child.stdout.close()
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(child.returncode, BROKEN)
        self.assertIn(b"1 skipped: longer than 8192 bytes (first: line 41)", out)
        small = run_for_memory("check", GOLDEN / "tutorial_plain.log")
        self.assertLess(usage.ru_maxrss, small + 2048, "kilobytes")

    def test_random_bytes(self):
        import random
        source = random.Random(1)
        for size in (1, 100, 100_000, 1_000_000):
            done = run("check", "-", stdin=source.randbytes(size))
            self.assertEqual(done.returncode, CANNOT_TELL)
            self.assertEqual(done.stderr, b"")

    def test_a_full_disk_is_told(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "w") as full:
            done = subprocess.run([TIDEMARK, "check", GOLDEN / "healthy.log"], stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertIn(b"tidemark: stdout: ", done.stderr)


def run_for_memory(*arguments):
    child = subprocess.Popen([TIDEMARK, *map(str, arguments)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss


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


class Help(unittest.TestCase):
    def test_each_command_has_help_with_an_example(self):
        for command in "monitor", "check", "soak":
            done = run(command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn(b"Examples:\n  tidemark " + command.encode(), done.stdout)
        self.assertEqual(run("--help").returncode, 0)
        self.assertRegex(run("--version").stdout.decode(), r"^tidemark \d+\.\d+\.\d+\n$")

    def test_the_reference_shows_the_true_help(self):
        page = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text()
        for arguments in (["--help"], ["monitor", "--help"], ["check", "--help"], ["soak", "--help"]):
            text = run(*arguments).stdout.decode().rstrip("\n")
            indented = "".join(f"    {line}".rstrip() + "\n" for line in text.split("\n"))
            self.assertIn(indented, page, f"docs/reference/cli.md: help of {arguments} is out of date")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("tool_test: the path of tidemark is missing; see tool_test.py's first lines")
    TIDEMARK = os.path.abspath(sys.argv.pop(1))
    if "--update" in sys.argv:
        for one in sorted(GOLDEN.glob("*.log")):
            one.with_suffix(".txt").write_text(golden_text(one))
        sys.exit(0)
    unittest.main()
