#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The samples of recovery: what they print, each of their allocations failed in turn, and a year of restarts."""

import re
import unittest

import end_to_end_test as samples
from end_to_end_test import HEALTHY, LEAK, run
from soak_samples_test import soak

RESTART = r"tidemark: restart up=[0-9.]+ reason=(\S+) lived=[0-9.]+ restarts=([0-9]+) recent=[0-9]+ safe_mode=(\S+)(?:.* resource=(\S+))?"
YEAR = ["-DCONFIG_SAMPLE_MESSAGE_PERIOD_MS=7854000", "-DCONFIG_SAMPLE_START_S=60", "-DCONFIG_TIDEMARK_PERIOD_MS=60000",
        "-DCONFIG_TIDEMARK_REPORT_PERIOD_S=3600", "-DCONFIG_TIDEMARK_CRITICAL_RESTART_S=300"]


def output(sample, seconds):
    return run(samples.build(sample), "--no-rt", f"--stop_at={seconds}")


class Recovery(unittest.TestCase):
    def assert_survives(self, sample, seconds, most):
        judged = soak(samples.build(sample), HEALTHY, "--for", f"{seconds}s", "--fail-alloc-sweep", str(most), "--jobs", "2")
        self.assertTrue(judged["runs"])
        self.assertEqual({one["result"] for one in judged["runs"]}, {"survived"})

    def test_each_rung_of_the_ladder_is_met(self):
        text = output("oom_ladder", 20)
        self.assertEqual(re.findall(r"allocation_failure up=\S+ rung=(\S+)", text), ["reclaim", "reserve", "shed", "handler", "failed"])
        self.assertIn("3000 bytes: NULL\n", text)
        self.assertIn("still running\n", text)
        self.assert_survives("oom_ladder", 20, 60)

    def test_a_cache_gives_way_and_comes_back(self):
        text = output("cache_pressure", 200)
        rates = dict((name, int(rate)) for name, rate in re.findall(r"(before|under|after): hit rate ([0-9]+) %", text))
        self.assertGreater(rates["under"], 20)
        self.assertLess(rates["under"], rates["before"])
        self.assertGreaterEqual(rates["after"], rates["before"])
        self.assertIn("upload begins: 24 of 24 buffers\n", text)
        self.assertRegex(text, r"tidemark: reclaim up=\S+ name=page_cache cause=allocation outcome=gave ")
        self.assert_survives("cache_pressure", 100, 30)

    def test_a_series_of_restarts_ends_in_safe_mode(self):
        text = output("recovery_reboot", 500)
        self.assertEqual([found[:4] for found in re.findall(RESTART, text)],
                         [("critical", "1", "no", "_system_heap"), ("critical", "2", "no", "_system_heap"), ("critical", "3", "yes", "_system_heap")])
        self.assertEqual(text.count("settings are saved\n"), 3)
        self.assertIn("safe mode: messages are dropped unparsed\n", text)
        self.assert_survives("recovery_reboot", 12, 24)

    def test_a_stall_and_a_failing_check_are_told_after_the_restart(self):
        text = output("health_watchdog", 60)
        self.assertEqual([found[0] for found in re.findall(RESTART, text)], ["monitor_stalled", "health_check"])
        self.assertRegex(text, r"reason=monitor_stalled .* thread=filter")
        self.assertRegex(text, r"reason=health_check .* resource=radio")
        self.assertIn("check radio failed; now all is well\n", text)

    def test_a_year_with_a_leak_of_three_days(self):
        judged = soak(samples.build("recovery_reboot", *YEAR), LEAK, "--for", "1y")
        self.assertEqual((judged["run"]["end"], judged["run"]["reached_ms"]), ("completed", 365 * 86_400_000))
        recovery = judged["recovery"]
        self.assertGreater(recovery["uptime_share"], 0.999)
        self.assertEqual((recovery["untold_restarts"], set(recovery["restarts"])), (0, {"critical"}))
        self.assertIn(recovery["restarts"]["critical"], range(120, 140))


if __name__ == "__main__":
    samples.main()
