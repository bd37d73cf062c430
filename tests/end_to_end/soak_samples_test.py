#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`tidemark soak` on the samples: two days, a month, a year, and what must not be survived.

    soak_samples_test.py --root R --build B --tidemark T [Days | MonthAndYear]
"""

import json
import subprocess
import unittest

import end_to_end_test as samples
from end_to_end_test import HEALTHY, LEAK

BROKEN = 3


def soak(app, status, *arguments):
    command = [samples.options.tidemark, "soak", app, "--json", *arguments]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=280, check=False)
    if done.returncode != status:
        raise AssertionError(f"{command} ended with {done.returncode}, not {status}\n{done.stdout}\n{done.stderr}")
    return json.loads(done.stdout)


class Soak(unittest.TestCase):
    def assert_ran(self, judged, days):
        run = judged["run"]
        self.assertEqual((run["end"], run["reached_ms"]), ("completed", days * 86_400_000))
        self.assertAlmostEqual(judged["coverage"]["covered_ms"], days * 86_400_000, delta=3_600_000)
        self.assertEqual(judged["coverage"]["skipped_lines"], 0)


class Days(Soak):
    def alloc_failures(self):
        app = samples.build("alloc_failures")
        if b"fail-alloc" not in app.read_bytes():
            self.skipTest("this hosted Zephyr has no --fail-alloc")
        return app

    def test_two_days_of_a_healthy_application(self):
        judged = soak(samples.build("mem_balanced_monitored"), HEALTHY, "--for", "2d", "--gate", "min-stack-free=10%",
                      "--gate", "max-heap-percent=30", "--gate", "min-largest-free=1000")
        self.assert_ran(judged, 2)
        self.assertEqual(judged["outcome"], "healthy")
        self.assertTrue(all(limit["holds"] for limit in judged["limits"]))
        heap = next(r for r in judged["resources"] if r["kind"] == "heap")
        self.assertGreaterEqual(heap["free"], heap["least_largest_free"])

    def test_a_leak_is_named_with_its_rate(self):
        judged = soak(samples.build("mem_test_monitored"), LEAK, "--for", "2d")
        self.assertEqual(judged["outcome"], "leak")
        leak = next(f for f in judged["findings"] if f["what"] == "leak")
        self.assertEqual((leak["name"], leak["judge"]), ("_system_heap", "device"))
        self.assertAlmostEqual(leak["trend"]["rate_bytes_per_hour"] / samples.RATE_BYTES_PER_HOUR, 1.0, delta=0.1)
        self.assertLess(leak["at_ms"], samples.HEAP_FULL_AT_S * 1000)

    def test_a_sweep_finds_the_allocations_that_must_not_fail(self):
        judged = soak(self.alloc_failures(), BROKEN, "--for", "60s", "--fail-alloc-sweep", "6")
        results = [(run["nth"], run["result"]) for run in judged["runs"]]
        self.assertEqual(results, [(1, "survived"), (2, "died"), (3, "died"), (4, "survived"), (5, "survived"), (6, "survived")])
        unchecked, panics = judged["runs"][1], judged["runs"][2]
        self.assertIn("CPU exception", unchecked["sentence"])
        # The compiler may take load_settings into main.
        self.assertRegex(unchecked["allocation"]["site"], r"^(load_settings|main)\+0x")
        self.assertIn("Kernel panic", panics["sentence"])
        self.assertIn("no memory for the link", panics["run"]["last_lines"])

    def test_a_soak_under_failures(self):
        judged = soak(self.alloc_failures(), HEALTHY, "--for", "2d", "--fail-alloc", "every:1000")
        self.assertEqual(judged["run"]["allocations_failed"], judged["run"]["allocations_matched"] // 1000)


class MonthAndYear(Soak):
    def test_a_month(self):
        self.assert_ran(soak(samples.build("mem_balanced_monitored"), HEALTHY, "--for", "30d"), 30)

    def test_a_year_sampled_each_minute(self):
        app = samples.build("mem_balanced_monitored", "-DCONFIG_TIDEMARK_PERIOD_MS=60000", "-DCONFIG_TIDEMARK_BLOCK_MS=240000",
                            "-DCONFIG_TIDEMARK_REPORT_PERIOD_S=3600")
        self.assert_ran(soak(app, HEALTHY, "--for", "1y"), 365)


if __name__ == "__main__":
    samples.main()
