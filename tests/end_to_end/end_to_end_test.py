#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""From an application's source to the verdict: the samples on hosted Zephyr, the tool on their output."""

import argparse
import functools
import json
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

HEALTHY, CANNOT_TELL, LEAK = 0, 2, 3
# A 64-bit heap gives 120 bytes of the free ones for each k_malloc(100): 112 and a chunk header.
RATE_BYTES_PER_HOUR = 120 * 3600
HEAP_FULL_AT_S = 33.0

options = None


def run(*command, expect=0, stdin=None):
    done = subprocess.run([str(part) for part in command], input=stdin, capture_output=True, text=True, timeout=300)
    if done.returncode != expect:
        raise AssertionError(f"{command} ended with {done.returncode}, not {expect}\n{done.stdout}\n{done.stderr}")
    return done.stdout


@functools.cache
def build(sample, *definitions):
    """The program of a sample; configured and built as the README tells."""
    out = options.build / "-".join([sample, *(["changed"] if definitions else [])])
    environment = dict(os.environ, ZEPHYR_BASE=str(options.root / "hosted"))
    for step in (["cmake", "-S", options.root / "samples" / sample, "-B", out, *definitions], ["cmake", "--build", out, "--parallel", "2"]):
        done = subprocess.run(step, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{step}\n{done.stdout}\n{done.stderr}")
    return out / "zephyr" / "zephyr.exe"


def log_of(sample, seconds):
    path = options.build / f"{sample}-{seconds}.log"
    path.write_text(run(build(sample), "--no-rt", f"--stop_at={seconds}"))
    return path


def capture_of(sample, seconds):
    """What a sample sends: text and messages."""
    path = options.build / f"{sample}-{seconds}.cap"
    with path.open("wb") as out:
        subprocess.run([str(build(sample)), "--no-rt", f"--stop_at={seconds}"], stdout=out, check=True, timeout=300)
    return path


class EndToEnd(unittest.TestCase):
    def check(self, log, status, *arguments):
        return json.loads(run(options.tidemark, "check", log, "--json", *arguments, expect=status))

    def assert_rate(self, bytes_per_hour):
        self.assertAlmostEqual(bytes_per_hour / RATE_BYTES_PER_HOUR, 1.0, delta=0.1)

    def test_tutorial_lines_give_a_leak_verdict(self):
        judged = self.check(log_of("mem_test", 32), LEAK)
        heap = next(r for r in judged["resources"] if r["kind"] == "heap")
        self.assertEqual((heap["verdict"], heap["judge"]), ("leak", "tidemark"))
        self.assert_rate(heap["trend"]["rate_bytes_per_hour"])

    def test_device_names_the_leak_before_the_heap_is_full(self):
        log = log_of("mem_test_monitored", 40)
        verdict = re.search(r"tidemark: verdict up=([0-9.]+) kind=heap name=_system_heap verdict=leak", log.read_text())
        self.assertIsNotNone(verdict)
        self.assertLess(float(verdict.group(1)), HEAP_FULL_AT_S)
        judged = self.check(log, LEAK)
        heap = next(r for r in judged["resources"] if r["name"] == "_system_heap")
        self.assertEqual((heap["verdict"], heap["judge"]), ("leak", "device"))
        self.assert_rate(heap["trend"]["rate_bytes_per_hour"])

    def test_device_finds_threads_by_itself(self):
        text = log_of("mem_test_monitored", 40).read_text()
        for name in ("main", "idle", "tidemark"):
            self.assertRegex(text, rf"tidemark: thread_stack up=[0-9.]+ name={name} peak=[1-9][0-9]* free=[1-9]")

    def test_what_frees_as_much_is_healthy_for_a_day(self):
        log = log_of("mem_balanced_monitored", 86400)
        self.assertNotIn("verdict=leak", log.read_text())
        self.assertEqual(self.check(log, HEALTHY)["outcome"], "healthy")

    def test_monitor_ends_at_the_verdict_and_says_it(self):
        out = run(options.tidemark, "monitor", "--exit-on-verdict", "--period", "1s", "--", build("mem_test"), "--rt-ratio=20", expect=LEAK)
        self.assertRegex(out, r"_system_heap leaks 1[12][0-9] B/s; full in [0-9]+ s")

    def test_messages_between_text_say_what_lines_say(self):
        judged = self.check(capture_of("telemetry_uart", 40), LEAK)
        heap = next(r for r in judged["resources"] if r["name"] == "_system_heap")
        self.assertEqual((heap["verdict"], heap["judge"], heap["capacity"]), ("leak", "device", 4000))
        self.assert_rate(heap["trend"]["rate_bytes_per_hour"])
        stacks = {r["name"]: r for r in judged["resources"] if r["kind"] == "thread_stack"}
        self.assertEqual(sorted(stacks), ["idle", "main", "tidemark", "worker"])
        self.assertEqual(stacks["worker"]["capacity"], 1024)
        slab = next(r for r in judged["resources"] if r["kind"] == "mem_slab")
        self.assertEqual((slab["capacity"], slab["block_size"]), (8, 64))
        self.assertEqual(judged["coverage"]["skipped_lines"], 0)
        counts = judged["coverage"]["messages"]
        self.assertGreater(counts.pop("received"), 60)
        self.assertEqual(set(counts.values()), {0}, counts)

    def test_stacks_have_the_depths_that_they_were_used_to(self):
        text = log_of("threads_and_stacks", 25).read_text()
        frames = 128
        for name, depth in (("shallow", 256), ("deep", 1024)):
            for peak in re.findall(rf"thread_stack up=[0-9.]+ name={name} peak=([0-9]+) ", text):
                self.assertIn(int(peak), range(depth, depth + frames), name)
        lives = [(int(life), int(used)) for life, used in re.findall(r"visitor: life ([0-9]+), ([0-9]+) of 2048 bytes used", text)]
        self.assertEqual(len(lives), 4)
        self.assertEqual([life for life, _ in lives], sorted({life for life, _ in lives}), "each visit is a life of its own")
        for (_, used), depth in zip(lives, (256, 512, 1024, 256)):
            self.assertIn(used, range(depth, depth + frames))
        self.assertEqual(re.findall(r"tidemark: level .*name=([a-z_]+) level=warn", text), ["nearly_full"])

    def test_only_the_pool_that_leaks_is_accused(self):
        log = log_of("pools", 31)
        judged = {r["name"]: r for r in self.check(log, LEAK)["resources"]}
        self.assertEqual({name for name, r in judged.items() if r.get("verdict") == "leak"}, {"sessions"})
        self.assertAlmostEqual(judged["sessions"]["trend"]["rate_bytes_per_hour"] / (32 * 3600), 1.0, delta=0.05)
        text = log.read_text()
        self.assertRegex(text, r"heap up=30.000 name=images used=1248 free=712 capacity=1960 ")
        self.assertRegex(text, r"heap up=30.000 name=scratch used=192 free=744 capacity=936 ")
        self.assertRegex(text, r"mem_slab up=30.000 name=packets used=4 free=12 blocks=16 block_size=64 level=ok verdict=none peak=4\n")
        self.assertRegex(text, r"net_buf_pool up=30.000 name=frames used=4 free=4 blocks=8 block_size=64 level=ok verdict=none\n")
        self.assertRegex(text, r"mem_blocks up=30.000 name=transfers used=4 free=4 blocks=8 block_size=128 level=ok verdict=none peak=4\n")

    def test_damaged_messages_are_counted_and_cost_no_verdict(self):
        whole = capture_of("telemetry_uart", 40).read_bytes()
        damaged = bytearray(whole)
        damaged[whole.find(b"round 5") + 30] ^= 1
        path = options.build / "telemetry_uart-damaged.cap"
        path.write_bytes(damaged)
        judged = self.check(path, LEAK)
        self.assertEqual(judged["coverage"]["messages"]["lost"], 1)
        self.assertEqual(next(r for r in judged["resources"] if r["name"] == "_system_heap")["verdict"], "leak")

    def test_too_short_a_log_cannot_tell(self):
        self.assertEqual(self.check(log_of("mem_test", 3), CANNOT_TELL)["exit_status"], CANNOT_TELL)


def main():
    """Runs the tests of the program that calls this, with the options that all of them take."""
    global options
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--tidemark", type=Path, required=True)
    options, rest = parser.parse_known_args()
    options.root, options.build, options.tidemark = (p.resolve() for p in (options.root, options.build, options.tidemark))
    options.build.mkdir(parents=True, exist_ok=True)
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
