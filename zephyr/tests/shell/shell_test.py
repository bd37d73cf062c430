#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Types at the shell command "tidemark" and reads its tables: shell_test.py PROGRAM."""

import re
import subprocess
import sys
import tempfile
import unittest

PROMPT = "uart:~$ "
program = None


class Shell(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.replies = {}
        lines = [
            "tidemark status", "tidemark heaps", "tidemark pools", "tidemark stacks", "tidemark verdicts", "tidemark self", "tidemark sample",
            "tidemark heapz", "tidemark heaps all", "tidemark", "tidemark reset-peaks --help", "tidemark reset-peaks", "tidemark heaps ", "tidemark pools ",
            "grow", "tidemark sample ", "tidemark verdicts ", "tidemark status ",
        ]
        # A file and no pipe: all has been typed before the program's minute, which lasts some milliseconds, begins.
        with tempfile.TemporaryFile("w+") as typed:
            typed.write("".join(f"{line}\n" for line in lines))
            typed.seek(0)
            out = subprocess.run([program, "--no-rt", "--stop_at=60"], stdin=typed, capture_output=True, text=True, timeout=120, check=True).stdout
        out = out.replace("\r", "")
        for part in out.split(PROMPT)[1:]:
            line, _, reply = part.partition("\n")
            cls.replies[line] = reply

    def rows(self, line):
        """The table that a command prints, a list of cells a row, the titles first."""
        return [re.split(r" {2,}", row.strip()) for row in self.replies[line].splitlines() if row.strip()]

    def row(self, line, name):
        return next(row for row in self.rows(line) if row[0] == name)

    def test_heaps_have_their_true_values(self):
        self.assertEqual(self.rows("tidemark heaps"), [
            ["HEAP", "USED B", "PEAK B", "SIZE B", "HEADROOM B", "%", "LEVEL", "VERDICT"],
            ["_system_heap", "120", "120", "4000", "3880", "97", "ok", "none"],
            ["work", "0", "608", "1960", "1352", "68", "ok", "none"]])

    def test_pools_have_their_true_values(self):
        self.assertEqual(self.rows("tidemark pools"), [
            ["POOL", "KIND", "BLOCK B", "USED", "PEAK", "SIZE", "HEADROOM", "%", "LEVEL", "VERDICT"],
            ["packets", "mem_slab", "64", "2", "3", "8", "5", "62", "ok", "none"]])

    def test_columns_stand_below_each_other(self):
        to_the_left = ("HEAP", "POOL", "STACK", "KIND", "LEVEL", "VERDICT")
        for command in ("heaps", "pools", "stacks"):
            titles, *rows = self.replies[f"tidemark {command}"].splitlines()
            for title in re.finditer(r"\S+( B\b)?", titles):
                for row in filter(None, rows):
                    if title.group() in to_the_left:
                        self.assertNotEqual(row[title.start()], " ", (titles, row))
                        self.assertEqual(row[:title.start()][-2:].strip(), "", (titles, row))
                    else:
                        self.assertNotEqual(row[title.end() - 1], " ", (titles, row))
                        self.assertEqual(row[title.end():][:2].strip(), "", (titles, row))

    def test_stacks_have_priority_and_headroom(self):
        name, priority, peak, size, headroom, percent, level = self.row("tidemark stacks", "sysworkq")
        self.assertEqual((priority, size, level), ("-1", "1024", "ok"))
        self.assertEqual(int(peak) + int(headroom), 1024)
        self.assertEqual(int(percent), int(headroom) * 100 // 1024)
        self.assertIn("tidemark", [row[0] for row in self.rows("tidemark stacks")])

    def test_status_has_the_tightest_of_each(self):
        titles, heaps, stacks, pools, blind = self.replies["tidemark status"].splitlines()[:5]
        self.assertEqual(titles.split(), ["WATCHED", "NO", "ROOM", "LEAK", "WATCH", "EXHAUSTION", "LEAST", "HEADROOM"])
        self.assertEqual(heaps.split(), ["heaps", "2", "0", "0", "0", "0", "68", "%", "work"])
        self.assertEqual(pools.split(), ["pools", "1", "0", "0", "0", "0", "62", "%", "packets"])
        self.assertRegex(stacks, r"^stacks +[4-7] +0 +0 +0 +0 +[0-9]+ %  [a-z_]+$")
        self.assertRegex(blind, r"^not seen: .*malloc_arena")

    def test_nothing_remarkable_is_said_in_words(self):
        self.assertIn("no leak, nothing that grows, nothing near its end", self.replies["tidemark verdicts"])

    def test_a_leak_has_its_rate_and_time(self):
        name, kind, level, verdict, rate, least, left = self.row("tidemark verdicts ", "_system_heap")
        self.assertEqual((kind, level, verdict), ("heap", "ok", "leak"))
        self.assertAlmostEqual(float(rate.removesuffix("B/s")), 120, delta=12)
        self.assertLessEqual(float(least.removesuffix("B/s")), float(rate.removesuffix("B/s")))
        self.assertRegex(left, r"^[1-9][0-9]?s$")
        self.assertEqual(self.row("tidemark status ", "heaps")[1:4], ["2", "0", "1"])

    def test_sample_counts_and_self_shows_unknown_as_a_dash(self):
        self.assertRegex(self.replies["tidemark sample"], r"^sample [1-9][0-9]*\n")
        self.assertEqual(self.row("tidemark self", "longest lock"), ["longest lock", "-"])
        self.assertRegex(self.row("tidemark self", "static memory")[1], r"^[1-9][0-9]{3} B$")

    def test_wrong_words_are_named(self):
        self.assertIn('tidemark: "heapz": no such command; "tidemark --help" lists them', self.replies["tidemark heapz"])
        self.assertIn('tidemark heaps: "all": there are no arguments; leave it out', self.replies["tidemark heaps all"])

    def test_help_lists_the_commands(self):
        for command in ("heaps", "pools", "reset-peaks", "sample", "self", "stacks", "status", "verdicts"):
            self.assertRegex(self.replies["tidemark"], rf"\n  {command} +:[A-Z]")
        self.assertIn("begin anew", self.replies["tidemark reset-peaks --help"])

    def test_peaks_begin_anew(self):
        self.assertEqual(self.row("tidemark heaps ", "work")[1:5], ["0", "0", "1960", "1960"])
        self.assertEqual(self.row("tidemark pools ", "packets")[3:7], ["2", "2", "8", "6"])


if __name__ == "__main__":
    program = sys.argv.pop(1)
    unittest.main(verbosity=2)
