#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tidemark profile, and who holds a leak in what the other commands say. SYMBOLS is the folder of ELF files that
tool/ingest/symbols_fixture builds."""

import gzip
import json
import os
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import cbor2
import zlib

from browser import Browser
from common import BROKEN, CANNOT_TELL, HEALTHY, main, run
from messages import Device, frame

SYMBOLS = Path(os.environ["SYMBOLS"])
PLACED = SYMBOLS / "placed.elf"


def build_id():
    notes = subprocess.run(["readelf", "-n", PLACED], capture_output=True, text=True, check=True).stdout
    return bytes.fromhex(notes.split("Build ID: ")[1].split()[0])


def call_address():
    """The return address that the fixture's program prints of itself."""
    return int(subprocess.run([PLACED], capture_output=True, text=True, check=True).stdout.split()[1], 16)


class Profiled(Device):
    """A device with a leak of a thread that has ended, and of a call outside of its image."""

    def __init__(self, build, address):
        super().__init__("sensor")
        self.build, self.address, self.snapshots = build, address, 0

    def hello(self):
        return self.message("h", {"format": 1, "id": b"sensor", "up_ms": self.up_ms, "period_ms": 1000, "block_ms": 1000,
                                  "report_s": 10, "count": 1, "board": "test_board", "build": self.build})

    def part(self, kind, body, first=0):
        header = [zlib.crc32(self.name.encode()), self.boot, self.sequence, self.up_ms, 0]
        self.sequence += 1
        return cbor2.dumps({"": header, kind: body, "n": self.snapshots, **({"f": first} if first else {})}, canonical=True)

    def snapshot(self, leaked=20):
        self.snapshots += 1
        blocks = [[0x20001000 + 64 * n, 32, 0, 2000 + 10 * n, 0, 1] for n in range(leaked)] + [[0x20008000, 100, 0, 9000, 1, 0, 1]]
        return [self.part("p", {"interval": 1, "sites": [2, 2, 0], "blocks": [len(blocks), len(blocks)], "owners": [2, 2, 0],
                                "samples": 99, "thinned": 0, "displaced": 0}),
                *(self.part("r", blocks[n:n + 8], first=n) for n in range(0, len(blocks), 8)),
                self.part("q", [[0x20000000, 5000, 90, 0, b"\x40\0\0\0\0\0", self.address],
                                [0x20000000, 100, 1, 0, bytes(6), 0x7FFF0011]]),
                self.part("o", [[1, 0x20002000, "main"], [2, 0x20002100, "worker"]])]

    def leak(self, leaked=20):
        start = self.start()
        samples = [self.sample(100 + 50 * n) for n in range(40)]
        verdict = self.message("e", {"kind": 0, "name": "heap", "verdict": 2, "rate": 360000000, "left_s": 12, "window_s": 16})
        return start + samples + [verdict] + self.snapshot(leaked)


class Profile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.build, cls.address = build_id(), call_address()
        cls.capture = cls.write("night.cap", Profiled(cls.build, cls.address).leak())
        cls.other = cls.write("other.cap", Profiled(b"\x11" * 20, cls.address).leak())
        cls.cut = cls.write("cut.cap", Profiled(cls.build, cls.address).leak()[:-1])

    @classmethod
    def write(cls, name, messages):
        path = cls.folder / name
        path.write_bytes(b"".join(map(frame, messages)))
        return path

    def text(self, *arguments, status=0):
        done = run("profile", *arguments)
        self.assertEqual(done.returncode, status, done.stderr)
        return (done.stdout if status == 0 else done.stderr).decode()

    def test_names_functions_and_lines(self):
        text = self.text(self.capture, "--elf", PLACED)
        self.assertIn("640", text)
        self.assertIn("store::Cache::put() at symbols_fixture/program.cpp:", text)
        self.assertIn("< main() at symbols_fixture/program.cpp:", text)
        self.assertIn("ended; left this behind", text)
        self.assertIn("1 of 2 addresses lies outside of", text)
        self.assertRegex(text, r"LEAK: heap leaks 100 B/s; full in 12 s\. 86 % of it from store::Cache::put\(\) at \S+:\d+ "
                               r"\(thread worker, which has ended\), 14 % from 0x7fff0011 \(thread main\)\.")

    def test_without_a_file_of_symbols_there_are_addresses(self):
        text = self.text(self.capture)
        self.assertIn(f"0x{self.address:08x}", text)
        self.assertIn("--elf build/zephyr/zephyr.elf names them", text)

    def test_another_build_is_refused_unless_forced(self):
        text = self.text(self.other, "--elf", PLACED, status=CANNOT_TELL)
        self.assertIn(f"is of build {self.build[:8].hex()}..., and the device runs build 1111111111111111...", text)
        self.assertIn("names and lines may be wrong (--force)", self.text(self.other, "--elf", PLACED, "--force"))
        self.assertIn("could not be checked: the file has no build id", self.text(self.capture, "--elf", SYMBOLS / "no_id.elf"))

    def console(self, build):
        """What a device without messages prints; without a build as one of before the build id did."""
        told = f" build_id={build.hex()}" if build else ""
        lines = [f"hello up=0.000 format=1 period_ms=1000 block_ms=1000 report_s=10{told} board=test_board",
                 *(f"heap up={n}.000 name=h used={100 + 50 * n} free={8000 - 50 * n} capacity=8100 allocated={100 + 50 * n} "
                   f"peak={100 + 50 * n} level=ok verdict=none" for n in range(40)),
                 "verdict up=40.000 kind=heap name=h verdict=leak rate=100.0B/s left=12s window=16s",
                 f"suspect up=40.000 kind=heap name=h rank=1 live_bytes=640 live_blocks=20 oldest=16s at=0x{self.address:x} owner=worker",
                 "profile up=40.000 interval=1 blocks=21 slots=32 sites=2 samples=99 thinned=0 displaced=1 merged=0",
                 f"site up=40.000 live_bytes=640 live_blocks=20 total_bytes=5000 total_blocks=90 at=0x{self.address:x} oldest=2s pool=h",
                 "owner up=40.000 live_bytes=640 live_blocks=20 state=ended name=worker thread=0x20002100",
                 "owner up=40.000 live_bytes=100 live_blocks=1 state=alive name=main thread=0x20002000"]
        path = self.folder / "console.log"
        path.write_text("".join(f"tidemark: {line}\n" for line in lines))
        return path

    def test_a_console_log_is_checked_against_the_build_and_shows_threads(self):
        other = bytes([0x11] * 20)
        text = self.text(self.console(self.build), "--elf", PLACED)
        self.assertIn("store::Cache::put() at symbols_fixture/program.cpp:", text)
        self.assertNotIn("could not be checked", text)
        self.assertRegex(text, r"worker +640 +20 +ended; left this behind\nmain +100 +1 +alive\n")
        self.assertIn("1 sample found no room: figures lack it;", text)
        self.assertIn("could not be checked: the input has no build id", self.text(self.console(b""), "--elf", PLACED))
        log = self.console(other)
        self.assertIn("the device runs build 1111111111111111...", self.text(log, "--elf", PLACED, status=CANNOT_TELL))
        self.assertIn("names and lines may be wrong (--force)", self.text(log, "--elf", PLACED, "--force"))
        for command, *more in ("check",), ("report", "-o", self.folder / "console.html"), ("monitor", "--plain"):
            done = run(command, log, "--elf", PLACED, *more)
            self.assertIn(b"give the ELF file that it runs", done.stderr, command)
            self.assertNotIn(b"store::Cache::put()", done.stdout, command)
            self.assertIn(b"store::Cache::put()" if command != "report" else b"", run(command, log, "--elf", PLACED, "--force", *more).stdout)

    def test_what_is_no_elf_file_or_lacks_names_is_said(self):
        self.assertIn("has no debug information", self.text(self.capture, "--elf", SYMBOLS / "no_dwarf.elf", "--force"))
        self.assertIn("is stripped", self.text(self.capture, "--elf", SYMBOLS / "stripped.elf"))
        self.assertIn("is no ELF file", self.text(self.capture, "--elf", self.capture, status=CANNOT_TELL))
        self.assertIn("is not linked", self.text(self.capture, "--elf", SYMBOLS / "object.elf", status=CANNOT_TELL))
        self.assertIn("-no-pie", self.text(self.capture, "--elf", SYMBOLS / "pie.elf", "--force"))

    def test_a_capture_that_was_cut_off_is_partial(self):
        self.assertIn("PARTIAL: ", self.text(self.cut))
        self.assertIn("no line or message of it tells of a heap profile",
                      self.text(self.write("none.cap", Device("x").start()), status=CANNOT_TELL))

    def test_a_difference(self):
        older = self.write("older.cap", Profiled(self.build, self.address).leak(leaked=5))
        text = self.text(self.capture, "--elf", PLACED, "--diff", older)
        self.assertRegex(text, r"heap +\+480 +160 +640 +\+15 +store::Cache::put\(\)")
        self.assertIn("give both ELF files", self.text(self.capture, "--diff", self.other, status=CANNOT_TELL))

    def test_options_that_contradict_are_refused(self):
        self.assertIn("would write to stdout", self.text(self.capture, "--json", "--pprof", "-", status=CANNOT_TELL))
        self.assertIn("no mark was set", self.text(self.capture, "--since-mark", status=CANNOT_TELL))
        self.assertIn("for core dumps only", self.text(self.capture, "--min-age", "1s", status=CANNOT_TELL))
        self.assertIn("needs the ELF file", self.text(self.capture, "--unreachable", status=CANNOT_TELL))
        self.assertIn("there are sensor", self.text(self.capture, "--device", "none", status=CANNOT_TELL))

    def test_json_and_pprof(self):
        profile = json.loads(self.text(self.capture, "--elf", PLACED, "--json"))
        self.assertEqual(profile["sites"][0]["live"]["bytes"], 640)
        self.assertEqual(profile["sites"][0]["calls"][0]["function"], "store::Cache::put")
        self.assertEqual(profile["owners"][0]["state"], "ended")
        proto = gzip.decompress(run("profile", self.capture, "--elf", PLACED, "--pprof", "-").stdout)
        self.assertIn(b"store::Cache::put", proto)
        self.assertIn(self.build.hex().encode(), proto)

    def test_check_and_report_say_who_holds_it(self):
        xml = self.folder / "check.xml"
        done = run("check", self.capture, "--elf", PLACED, "--json", "--junit", xml)
        self.assertEqual(done.returncode, BROKEN)
        found = json.loads(done.stdout)
        self.assertIn("from store::Cache::put() at symbols_fixture/program.cpp:", found["sentence"])
        self.assertEqual(found["findings"][0]["holders"][0]["thread"], "worker")
        self.assertIn("from store::Cache::put()", xml.read_text())
        done = run("check", self.other, "--elf", PLACED)
        self.assertEqual(done.returncode, BROKEN)
        self.assertIn(b"give the ELF file that it runs", done.stderr)
        self.assertIn(f"0x{self.address:08x}".encode(), done.stdout)
        page = self.folder / "report.html"
        self.assertEqual(run("report", self.capture, "--elf", PLACED, "-o", page).returncode, 0)
        self.assertIn("Who holds it", page.read_text())
        done = run("monitor", self.capture, "--plain", "--elf", PLACED)
        self.assertEqual(done.returncode, BROKEN)
        self.assertIn(b"from store::Cache::put() at symbols_fixture/program.cpp:", done.stdout)

    def wait_for_graph(self, browser, width):
        """Until it is drawn: the bars of all and of the only heap are as wide as the page."""
        end = time.monotonic() + 30
        while True:
            bars = browser.value("[...document.querySelectorAll('#chart rect')].map(r => r.getBoundingClientRect().width)")
            if len(bars) > 3 and sorted(bars)[-2] > width * 0.8:
                return
            self.assertLess(time.monotonic(), end, "the heap is not as wide as the page")
            time.sleep(0.05)

    def test_the_flame_graph_in_a_browser(self):
        page = self.folder / "flame.html"
        self.text(self.capture, "--elf", PLACED, "--flame", page)
        browser = Browser()
        self.addCleanup(browser.close)
        colours = set()
        for width in 1280, 390:
            for dark in False, True:
                browser.open(page, width, dark=dark)
                self.assertEqual(browser.complaints, [])
                self.assertEqual(browser.requests, [f"file://{page}"], "it fetches something")
                self.assertEqual(browser.value("document.documentElement.scrollWidth"), width, "it scrolls sideways")
                self.wait_for_graph(browser, width)
                colours.add(browser.value("getComputedStyle(document.body).backgroundColor"))
        self.assertEqual(len(colours), 2, "light and dark look the same")
        browser.value("search.value = 'cache'; search.dispatchEvent(new Event('input'))")
        self.assertEqual(browser.value("found.textContent"), "1 found in 86.5 % of the bytes")


if __name__ == "__main__":
    main()
