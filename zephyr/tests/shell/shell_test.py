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
            "tidemark restart", "tidemark restart leave", "tidemark restart now",
            "tidemark guard", "tidemark guard check", "tidemark guard chek", "tidemark compare", "tidemark sites", "tidemark live", "tidemark threads", "tidemark mark",
            "grow", "tidemark compare ", "tidemark compare 1", "tidemark sites 0", "tidemark sites 17", "tidemark live 2x", "tidemark threads 1",
            "tidemark live 16", "tidemark threads ", "tidemark sample ", "tidemark verdicts ", "tidemark status ",
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
        *known, guarded = self.rows("tidemark heaps")
        self.assertEqual(guarded[0], "zone")
        self.assertEqual(known, [
            ["HEAP", "USED B", "PEAK B", "SIZE B", "HEADROOM B", "%", "LEVEL", "VERDICT"],
            ["_system_heap", "120", "120", "4000", "3880", "97", "ok", "none"],
            ["work", "0", "608", "1960", "1352", "68", "ok", "none"]])

    def test_pools_have_their_true_values(self):
        self.assertEqual(self.rows("tidemark pools"), [
            ["POOL", "KIND", "BLOCK B", "USED", "PEAK", "SIZE", "HEADROOM", "%", "LEVEL", "VERDICT"],
            ["packets", "mem_slab", "64", "2", "3", "8", "5", "62", "ok", "none"]])

    def test_a_first_life_knows_of_none_before(self):
        self.assertEqual(self.replies["tidemark restart"], "nothing is known of a life before this one\n")
        self.assertIn("leave: the device is not in safe mode; nothing to do", self.replies["tidemark restart leave"])
        self.assertIn('tidemark restart: "now": no such word; "leave" ends safe mode', self.replies["tidemark restart now"])

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
        self.assertEqual(titles.split(), ["WATCHED", "NO", "ROOM", "LEAK", "WATCH", "WARN", "CRITICAL", "LEAST", "HEADROOM"])
        self.assertEqual(heaps.split(), ["heaps", "3", "0", "0", "0", "0", "0", "68", "%", "work"])
        self.assertEqual(pools.split(), ["pools", "1", "0", "0", "0", "0", "0", "62", "%", "packets"])
        self.assertRegex(stacks, r"^stacks +[4-7] +0 +0 +0 +0 +0 +[0-9]+ %  [a-z_]+$")
        self.assertRegex(blind, r"^not seen: .*malloc_arena")

    def test_nothing_remarkable_is_said_in_words(self):
        self.assertIn("no leak, nothing that grows, nothing near its end", self.replies["tidemark verdicts"])

    def test_a_leak_has_its_rate_and_time(self):
        name, kind, level, verdict, rate, least, left = self.row("tidemark verdicts ", "_system_heap")
        self.assertEqual((kind, level, verdict), ("heap", "ok", "leak"))
        self.assertAlmostEqual(float(rate.removesuffix("B/s")), 120, delta=12)
        self.assertLessEqual(float(least.removesuffix("B/s")), float(rate.removesuffix("B/s")))
        self.assertRegex(left, r"^[1-9][0-9]?s$")
        self.assertEqual(self.row("tidemark status ", "heaps")[1:4], ["3", "0", "1"])

    def test_sample_counts_and_self_shows_unknown_as_a_dash(self):
        self.assertRegex(self.replies["tidemark sample"], r"^sample [1-9][0-9]*\n")
        self.assertEqual(self.row("tidemark self", "longest lock"), ["longest lock", "-"])
        self.assertRegex(self.row("tidemark self", "static memory")[1], r"^[1-9][0-9]{3,4} B$")

    def line_of(self, call):
        """The function and the file that addr2line names for what stands in a column CALL."""
        out = subprocess.run(["addr2line", "-f", "-e", program, call], capture_output=True, text=True, check=True).stdout
        function, place = out.splitlines()[:2]
        return function, place.rsplit("/", 1)[-1].split(":")[0]

    def test_sites_are_ranked_by_what_they_hold(self):
        titles, slab, heap, guarded, coverage = self.rows("tidemark sites")
        self.assertEqual(titles, ["CALL", "LIVE B", "BLOCKS", "EVER B", "OLDEST", "CYCLES", "POOL"])
        # What k_malloc() asks for has a pointer before it.
        self.assertEqual((slab[1:4], slab[6]), (["128", "2", "192"], "packets"))
        self.assertEqual((heap[1:4], heap[6]), (["108", "1", "108"], "_system_heap"))
        self.assertEqual((guarded[1:4], guarded[6]), (["40", "1", "40"], "zone"), "what a guard has round it does not count")
        self.assertEqual(coverage, ["4 of 32 blocks recorded, every one; 0 displaced, 0 without a site, 0 without an owner"])
        for site in slab, heap, guarded:
            self.assertEqual(self.line_of(site[0]), ("main", "main.c"))

    def test_live_blocks_have_site_and_owner(self):
        titles, *blocks, _ = self.rows("tidemark live")
        self.assertEqual(titles, ["BLOCK", "SIZE B", "AGE", "SINCE", "CALL", "OWNER"])
        self.assertEqual(sorted(block[1] for block in blocks), ["108", "40", "64", "64"])
        for _, _, _, since, call, owner in blocks:
            self.assertEqual((since, owner, self.line_of(call)), ("-", "main", ("main", "main.c")))

    def test_oldest_live_blocks_come_first(self):
        _, *blocks, coverage = self.rows("tidemark live 16")
        self.assertEqual(len(blocks), 16)
        self.assertEqual([block[3] for block in blocks], ["-"] * 4 + ["mark"] * 12)
        self.assertIn("30 of 32", coverage[0])

    def test_a_thread_that_ended_is_named_with_what_it_left(self):
        _, main, _ = self.rows("tidemark threads")
        self.assertEqual((main[1:4], main[5]), (["alive", "276", "4"], "main"))
        rows = {row[-1]: row[1:4] for row in self.rows("tidemark threads ")[1:-1]}
        self.assertEqual(rows, {"main": ["ended", "276", "4"], "shell_uart": ["alive", "2808", "26"]})

    def test_compare_shows_what_is_new_since_the_mark(self):
        self.assertIn('there is no mark: what is new cannot be told; set one by "tidemark mark"', self.replies["tidemark compare"])
        self.assertIn('marked; "tidemark compare" shows', self.replies["tidemark mark"])
        since, titles, site, _ = self.rows("tidemark compare ")
        self.assertRegex(since[0], r"^live, and allocated in the 2[67]s since the mark:$")
        self.assertEqual(titles[1], "NEW B")
        self.assertEqual(site[1:4], ["2808", "26", "2808"])
        self.assertEqual(self.line_of(site[0]), ("grow_command", "main.c"))
        self.assertEqual(self.rows("tidemark compare 1")[2], site)

    def test_guard_counts_what_it_holds_and_found(self):
        counts = {row[0]: row[1] for row in self.rows("tidemark guard")}
        self.assertEqual({what: counts[what] for what in ("guarded heaps", "live blocks", "blocks held back", "faults", "sweeps")},
                         {"guarded heaps": "1", "live blocks": "1", "blocks held back": "1", "faults": "1", "sweeps": "0"})
        self.assertEqual(self.row("tidemark guard check", "sweeps"), ["sweeps", "1"])
        self.assertIn('tidemark guard: "chek": no such word; "check" checks every block now', self.replies["tidemark guard chek"])

    def test_rows_are_a_number_in_range(self):
        for command, word in (("sites", "0"), ("sites", "17"), ("live", "2x")):
            self.assertIn(f'tidemark {command}: "{word}": not a number of rows; give one from 1 to 16', self.replies[f"tidemark {command} {word}"])
        self.assertIn('tidemark threads: "1": there are no arguments; leave it out', self.replies["tidemark threads 1"])

    def test_wrong_words_are_named(self):
        self.assertIn('tidemark: "heapz": no such command; "tidemark --help" lists them', self.replies["tidemark heapz"])
        self.assertIn('tidemark heaps: "all": there are no arguments; leave it out', self.replies["tidemark heaps all"])

    def test_help_lists_the_commands(self):
        for command in ("compare", "guard", "heaps", "live", "mark", "sites", "threads", "pools", "reset-peaks", "sample", "self", "stacks", "status", "verdicts"):
            self.assertRegex(self.replies["tidemark"], rf"\n  {command} +:[A-Z]")
        self.assertIn("begin anew", self.replies["tidemark reset-peaks --help"])

    def test_peaks_begin_anew(self):
        self.assertEqual(self.row("tidemark heaps ", "work")[1:5], ["0", "0", "1960", "1960"])
        self.assertEqual(self.row("tidemark pools ", "packets")[3:7], ["2", "2", "8", "6"])


if __name__ == "__main__":
    program = sys.argv.pop(1)
    unittest.main(verbosity=2)
