# SPDX-License-Identifier: Apache-2.0
"""A peer outside of the program: peer.py EXE. Ends with 1 when an answer is wrong or time did not wait."""

import os
import socket
import subprocess
import sys
import time


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def connect(port):
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise SystemExit("peer: nobody listens")


def main():
    port = free_port()
    # Five virtual seconds, which are five of the host's while the program waits for its peer.
    program = subprocess.Popen([sys.argv[1], "--stop_at=5"], env={**os.environ, "PEER": str(port)},
                               stdin=subprocess.DEVNULL)
    try:
        with connect(port) as sock:
            for text in (b"hello", b"x" * 60, b"bye"):
                time.sleep(0.2)
                sock.sendall(text)
                heard = b""
                while len(heard) < len(text):
                    heard += sock.recv(64) or sys.exit("peer: hung up")
                if heard != text:
                    raise SystemExit(f"peer: heard {heard!r}")
        return program.wait(timeout=20)
    finally:
        program.kill()


if __name__ == "__main__":
    sys.exit(main())
