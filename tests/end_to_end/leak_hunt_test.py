#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""samples/leak_hunt and the tool: a verdict names who holds the heap, and the profile has each of the five leaks."""

import argparse
import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

LEAK, CANNOT_TELL = 3, 2
LEAKS = {
    "event_raised": "main.c",
    "packet_parsed": "packets.c",
    "session_run": "sessions.c",
    "route_looked_up": "routes.c",
    "add": "history.cpp",
}

options = None


def run(*command, expect=0):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != expect:
        raise AssertionError(f"{command} ended with {done.returncode}, not {expect}\n{done.stdout}\n{done.stderr}")
    return done


class LeakHunt(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        out = options.build / "leak_hunt"
        environment = dict(os.environ, ZEPHYR_BASE=str(options.root / "hosted"))
        for step in (["cmake", "-S", options.root / "samples" / "leak_hunt", "-B", out], ["cmake", "--build", out, "--parallel", "2"]):
            subprocess.run(step, env=environment, capture_output=True, check=True)
        cls.elf = out / "zephyr" / "zephyr.exe"
        cls.log = options.build / "leak_hunt.log"
        cls.log.write_text(run(cls.elf, "--no-rt", "--stop_at=95").stdout)

    def innermost(self):
        profile = json.loads(run(options.tidemark, "profile", self.log, "--elf", self.elf, "--json").stdout)
        return [site["calls"][0] for site in profile["sites"]]

    def test_each_leak_has_its_function_and_file(self):
        found = {call["function"]: Path(call["file"]).name for call in self.innermost()}
        self.assertEqual({name: found.get(name) for name in LEAKS}, LEAKS)

    def test_nothing_else_is_accused(self):
        self.assertEqual({call["function"] for call in self.innermost()} - set(LEAKS), set())

    def test_the_verdict_says_who_holds_the_heap(self):
        text = " ".join(run(options.tidemark, "check", self.log, "--elf", self.elf, expect=LEAK).stdout.split())
        self.assertIn("_system_heap leaks", text)
        for function in ("packet_parsed() at src/packets.c:", "event_raised() at src/main.c:", "session_run() at src/sessions.c:"):
            self.assertIn(function, text)
        self.assertIn("(thread session)", text)

    def test_without_an_elf_the_verdict_has_addresses(self):
        text = run(options.tidemark, "check", self.log, expect=LEAK).stdout
        self.assertRegex(text, r"0x[0-9a-f]+")

    def test_what_is_no_elf_is_refused(self):
        done = run(options.tidemark, "profile", self.log, "--elf", self.log, expect=CANNOT_TELL)
        self.assertRegex(done.stderr, r"^tidemark: .*leak_hunt.log: .*; ")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--tidemark", type=Path, required=True)
    options, rest = parser.parse_known_args()
    options.build.mkdir(parents=True, exist_ok=True)
    unittest.main(argv=[sys.argv[0], *rest])
