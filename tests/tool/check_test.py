#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tidemark check: golden logs, limits, bad input.

    check_test.py PATH_TO_TIDEMARK [unittest arguments]
    check_test.py PATH_TO_TIDEMARK --update     writes the golden texts anew; review the difference
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

from common import BROKEN, CANNOT_TELL, GOLDEN, HEALTHY, TIDEMARK, mem_test, main, run


def run_for_memory(*arguments):
    child = subprocess.Popen([TIDEMARK, *map(str, arguments)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss


def golden_text(log):
    done = run("check", log.name, cwd=GOLDEN)
    return done.stdout.decode() + f"exit status {done.returncode}\n"


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
        self.assertEqual(failed, ["heap _system_heap: leak", "heap _system_heap: level"])

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
        self.assertIn(b"CRITICAL", done.stdout)
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
        self.assert_refused(run("monitor", "udp:host"), "udp:5555")
        self.assert_refused(run("monitor", "mqtt://host"), "mqtt://localhost/tidemark/+")
        self.assert_refused(run("monitor", "mqtts://host/x"), "without TLS")
        self.assert_refused(run("monitor", "-", "--record", "/nonexistent/x"), "cannot be written")
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


if __name__ == "__main__":
    if "--update" in sys.argv:
        for one in sorted(GOLDEN.glob("*.log")):
            one.with_suffix(".txt").write_text(golden_text(one))
        sys.exit(0)
    main()
