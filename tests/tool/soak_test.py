#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`tidemark soak` as its users meet it, on an application that does what the test wants.

    soak_test.py PATH_TO_TIDEMARK [unittest arguments]
"""

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest
import xml.etree.ElementTree
from pathlib import Path

FAKE = Path(__file__).parent / "fake_hosted.py"
TIDEMARK = ""
HEALTHY, CANNOT_TELL, BROKEN = 0, 2, 3


def soak(*arguments, fake="healthy", app=FAKE, run_for="100s", timeout=60, env=None):
    command = [TIDEMARK, "soak", app, *(["--for", run_for] if run_for is not None else []), *arguments]
    return subprocess.run([str(word) for word in command], capture_output=True, timeout=timeout, stdin=subprocess.DEVNULL,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "FAKE": fake, **(env or {})})


class Case(unittest.TestCase):
    def judged(self, status, *arguments, **more):
        done = soak(*arguments, **more)
        self.assertEqual(done.returncode, status, done.stdout.decode() + done.stderr.decode())
        return done.stdout.decode()

    def last_line(self, status, *arguments, **more):
        return self.judged(status, *arguments, **more).rstrip("\n").split("\n")[-1]

    def assert_refused(self, done, *words):
        text = done.stderr.decode()
        self.assertEqual(done.returncode, CANNOT_TELL, text)
        self.assertRegex(text, r"^tidemark: .+: .+; .+\n$")
        for word in words:
            self.assertIn(word, text)


class Ends(Case):
    def test_healthy(self):
        text = self.judged(HEALTHY)
        self.assertIn("1 min 40 s ran in ", text)
        self.assertTrue(text.endswith("healthy: 1 heap, 1 thread stack over 1 min 40 s.\n"), text)

    def test_a_leak(self):
        self.assertEqual(self.last_line(BROKEN, fake="leak"), "LEAK: _system_heap leaks.")

    def test_a_leak_may_be_allowed(self):
        text = self.judged(HEALTHY, "--gate", "leak=off", fake="leak")
        self.assertIn("leak (allowed)", text)

    def test_a_fatal_error(self):
        text = self.judged(BROKEN, fake="die")
        self.assertIn("  | Halting system\n", text)
        self.assertTrue(text.endswith("DIED: fatal error 4 (Kernel panic) in thread main at open_link+0x12, after 20 s of 1 min 40 s.\n"), text)

    def test_a_fatal_error_without_an_end_report(self):
        self.assertIn("DIED: fatal error 4 (Kernel panic) in thread main", self.last_line(BROKEN, fake="die", env={"FAKE_REPORT": ""}))

    def test_a_signal_and_an_exit_status(self):
        self.assertIn("DIED: signal 11 (Segmentation fault), after 20 s", self.last_line(BROKEN, fake="segv"))
        text = self.judged(BROKEN, fake="exit")
        self.assertIn("DIED: exit status 5, after 20 s", text)
        self.assertIn("  | the application's last word\n", text)
        self.assertNotIn("\x1b", text)

    def test_a_sanitizers_report(self):
        self.assertIn("DIED: AddressSanitizer: heap-use-after-free", self.last_line(BROKEN, fake="asan"))

    def test_a_fault_that_it_survives(self):
        self.assertEqual(self.last_line(BROKEN, fake="survived_fault"), "FAULT: fatal error 3 (Kernel oops) in thread worker (line 9, after 20 s).")

    def test_an_early_end(self):
        self.assertIn("ENDED EARLY: the application ended itself after 20 s of 1 min 40 s: nothing left to do", self.last_line(BROKEN, fake="early"))

    def test_hangs(self):
        for fake in "hang", "hang_loudly":
            with self.subTest(fake):
                began = time.monotonic()
                line = self.last_line(BROKEN, "--hang-timeout", "500ms", fake=fake)
                self.assertIn("HUNG: virtual time stood still ", line)
                self.assertIn("after 20 s of 1 min 40 s", line)
                self.assertLess(time.monotonic() - began, 20)

    def test_blocks_that_nothing_points_to(self):
        self.assertEqual(self.last_line(BROKEN, fake="unreachable"), "LEAK: 2 blocks (64 bytes) were never freed, and nothing points to them.")
        self.judged(HEALTHY, "--gate", "leak=off", fake="unreachable")

    def test_no_module(self):
        self.assert_refused(soak(fake="no_module"), "no report line", "CONFIG_TIDEMARK=y")

    def test_an_end_report_that_is_none(self):
        for text in "{", "[]", '{"version":1,"status":"x"}', "[" * 100_000:
            with self.subTest(text[:20]):
                done = soak(env={"FAKE_REPORT": text})
                self.assertEqual(done.returncode, CANNOT_TELL)
                self.assertIn(b"is no end report", done.stderr)


class Interrupt(Case):
    def interrupted(self, fake):
        child = subprocess.Popen([TIDEMARK, "soak", FAKE, "--for", "1d"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 env={**os.environ, "FAKE": fake})
        time.sleep(1.5)
        began = time.monotonic()
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=20)
        return child.returncode, out.decode(), time.monotonic() - began

    def test_the_verdict_on_what_was_seen_comes(self):
        status, out, _ = self.interrupted("slow")
        self.assertEqual(status, CANNOT_TELL)
        self.assertRegex(out, r"cannot tell: stopped after .* of 1 d 0 h; nothing wrong until then\.\n$")
        self.assertIn("_system_heap", out)

    def test_an_application_that_ignores_it_is_killed(self):
        status, out, seconds = self.interrupted("stubborn")
        self.assertEqual(status, CANNOT_TELL)
        self.assertIn("stopped after", out)
        self.assertLess(seconds, 10)


class Gates(Case):
    def test_those_that_hold(self):
        self.judged(HEALTHY, "--max-heap-percent", "20", "--min-stack-free", "50%", "--min-largest-free", "1760", fake="largest")
        self.judged(HEALTHY, "--gate", "max-heap-percent=20", "--gate", "min-stack-free=50%", "--gate", "min-largest-free=1760", fake="largest")

    def test_those_that_break_name_resource_figure_and_limit(self):
        for gate, sentence in (("max-heap-percent=10", "_system_heap used up to 12.0 % of its capacity; the limit is 10 %."),
                               ("min-stack-free=60%", "main's stack had 52.3 % left; the limit is 60 %."),
                               ("min-stack-free=600", "main's stack had 536 bytes left; the limit is 600 bytes."),
                               ("min-largest-free=1761", "_system_heap's largest free block was 1,760 bytes; the limit is 1,761 bytes.")):
            with self.subTest(gate):
                self.assertEqual(self.last_line(BROKEN, "--gate", gate, fake="largest"), "LIMIT: " + sentence)

    def test_a_figure_that_is_not_told(self):
        self.assertIn("cannot tell: the largest free block of _system_heap is not in the input", self.last_line(CANNOT_TELL, "--min-largest-free", "1"))

    def test_each_is_a_test_case(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "soak.xml"
            self.judged(BROKEN, "--max-heap-percent", "10", "--min-stack-free", "10%", "--junit", file)
            suite, = xml.etree.ElementTree.parse(file).getroot()
        cases = {case.get("name"): case.find("failure") for case in suite}
        self.assertEqual(list(cases), ["application: runs to the end", "application: faults", "heap _system_heap: leak",
                                       "heap _system_heap: level", "heap _system_heap: --max-heap-percent",
                                       "thread stack main: level", "thread stack main: --min-stack-free"])
        self.assertEqual([name for name, failure in cases.items() if failure is not None], ["heap _system_heap: --max-heap-percent"])

    def test_a_death_is_a_failure_with_the_last_lines(self):
        out = self.judged(BROKEN, "--junit", "-", fake="die")
        suite, = xml.etree.ElementTree.fromstring(out)
        self.assertIn("Kernel panic", suite[0].find("failure").get("message"))
        self.assertIn("Halting system", suite[0].find("system-out").text)

    def test_json(self):
        judgement = json.loads(self.judged(BROKEN, "--json", fake="die"))
        self.assertEqual((judgement["outcome"], judgement["exit_status"]), ("died", BROKEN))
        run = judgement["run"]
        self.assertEqual((run["end"], run["asked_ms"], run["reached_ms"]), ("died", 100_000, 20_000))
        self.assertEqual(judgement["faults"][0]["reason"], 4)
        self.assertEqual(judgement["faults"][0]["thread"], "main")
        judgement = json.loads(self.judged(HEALTHY, "--json"))
        self.assertEqual((judgement["outcome"], judgement["run"]["end"]), ("healthy", "completed"))


class Passing(Case):
    def test_arguments_seed_and_log(self):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "app.log"
            self.judged(HEALTHY, "--seed", "7", "--log", log, "--", "--shout")
            text = log.read_text()
        self.assertIn("shouting, seed 7\n", text)
        self.assertIn("tidemark: heap up=100.000", text)
        self.assertTrue(text.endswith("Stopped at 100.000s\n"))

    def test_the_users_own_end_does_not_shorten_the_run(self):
        self.judged(HEALTHY, "--", "--stop_at=5")

    def test_durations(self):
        for text, seconds in (("90s", 90), ("15m", 900), ("2h", 7200), ("1h30m", 5400), ("1.5m", 90)):
            run = json.loads(self.judged(HEALTHY, "--json", run_for=text))["run"]
            self.assertEqual((run["asked_ms"], run["reached_ms"]), (seconds * 1000, seconds * 1000))

    def test_fail_alloc_is_told(self):
        text = self.judged(HEALTHY, "--fail-alloc", "nth:2")
        self.assertIn("1 of 4 allocations was made to fail; the first was k_malloc of\n", text)

    def test_a_failure_that_was_not_asked_for_is_not_told(self):
        self.assertNotIn("fail-alloc", self.judged(HEALTHY))

    def test_nothing_to_fail_is_no_success(self):
        done = soak("--fail-alloc", "every:1,thread=nobody")
        self.assert_refused(done, "--fail-alloc every:1,thread=nobody: no allocation matched, so none failed; correct the names")
        self.assertIn(b"0 of 0 allocations were made to fail", done.stdout)

    def test_memory_is_bounded(self):
        def kilobytes(run_for):
            child = subprocess.Popen([TIDEMARK, "soak", FAKE, "--for", run_for], stdout=subprocess.DEVNULL, env={**os.environ, "FAKE": "noise"})
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            self.assertEqual(child.returncode, HEALTHY)
            return usage.ru_maxrss
        self.assertLess(kilobytes("10000s"), kilobytes("100s") + 1024)


class Progress(Case):
    def test_on_a_terminal_it_is_shown_and_removed(self):
        pid, master = pty.fork()
        if pid == 0:
            os.environ.update({"FAKE": "slow", "TERM": "xterm", "LC_ALL": "C.UTF-8"})
            os.execv(TIDEMARK, [TIDEMARK, "soak", str(FAKE), "--for", "600s"])
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
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
        self.assertEqual(os.waitstatus_to_exitcode(status), HEALTHY)
        text = out.decode()
        self.assertRegex(text, r"min \d\d s of 10 min  .*/s  .*left")
        self.assertIn("WORST STACK SO FAR", text)
        drawn, _, after = text.rpartition("\x1b[J")
        self.assertNotIn("WORST STACK", after)
        for line in drawn.split("\n"):
            plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]|\r", "", line)
            self.assertLess(len(plain), 80)

    def test_not_in_a_pipe(self):
        self.assertEqual(soak(fake="slow", run_for="500s").stderr, b"")


class BadInput(Case):
    def test_what_is_no_application(self):
        self.assert_refused(soak(app="/nonexistent/zephyr.exe"), "no such file")
        self.assert_refused(soak(app="/tmp"), "is a directory")
        self.assert_refused(soak(app="/bin/sh"), "no application of hosted Zephyr")
        self.assert_refused(soak(app="/dev/null"), "is no file")
        self.assert_refused(soak(app=""), "APP.exe")
        with tempfile.TemporaryDirectory() as folder:
            fifo = Path(folder) / "fifo"
            os.mkfifo(fifo)
            self.assert_refused(soak(app=fifo), "is no file")
            copy = Path(folder) / "zephyr.exe"
            copy.write_bytes(FAKE.read_bytes())
            self.assert_refused(soak(app=copy), "cannot be run")
            empty = Path(folder) / "empty"
            empty.touch(0o755)
            self.assert_refused(soak(app=empty), "no application of hosted Zephyr")

    def test_durations(self):
        for text, why in (("0s", "not above zero"), ("soon", "no duration"), ("30", "no duration"), ("101y", "longer than 100 years"),
                          ("-1d", "no duration"), ("", "no duration")):
            self.assert_refused(soak(run_for=text), "--for", why)
        self.assert_refused(soak(run_for=None), "--for is required")
        self.assert_refused(soak("--hang-timeout", "never"), "--hang-timeout")

    def test_gates(self):
        for gate in "heap=10", "leak", "leak=maybe", "max-heap-percent", "max-heap-percent=101", "min-stack-free=x", "min-largest-free=10%", "":
            self.assert_refused(soak("--gate", gate))
        self.assert_refused(soak("--min-stack-free", "99999999999999"), "4294967295")

    def test_other_options(self):
        self.assert_refused(soak("--seed", "x"), "--seed x")
        self.assert_refused(soak("--seed", "4294967296"), "--seed")
        self.assert_refused(soak("--fail-alloc-sweep", "0"), "--fail-alloc-sweep")
        self.assert_refused(soak("--fail-alloc-sweep", "x"))
        self.assert_refused(soak("--fail-alloc-sweep", "5", "--jobs", "0"), "--jobs")
        self.assert_refused(soak("--fail-alloc-sweep", "5", "--fail-alloc", "nth:1"), "one of the two")
        self.assert_refused(soak("--json", "--junit", "-"), "stdout")
        self.assert_refused(soak("--log", "/nonexistent/x"), "cannot be written")
        self.assert_refused(soak("--nonsense"), "--nonsense")
        self.assert_refused(soak("--", "--nonsense"), "did not take its command line", "unknown option")

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_a_full_disk(self):
        done = soak("--log", "/dev/full", run_for="2000s")
        self.assertEqual(done.returncode, CANNOT_TELL)
        self.assertIn(b"tidemark: /dev/full: cannot be written to its end", done.stderr)


class Sweep(Case):
    def sweep(self, status, allocations, *arguments, **more):
        return self.judged(status, "--fail-alloc-sweep", allocations, "--hang-timeout", "1s", *arguments, **more)

    def test_what_is_survived(self):
        text = self.sweep(HEALTHY, 2)
        self.assertRegex(text, r"\n1 +100  survived  k_malloc at open_log\+0x1, thread main, _system_heap\n2 +200  survived ")
        self.assertTrue(text.endswith("survived: all of 2 failed allocations (2 were asked for).\n"), text)

    def test_what_is_not(self):
        text = self.sweep(BROKEN, 50, "--jobs", "3")
        self.assertRegex(text, r"\n3 +300  DIED ")
        self.assertRegex(text, r"\n4 +400  HUNG ")
        self.assertNotRegex(text, r"\n5 ")
        self.assertIn("    3  DIED: fatal error 4 (Kernel panic) in thread main at open_link+0x12, after 20 s of 1 min 40 s.\n       | ", text)
        self.assertTrue(text.endswith("NOT SURVIVED: 2 of 4 failed allocations (it makes 4 in 1 min 40 s).\n"), text)

    def test_json_and_junit(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "sweep.xml"
            judgement = json.loads(self.sweep(BROKEN, 3, "--json", "--junit", file))
            suite, = xml.etree.ElementTree.parse(file).getroot()
        self.assertEqual((judgement["outcome"], judgement["exit_status"], judgement["asked"]), ("not_survived", BROKEN, 3))
        self.assertEqual([(run["nth"], run["result"]) for run in judgement["runs"]], [(1, "survived"), (2, "survived"), (3, "died")])
        self.assertEqual(judgement["runs"][2]["allocation"]["site"], "open_log+0x3")
        self.assertEqual((suite.get("tests"), suite.get("failures")), ("4", "1"))
        self.assertIn("k_malloc of 300 bytes from _system_heap in thread main at open_log+0x3 failed; DIED: fatal error 4",
                      suite[3].find("failure").get("message"))

    def test_an_application_that_dies_anyway(self):
        self.assertIn("NOT SURVIVED: without any failure: DIED: ", self.sweep(BROKEN, 2, fake="die"))

    def test_one_that_ends_itself_anyway(self):
        self.sweep(HEALTHY, 2, fake="early")

    def test_without_an_end_report_nothing_is_proven(self):
        text = self.sweep(CANNOT_TELL, 2, fake="no_end_report")
        self.assertIn("cannot tell: 2 of 2 results are not known", text)

    def test_refused_arguments(self):
        self.assertIn("did not take its command line", self.sweep(CANNOT_TELL, 2, "--", "--nonsense"))

    def test_an_interrupt(self):
        child = subprocess.Popen([TIDEMARK, "soak", FAKE, "--for", "1d", "--fail-alloc-sweep", "9"], stdout=subprocess.PIPE,
                                 env={**os.environ, "FAKE": "slow"})
        time.sleep(1.5)
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=20)
        self.assertEqual(child.returncode, CANNOT_TELL)
        self.assertIn(b"cannot tell: ", out)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("soak_test: the path of tidemark is missing; see soak_test.py's first lines")
    TIDEMARK = os.path.abspath(sys.argv.pop(1))
    unittest.main()
