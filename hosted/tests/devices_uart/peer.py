# SPDX-License-Identifier: Apache-2.0
"""The other end of uart1: peer.py EXE pty|tcp|tcp-listen. Prints the program's output; ends with 1 when an answer is wrong."""

import os
import re
import socket
import subprocess
import sys


class Peer:
    def __init__(self, read, write):
        self.read, self.write, self.rest = read, write, b""

    def line(self):
        while b"\n" not in self.rest:
            got = self.read()
            if not got:
                raise SystemExit("peer: the program hung up")
            self.rest += got
        line, self.rest = self.rest.split(b"\n", 1)
        return line.decode()

    def talk(self, say, expect):
        if say:
            self.write(say.encode() + b"\n")
        heard = self.line()
        if heard != expect:
            raise SystemExit(f"peer: said {say!r}, heard {heard!r}, not {expect!r}")


def over_socket(sock):
    return Peer(lambda: sock.recv(4096), sock.sendall)


def start(exe, peer):
    return subprocess.Popen([exe, "--uart1=" + peer], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)


def connect(exe, kind):
    if kind == "tcp":
        with socket.create_server(("127.0.0.1", 0)) as server:
            program = start(exe, f"tcp:127.0.0.1:{server.getsockname()[1]}")
            sock, _ = server.accept()
        return program, over_socket(sock)
    program = start(exe, "pty" if kind == "pty" else "tcp-listen:0")
    where = re.match(r"uart1: (?:listening at )?(\S+)\n", program.stderr.readline().decode()).group(1)
    if kind == "pty":
        fd = os.open(where, os.O_RDWR | os.O_NOCTTY)
        return program, Peer(lambda: os.read(fd, 4096), lambda data: os.write(fd, data))
    host, port = where.rsplit(":", 1)
    return program, over_socket(socket.create_connection((host, int(port))))


def main():
    program, peer = connect(sys.argv[1], sys.argv[2])
    try:
        long = "a line of more than sixteen bytes, and of more than one buffer"
        # A program that listens may have said hello before anybody listened.
        if sys.argv[2] != "tcp-listen":
            peer.talk("", "hello")
        peer.talk(long[:50], "irq " + long[:50])
        peer.talk("reboot", "irq reboot")
        peer.talk("", "hello again")
        peer.talk("async", "irq async")
        peer.talk(long[:50], "async " + long[:50])
        peer.talk("poll", "async poll")
        peer.talk(long[:50], "poll " + long[:50])
        peer.talk("bye", "poll bye")
        return program.wait(timeout=20)
    finally:
        program.kill()
        sys.stderr.write(program.stderr.read().decode())


if __name__ == "__main__":
    sys.exit(main())
