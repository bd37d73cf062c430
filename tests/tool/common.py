# SPDX-License-Identifier: Apache-2.0
"""What the tests of the tool share. Each of them is run as

    X_test.py PATH_TO_TIDEMARK [unittest arguments]
"""

import os
import subprocess
import sys
import unittest
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
HEALTHY, CANNOT_TELL, BROKEN = 0, 2, 3
TIDEMARK = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else ""


def run(*arguments, stdin="", timeout=60, env=None, cwd=None):
    data = stdin if isinstance(stdin, bytes) else stdin.encode()
    return subprocess.run([TIDEMARK, *map(str, arguments)], input=data, capture_output=True, timeout=timeout,
                          env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})}, cwd=cwd)


def mem_test(samples, first=0):
    """What samples/mem_test prints on a 64-bit machine."""
    return "".join(f"Stack | Free: 664 bytes\nHeap | Free: {4000 - 120 * n} bytes, Allocated: {112 * n} bytes\n"
                   for n in range(first, first + samples))


def shell_device(samples, delay, end=""):
    """A command that prints mem_test's lines, one sample each `delay` seconds."""
    return ["sh", "-c", f"n=0; while [ $n -lt {samples} ]; do echo \"Stack | Free: 664 bytes\"; "
            "echo \"Heap | Free: $((4000-120*n)) bytes, Allocated: $((112*n)) bytes\"; "
            f"n=$((n+1)); sleep {delay}; done; {end}"]


def main():
    if not TIDEMARK:
        sys.exit(f"{Path(sys.argv[0]).name}: the path of tidemark is missing")
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
