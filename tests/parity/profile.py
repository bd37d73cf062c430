#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A profile of every block against what the application itself has counted, and that against a real Zephyr.

    profile.py TIDEMARK ELF EXPECTED [--capture FILE] [--pointer BYTES]

ELF is profile/ for hosted Zephyr, which is run; or that of a real board, and FILE what it sent until its first report behind its
last line. The sizes of k_malloc() and its like have the pointer in them that the kernel keeps before the user's memory: 8 bytes,
with --pointer 4 on a 32-bit board.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

TRUTH = re.compile(rb"truth: (\w+) live (\d+) in (\d+), total (\d+) in (\d+)")
WITH_POINTER = {"by_k_malloc", "by_k_calloc", "by_k_aligned_alloc"}


def run(*command, given=b""):
    done = subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)
    if done.returncode != 0:
        raise SystemExit(f"profile.py: {command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def show(counts):
    return [f"{site} live {live} in {blocks}, total {total} in {calls}" for site, (live, blocks, total, calls) in counts.items()]


def true_counts(capture):
    return {found[1].decode(): tuple(int(group) for group in found.groups()[1:]) for found in TRUTH.finditer(capture)}


def profiled_counts(profile, pointer):
    counts = {}
    for site in profile["sites"]:
        name = site["calls"][0]["function"]
        if name in counts:
            raise SystemExit(f"profile.py: {name} has two sites in the profile; each has one call")
        live, blocks, total, calls = (int(value) for value in (site["live"]["bytes"], site["live"]["blocks"], site["total_bytes"], site["total_blocks"]))
        extra = pointer if name in WITH_POINTER else 0
        counts[name] = (live - extra * blocks, blocks, total - extra * calls, calls)
    return counts


def report_difference(what, left, right):
    print(f"profile.py: {what} differ:")
    for line in sorted(set(left) ^ set(right)):
        print("  ", "-" if line in left else "+", line)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("tidemark", "elf", "expected"):
        parser.add_argument(name)
    parser.add_argument("--capture")
    parser.add_argument("--pointer", type=int, default=8)
    options = parser.parse_args()
    capture = Path(options.capture).read_bytes() if options.capture else run(options.elf, "--no-rt", "--stop_at=12")
    profile = json.loads(run(options.tidemark, "profile", "-", "--elf", options.elf, "--json", given=capture))
    truth = show(true_counts(capture))
    profiled = show(profiled_counts(profile, options.pointer))
    expected = Path(options.expected).read_text().splitlines()
    good = bool(expected) and profile["profile"]["whole"] and sorted(truth) == sorted(expected) == sorted(profiled)
    if not profile["profile"]["whole"]:
        print("profile.py: a part of the profile is missing")
    if sorted(truth) != sorted(expected):
        report_difference("expected (-) and counted (+)", expected, truth)
    if sorted(truth) != sorted(profiled):
        report_difference("counted (-) and profiled (+)", truth, profiled)
    print(f"profile.py: {len(profiled)} sites", "are equal to the byte" if good else "are not equal")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
