# SPDX-License-Identifier: Apache-2.0
"""peer.py EXE [ARGS...]: runs the program beside a mosquitto of its own, which it stops when the program says so.

Ends with 1 where the program prints anything else than expected.txt, or takes more than 60 s. A connection that the
broker closes may end with ENOTCONN (107) or ECONNRESET (104).
"""

import difflib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tests" / "broker"))
import broker  # noqa: E402  the module lies there


def main():
    with tempfile.TemporaryDirectory() as scratch:
        with broker.Broker(Path(scratch), user=("tide", "mark")) as server:
            environment = {**os.environ, "PORT": str(server.port), "CLOSED": str(server.closed_port)}
            program = subprocess.Popen(sys.argv[1:], env=environment, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, text=True)
            signal.alarm(60)
            said = []
            for line in program.stdout:
                said.append(line.replace("-104", "-107"))
                if line == "stop it\n":
                    server.stop()
            if program.wait() != 0:
                sys.exit(f"peer: the program ended with {program.returncode}")
    end = next((i for i, line in enumerate(said) if line.startswith("Stopped at")), len(said))
    wanted = Path(__file__).with_name("expected.txt").read_text().splitlines(keepends=True)
    differences = list(difflib.unified_diff(wanted, said[:max(end - 1, 0)], "expected", "said"))
    print("".join(differences) or "as expected")
    return 1 if differences else 0


if __name__ == "__main__":
    if shutil.which("mosquitto", path=broker.PATH) is None:
        sys.exit("peer: no mosquitto; run scripts/setup --test")
    sys.exit(main())
