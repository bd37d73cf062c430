#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Resets the application of this directory, as an emulated Cortex-M3 runs it, at random moments.

The image is one of a real Zephyr for qemu_cortex_m3. A reset of QEMU's leaves the RAM as it is, as
that of a processor does. Ends with the application's last line; exit status 0 iff it says PASS.

    tests/resets/qemu_resets.py BUILD/zephyr/zephyr.elf
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QEMU = ["qemu-system-arm", "-cpu", "cortex-m3", "-machine", "lm3s6965evb", "-nographic", "-vga", "none",
        "-net", "none", "-monitor", "stdio"]
MOST_S = 0.004


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    rng = random.Random(2026)
    with tempfile.TemporaryDirectory() as folder:
        pipe = Path(folder) / "serial"
        for end in (".in", ".out"):
            subprocess.run(["mkfifo", f"{pipe}{end}"], check=True)
        with subprocess.Popen([*QEMU, "-serial", f"pipe:{pipe}", "-kernel", sys.argv[1]], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True) as qemu, \
                open(f"{pipe}.in", "wb"), open(f"{pipe}.out", encoding="utf-8", errors="replace") as serial:
            try:
                for line in serial:
                    if line.startswith("WRONG"):
                        print(line, end="")
                    if line.startswith(("PASS", "FAIL")):
                        print(line, end="")
                        return 0 if line.startswith("PASS") else 1
                    if line.startswith("boot "):
                        time.sleep(rng.uniform(0, MOST_S))
                        qemu.stdin.write("system_reset\n")
                        qemu.stdin.flush()
            finally:
                qemu.terminate()
    print("qemu_resets: the image ended without a result; look at its console", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
